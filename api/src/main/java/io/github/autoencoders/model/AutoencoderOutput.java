package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import org.jspecify.annotations.Nullable;

/**
 * What an autoencoder's block returns: a list that begins with the likelihood's parameters and the
 * code; what else there is, is found by the arrays' names.
 *
 * @param parameters of the likelihood, shape [B, ...sample]; with K codes drawn for each sample, [K
 *     * B, ...sample], first one of each sample, then another of each
 * @param code z, shape [B, D] or [K * B, D]
 * @param posterior the distribution of the code, [B, D], or null for a plain autoencoder
 * @param jacobianNorm an estimate of the squared Frobenius norm of the encoder's Jacobian at each
 *     sample, shape [B], or null if the block was not asked for it
 * @param quantization how the code was quantized, or null if it was not
 */
public record AutoencoderOutput(
        NDArray parameters,
        NDArray code,
        @Nullable DiagonalGaussian posterior,
        @Nullable NDArray jacobianNorm,
        @Nullable Quantization quantization) {

    /** The name of parameters whose decoder was shown the sample. */
    static final String TEACHER_FORCED = "teacherForced";

    // The name of a code that was made to learn from.
    private static final String OF_TRAINING = "ofTraining";

    private static final String MEAN = "mean";
    private static final String LOG_VARIANCE = "logVariance";
    private static final String JACOBIAN_NORM = "jacobianNorm";

    /** Joins what every model gives. */
    public AutoencoderOutput(
            NDArray parameters, NDArray code, @Nullable DiagonalGaussian posterior) {
        this(parameters, code, posterior, null, null);
    }

    /** Finds the arrays that a block returned. */
    public static AutoencoderOutput of(NDList list) {
        if (list.size() < 2) {
            throw new IllegalArgumentException(
                    "list must hold parameters and code, but holds " + list.size() + " arrays");
        }
        NDArray mean = list.get(MEAN);
        NDArray logVariance = list.get(LOG_VARIANCE);
        DiagonalGaussian posterior =
                mean == null || logVariance == null
                        ? null
                        : new DiagonalGaussian(mean, logVariance);
        return new AutoencoderOutput(
                list.get(0),
                list.get(1),
                posterior,
                list.get(JACOBIAN_NORM),
                Quantization.find(list).orElse(null));
    }

    /**
     * Returns the parameters that a decoder made of a code alone.
     *
     * @param list what a block returned
     * @throws IllegalArgumentException if the decoder was shown the sample
     */
    public static NDArray decoded(NDList list) {
        if (TEACHER_FORCED.equals(list.head().getName())) {
            throw new IllegalArgumentException(
                    "part must be RECONSTRUCTION to reconstruct samples with an autoregressive"
                            + " decoder, but is WHOLE, which shows them to it");
        }
        return list.head();
    }

    /**
     * Returns whether a block made its output to learn from it, rather than to be judged or used.
     *
     * @param list what a block returned
     */
    public static boolean isOfTraining(NDList list) {
        return list.size() > 1 && OF_TRAINING.equals(list.get(1).getName());
    }

    /** Returns the list that {@link #of} reads, and that tells {@link #isOfTraining} what it is. */
    NDList toList(boolean training) {
        if (training) {
            code.setName(OF_TRAINING);
        }
        return toList();
    }

    /** Returns the list that {@link #of} reads. */
    public NDList toList() {
        NDList list = new NDList(parameters, code);
        if (posterior != null) {
            add(list, MEAN, posterior.mean()); // which may be the code itself
            add(list, LOG_VARIANCE, posterior.logVariance());
        }
        if (jacobianNorm != null) {
            add(list, JACOBIAN_NORM, jacobianNorm);
        }
        if (quantization != null) {
            quantization.addTo(list);
        }
        return list;
    }

    private static void add(NDList list, String name, NDArray array) {
        array.setName(name);
        list.add(array);
    }
}
