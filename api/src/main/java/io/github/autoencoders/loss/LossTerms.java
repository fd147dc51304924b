package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
            Likelihood likelihood, Regularizer regularizer, NDList labels, NDList predictions) {
        AutoencoderOutput output = AutoencoderOutput.of(predictions);
        NDArray reconstruction =
                likelihood.negativeLogDensity(output.parameters(), labels.head()); // [B]
        return new LossTerms(reconstruction, regularizer.penalty(output));
    }

    /** Returns the weighted terms, averaged over the batch: shape []. */
    NDArray total(double reconstructionWeight, double penaltyWeight) {
        // Not mul(number), which DiagonalGaussian explains.
        NDArray zeros = reconstruction.zerosLike();
        return reconstruction
                .mul(zeros.add(reconstructionWeight))
                .add(penalty.mul(zeros.add(penaltyWeight))) // [B]
                .mean();
    }
}
