package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderOutput;

/**
 * The two terms of the loss of each sample, unweighted: in nats, or in the unit of an error.
 *
 * @param reconstruction \(-\log p(x \mid z)\), shape [B]; with several codes of a sample, the mean
 *     over them
 * @param penalty of the code, shape [B]
 */
public record LossTerms(NDArray reconstruction, NDArray penalty) {

    static LossTerms of(
            Likelihood likelihood,
            Regularizer regularizer,
            TrainingState state,
            NDList labels,
            NDList predictions) {
        AutoencoderOutput output = AutoencoderOutput.of(predictions);
        NDArray x = labels.head();
        long draws = output.parameters().getShape().get(0) / x.getShape().get(0); // K
        NDArray target = repeated(x, draws);
        NDArray reconstruction = // [K * B]
                labels.size() > 1
                        ? likelihood.negativeLogDensity(
                                output.parameters(), target, repeated(labels.get(1), draws))
                        : likelihood.negativeLogDensity(output.parameters(), target);
        NDArray penalty = regularizer.penalty(output, reconstruction, state);
        return new LossTerms(mean(reconstruction, draws), penalty);
    }

    // [B, ...] to [K * B, ...], all samples K times in their order.
    private static NDArray repeated(NDArray x, long draws) {
        if (draws <= 1) {
            return x;
        }
        Shape sample = x.getShape().slice(1);
        return x.expandDims(0)
                .broadcast(new Shape(draws).addAll(x.getShape()))
                .reshape(new Shape(draws * x.getShape().get(0)).addAll(sample));
    }

    // [K * B] to [B]
    private static NDArray mean(NDArray reconstruction, long draws) {
        return draws <= 1 ? reconstruction : reconstruction.reshape(draws, -1).mean(new int[] {0});
    }

    /** Returns the weighted terms, averaged over the batch: shape []. */
    NDArray total(double reconstructionWeight, double penaltyWeight) {
        return Scaled.by(reconstructionWeight, reconstruction)
                .add(Scaled.by(penaltyWeight, penalty)) // [B]
                .mean();
    }
}
