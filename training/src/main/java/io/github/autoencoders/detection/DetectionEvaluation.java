package io.github.autoencoders.detection;

import io.github.autoencoders.evaluation.Auroc;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well scores tell anomalies that are known as such from other rows, beside what needs no
 * network.
 *
 * @param anomalies how many of the rows are anomalies
 * @param rows how many there are
 * @param methods the detector first, then the others
 * @param flagged what the detector's threshold gives
 */
public record DetectionEvaluation(int anomalies, int rows, List<Method> methods, Flagged flagged) {

    private static final int RESAMPLES = 200;
    private static final double OUTSIDE = 0.025; // on each side of a 95 % interval

    public DetectionEvaluation {
        methods = List.copyOf(methods);
    }

    /**
     * A number, and its 95 % interval if the rows are drawn anew, with replacement.
     *
     * @param value from 0 to 1
     * @param lowest of the interval
     * @param highest of the interval
     */
    public record Figure(double value, double lowest, double highest) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, lowest, highest);
        }
    }

    /**
     * What one way of scoring achieves.
     *
     * @param name of it
     * @param auroc the area under the ROC curve
     * @param averagePrecision the mean precision over the anomalies, each taken as the threshold
     */
    public record Method(String name, Figure auroc, Figure averagePrecision) {}

    /**
     * What a threshold achieves.
     *
     * @param rate the share of rows wanted above it
     * @param f1 the harmonic mean of precision and recall
     * @param falseAlarms the share of the rows above it that are no anomalies
     */
    public record Flagged(double rate, Figure f1, Figure falseAlarms) {}

    /** A number about scores and which of them are of anomalies. */
    @FunctionalInterface
    private interface Measure {
        double of(double[] scores, boolean[] anomalies);
    }

    /**
     * Evaluates a detector, and beside it the distance to the fifth neighbour among the rows that
     * it compares others with, an isolation forest on those rows, and the length of the scaled row.
     *
     * @param samples of the detector's shape, or with its columns by name
     * @param labels those of anomalies
     * @param threshold that rows above are flagged by
     * @throws IllegalArgumentException unless there are rows of these labels, and others
     */
    public static DetectionEvaluation of(
            Detector detector,
            Samples samples,
            List<String> labels,
            Calibration.Threshold threshold) {
        boolean[] anomalies = anomalies(samples, labels);
        double[] scores = detector.score(samples);
        float[][] rows = detector.scaled(samples);
        Neighbourhood neighbourhood = detector.neighbourhood();
        long seed = detector.settings().seed();
        IsolationForest forest = new IsolationForest(detector.neighbours(), seed);
        List<Method> methods = new ArrayList<>();
        methods.add(method("detector", scores, anomalies));
        methods.add(
                method(
                        "5 nearest neighbours",
                        each(rows, row -> neighbourhood.of(row).ofNearest()),
                        anomalies));
        methods.add(method("isolation forest", each(rows, forest::score), anomalies));
        methods.add(
                method("length of the row", each(rows, DetectionEvaluation::length), anomalies));
        return new DetectionEvaluation(
                count(anomalies), rows.length, methods, flagged(scores, anomalies, threshold));
    }

    private static boolean[] anomalies(Samples samples, List<String> labels) {
        boolean[] anomalies = new boolean[samples.size()];
        for (int i = 0; samples.labelled() && i < anomalies.length; i++) {
            anomalies[i] = labels.contains(samples.labelName(i));
        }
        int count = count(anomalies);
        if (count == 0 || count == anomalies.length) {
            throw new IllegalArgumentException(
                    "anomaly must be a label of some rows of %s and not of all, but %s of %s are labelled %s"
                            .formatted(samples.name(), count, anomalies.length, labels));
        }
        return anomalies;
    }

    private static double[] each(float[][] rows, ToDoubleFunction<float[]> score) {
        return Arrays.stream(rows).parallel().mapToDouble(score).toArray();
    }

    private static double length(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static Method method(String name, double[] scores, boolean[] anomalies) {
        return new Method(
                name,
                figure(DetectionEvaluation::auroc, scores, anomalies),
                figure(DetectionEvaluation::averagePrecision, scores, anomalies));
    }

    private static Flagged flagged(
            double[] scores, boolean[] anomalies, Calibration.Threshold threshold) {
        return new Flagged(
                threshold.rate(),
                figure((all, are) -> f1(all, are, threshold), scores, anomalies),
                figure((all, are) -> falseAlarms(all, are, threshold), scores, anomalies));
    }

    // By resampling anomalies and others apart, so that there are both.
    private static Figure figure(Measure measure, double[] scores, boolean[] anomalies) {
        int[][] groups = {
            IntStream.range(0, scores.length).filter(i -> anomalies[i]).toArray(),
            IntStream.range(0, scores.length).filter(i -> !anomalies[i]).toArray()
        };
        double[] values =
                IntStream.range(0, RESAMPLES)
                        .parallel()
                        .mapToDouble(
                                resample -> {
                                    Random random = RandomStreams.of(7, resample);
                                    double[] drawn = new double[scores.length];
                                    boolean[] are = new boolean[scores.length];
                                    int next = 0;
                                    for (int[] group : groups) {
                                        for (int i = 0; i < group.length; i++) {
                                            int one = group[random.nextInt(group.length)];
                                            are[next] = anomalies[one];
                                            drawn[next++] = scores[one];
                                        }
                                    }
                                    return measure.of(drawn, are);
                                })
                        .sorted()
                        .toArray();
        return new Figure(
                measure.of(scores, anomalies),
                values[(int) (OUTSIDE * RESAMPLES)],
                values[(int) ((1 - OUTSIDE) * RESAMPLES) - 1]);
    }

    static double auroc(double[] scores, boolean[] anomalies) {
        return Auroc.of(
                Arrays.stream(scores).boxed().toList(),
                IntStream.range(0, anomalies.length).mapToObj(i -> anomalies[i]).toList());
    }

    /**
     * Returns \(\sum_n (R_n - R_{n-1}) P_n\) over the thresholds, of precisions P and recalls R.
     *
     * @param scores greater for anomalies; equal ones are one threshold
     */
    static double averagePrecision(double[] scores, boolean[] anomalies) {
        int[] order = Ranking.greatestFirst(scores);
        double sum = 0;
        int found = 0;
        int before = 0;
        for (int i = 0; i < order.length; i++) {
            found += anomalies[order[i]] ? 1 : 0;
            if (i + 1 == order.length || scores[order[i + 1]] != scores[order[i]]) {
                sum += (found - before) * (double) found / (i + 1);
                before = found;
            }
        }
        return sum / found;
    }

    private static double f1(
            double[] scores, boolean[] anomalies, Calibration.Threshold threshold) {
        int right = 0;
        int flags = 0;
        for (int i = 0; i < scores.length; i++) {
            flags += threshold.flags(scores[i]) ? 1 : 0;
            right += threshold.flags(scores[i]) && anomalies[i] ? 1 : 0;
        }
        return 2.0 * right / (flags + count(anomalies));
    }

    private static double falseAlarms(
            double[] scores, boolean[] anomalies, Calibration.Threshold threshold) {
        int flags = 0;
        for (int i = 0; i < scores.length; i++) {
            flags += threshold.flags(scores[i]) && !anomalies[i] ? 1 : 0;
        }
        return (double) flags / (scores.length - count(anomalies));
    }

    private static int count(boolean[] anomalies) {
        return (int) IntStream.range(0, anomalies.length).filter(i -> anomalies[i]).count();
    }

    /** Returns a table, a line for each way of scoring, and what the threshold achieves. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d anomalies of %,d rows; in brackets, 95 %% intervals",
                        anomalies,
                        rows));
        lines.add(String.format(Locale.ROOT, "%-22s %-24s %s", "", "AUROC", "average precision"));
        for (Method method : methods) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-22s %-24s %s",
                            method.name(),
                            method.auroc(),
                            method.averagePrecision()));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "at the threshold for %.3g %%: F1 %s, false alarms %s",
                        100 * flagged.rate(),
                        flagged.f1(),
                        flagged.falseAlarms()));
        return lines;
    }
}
