package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.DetectionEvaluation.Figure;
import io.github.autoencoders.picture.OperatingCharts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How well scores tell the points of a series that are known as anomalies, beside what needs no
 * network: neighbours, an isolation forest and principal components of the same windows.
 *
 * @param points that have scores
 * @param anomalies ranges of points that are anomalies
 * @param seeds of which detectors were judged
 * @param methods the detector first, then the others
 * @param flagged what the detector's threshold gives
 * @param curves of the methods, by the first seed
 */
public record SeriesEvaluation(
        int points,
        int anomalies,
        int seeds,
        List<Method> methods,
        Flagged flagged,
        List<OperatingCharts.Way> curves) {

    public SeriesEvaluation {
        methods = List.copyOf(methods);
        curves = List.copyOf(curves);
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
            String name, Figure auroc, Figure averagePrecision, Figure volume, double found) {}

    /**
     * What a threshold achieves.
     *
     * @param rate the share of points wanted above it
     * @param found ranges of anomalies with a flagged point; over seeds the mean, as all of these
     * @param falseAlarms intervals that meet none
     * @param falsePoints the share that is flagged of the points that are no anomalies
     * @param f1 of points
     * @param rangeF1 of ranges
     */
    public record Flagged(
            double rate,
            double found,
            double falseAlarms,
            Figure falsePoints,
            Figure f1,
            Figure rangeF1) {}

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
        int window = detector.window();
        return of(List.of(run(detector, series, threshold)), series, labels, window);
    }

    /**
     * Evaluates a detector together with others, of the seeds behind its own, that are fit anew as
     * it was.
     *
     * @param seeds how many in all, at least 1
     * @param learnt what the detector learnt from
     * @param series with labels
     * @param labels those of anomalies
     * @param threshold of each that points above are flagged by
     * @throws IllegalArgumentException if the detector learnt from something else, or as {@link
     *     #of}
     */
    public static SeriesEvaluation ofSeeds(
            SeriesDetector detector,
            int seeds,
            Series learnt,
            Series series,
            List<String> labels,
            Function<SeriesDetector, Calibration.Threshold> threshold) {
        Require.atLeast(1, "seeds", seeds);
        EvaluationRun.requireLearnt(detector.learntFrom(learnt), learnt.name());
        List<EvaluationRun> runs = new ArrayList<>();
        runs.add(run(detector, series, threshold.apply(detector)));
        for (int more = 1; more < seeds; more++) {
            long seed = detector.settings().seed() + more;
            try (SeriesDetector other = detector.ofSeed(seed, learnt)) {
                runs.add(run(other, series, threshold.apply(other)));
            }
        }
        return of(runs, series, labels, detector.window());
    }

    // What a detector, and what stands beside it, says of the points of a series.
    private static EvaluationRun run(
            SeriesDetector detector, Series series, Calibration.Threshold threshold) {
        SeriesFindings found = detector.find(series, threshold);
        Map<String, double[]> scores = new LinkedHashMap<>();
        scores.put(EvaluationRun.DETECTOR, found.scores());
        baselines(detector, series)
                .forEach((name, windows) -> scores.put(name, detector.points(series, windows)));
        return new EvaluationRun(scores, threshold, detector.reach(), found::isFlagged);
    }

    /**
     * Judges what detectors say.
     *
     * @param runs what each says of the series; at least one
     */
    private static SeriesEvaluation of(
            List<EvaluationRun> runs, Series series, List<String> labels, int window) {
        boolean[] anomalies =
                DetectionEvaluation.anomalies(
                        "points",
                        series.name(),
                        series.size(),
                        i -> !series.labels().isEmpty() && labels.contains(series.labels().get(i)),
                        labels);
        return new SeriesJudging(runs, series, anomalies, window).evaluation();
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
                        : DetectionEvaluation.each(rows, row -> neighbourhood.of(row).ofNearest());
        Map<String, double[]> scores = new LinkedHashMap<>();
        scores.put("5 nearest neighbours", distances);
        scores.put("isolation forest", DetectionEvaluation.each(rows, forest::score));
        scores.put("principal components", DetectionEvaluation.each(rows, rest::score));
        return scores;
    }

    /** Returns a table, a line for each way of scoring, and what the threshold achieves. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d ranges of anomalies in %,d points%s; in brackets, 95 %% intervals",
                        anomalies,
                        points,
                        seeds > 1 ? ", means of " + seeds + " seeds" : ""));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-20s %-17s %-17s %-17s %s",
                        "",
                        "AUROC",
                        "AP",
                        "VUS-PR",
                        "found"));
        methods.forEach(method -> lines.add(line(method)));
        lines.add("found: at one false alarm a week");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "at the threshold: %s of %d found, %s false alarms, %s of normal points"
                                + " flagged",
                        number(flagged.found),
                        anomalies,
                        number(flagged.falseAlarms),
                        flagged.falsePoints));
        lines.add(String.format(Locale.ROOT, "F1 %s, of ranges %s", flagged.f1, flagged.rangeF1));
        return lines;
    }

    private String line(Method method) {
        return String.format(
                Locale.ROOT,
                "%-20s %-17s %-17s %-17s %s",
                method.name,
                brief(method.auroc),
                brief(method.averagePrecision),
                brief(method.volume),
                Double.isNaN(method.found)
                        ? "times are no dates"
                        : number(method.found * anomalies) + " of " + anomalies);
    }

    private static String brief(Figure figure) {
        return String.format(
                Locale.ROOT, "%.3f (%.2f-%.2f)", figure.value(), figure.lowest(), figure.highest());
    }

    // A count, or a mean of counts; times a share it may be less than exact.
    private static String number(double count) {
        return Math.abs(count - Math.rint(count)) < 1e-9
                ? String.format(Locale.ROOT, "%.0f", count)
                : String.format(Locale.ROOT, "%.1f", count);
    }
}
