package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.PointStream;
import io.github.autoencoders.dataset.PointStream.Point;
import io.github.autoencoders.detection.PointJudge.Verdict;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Watches one or several series without an end: tells of each point its score once that is certain,
 * and of alarms when they begin and when they are over. Of each series it keeps the points of a
 * window. Scores and alarms are those of {@link SeriesDetector#find} for the same points. For one
 * thread.
 *
 * <pre>{@code
 * try (SeriesDetector detector = SeriesDetector.open(folder, place)) {
 *     DataOptions options = DataOptions.ofSeed(seed).withSchema(detector.schema());
 *     try (PointStream points =
 *             PointStream.of("sensor", System.in, options, detector.window(), 0)) {
 *         detector.watch(detector.alarmsPerWeek(1), point -> System.out.println(point.score()))
 *                 .all(points);
 *     }
 * }
 * }</pre>
 */
public final class SeriesWatch {

    private final SeriesDetector detector;
    private final Calibration.Threshold threshold;
    private final Listener listener;
    private final Map<String, Watched> series = new HashMap<>();

    SeriesWatch(SeriesDetector detector, Calibration.Threshold threshold, Listener listener) {
        this.detector = detector;
        this.threshold = threshold;
        this.listener = listener;
    }

    /** Is told what is found. */
    public interface Listener {

        /** A point's score is certain; that of one that comes too late is NaN. */
        void scored(Judged point) throws IOException;

        /** A point is the first that is flagged. */
        default void begun(Judged point) throws IOException {}

        /** An alarm is over. */
        default void ended(Alarm alarm) throws IOException {}
    }

    /**
     * A point and its score.
     *
     * @param point as it was read
     * @param score in nats; NaN between gaps that are closer than a window
     * @param pValue of it; NaN likewise
     * @param flagged whether it is, as {@link SeriesFindings#isFlagged} has it
     */
    public record Judged(Point point, double score, double pValue, boolean flagged) {

        /**
         * Returns a row as {@link SeriesFindings#rows} has it: the point's number, its time and
         * series, if the schema has them, its values, its score and p-value, empty where there is
         * none, and 1 where it is flagged or 0.
         */
        public List<Object> row(Schema schema) {
            return PointTable.row(
                    point.row(),
                    schema.time().map(name -> point.time()),
                    group(schema).map(name -> point.series()),
                    point.values().stream().mapToDouble(value -> value),
                    score,
                    pValue,
                    flagged);
        }

        /** Returns a line that says which point it is, its score and its p-value. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s%s, score %.2f, p %.2g",
                    before(point),
                    point.called(),
                    score,
                    pValue);
        }
    }

    /**
     * Points that are flagged, with those between two that are a quarter of a window apart or less.
     *
     * @param first point
     * @param last point, included
     * @param peak the point of the greatest score
     * @param score of that point, in nats
     * @param pValue of that score as the greatest of as many points as a window reaches
     */
    public record Alarm(Point first, Point last, Point peak, double score, double pValue) {

        /** Returns a line that says from when to when, and the peak. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s%s to %s, peak %.2f at %s, p %.2g",
                    before(first),
                    first.called(),
                    last.called(),
                    score,
                    peak.called(),
                    pValue);
        }
    }

    /** Returns what stands before a point of one of several series, in a line. */
    static String before(Point point) {
        return point.series().isEmpty() ? "" : point.series() + ", ";
    }

    /** Returns the names of the columns of {@link Judged#row}. */
    public static List<String> columns(Schema schema) {
        return PointTable.columns(schema.time(), group(schema), schema.features());
    }

    private static Optional<String> group(Schema schema) {
        return Optional.of(schema.groups())
                .filter(groups -> !groups.isEmpty())
                .map(groups -> String.join(", ", groups));
    }

    /** Takes all points of a stream, to its end. */
    public void all(PointStream points) throws IOException {
        for (Optional<Point> next = points.next(); next.isPresent(); next = points.next()) {
            add(next.get());
        }
        end();
    }

    /** Takes a point. */
    public void add(Point point) throws IOException {
        Watched watched =
                series.computeIfAbsent(point.series(), name -> new Watched(detector, threshold));
        if (point.late()) {
            listener.scored(new Judged(point, Double.NaN, Double.NaN, false));
            return;
        }
        if (point.begins()) {
            end(watched);
        }
        watched.waiting.add(point);
        tell(watched, watched.stream.take(point.floats()));
    }

    /** Ends all series: tells the rest of the scores. */
    public void end() throws IOException {
        for (Watched watched : series.values()) {
            end(watched);
        }
    }

    private void end(Watched watched) throws IOException {
        tell(watched, watched.stream.takeGap());
        ended(watched.interval.end());
    }

    private void tell(Watched watched, List<Verdict> certain) throws IOException {
        for (Verdict verdict : certain) {
            Judged judged =
                    new Judged(
                            watched.waiting.remove(),
                            verdict.score(),
                            verdict.pValue(),
                            verdict.flagged());
            Told told = new Told(judged.point, verdict.peakPValue());
            ended(watched.interval.add(told, judged.score, judged.flagged));
            listener.scored(judged);
            if (judged.flagged && watched.interval.isFirst()) {
                listener.begun(judged);
            }
        }
    }

    private void ended(Optional<OpenInterval.Found<Told>> ended) throws IOException {
        if (ended.isPresent()) {
            OpenInterval.Found<Told> found = ended.get();
            listener.ended(
                    new Alarm(
                            found.first().point,
                            found.last().point,
                            found.peak().point,
                            found.score(),
                            found.peak().peakPValue));
        }
    }

    /** A point, and what its score means if it is a peak's. */
    private record Told(Point point, double peakPValue) {}

    /** One series. */
    private static final class Watched {

        final SeriesStream stream;
        final OpenInterval<Told> interval;
        final Deque<Point> waiting = new ArrayDeque<>(); // for their scores

        Watched(SeriesDetector detector, Calibration.Threshold threshold) {
            stream = detector.stream(threshold);
            interval = new OpenInterval<>(Alarms.apart(detector.window()));
        }
    }
}
