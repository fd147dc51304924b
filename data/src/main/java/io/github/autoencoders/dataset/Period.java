package io.github.autoencoders.dataset;

import io.github.autoencoders.dataset.Timeline.Segment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;

/** How many points it takes until a series repeats itself. */
public final class Period {

    private static final int MOST = 512; // points
    private static final int LEAST = 8;
    private static final int USUAL = 64; // where nothing repeats
    private static final int PERIODS = 8; // that a series must have
    private static final double LEAST_CORRELATION = 0.2;
    private static final double EQUAL = 0.95; // of the greatest, as multiples of a period are
    private static final int POINTS = 20_000; // that are looked at

    private Period() {}

    /**
     * Returns the length of a window of a series: its period, the first lag at which the
     * autocorrelation has a local maximum that is as good as its greatest, or 64 where that has
     * none of 0.2 and more; but at most an eighth of the series.
     */
    public static int of(Series series) {
        double[] correlation = correlation(series);
        return found(correlation, series.channels().size())
                .orElse(Math.max(1, Math.min(USUAL, most(correlation))));
    }

    /** Returns the period alone, or nothing where a series does not repeat itself. */
    public static OptionalInt found(Series series) {
        return found(correlation(series), series.channels().size());
    }

    private static int most(double[] correlation) {
        return Math.max(0, correlation.length - 2);
    }

    private static double[] correlation(Series series) {
        Segment longest =
                series.timeline().segments().stream()
                        .max(Comparator.comparingInt(Segment::size))
                        .orElseThrow();
        int to = Math.min(longest.to(), longest.from() + POINTS);
        int most = Math.min(MOST, (to - longest.from()) / PERIODS);
        double[] correlation = new double[Math.max(0, most + 2)];
        for (double[] channel : series.channels()) {
            add(correlation, Arrays.copyOfRange(channel, longest.from(), to));
        }
        return correlation;
    }

    private static OptionalInt found(double[] correlation, int channels) {
        int most = most(correlation);
        double least = LEAST_CORRELATION * channels;
        double best = least;
        for (int lag = LEAST; lag <= most; lag++) {
            best = isTop(correlation, lag) ? Math.max(best, correlation[lag]) : best;
        }
        for (int lag = LEAST; lag <= most; lag++) {
            if (isTop(correlation, lag) && correlation[lag] >= Math.max(least, EQUAL * best)) {
                return OptionalInt.of(lag);
            }
        }
        return OptionalInt.empty();
    }

    // Noise has maxima of its own beside the top of a hill.
    private static boolean isTop(double[] correlation, int lag) {
        int to = Math.min(correlation.length - 1, lag + Math.max(1, lag / 4));
        for (int i = lag - Math.max(1, lag / 4); i <= to; i++) {
            if (correlation[i] > correlation[lag]) {
                return false;
            }
        }
        return true;
    }

    // Normed, so that each channel counts the same; a constant one not at all.
    private static void add(double[] correlation, double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double square = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
            square += values[i] * values[i];
        }
        for (int lag = 0; square > 0 && lag < correlation.length; lag++) {
            double sum = 0;
            for (int i = lag; i < values.length; i++) {
                sum += values[i] * values[i - lag];
            }
            correlation[lag] += sum / square * values.length / (values.length - lag);
        }
    }
}
