package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderOutput;

/**
 * The two terms of the loss of each sample, unweighted, in nats.
 *
 * @param reconstruction \(-\log p(x \mid z)\), shape [B]
 * @param penalty of the code, shape [B]
 */
public record LossTerms(NDArray reconstruction, NDArray penalty) {

    static LossTerms of(
            Likelihood likelihood,
            Regularizer regularizer,
            long trainingSamples,
            long step,
            NDList labels,
            NDList predictions) {
        AutoencoderOutput output = AutoencoderOutput.of(predictions);
        NDArray reconstruction =
                likelihood.negativeLogDensity(output.parameters(), labels.head()); // [B]
        return new LossTerms(
                reconstruction,
                regularizer.penalty(
                        output, new Circumstances(reconstruction, trainingSamples, step)));
    }

    /** Returns the weighted terms, averaged over the batch: shape []. */
    NDArray total(double reconstructionWeight, double penaltyWeight) {
        return Scaled.by(reconstructionWeight, reconstruction)
                .add(Scaled.by(penaltyWeight, penalty)) // [B]
                .mean();
    }
}
