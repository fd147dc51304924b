package io.github.autoencoders.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.latent.VectorQuantizer;
import io.github.autoencoders.model.AutoencoderBlock;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Lets a codebook learn from each training batch, and tells how much of it validation used. Without
 * this listener in its trainer a codebook never learns; with a frozen encoder neither. To models
 * without a codebook it does nothing.
 *
 * <p>It comes after the gradient and not with the forward pass, since an engine may refuse to
 * change arrays while it records, and since one step may need several passes.
 */
public final class CodebookListener extends TrainingListenerAdapter {

    private @Nullable NDArray usage; // [K], vectors of the validation so far
    private OptionalDouble perplexity = OptionalDouble.empty();

    /** Makes a listener that has heard nothing yet. */
    public CodebookListener() {}

    /**
     * Returns the perplexity of the entries in the last epoch's validation, \(\exp(-\sum_k p_k \log
     * p_k)\) with the share \(p_k\) of the vectors that entry k replaced: from 1, if all were
     * replaced by the same entry, to K, if all entries were used alike. Empty for a model without a
     * codebook.
     */
    public OptionalDouble perplexity() {
        return perplexity;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        Optional<VectorQuantizer> codebook = codebook(trainer);
        if (codebook.isEmpty() || isFrozen(trainer)) {
            return;
        }
        for (NDList predictions : batchData.getPredictions().values()) {
            Quantization.find(predictions).ifPresent(codebook.get()::update);
        }
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        Optional<VectorQuantizer> codebook = codebook(trainer);
        if (codebook.isEmpty()) {
            return;
        }
        for (NDList predictions : batchData.getPredictions().values()) {
            Quantization quantization = Quantization.find(predictions).orElseThrow();
            NDArray used = codebook.get().usage(quantization);
            if (usage == null) {
                usage = trainer.getManager().zeros(used.getShape(), used.getDataType());
            }
            usage.addi(used);
        }
    }

    // The codebook belongs to the encoder, and stands still where that does.
    private static boolean isFrozen(Trainer trainer) {
        return trainer.getModel().getBlock() instanceof AutoencoderBlock model
                && model.encoder().getParameters().values().stream()
                        .noneMatch(Parameter::requiresGradient);
    }

    private static Optional<VectorQuantizer> codebook(Trainer trainer) {
        return trainer.getModel().getBlock() instanceof AutoencoderBlock model
                ? model.encoder().quantizer()
                : Optional.empty();
    }

    @Override
    public void onEpoch(Trainer trainer) {
        if (usage != null) {
            perplexity = OptionalDouble.of(perplexity(usage.toFloatArray()));
            usage.close();
            usage = null;
        }
    }

    private static double perplexity(float[] usage) {
        double total = 0;
        for (float used : usage) {
            total += used;
        }
        double entropy = 0;
        for (float used : usage) {
            entropy -= used == 0 ? 0 : used / total * Math.log(used / total);
        }
        return Math.exp(entropy);
    }
}
