package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.array.Numbers;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** One number for a whole sample, or one for each entry of its first axis: feature or channel. */
final class FirstAxis {

    private FirstAxis() {}

    /**
     * Checks that there are so many.
     *
     * @param name how the message calls the numbers
     */
    static void requireOneEach(String name, int count, SampleFormat format) {
        long features = format.shape().get(0);
        if (count != 1 && count != features) {
            throw new IllegalArgumentException(
                    "%s must be one, or one for each of the %s features or channels of %s, but are %s"
                            .formatted(name, features, format.shape(), count));
        }
    }

    /**
     * Returns such numbers as an array that meets those entries: shape [F, 1, ...], of as many axes
     * as a sample.
     *
     * @param like samples, shape [B, F, ...], whose type and device it has
     */
    static NDArray array(DoubleStream values, NDArray like) {
        double[] numbers = values.toArray();
        long[] sizes = new long[Math.max(1, like.getShape().dimension() - 1)]; // as a sample's
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.length;
        return Numbers.like(like, numbers, sizes);
    }
}
