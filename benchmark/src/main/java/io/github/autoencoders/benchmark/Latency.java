package io.github.autoencoders.benchmark;

import java.util.Locale;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * How long whoever waits for a batch waits.
 *
 * @param p50 microseconds in which half of the batches are done
 * @param p99 microseconds in which 99 of 100 are done
 */
record Latency(double p50, double p99) {

    /**
     * Returns the two percentiles, interpolated as {@link Quartiles} are.
     *
     * @param nanoseconds of each batch, at least one
     */
    static Latency of(double... nanoseconds) {
        Percentile percentile = Quartiles.percentile(nanoseconds);
        return new Latency(percentile.evaluate(50) / 1e3, percentile.evaluate(99) / 1e3);
    }

    /** Returns what {@link PeerLines#LATENCY} finds. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.1f us, p99 %.1f us", p50, p99);
    }
}
