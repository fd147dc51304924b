package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The points of one or several series as they come, from a table without an end. The first rows
 * tell what columns are and how times are written; then each point is given once it is there, with
 * whether it goes on where that before it of its series was. What is a gap, the last thousand steps
 * of a series tell, as all tell it of a {@link Series} that is read as a whole.
 *
 * <p>A point that comes too late is told to be so: it cannot be put in its place any more. Memory
 * is bounded, but for the number of series. For one thread.
 */
public final class PointStream implements Closeable {

    private final String name;
    private final InputStream contents;
    private final int late;
    private final CsvText text;
    private final List<String> header;
    private final Schema schema;
    private final Optional<String> clock; // column of the times of the day
    private final Optional<TimeForm> form;
    private final Map<String, Track> tracks = new HashMap<>();
    private final Map<String, UnnamedDays> days = new HashMap<>(); // of each series
    private final Deque<Point> ready = new ArrayDeque<>();
    private Optional<BigDecimal> first = Optional.empty(); // time

    /**
     * A point of a series.
     *
     * @param row its number, the first below the header being 1
     * @param time as it is written; empty if there is none
     * @param series the one that it is of; empty if there is only one
     * @param values of the channels, [C]
     * @param begins whether it does not go on where the one before it was, as behind a gap
     * @param late whether it comes too late to be put in its place
     */
    public record Point(
            long row,
            String time,
            String series,
            List<Double> values,
            boolean begins,
            boolean late) {

        public Point {
            values = List.copyOf(values);
        }

        /** Returns the values as models take them. */
        public float[] floats() {
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i).floatValue();
            }
            return floats;
        }

        /** Returns what the point is called: its time, or its row. */
        public String called() {
            return time.isEmpty() ? "row " + row : time;
        }
    }

    private PointStream(String name, InputStream contents, DataOptions options, int held, int late)
            throws IOException {
        this.name = name;
        this.contents = contents;
        this.late = late;
        text = CsvText.of(contents, options);
        header = text.header(name, options.schema());
        List<PackedRow> rows = new ArrayList<>();
        while (rows.size() < held && text.hasNext()) {
            rows.add(text.next());
        }
        CsvTable table = CsvTable.of(name, header, rows, text);
        schema = new SeriesReading(table, options).series().schema();
        clock = SeriesReading.clock(table, schema);
        List<String> times = times(table);
        form = times.isEmpty() ? Optional.empty() : TimeForm.of(place(), times);
        take(table);
    }

    /**
     * Opens a stream.
     *
     * @param name how messages call it
     * @param contents perhaps compressed; they are closed with the stream, or if this fails
     * @param options which have the channels that are wanted, by name
     * @param held how many rows tell what is in the table, at least 1
     * @param late how many points of its series a point may come behind its place: all wait for so
     *     many others
     * @throws IOException if there is no row, or one cannot be read
     */
    public static PointStream of(
            String name, InputStream contents, DataOptions options, int held, int late)
            throws IOException {
        Require.atLeast(1, "held", held);
        Require.notNegative("late", late);
        try {
            return InputFile.read(
                    name, contents, bytes -> new PointStream(name, bytes, options, held, late));
        } catch (IOException | IllegalArgumentException e) {
            contents.close();
            throw e;
        }
    }

    /** Returns what the columns are. */
    public Schema schema() {
        return schema;
    }

    /** Returns the next point, once it is there; nothing at the end. */
    public Optional<Point> next() throws IOException {
        return InputFile.read(name, contents, bytes -> point());
    }

    private Optional<Point> point() throws IOException {
        while (ready.isEmpty() && text.hasNext()) {
            take(CsvTable.of(name, header, List.of(text.next()), text));
        }
        if (ready.isEmpty()) {
            tracks.values().forEach(track -> track.end(ready));
        }
        return Optional.ofNullable(ready.poll());
    }

    private void take(CsvTable table) throws IOException {
        List<double[]> channels = table.channels(schema);
        List<String> times = times(table);
        List<String> groups = SeriesReading.groups(table, schema.groups());
        long[] numbers = table.numbers();
        List<TimedPoint> points = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            int row = i;
            List<Double> values = channels.stream().map(channel -> channel[row]).toList();
            String time = times.isEmpty() ? "" : times.get(i);
            String series = groups.isEmpty() ? "" : groups.get(i);
            points.add(
                    new TimedPoint(
                            new Point(numbers[i], time, series, values, false, false),
                            at(time, series, numbers[i])));
        }
        Map<String, List<TimedPoint>> each =
                points.stream().collect(Collectors.groupingBy(point -> point.of().series()));
        if (points.size() > 1) {
            each.forEach((series, some) -> track(series).foresee(some));
        }
        points.forEach(point -> track(point.of().series()).add(point, ready));
    }

    private Track track(String series) {
        boolean wall = form.filter(known -> !known.zoned()).isPresent();
        return tracks.computeIfAbsent(series, key -> new Track(wall, late));
    }

    private String place() {
        return schema.time().map(time -> "%s, column \"%s\"".formatted(name, time)).orElse(name);
    }

    private List<String> times(CsvTable table) {
        return SeriesReading.times(table, schema, clock);
    }

    // Behind the first, as microseconds of today are not to be had in a double.
    private double at(String time, String series, long row) throws IOException {
        if (form.isEmpty()) {
            return Double.NaN;
        }
        BigDecimal read =
                form.get().read(time).orElseThrow(() -> Timeline.noTime(place(), row, time));
        BigDecimal value =
                form.get().daily()
                        ? days.computeIfAbsent(series, name -> new UnnamedDays()).next(read)
                        : read;
        first = first.or(() -> Optional.of(value));
        return value.subtract(first.orElseThrow()).doubleValue();
    }

    @Override
    public void close() throws IOException {
        contents.close();
    }
}
