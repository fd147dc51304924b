package io.github.autoencoders.dataset;

import java.math.BigDecimal;

/**
 * Tells the days of times of the day, as they come one after the other without a date. A time that
 * is earlier than those before it by an hour and more is of the next day; one that is earlier by
 * less is late, also where it is of the day before.
 */
final class UnnamedDays {

    private static final BigDecimal HOUR = BigDecimal.valueOf(60 * 60);
    private static final BigDecimal DAY = BigDecimal.valueOf(24 * 60 * 60);

    private BigDecimal newest = BigDecimal.ZERO; // behind the first midnight
    private BigDecimal day = BigDecimal.ZERO; // its beginning

    /**
     * Returns the seconds from the first midnight to a time.
     *
     * @param clock seconds from the midnight before
     */
    BigDecimal next(BigDecimal clock) {
        BigDecimal at = day.add(clock);
        BigDecimal step = at.subtract(newest);
        if (newest.signum() > 0 && step.compareTo(DAY.subtract(HOUR)) > 0) {
            return at.subtract(DAY);
        }
        if (step.negate().compareTo(HOUR) >= 0) {
            day = day.add(DAY);
            at = at.add(DAY);
        }
        newest = newest.max(at);
        return at;
    }
}
