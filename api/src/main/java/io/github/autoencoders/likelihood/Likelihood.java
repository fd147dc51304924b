package io.github.autoencoders.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.github.autoencoders.array.Scaled;
import java.util.stream.IntStream;

/**
 * The distribution \(p(x \mid z)\) of a sample whose parameters a decoder computes, one parameter
 * for each value, all values independent.
 */
public sealed interface Likelihood {

    /**
     * Returns \(-\log p(x \mid z)\) of each sample, in nats, summed over its values: shape [B].
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @param x the samples in model units, of the same shape
     * @throws IllegalArgumentException if the shapes differ, as when a label is not the sample
     */
    NDArray negativeLogDensity(NDArray parameters, NDArray x);

    /**
     * Returns the mean of x, in model units.
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @return shape [B, ...]
     */
    NDArray mean(NDArray parameters);

    /**
     * Returns P, the number of parameters for each value: with P above 1 the decoder's output has P
     * times the channels of a sample.
     */
    default int parametersPerValue() {
        return 1;
    }

    /** Returns whether x must lie in [0, 1]. */
    boolean needsUnitInterval();

    /**
     * Values in {0, 1}; parameters are logits \(l = \log \frac{p}{1 - p}\). For values in between,
     * the negative log density is the binary cross-entropy, which is no longer normalized but is
     * what is trained on grey images: Appendix C.1 of <a
     * href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>.
     */
    record Bernoulli() implements Likelihood {

        // -x log p - (1 - x) log(1 - p) = log(1 + e^l) - x l, which overflows nowhere.
        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireSameShape(parameters, x);
            NDArray softPlus = Activation.softPlus(parameters);
            return sumOverSample(softPlus.sub(x.mul(parameters)));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return Activation.sigmoid(parameters);
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }
    }

    /**
     * Normal distributions of one fixed scale; parameters are their means. With the constant, so
     * that the density integrates to one.
     *
     * @param standardDeviation \(\sigma\), in model units
     */
    record Gaussian(double standardDeviation) implements Likelihood {

        public Gaussian {
            if (!(standardDeviation > 0) || Double.isInfinite(standardDeviation)) {
                throw new IllegalArgumentException(
                        "standardDeviation must be positive and finite, but is "
                                + standardDeviation);
            }
        }

        // (x - mean)^2 / (2 sigma^2) + log(2 pi sigma^2) / 2
        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireSameShape(parameters, x);
            double variance = standardDeviation * standardDeviation;
            long values = x.getShape().size() / x.getShape().get(0);
            double constant = 0.5 * Math.log(2 * Math.PI * variance) * values;
            NDArray squaredError = sumOverSample(x.sub(parameters).square()); // [B]
            return Scaled.by(0.5 / variance, squaredError).add(constant);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }

        @Override
        public boolean needsUnitInterval() {
            return false;
        }
    }

    /**
     * One of V symbols at each place; parameters are logits, and x has a one at the symbol and
     * zeros elsewhere, both [B, V, ...]. The negative log density is the cross-entropy with the
     * softmax over axis 1, summed over the places.
     */
    record Categorical() implements Likelihood {

        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireSameShape(parameters, x);
            return sumOverSample(x.mul(parameters.logSoftmax(1))).neg(); // [B]
        }

        /** Returns the symbols' probabilities, the mean of the ones and zeros. */
        @Override
        public NDArray mean(NDArray parameters) {
            return parameters.softmax(1);
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }
    }

    // An engine would broadcast [B, 1], the usual shape of labels of classes, without a word.
    private static void requireSameShape(NDArray parameters, NDArray x) {
        if (!parameters.getShape().equals(x.getShape())) {
            throw new IllegalArgumentException(
                    "parameters has shape "
                            + parameters.getShape()
                            + " but x has shape "
                            + x.getShape());
        }
    }

    private static NDArray sumOverSample(NDArray values) {
        return values.sum(IntStream.range(1, values.getShape().dimension()).toArray());
    }
}
