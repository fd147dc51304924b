package io.github.autoencoders.dataset;

import java.util.Random;

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
}
