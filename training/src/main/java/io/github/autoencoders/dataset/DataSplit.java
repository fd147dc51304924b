package io.github.autoencoders.dataset;

import java.util.Arrays;
import java.util.Random;

/**
 * Samples to learn from and others to judge by, of one format.
 *
 * @param training the samples to learn from
 * @param validation the samples held out
 */
public record DataSplit(SampleSet training, SampleSet validation) {

    public DataSplit {
        if (!training.format().equals(validation.format())) {
            throw new IllegalArgumentException(
                    "training samples have format %s but validation samples have format %s"
                            .formatted(training.format(), validation.format()));
        }
    }

    /**
     * Returns a set divided at random, each part in the set's order.
     *
     * @param all at least two samples
     * @param share of the samples to hold out, between 0 and 1; rounded, but at least one sample
     *     and never all
     * @param seed decides which
     */
    static DataSplit of(SampleSet all, double share, long seed) {
        if (all.size() < 2) {
            throw new IllegalArgumentException(
                    all.name() + " must hold at least 2 samples to hold some out, but holds 1");
        }
        long wanted = Math.round(share * all.size());
        int heldOut = (int) Math.max(1, Math.min(all.size() - 1, wanted));
        int[] order = Permutation.of(all.size(), new Random(seed));
        int[] validation = Arrays.copyOf(order, heldOut);
        int[] training = Arrays.copyOfRange(order, heldOut, order.length);
        Arrays.sort(validation);
        Arrays.sort(training);
        return new DataSplit(all.subset(training), all.subset(validation));
    }
}
