package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.RangeMeasures.Range;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Compares scores of the points of a series with the ranges that are known as anomalies. */
final class SeriesJudging {

    private static final int WIDTHS = 9; // of edges, in what is drawn anew

    private final List<EvaluationRun> runs;
    private final int window;
    private final int[] known; // points with scores
    private final boolean[] anomalies; // of these
    private final List<Range> ranges;
    private final Resampling resampling;
    private final double seconds;

    SeriesJudging(List<EvaluationRun> runs, Series series, boolean[] anomalies, int window) {
        this.runs = runs;
        this.window = window;
        double[] first = runs.get(0).scores(EvaluationRun.DETECTOR);
        known = IntStream.range(0, first.length).filter(i -> !Double.isNaN(first[i])).toArray();
        this.anomalies = new boolean[known.length];
        for (int i = 0; i < known.length; i++) {
            this.anomalies[i] = anomalies[known[i]];
        }
        ranges = RangeMeasures.ranges(this.anomalies);
        resampling = new Resampling(this.anomalies, runs.get(0).together());
        seconds = Pace.of(series).seconds();
    }

    SeriesEvaluation evaluation() {
        List<String> ways = runs.get(0).ways();
        return new SeriesEvaluation(
                known.length,
                ranges.size(),
                runs.size(),
                ways.stream().map(this::method).toList(),
                flagged(),
                ways.stream()
                        .map(
                                way ->
                                        OperatingCurve.of(
                                                way, judged(runs.get(0).scores(way)), anomalies))
                        .toList());
    }

    private double[] judged(double[] scores) {
        return IntStream.of(known).mapToDouble(i -> scores[i]).toArray();
    }

    private SeriesEvaluation.Method method(String way) {
        List<double[]> scores = EvaluationRun.of(runs, way).stream().map(this::judged).toList();
        return new SeriesEvaluation.Method(
                way,
                resampling.figure(DetectionEvaluation::auroc, scores),
                resampling.figure(DetectionEvaluation::averagePrecision, scores),
                resampling.figure(
                        mean(scores, each -> RangeMeasures.volume(each, anomalies, window)),
                        (each, are) -> RangeMeasures.volume(each, are, window, WIDTHS),
                        scores),
                mean(scores, this::found));
    }

    private static double mean(List<double[]> scores, ToDoubleFunction<double[]> of) {
        return scores.stream().mapToDouble(of).average().orElseThrow();
    }

    // At one false alarm a week.
    private double found(double[] scores) {
        double weeks = scores.length * seconds / Pace.WEEK;
        if (weeks == 0) {
            return Double.NaN;
        }
        double[] normal = scores.clone();
        for (int i = 0; i < normal.length; i++) {
            normal[i] = anomalies[i] ? Double.NaN : normal[i];
        }
        int alarms = Math.max(1, (int) Math.floor(weeks));
        double threshold =
                Alarms.threshold(normal, Alarms.apart(window), Pace.DAY / seconds, alarms);
        long met =
                ranges.stream()
                        .filter(
                                range ->
                                        IntStream.rangeClosed(range.first(), range.last())
                                                .anyMatch(i -> scores[i] > threshold))
                        .count();
        return (double) met / ranges.size();
    }

    private SeriesEvaluation.Flagged flagged() {
        List<double[]> flags = runs.stream().map(run -> judged(run.flags())).toList();
        return new SeriesEvaluation.Flagged(
                runs.stream().mapToDouble(run -> run.threshold().rate()).average().orElseThrow(),
                mean(flags, each -> met(ranges, RangeMeasures.ranges(are(each)))),
                mean(flags, this::falseAlarms),
                resampling.figure(DetectionEvaluation::falseAlarms, flags),
                resampling.figure(DetectionEvaluation::f1, flags),
                resampling.figure(
                        (each, are) -> RangeMeasures.f1(intervals(each), RangeMeasures.ranges(are)),
                        flags));
    }

    private double falseAlarms(double[] flags) {
        List<Range> intervals = intervals(flags);
        return intervals.size() - met(intervals, ranges);
    }

    // As alarms are told: flags that are close together are one.
    private List<Range> intervals(double[] flags) {
        return RangeMeasures.joined(RangeMeasures.ranges(are(flags)), Alarms.apart(window));
    }

    private static boolean[] are(double[] flags) {
        boolean[] are = new boolean[flags.length];
        for (int i = 0; i < flags.length; i++) {
            are[i] = flags[i] > 0;
        }
        return are;
    }

    private static double met(List<Range> ranges, List<Range> others) {
        return ranges.stream()
                .filter(range -> others.stream().anyMatch(each -> range.shared(each) > 0))
                .count();
    }
}
