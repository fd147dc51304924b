package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Points in the order of time, each with a value in every channel: of one series, which may have
 * gaps, or of several, one after the other.
 *
 * <pre>{@code
 * Series load = Series.read(Path.of("load.csv"));   // names and cells tell which column is what
 * Series points = Series.of("sensors", rows);       // [N][C]
 * Samples windows = points.windows(64, 1);
 * }</pre>
 *
 * @param name how messages call it
 * @param schema what the channels are called; {@link Schema#NONE} if they have no names
 * @param channels the values of each channel, one for each point, all finite
 * @param timeline when the points were, and where the series break off
 * @param labels of the points, each one of {@code labelNames}; or empty
 * @param labelNames in order, as 0 and 1; empty if there are no labels
 * @param keys of each column of keys that the schema has, one for each point, as they were read
 */
public record Series(
        String name,
        Schema schema,
        List<double[]> channels,
        Timeline timeline,
        List<String> labels,
        List<String> labelNames,
        List<List<String>> keys) {

    public Series {
        channels = List.copyOf(channels);
        labels = List.copyOf(labels);
        labelNames = List.copyOf(labelNames);
        keys = List.copyOf(keys);
        if (keys.size() != schema.keys().size()) {
            throw new IllegalArgumentException(
                    "keys must be those of the columns %s, but are %s"
                            .formatted(schema.keys(), keys.size()));
        }
    }

    /** A series whose points have no keys. */
    public Series(
            String name,
            Schema schema,
            List<double[]> channels,
            Timeline timeline,
            List<String> labels,
            List<String> labelNames) {
        this(name, schema, channels, timeline, labels, labelNames, List.of());
    }

    /**
     * Reads a series from a CSV file with a header, perhaps compressed by gzip, one row for each
     * point. Columns of numbers are channels. A column named timestamp, time, date, datetime or ts
     * holds times, or the first if it has no number, or no name and counts up; other columns
     * without numbers are left out. Labels of the points are found as those of a {@link CsvTable}
     * are.
     *
     * <p>Times are dates, perhaps with a time of day and a zone, epoch seconds to nanoseconds, or
     * other numbers. Points that are not in their order are sorted. A step longer than one and a
     * half of the others is a gap, or longer than ten where steps differ much. Where times go back
     * or repeat, a column of few different words that explains that tells several series apart.
     *
     * @throws IOException if there is none, or a value is missing, with one line that says where
     */
    public static Series read(Path path) throws IOException {
        return read(path, Schema.NONE);
    }

    /**
     * Reads a series from a CSV file as {@link #read(Path)} does, its channels being those of a
     * model, by name.
     *
     * @throws IOException if a value is missing, with one line that says where
     * @throws IllegalArgumentException if a channel is missing
     */
    public static Series read(Path path, Schema model) throws IOException {
        return read(path, DataOptions.ofSeed(0).withSchema(model));
    }

    /** Reads a series whose text is written, and whose columns are meant, as options say. */
    static Series read(Path path, DataOptions options) throws IOException {
        return of(CsvTable.read(path, options), options);
    }

    /**
     * Returns the series in a table, as {@link #read(Path)} does.
     *
     * @param options as the table was read with
     */
    public static Series of(CsvTable table, DataOptions options) throws IOException {
        return new SeriesReading(table, options).series();
    }

    /**
     * Returns a series of points in memory, without times and labels.
     *
     * @param points [T][C], all of them known
     */
    public static Series of(String name, float[][] points) {
        return of(name, Stream.of(points).map(Digits::widened).toArray(double[][]::new));
    }

    /**
     * Returns a series of points in memory, without times and labels.
     *
     * @param points [T][C], all of them known
     */
    public static Series of(String name, double[][] points) {
        int count = points.length == 0 ? 0 : points[0].length;
        List<double[]> channels = new ArrayList<>();
        for (int channel = 0; channel < count; channel++) {
            double[] values = new double[points.length];
            for (int i = 0; i < points.length; i++) {
                if (points[i].length != count || !Float.isFinite((float) points[i][channel])) {
                    throw new IllegalArgumentException(
                            "point %s of %s must be %s finite numbers, but is %s"
                                    .formatted(i, name, count, Arrays.toString(points[i])));
                }
                values[i] = points[i][channel];
            }
            channels.add(values);
        }
        Timeline timeline = Timeline.none(points.length);
        return new Series(name, Schema.NONE, channels, timeline, List.of(), List.of());
    }

    /**
     * Returns the points with their times, in the order of these.
     *
     * @param times one for each point, as a table would have them
     * @throws IllegalArgumentException if most are times, but one is not
     */
    public Series withTimes(List<String> times) {
        if (times.size() != size()) {
            throw new IllegalArgumentException(
                    "times must be as many as the points of %s, %s, but are %s"
                            .formatted(name, size(), times.size()));
        }
        try {
            long[] numbers = LongStream.rangeClosed(1, size()).toArray();
            return in(Timeline.read(name, List.copyOf(times), List.of(), numbers));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the same with the points of another timeline's order, which stand as its rows. */
    Series in(Timeline other) {
        List<double[]> ordered = channels.stream().map(other::ordered).toList();
        List<List<String>> orderedKeys = keys.stream().map(other::ordered).toList();
        return new Series(
                name, schema, ordered, other, other.ordered(labels), labelNames, orderedKeys);
    }

    /** Returns what the points' times are called, or nothing if they have none. */
    public List<String> times() {
        return timeline.times();
    }

    /** Returns what the channels are called: x1, x2 and so on if they have no names. */
    public List<String> columns() {
        return schema.features().isEmpty()
                ? IntStream.rangeClosed(1, channels.size()).mapToObj(i -> "x" + i).toList()
                : schema.features();
    }

    /** Returns the number of points. */
    public int size() {
        return channels.get(0).length;
    }

    /**
     * Returns the windows of the series, of which none reaches over a gap: of each stretch without
     * one, window i holds the points from i * step on. They share the values of the series. The
     * label of a window is the last, in the order of labels, of its points: of 0 and 1, it is 1 if
     * any point's is.
     *
     * @param length L, the points of a window; samples have shape [C, L]
     * @param step how many points a window begins behind the one before it, at least 1
     * @throws IllegalArgumentException if the longest stretch is shorter than a window
     */
    public Samples windows(int length, int step) {
        int[] starts = starts(length, step);
        if ((long) starts.length * length * channels.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "windows must hold at most %s values together, but the %s windows of %s hold more; make windowStep greater than %s"
                            .formatted(Integer.MAX_VALUE, starts.length, name, step));
        }
        int[] labelled = labels.isEmpty() ? new int[0] : labels(starts, length);
        Samples windows = Samples.ofWindows(name, channels, starts, length, labelled, labelNames);
        return windows.withFormat(windows.format().withSchema(schema(length)));
    }

    /**
     * Returns the points behind each window as what is to come out of it: pairs of a window [C, L]
     * and of the horizon's points [C, N], which together reach over no gap. Each pair is known by
     * the row of the first point of its horizon.
     *
     * @param length L, the points of a window
     * @param horizon N, how many points come behind it
     * @param step how many points a window begins behind the one before it, at least 1
     * @throws IllegalArgumentException if the longest stretch is shorter than both together
     */
    public Samples forecasts(int length, int horizon, int step) {
        int[] starts = forecastStarts(length, horizon, step);
        int[] behind = IntStream.of(starts).map(start -> start + length).toArray();
        return windowsAt(behind, horizon).withInputs(windowsAt(starts, length));
    }

    /**
     * Returns windows of the series, without labels.
     *
     * @param starts the first point of each
     * @param length L; samples have shape [C, L]
     */
    public Samples windowsAt(int[] starts, int length) {
        Samples all = Samples.ofWindows(name, channels, starts, length, new int[0], List.of());
        return all.withFormat(all.format().withSchema(schema));
    }

    private int[] forecastStarts(int length, int horizon, int step) {
        Require.atLeast(1, "window", length);
        Require.atLeast(1, "horizon", horizon);
        Require.atLeast(1, "windowStep", step);
        if ((long) length + horizon > longest()) {
            throw new IllegalArgumentException(
                    "window and horizon must together be at most %s, but are %s and %s"
                            .formatted(longestRows(), length, horizon));
        }
        return timeline.starts(length + horizon, step);
    }

    /** Returns windows and what comes behind them, divided in time likewise. */
    DataSplit splitForecasts(int length, int horizon, int step, double share) {
        Samples all = forecasts(length, horizon, step);
        return DataSplit.inTime(all, ends(forecastStarts(length, horizon, step)), share);
    }

    // Of each of several series the window behind its last.
    private List<Integer> ends(int[] starts) {
        List<String> groups = timeline.groups();
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i <= starts.length; i++) {
            boolean goesOn =
                    i < starts.length
                            && (groups.isEmpty()
                                    || groups.get(starts[i]).equals(groups.get(starts[i - 1])));
            if (!goesOn) {
                ends.add(i);
            }
        }
        return ends;
    }

    /**
     * Returns the first point of each window.
     *
     * @param length the points of a window
     * @param step how many points a window begins behind the one before it, at least 1
     * @throws IllegalArgumentException if the longest stretch is shorter than a window
     */
    public int[] starts(int length, int step) {
        if (length < 1 || length > longest()) {
            throw new IllegalArgumentException(
                    "window must be from 1 to %s, but is %s".formatted(longestRows(), length));
        }
        Require.atLeast(1, "windowStep", step);
        return timeline.starts(length, step);
    }

    private int longest() {
        return timeline.segments().stream().mapToInt(Timeline.Segment::size).max().orElse(0);
    }

    private String longestRows() {
        boolean whole = timeline.segments().size() == 1;
        return "the %s rows of %s%s"
                .formatted(longest(), whole ? "" : "the longest stretch without a gap of ", name);
    }

    // With what windows leave out.
    private Schema schema(int length) {
        String shorter = timeline.shorter(length);
        Optional<Schema.Column> told =
                schema.columns().stream()
                        .filter(column -> column.role() == Role.TIME || column.role() == Role.GROUP)
                        .findFirst();
        return shorter.isEmpty() || told.isEmpty()
                ? schema
                : schema.with(
                        Schema.Column.told(
                                told.get().name(),
                                told.get().role(),
                                told.get().reason() + "; " + shorter));
    }

    /**
     * Returns the windows of the series, divided in time: of each of several series the last are
     * held out.
     *
     * @param share of the windows to hold out
     */
    DataSplit split(int length, int step, double share) {
        Samples all = windows(length, step);
        return DataSplit.inTime(all, ends(starts(length, step)), share);
    }

    // Of each window, the last of its points' labels.
    private int[] labels(int[] starts, int length) {
        int[] points = CsvTable.labelIndices(labels, labelNames);
        return IntStream.of(starts)
                .map(start -> Arrays.stream(points, start, start + length).max().orElseThrow())
                .toArray();
    }
}
