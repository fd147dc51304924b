package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.RangeMeasures.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well scores tell the points of a series that are known as anomalies, beside what needs no
 * network: neighbours, an isolation forest and principal components of the same windows.
 *
 * @param points that have scores
 * @param anomalies ranges of points that are anomalies
 * @param methods the detector first, then the others
 * @param flagged what the detector's threshold gives
 */
public record SeriesEvaluation(int points, int anomalies, List<Method> methods, Flagged flagged) {

    public SeriesEvaluation {
        methods = List.copyOf(methods);
    }

    /**
     * What one way of scoring achieves.
     *
     * @param name of it
     * @param auroc the area under the ROC curve of points
     * @param averagePrecision of points
     * @param volume the volume under the surface of precision and recall, whose edges are up to a
     *     window wide (VUS-PR)
     * @param found the share of the ranges of anomalies that are met at the threshold that one
     *     alarm a week outside of them is above; NaN where times are no dates
     */
    public record Method(
            String name, double auroc, double averagePrecision, double volume, double found) {}

    /**
     * What a threshold achieves.
     *
     * @param rate the share of points wanted above it
     * @param found ranges of anomalies with a point above it
     * @param falseAlarms intervals that meet none
     * @param falsePoints the share of the points above it that are no anomalies
     * @param f1 of points
     * @param rangeF1 of ranges
     */
    public record Flagged(
            double rate,
            int found,
            int falseAlarms,
            double falsePoints,
            double f1,
            double rangeF1) {}

    /**
     * Evaluates a detector.
     *
     * @param series with labels
     * @param labels those of anomalies
     * @param threshold that points above are flagged by
     * @throws IllegalArgumentException unless there are points of these labels, and others
     */
    public static SeriesEvaluation of(
            SeriesDetector detector,
            Series series,
            List<String> labels,
            Calibration.Threshold threshold) {
        SeriesFindings findings = detector.find(series, threshold);
        double[] scores = findings.scores();
        boolean[] all = anomalies(series, labels);
        int[] known =
                IntStream.range(0, scores.length).filter(i -> !Double.isNaN(scores[i])).toArray();
        Judging judging = new Judging(detector, series, all, known);
        List<Method> methods = new ArrayList<>();
        methods.add(judging.method("detector", scores));
        baselines(detector, series)
                .forEach(
                        (name, windows) ->
                                methods.add(
                                        judging.method(name, detector.points(series, windows))));
        List<Range> ranges = RangeMeasures.ranges(all);
        return new SeriesEvaluation(
                known.length, ranges.size(), methods, flagged(findings, all, threshold, ranges));
    }

    // The scores of windows by name.
    private static Map<String, double[]> baselines(SeriesDetector detector, Series series) {
        Detector windows = detector.windows();
        float[][] rows = windows.scaled(detector.windowsOf(series));
        Neighbourhood neighbourhood = windows.neighbourhood();
        IsolationForest forest =
                new IsolationForest(windows.neighbours(), windows.settings().seed());
        PrincipalResidual rest = new PrincipalResidual(windows.neighbours());
        double[] distances =
                detector.learntFrom(series)
                        ? windows.heldOutDistances()
                        : each(rows, row -> neighbourhood.of(row).ofNearest());
        Map<String, double[]> scores = new LinkedHashMap<>();
        scores.put("5 nearest neighbours", distances);
        scores.put("isolation forest", each(rows, forest::score));
        scores.put("principal components", each(rows, rest::score));
        return scores;
    }

    private static double[] each(float[][] rows, ToDoubleFunction<float[]> score) {
        return Arrays.stream(rows).parallel().mapToDouble(score).toArray();
    }

    private static boolean[] anomalies(Series series, List<String> labels) {
        boolean[] anomalies = new boolean[series.size()];
        for (int i = 0; !series.labels().isEmpty() && i < anomalies.length; i++) {
            anomalies[i] = labels.contains(series.labels().get(i));
        }
        int count = RangeMeasures.ranges(anomalies).stream().mapToInt(Range::size).sum();
        if (count == 0 || count == anomalies.length) {
            throw new IllegalArgumentException(
                    "anomaly must be a label of some points of %s and not of all, but %s of %s are labelled %s"
                            .formatted(series.name(), count, anomalies.length, labels));
        }
        return anomalies;
    }

    private static final class Judging {

        private final SeriesDetector detector;
        private final Series series;
        private final boolean[] anomalies;
        private final int[] known; // points with scores

        Judging(SeriesDetector detector, Series series, boolean[] anomalies, int[] known) {
            this.detector = detector;
            this.series = series;
            this.anomalies = anomalies;
            this.known = known;
        }

        Method method(String name, double[] scores) {
            double[] judged = IntStream.of(known).mapToDouble(i -> scores[i]).toArray();
            boolean[] are = new boolean[known.length];
            for (int i = 0; i < are.length; i++) {
                are[i] = anomalies[known[i]];
            }
            return new Method(
                    name,
                    DetectionEvaluation.auroc(judged, are),
                    DetectionEvaluation.averagePrecision(judged, are),
                    RangeMeasures.volume(judged, are, detector.window()),
                    found(judged, are));
        }

        // At one false alarm a week.
        private double found(double[] scores, boolean[] are) {
            double weeks = scores.length * Pace.of(series).seconds() / Pace.WEEK;
            if (weeks == 0) {
                return Double.NaN;
            }
            double[] normal = scores.clone();
            for (int i = 0; i < are.length; i++) {
                normal[i] = are[i] ? Double.NaN : normal[i];
            }
            int alarms = Math.max(1, (int) Math.floor(weeks));
            double day = Pace.DAY / Pace.of(series).seconds();
            double threshold =
                    Alarms.threshold(normal, Alarms.apart(detector.window()), day, alarms);
            List<Range> ranges = RangeMeasures.ranges(are);
            long met =
                    ranges.stream()
                            .filter(
                                    range ->
                                            IntStream.rangeClosed(range.first(), range.last())
                                                    .anyMatch(i -> scores[i] > threshold))
                            .count();
            return (double) met / ranges.size();
        }
    }

    private static Flagged flagged(
            SeriesFindings findings,
            boolean[] anomalies,
            Calibration.Threshold threshold,
            List<Range> ranges) {
        boolean[] flags = new boolean[anomalies.length];
        int right = 0;
        int wrong = 0;
        int normal = 0;
        int real = 0;
        for (int i = 0; i < flags.length; i++) {
            flags[i] = findings.isFlagged(i);
            right += flags[i] && anomalies[i] ? 1 : 0;
            wrong += flags[i] && !anomalies[i] ? 1 : 0;
            normal += anomalies[i] ? 0 : 1;
            real += anomalies[i] ? 1 : 0;
        }
        List<Range> found =
                findings.intervals().stream()
                        .map(interval -> new Range(interval.first(), interval.last()))
                        .toList();
        return new Flagged(
                threshold.rate(),
                met(ranges, RangeMeasures.ranges(flags)),
                found.size() - met(found, ranges),
                (double) wrong / normal,
                2.0 * right / (right + wrong + real),
                RangeMeasures.f1(found, ranges));
    }

    private static int met(List<Range> ranges, List<Range> others) {
        return (int)
                ranges.stream()
                        .filter(range -> others.stream().anyMatch(each -> range.shared(each) > 0))
                        .count();
    }

    /** Returns a table, a line for each way of scoring, and what the threshold achieves. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT, "%,d ranges of anomalies in %,d points", anomalies, points));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-22s %6s %6s %6s  %s",
                        "",
                        "AUROC",
                        "AP",
                        "VUS-PR",
                        "found at one false alarm a week"));
        for (Method method : methods) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-22s %6.3f %6.3f %6.3f  %s",
                            method.name,
                            method.auroc,
                            method.averagePrecision,
                            method.volume,
                            Double.isNaN(method.found)
                                    ? "times are no dates"
                                    : Math.round(method.found * anomalies) + " of " + anomalies));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "at the threshold: %d of %d found, %d false alarms, %.3g %% of normal"
                                + " points above it, F1 %.3f, of ranges %.3f",
                        flagged.found,
                        anomalies,
                        flagged.falseAlarms,
                        100 * flagged.falsePoints,
                        flagged.f1,
                        flagged.rangeF1));
        return lines;
    }
}
