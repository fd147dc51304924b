package io.github.autoencoders.picture;

import java.util.Arrays;

/**
 * The least and the greatest of some values; an axis covers it.
 *
 * @param minimum positive infinity where there is no value yet
 * @param maximum negative infinity where there is no value yet
 */
record Range(double minimum, double maximum) {

    private static final int FEW = 20; // values, all of which count
    private static final double FAR = 6; // widths of the others

    /** Returns the range of values, perhaps none; those that are not finite do not count. */
    static Range of(double... values) {
        Range range = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        for (double value : values) {
            range = range.with(value);
        }
        return range;
    }

    /** Returns the range with one more value in it; values that are not finite change nothing. */
    Range with(double value) {
        return Double.isFinite(value)
                ? new Range(Math.min(minimum, value), Math.max(maximum, value))
                : this;
    }

    /**
     * Returns the range of values, or, where a few lie so far out that nothing could be seen of the
     * others, that of the others and a quarter of its width at each side.
     */
    static Range ofMost(double[] values) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int out = Math.max(1, sorted.length / 100);
        Range all = of(sorted);
        if (sorted.length < FEW) {
            return all;
        }
        Range inner = of(sorted[out], sorted[sorted.length - 1 - out]);
        double width = inner.maximum - inner.minimum;
        return all.maximum - all.minimum > FAR * width ? inner.padded(0.25) : all;
    }

    boolean holds(double value) {
        return minimum <= value && value <= maximum;
    }

    /**
     * Returns a range wide enough for an axis: half a unit to each side where the values are one,
     * or differ by no more than rounding.
     */
    Range proper() {
        double centre = minimum <= maximum ? minimum / 2 + maximum / 2 : 0;
        double rounding = 1e-9 * Math.max(1, Math.abs(centre));
        if (maximum - minimum > rounding) {
            return this;
        }
        double half = Math.max(0.5, 2 * rounding);
        return new Range(centre - half, centre + half);
    }

    /** Returns the range with a part of its width added at each side. */
    Range padded(double part) {
        double margin = (maximum - minimum) * part;
        return new Range(minimum - margin, maximum + margin);
    }

    /** Tells whether the numbers at an axis can be written with at most six decimal places. */
    boolean isPlain() {
        return maximum - minimum >= 1e-4 && Math.max(-minimum, maximum) < 1e9;
    }
}
