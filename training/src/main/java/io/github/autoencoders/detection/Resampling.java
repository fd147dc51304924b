package io.github.autoencoders.detection;

import io.github.autoencoders.detection.DetectionEvaluation.Figure;
import io.github.autoencoders.sample.RandomStreams;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws what is judged anew, with replacement, to tell how uncertain a number about it is: rows, or
 * stretches of a series, as neighbouring points say the same; those that hold anomalies and others
 * apart, so that there are both. Where several seeds judged the same, the draws are of each in
 * turn.
 */
final class Resampling {

    private static final int RESAMPLES = 200;
    private static final double OUTSIDE = 0.025; // on each side of a 95 % interval

    /** A number about scores and which of them are of anomalies. */
    @FunctionalInterface
    interface Measure {
        double of(double[] scores, boolean[] anomalies);
    }

    private final boolean[] anomalies;
    private final int length; // of a stretch
    private final int[][] starts; // of stretches with anomalies, and of others

    /**
     * Makes one.
     *
     * @param anomalies which rows or points are
     * @param length of a stretch; 1 for rows
     */
    Resampling(boolean[] anomalies, int length) {
        this.anomalies = anomalies;
        this.length = length;
        starts = new int[][] {starts(true), starts(false)};
    }

    private int[] starts(boolean wanted) {
        return IntStream.iterate(0, from -> from < anomalies.length, from -> from + length)
                .filter(from -> holdsAnomalies(from) == wanted)
                .toArray();
    }

    private boolean holdsAnomalies(int from) {
        return IntStream.range(from, end(from)).anyMatch(i -> anomalies[i]);
    }

    private int end(int from) {
        return Math.min(anomalies.length, from + length);
    }

    /** Returns the mean of a measure over seeds, and its 95 % interval. */
    Figure figure(Measure measure, List<double[]> scores) {
        double value =
                scores.stream()
                        .mapToDouble(each -> measure.of(each, anomalies))
                        .average()
                        .orElseThrow();
        return figure(value, measure, scores);
    }

    /**
     * Returns a figure with its interval.
     *
     * @param value that is known
     * @param measure of what is drawn
     * @param scores of each seed
     */
    Figure figure(double value, Measure measure, List<double[]> scores) {
        double[] values =
                IntStream.range(0, RESAMPLES)
                        .parallel()
                        .mapToDouble(i -> drawn(measure, scores.get(i % scores.size()), stream(i)))
                        .sorted()
                        .toArray();
        return new Figure(
                value,
                values[(int) (OUTSIDE * RESAMPLES)],
                values[(int) ((1 - OUTSIDE) * RESAMPLES) - 1]);
    }

    private static Random stream(int resample) {
        return RandomStreams.of(7, resample);
    }

    private double drawn(Measure measure, double[] scores, Random random) {
        int[] chosen = new int[starts[0].length + starts[1].length];
        int next = 0;
        int size = 0;
        for (int[] group : starts) {
            for (int i = 0; i < group.length; i++) {
                chosen[next] = group[random.nextInt(group.length)];
                size += end(chosen[next]) - chosen[next];
                next++;
            }
        }
        double[] drawn = new double[size];
        boolean[] are = new boolean[size];
        int at = 0;
        for (int from : chosen) {
            System.arraycopy(scores, from, drawn, at, end(from) - from);
            System.arraycopy(anomalies, from, are, at, end(from) - from);
            at += end(from) - from;
        }
        return measure.of(drawn, are);
    }
}
