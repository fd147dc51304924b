package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** How raw values become the values that a likelihood wants, and back. */
public sealed interface Scaling {

    /**
     * Returns the values in model units.
     *
     * @param raw raw values, shape [B, ...], float32
     */
    NDArray scale(NDArray raw);

    /**
     * Returns the values in raw units; where {@link #scale} loses information, its closest inverse.
     *
     * @param scaled values in model units, shape [B, ...], float32
     */
    NDArray unscale(NDArray scaled);

    /**
     * Checks, before any work, that samples of a format can be scaled.
     *
     * @throws IllegalArgumentException if they cannot
     */
    default void requireFits(SampleFormat format) {}

    /**
     * Maps [minimum, maximum] linearly onto [0, 1]: 0 and 255 for images of eight bits.
     *
     * @param minimum the raw value that becomes 0
     * @param maximum the raw value that becomes 1
     */
    record UnitInterval(double minimum, double maximum) implements Scaling {

        /** Eight-bit images. */
        public static final UnitInterval BYTES = new UnitInterval(0, 255);

        public UnitInterval {
            if (!(minimum < maximum) || Double.isInfinite(maximum - minimum)) {
                throw new IllegalArgumentException(
                        "minimum must be finite and below maximum, but they are "
                                + minimum
                                + " and "
                                + maximum);
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            NDArray shifted = minimum == 0 ? raw : raw.sub(minimum);
            return shifted.div(maximum - minimum);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(maximum - minimum).add(minimum);
        }
    }

    /**
     * Maps values at or below the threshold to 0 and all others to 1.
     *
     * @param threshold in raw units
     * @param maximum the raw value that 1 becomes on the way back, 0 being 0
     */
    record Binarized(double threshold, double maximum) implements Scaling {

        public Binarized {
            if (!(threshold < maximum) || Double.isInfinite(maximum - threshold)) {
                throw new IllegalArgumentException(
                        "threshold must be finite and below maximum, but they are "
                                + threshold
                                + " and "
                                + maximum);
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            return raw.gt(threshold).toType(raw.getDataType(), false);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(maximum);
        }
    }

    /**
     * Subtracts a mean and divides by a standard deviation: one pair for all values, or one for
     * each entry of a sample's first axis: each feature of a row, each channel of a sequence or an
     * image.
     *
     * @param means in raw units, one, or one for each feature or channel
     * @param standardDeviations in raw units, as many, all positive
     */
    record Standardized(List<Double> means, List<Double> standardDeviations) implements Scaling {

        public Standardized {
            means = List.copyOf(means);
            standardDeviations = List.copyOf(standardDeviations);
            if (means.isEmpty() || means.size() != standardDeviations.size()) {
                throw new IllegalArgumentException(
                        "means and standardDeviations must be as many and at least one, but are "
                                + means.size()
                                + " and "
                                + standardDeviations.size());
            }
            for (double mean : means) {
                if (!Double.isFinite(mean)) {
                    throw new IllegalArgumentException("means must be finite, but hold " + mean);
                }
            }
            for (double deviation : standardDeviations) {
                if (!(deviation > 0) || Double.isInfinite(deviation)) {
                    throw new IllegalArgumentException(
                            "standardDeviations must be positive and finite, but hold "
                                    + deviation);
                }
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            return raw.sub(array(means, raw)).div(array(standardDeviations, raw));
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(array(standardDeviations, scaled)).add(array(means, scaled));
        }

        @Override
        public void requireFits(SampleFormat format) {
            long features = format.shape().get(0);
            if (means.size() != 1 && means.size() != features) {
                throw new IllegalArgumentException(
                        "means must be one, or one for each of the "
                                + features
                                + " features or channels of "
                                + format.shape()
                                + ", but are "
                                + means.size());
            }
        }

        private static NDArray array(List<Double> values, NDArray like) {
            double[] numbers = values.stream().mapToDouble(value -> value).toArray();
            long[] sizes = new long[Math.max(1, like.getShape().dimension() - 1)]; // as a sample's
            Arrays.fill(sizes, 1);
            sizes[0] = numbers.length;
            return like.getManager()
                    .create(numbers, new Shape(sizes))
                    .toType(like.getDataType(), false)
                    .toDevice(like.getDevice(), false);
        }
    }
}
