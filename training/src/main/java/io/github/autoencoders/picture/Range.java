package io.github.autoencoders.picture;

/**
 * The least and the greatest of some values; an axis covers it.
 *
 * @param minimum positive infinity where there is no value yet
 * @param maximum negative infinity where there is no value yet
 */
record Range(double minimum, double maximum) {

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
