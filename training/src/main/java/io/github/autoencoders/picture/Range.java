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

    /** Returns the range of no values. */
    static Range of() {
        return new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
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
        if (sorted.length < FEW) {
            return of(sorted, 0);
        }
        Range all = of(sorted, 0);
        Range inner = of(sorted, out);
        double width = inner.maximum - inner.minimum;
        return all.maximum - all.minimum > FAR * width ? inner.padded(0.25) : all;
    }

    private static Range of(double[] sorted, int out) {
        return Range.of().with(sorted[out]).with(sorted[sorted.length - 1 - out]);
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
