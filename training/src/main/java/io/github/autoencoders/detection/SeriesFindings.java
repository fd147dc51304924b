package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline;
import io.github.autoencoders.detection.PointJudge.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a detector finds in a series: scores and p-values of points, and intervals above a score.
 */
public final class SeriesFindings {

    private static final int SHOWN = 10;

    private final Series series;
    private final double[] scores;
    private final int apart;
    private final Calibration points;
    private final boolean adapted;
    private final Calibration.Threshold threshold;
    private final List<Verdict> verdicts; // of the points
    private final List<Interval> intervals;

    SeriesFindings(
            SeriesDetector detector,
            Series series,
            double[] scores,
            Calibration.Threshold threshold) {
        this.series = series;
        this.scores = scores;
        this.apart = Alarms.apart(detector.window());
        this.points = detector.points();
        this.adapted = detector.adapts();
        this.threshold = threshold;
        verdicts = verdicts(detector);
        intervals = joined();
    }

    // Each of several series by its own points.
    private List<Verdict> verdicts(SeriesDetector detector) {
        Map<String, PointJudge> judges = new HashMap<>();
        List<String> groups = series.timeline().groups();
        return IntStream.range(0, scores.length)
                .mapToObj(
                        i ->
                                judges.computeIfAbsent(
                                                groups.isEmpty() ? "" : groups.get(i),
                                                name -> detector.newJudge(threshold))
                                        .next(scores[i]))
                .toList();
    }

    /**
     * Points that are flagged, with those between two that are a quarter of a window apart or less,
     * in one stretch without a gap.
     *
     * @param first point, from 0
     * @param last point, included
     * @param peak the point of the greatest score
     * @param score of that point, in nats
     * @param pValue of that score as the greatest of as many points as a window reaches
     */
    public record Interval(int first, int last, int peak, double score, double pValue) {}

    private List<Interval> joined() {
        Set<Integer> begins =
                series.timeline().segments().stream()
                        .map(Timeline.Segment::from)
                        .collect(Collectors.toSet());
        OpenInterval<Integer> open = new OpenInterval<>(apart);
        List<Interval> found = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (begins.contains(i)) {
                open.end().ifPresent(ended -> found.add(interval(ended)));
            }
            open.add(i, scores[i], isFlagged(i)).ifPresent(ended -> found.add(interval(ended)));
        }
        open.end().ifPresent(ended -> found.add(interval(ended)));
        return found;
    }

    private Interval interval(OpenInterval.Found<Integer> found) {
        return new Interval(
                found.first(),
                found.last(),
                found.peak(),
                found.score(),
                verdicts.get(found.peak()).peakPValue());
    }

    /** Returns the scores of the points, in nats; NaN between gaps closer than a window. */
    public double[] scores() {
        return scores.clone();
    }

    /** Returns the intervals, in their order. */
    public List<Interval> intervals() {
        return List.copyOf(intervals);
    }

    /** Returns the intervals of the ten highest peaks, the highest first. */
    public List<Interval> worst() {
        return intervals.stream()
                .sorted(Comparator.comparingDouble(interval -> -interval.score))
                .limit(SHOWN)
                .toList();
    }

    /** Returns what points are flagged by. */
    public Calibration.Threshold threshold() {
        return threshold;
    }

    /** Returns the p-value of a point; NaN where it has no score. */
    public double pValue(int point) {
        return verdicts.get(point).pValue();
    }

    /**
     * Returns whether a point is flagged: its p-value is at most the threshold's rate, or where
     * points are judged by what was held out alone, its score is above the threshold.
     */
    public boolean isFlagged(int point) {
        return verdicts.get(point).flagged();
    }

    /** Returns the names of a table's columns that {@link #rows} fills. */
    public List<String> columns() {
        Optional<String> time =
                Optional.of(series.schema().time().orElse("timestamp"))
                        .filter(name -> !series.times().isEmpty());
        Optional<String> group =
                Optional.of(String.join(", ", series.schema().groups()))
                        .filter(names -> !series.timeline().groups().isEmpty());
        return PointTable.columns(time, group, series.columns());
    }

    /**
     * Returns a row for each point, in the order in which they stood in the data: its number there,
     * from 1, its time and series, if it has them, its values, its score and p-value, empty where
     * there is none, and 1 where it is flagged or 0.
     */
    public Stream<List<Object>> rows() {
        int[] order = new int[scores.length];
        for (int point = 0; point < order.length; point++) {
            order[series.timeline().row(point)] = point;
        }
        return IntStream.of(order).mapToObj(this::row);
    }

    private List<Object> row(int point) {
        return PointTable.row(
                series.timeline().row(point) + 1,
                at(series.times(), point),
                at(series.timeline().groups(), point),
                series.channels().stream().mapToDouble(channel -> channel[point]),
                scores[point],
                pValue(point),
                isFlagged(point));
    }

    private static Optional<String> at(List<String> all, int point) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(point));
    }

    /** Returns lines that say the threshold, and the ten intervals of the highest peaks. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(threshold.line());
        lines.add(line());
        long without = DoubleStream.of(scores).filter(Double::isNaN).count();
        if (without > 0) {
            lines.add(String.format(Locale.ROOT, "%,d in no window, so not judged", without));
        }
        points.drift(scores, adapted).ifPresent(lines::add);
        worst().forEach(interval -> lines.add(line(interval)));
        return lines;
    }

    private String line() {
        long above = DoubleStream.of(scores).filter(threshold::flags).count();
        long flagged = verdicts.stream().filter(Verdict::flagged).count();
        String among =
                String.format(
                        Locale.ROOT,
                        "; %,d are flagged, judged by those before them too,",
                        flagged);
        return String.format(
                Locale.ROOT,
                "%,d of %,d points of %s are above it%s in %,d %s",
                above,
                scores.length,
                series.name(),
                adapted ? among : ",",
                intervals.size(),
                intervals.size() == 1 ? "interval" : "intervals");
    }

    /** Returns of which series an interval is, where there are several, and from when to when. */
    public String name(Interval interval) {
        List<String> groups = series.timeline().groups();
        return "%s%s to %s"
                .formatted(
                        groups.isEmpty() ? "" : groups.get(interval.first) + ", ",
                        time(series, interval.first),
                        time(series, interval.last));
    }

    /** Returns a line that says from when to when an interval is, and its peak. */
    public String line(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%s, peak %.2f at %s, p %.2g",
                name(interval),
                interval.score,
                time(series, interval.peak),
                interval.pValue);
    }

    /** Returns what a point of a series is called: its time, or its row. */
    public static String time(Series series, int point) {
        return series.times().isEmpty()
                ? "row " + (series.timeline().row(point) + 1)
                : series.times().get(point);
    }
}
