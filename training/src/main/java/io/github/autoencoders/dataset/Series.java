package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A series of points in the order of time, each with a value in every channel.
 *
 * @param name how messages call it
 * @param schema what the channels are called; {@link Schema#NONE} if they have no names
 * @param channels the values of each channel, one for each point, all finite
 * @param times what the points' times are called, or empty if they have none
 * @param labels of the points, each one of {@code labelNames}; or empty
 * @param labelNames in order, as 0 and 1; empty if there are no labels
 */
public record Series(
        String name,
        Schema schema,
        List<double[]> channels,
        List<String> times,
        List<String> labels,
        List<String> labelNames) {

    public Series {
        channels = List.copyOf(channels);
        times = List.copyOf(times);
        labels = List.copyOf(labels);
        labelNames = List.copyOf(labelNames);
    }

    /**
     * Reads a series from a CSV file with a header, perhaps compressed by gzip, one row for each
     * point. Columns of numbers are channels. A column named timestamp, time, date, datetime or ts
     * holds times, or the first if it has no number, or no name and counts up; other columns
     * without numbers are left out. Labels of the points are found as those of a {@link CsvTable}
     * are.
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
        return CsvTable.series(path, DataOptions.ofSeed(0).withSchema(model));
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
        return new Series(name, Schema.NONE, channels, List.of(), List.of(), List.of());
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
     * Returns the windows of the series: window i holds the points from i * step on. They share the
     * values of the series. The label of a window is the last, in the order of labels, of its
     * points: of 0 and 1, it is 1 if any point's is.
     *
     * @param length L, the points of a window; samples have shape [C, L]
     * @param step how many points a window begins behind the one before it, at least 1
     * @throws IllegalArgumentException if the series is shorter than a window
     */
    public Samples windows(int length, int step) {
        if (length < 1 || length > size()) {
            throw new IllegalArgumentException(
                    "window must be from 1 to the %s rows of %s, but is %s"
                            .formatted(size(), name, length));
        }
        Require.atLeast(1, "windowStep", step);
        int count = (size() - length) / step + 1;
        if ((long) count * length * channels.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "windows must hold at most %s values together, but the %s windows of %s hold more; make windowStep greater than %s"
                            .formatted(Integer.MAX_VALUE, count, name, step));
        }
        int[] starts = IntStream.range(0, count).map(i -> i * step).toArray();
        int[] labelled = labels.isEmpty() ? new int[0] : labels(starts, length);
        Samples windows = Samples.ofWindows(name, channels, starts, length, labelled, labelNames);
        return windows.withFormat(windows.format().withSchema(schema));
    }

    // Of each window, the last of its points' labels.
    private int[] labels(int[] starts, int length) {
        Map<String, Integer> order = new HashMap<>();
        labelNames.forEach(label -> order.put(label, order.size()));
        int[] points = labels.stream().mapToInt(label -> order.getOrDefault(label, 0)).toArray();
        return IntStream.of(starts)
                .map(start -> Arrays.stream(points, start, start + length).max().orElseThrow())
                .toArray();
    }
}
