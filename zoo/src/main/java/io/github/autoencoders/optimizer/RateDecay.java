package io.github.autoencoders.optimizer;

import java.util.List;

/**
 * A learning rate that falls by steps.
 *
 * @param afterEpochs after each of these epochs the rate is multiplied by {@code factor}; none for
 *     a constant rate
 * @param factor in (0, 1]
 */
public record RateDecay(List<Integer> afterEpochs, double factor) {

    /** The rate stays as it is. */
    public static final RateDecay NONE = new RateDecay(List.of(), 1);

    public RateDecay {
        afterEpochs = List.copyOf(afterEpochs);
        int before = 0;
        for (int epoch : afterEpochs) {
            if (epoch <= before) {
                throw new IllegalArgumentException(
                        "afterEpochs must be positive and rise, but are " + afterEpochs);
            }
            before = epoch;
        }
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1], but is " + factor);
        }
    }

    /**
     * Returns what is left of the rate in an epoch.
     *
     * @param epoch from 1
     */
    double share(int epoch) {
        long steps = afterEpochs.stream().filter(after -> after < epoch).count();
        return Math.pow(factor, (double) steps);
    }
}
