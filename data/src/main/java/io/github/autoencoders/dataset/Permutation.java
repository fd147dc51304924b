package io.github.autoencoders.dataset;

import java.util.Random;
import java.util.stream.IntStream;

/** Random orders, the same on every machine for the same seed. */
final class Permutation {

    private Permutation() {}

    /** Returns 0 to {@code size - 1} in an order drawn uniformly (Fisher and Yates). */
    static int[] of(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Returns the indices of the values of a sample that are known, in such an order. */
    static int[] ofKnown(double[] sample, Random random) {
        return IntStream.of(of(sample.length, random))
                .filter(i -> !Double.isNaN(sample[i]))
                .toArray();
    }
}
