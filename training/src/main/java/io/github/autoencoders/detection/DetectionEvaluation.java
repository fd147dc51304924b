package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.evaluation.Auroc;
import io.github.autoencoders.picture.OperatingCharts;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well scores tell anomalies that are known as such from other rows, beside what needs no
 * network.
 *
 * @param anomalies how many of the rows are anomalies
 * @param rows how many there are
 * @param seeds of which detectors were judged
 * @param methods the detector first, then the others
 * @param flagged what the detector's threshold gives
 * @param curves of the methods, by the first seed
 */
public record DetectionEvaluation(
        int anomalies,
        int rows,
        int seeds,
        List<Method> methods,
        Flagged flagged,
        List<OperatingCharts.Way> curves) {

    public DetectionEvaluation {
        methods = List.copyOf(methods);
        curves = List.copyOf(curves);
    }

    /**
     * A number, the mean over seeds, and its 95 % interval if a seed is drawn, and then rows with
     * replacement; of a series, stretches as long as a window reaches.
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
        return of(List.of(run(detector, samples, threshold)), samples, labels);
    }

    /**
     * Evaluates a detector together with others, of the seeds behind its own, that are fit anew as
     * it was.
     *
     * @param seeds how many in all, at least 1
     * @param learnt what the detector learnt from
     * @param samples of the detector's shape, or with its columns by name
     * @param labels those of anomalies
     * @param threshold of each that rows above are flagged by
     * @throws IllegalArgumentException if the detector learnt from something else, or as {@link
     *     #of}
     */
    public static DetectionEvaluation ofSeeds(
            Detector detector,
            int seeds,
            Samples learnt,
            Samples samples,
            List<String> labels,
            Function<Detector, Calibration.Threshold> threshold) {
        Require.atLeast(1, "seeds", seeds);
        EvaluationRun.requireLearnt(detector.learntFrom(learnt), learnt.name());
        List<EvaluationRun> runs = new ArrayList<>();
        runs.add(run(detector, samples, threshold.apply(detector)));
        for (int more = 1; more < seeds; more++) {
            try (Detector other = detector.ofSeed(detector.settings().seed() + more, learnt)) {
                runs.add(run(other, samples, threshold.apply(other)));
            }
        }
        return of(runs, samples, labels);
    }

    // What a detector, and what stands beside it, says of samples.
    private static EvaluationRun run(
            Detector detector, Samples samples, Calibration.Threshold threshold) {
        double[] own = detector.score(samples);
        float[][] rows = detector.scaled(samples);
        Neighbourhood neighbourhood = detector.neighbourhood();
        IsolationForest forest =
                new IsolationForest(detector.neighbours(), detector.settings().seed());
        Map<String, double[]> scores = new LinkedHashMap<>();
        scores.put(EvaluationRun.DETECTOR, own);
        scores.put("5 nearest neighbours", each(rows, row -> neighbourhood.of(row).ofNearest()));
        scores.put("isolation forest", each(rows, forest::score));
        scores.put("length of the row", each(rows, DetectionEvaluation::length));
        return new EvaluationRun(scores, threshold, 1, i -> threshold.flags(own[i]));
    }

    /**
     * Judges what detectors say.
     *
     * @param runs what each says of the samples; at least one
     */
    private static DetectionEvaluation of(
            List<EvaluationRun> runs, Samples samples, List<String> labels) {
        boolean[] anomalies =
                anomalies(
                        "rows",
                        samples.name(),
                        samples.size(),
                        i -> samples.labelled() && labels.contains(samples.labelName(i)),
                        labels);
        Resampling resampling = new Resampling(anomalies, 1);
        List<String> ways = runs.get(0).ways();
        return new DetectionEvaluation(
                count(anomalies),
                anomalies.length,
                runs.size(),
                ways.stream().map(way -> method(way, runs, resampling)).toList(),
                flagged(runs, resampling),
                ways.stream()
                        .map(way -> OperatingCurve.of(way, runs.get(0).scores(way), anomalies))
                        .toList());
    }

    /**
     * Returns which of some things are anomalies.
     *
     * @param things what they are called
     * @param name of what they are of
     * @param labels of anomalies, for messages
     * @throws IllegalArgumentException if none is one, or all are
     */
    static boolean[] anomalies(
            String things, String name, int size, IntPredicate anomaly, List<String> labels) {
        boolean[] anomalies = new boolean[size];
        for (int i = 0; i < size; i++) {
            anomalies[i] = anomaly.test(i);
        }
        int count = count(anomalies);
        if (count == 0 || count == size) {
            throw new IllegalArgumentException(
                    "anomaly must be a label of some %s of %s and not of all, but %s of %s are labelled %s"
                            .formatted(things, name, count, size, labels));
        }
        return anomalies;
    }

    static double[] each(float[][] rows, ToDoubleFunction<float[]> score) {
        return Arrays.stream(rows).parallel().mapToDouble(score).toArray();
    }

    private static double length(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static Method method(String way, List<EvaluationRun> runs, Resampling resampling) {
        List<double[]> scores = EvaluationRun.of(runs, way);
        return new Method(
                way,
                resampling.figure(DetectionEvaluation::auroc, scores),
                resampling.figure(DetectionEvaluation::averagePrecision, scores));
    }

    private static Flagged flagged(List<EvaluationRun> runs, Resampling resampling) {
        List<double[]> flags = runs.stream().map(EvaluationRun::flags).toList();
        return new Flagged(
                runs.stream().mapToDouble(run -> run.threshold().rate()).average().orElseThrow(),
                resampling.figure(DetectionEvaluation::f1, flags),
                resampling.figure(DetectionEvaluation::falseAlarms, flags));
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

    /** Returns the harmonic mean of precision and recall, of flags that are 1 or 0. */
    static double f1(double[] flags, boolean[] anomalies) {
        int right = 0;
        int all = 0;
        for (int i = 0; i < flags.length; i++) {
            all += flags[i] > 0 ? 1 : 0;
            right += flags[i] > 0 && anomalies[i] ? 1 : 0;
        }
        return 2.0 * right / (all + count(anomalies));
    }

    /** Returns the share of what is no anomaly that is flagged. */
    static double falseAlarms(double[] flags, boolean[] anomalies) {
        int wrong = 0;
        for (int i = 0; i < flags.length; i++) {
            wrong += flags[i] > 0 && !anomalies[i] ? 1 : 0;
        }
        return (double) wrong / (flags.length - count(anomalies));
    }

    static int count(boolean[] anomalies) {
        return (int) IntStream.range(0, anomalies.length).filter(i -> anomalies[i]).count();
    }

    /** Returns a table, a line for each way of scoring, and what the threshold achieves. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d anomalies of %,d rows%s; in brackets, 95 %% intervals",
                        anomalies,
                        rows,
                        seeds > 1 ? ", means of " + seeds + " seeds" : ""));
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
