package io.github.autoencoders.detection;

import java.util.Arrays;

/**
 * How rare a value is among others: \(-\log\) of the share of them that are as great. Between two
 * of them it is interpolated; beyond the greatest it goes on as the tail of an exponential
 * distribution does, so that of two values the greater always is the rarer one.
 */
final class TailRank {

    private static final double TAIL = 0.1; // that the exponential distribution is fit to

    private final double[] sorted;
    private final double tailScale;

    /** Makes one of values, at least one. */
    TailRank(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        tailScale = tailScale();
    }

    // The mean excess over the 90 % quantile.
    private double tailScale() {
        int from = (int) ((1 - TAIL) * (sorted.length - 1));
        double excess = 0;
        for (int i = from; i < sorted.length; i++) {
            excess += sorted[i] - sorted[from];
        }
        double mean = excess / (sorted.length - from);
        return Math.max(mean, 1e-9 + 1e-6 * Math.abs(sorted[sorted.length - 1]));
    }

    /** Returns how rare a value is, in nats; 0 for the most usual. */
    double of(double value) {
        int last = sorted.length - 1;
        if (value > sorted[last]) {
            return at(last) + (value - sorted[last]) / tailScale;
        }
        int above = lower(value);
        if (sorted[above] == value) {
            int end = lower(Math.nextUp(value));
            return at((above + end - 1) / 2.0);
        }
        if (above == 0) {
            return 0;
        }
        double share = (value - sorted[above - 1]) / (sorted[above] - sorted[above - 1]);
        return at(above - 1 + share);
    }

    /**
     * Returns how rare one of the values is among the rest of them: what {@link #of} would return
     * if it were not there.
     */
    double ofOwn(double value) {
        int last = sorted.length - 1;
        int own = lower(value);
        if (own < last && sorted[own + 1] == value) {
            return of(value); // others are there that equal it
        }
        if (own == last && last > 0) {
            return at(last - 0.5) + (value - sorted[last - 1]) / tailScale;
        }
        return at(own + 0.5);
    }

    // Of the value of a rank, from 0.
    private double at(double rank) {
        return -Math.log((sorted.length - rank) / (sorted.length + 1));
    }

    // The first that is not below a value.
    private int lower(double value) {
        return Calibration.below(sorted, sorted.length, value);
    }
}
