package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A series over time with its anomalies in red: a panel for each channel, and one for the points'
 * scores and their threshold.
 *
 * @param names of the channels
 * @param channels the values of each, one for each point
 * @param times what the points' times are called, or empty for their numbers
 * @param seconds from 1970 to each point, for an axis of dates; or empty for one of their numbers
 * @param breaks points before which the series breaks off, and so the line
 * @param scores of the points; NaN where there is none
 * @param flags whether each point is an anomaly
 * @param threshold of the scores
 * @param meaning what the scores are, in words
 */
public record SeriesChart(
        List<String> names,
        List<double[]> channels,
        List<String> times,
        List<Double> seconds,
        List<Integer> breaks,
        List<Double> scores,
        List<Boolean> flags,
        double threshold,
        String meaning) {

    private static final int WIDTH = 1400;
    private static final int LEFT = 110; // of all plots, so that they are flush
    private static final int CHANNELS = 6; // more would make a picture that nobody can open

    public SeriesChart {
        names = List.copyOf(names);
        channels = List.copyOf(channels);
        times = List.copyOf(times);
        seconds = List.copyOf(seconds);
        breaks = List.copyOf(breaks);
        scores = List.copyOf(scores);
        flags = List.copyOf(flags);
    }

    /**
     * Makes one whose scores are the least errors of the windows that cover a point; above the
     * threshold, it is an anomaly.
     */
    public SeriesChart(
            List<String> names,
            List<double[]> channels,
            List<String> times,
            List<Double> seconds,
            List<Integer> breaks,
            List<Double> scores,
            double threshold) {
        this(
                names,
                channels,
                times,
                seconds,
                breaks,
                scores,
                scores.stream().map(score -> score > threshold).toList(),
                threshold,
                "error of the windows that cover a point, at least; and the threshold");
    }

    /** Returns the chart of some of the points that follow each other. */
    public SeriesChart between(int from, int to) {
        return new SeriesChart(
                names,
                channels.stream().map(channel -> Arrays.copyOfRange(channel, from, to)).toList(),
                times.isEmpty() ? times : times.subList(from, to),
                seconds.isEmpty() ? seconds : seconds.subList(from, to),
                breaks.stream()
                        .filter(point -> point > from && point < to)
                        .map(point -> point - from)
                        .toList(),
                scores.subList(from, to),
                flags.subList(from, to),
                threshold,
                meaning);
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<BufferedImage> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(CHANNELS, channels.size()); i++) {
            parts.add(Look.caption(names.get(i) + ", anomalies in red", WIDTH));
            parts.add(panel(DoubleStream.of(channels.get(i)).boxed().toList(), 360));
        }
        parts.add(Look.caption(meaning, WIDTH));
        parts.add(panel(scores, 260));
        if (!times.isEmpty()) {
            String last = times.get(times.size() - 1);
            parts.add(Look.caption("from " + times.get(0) + " to " + last, WIDTH));
        }
        if (channels.size() > CHANNELS) {
            parts.add(
                    Look.caption(
                            "and %s more channels".formatted(channels.size() - CHANNELS), WIDTH));
        }
        return Look.titled(title, Look.stacked(parts));
    }

    /**
     * Returns charts that were drawn below each other.
     *
     * @param more how many others are not shown
     */
    public static BufferedImage stacked(List<BufferedImage> charts, int more) {
        List<BufferedImage> parts = new ArrayList<>(charts);
        if (more > 0) {
            parts.add(
                    Look.caption("and %s more series with fewer anomalies".formatted(more), WIDTH));
        }
        return Look.stacked(parts);
    }

    /** Returns a chart under its title. */
    public static BufferedImage titled(String title, BufferedImage chart) {
        return Look.titled(title, chart);
    }

    private BufferedImage panel(List<Double> values, int height) {
        boolean ofScores = values == scores;
        Range all = Range.of(values.stream().mapToDouble(value -> value).toArray());
        Range y = (ofScores ? all.with(threshold).with(0) : all).proper().padded(0.06);
        XYChart chart = chart(y, height);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        line(chart, "values", values, Look.COLOURS.get(0), SeriesMarkers.NONE);
        line(chart, "anomalies", anomalies(values), Look.COLOURS.get(3), Dot.filled(5));
        if (ofScores) {
            List<Double> level = Collections.nCopies(scores.size(), threshold);
            line(chart, "threshold", level, Look.INK, SeriesMarkers.NONE);
        }
        return Look.draw(chart, x().minimum(), LEFT);
    }

    // Milliseconds since 1970, or numbers of points.
    private Range x() {
        return seconds.isEmpty()
                ? new Range(0, Math.max(1, scores.size() - 1))
                : Range.of(seconds.stream().mapToDouble(second -> 1000 * second).toArray())
                        .proper();
    }

    // NaN where a point is normal: there the line is broken.
    private List<Double> anomalies(List<Double> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> flags.get(i) ? values.get(i) : Double.NaN)
                .toList();
    }

    private XYChart chart(Range y, int height) {
        return seconds.isEmpty()
                ? Look.chart("point", x(), "", y, WIDTH, height)
                : Look.dateChart(x(), y, WIDTH, height);
    }

    @SuppressWarnings("JavaUtilDate") // XChart has an axis of dates for no other class
    private void line(
            XYChart chart, String name, List<Double> values, Color colour, Marker marker) {
        List<Date> dates = new ArrayList<>();
        List<Integer> points = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        Set<Integer> broken = new HashSet<>(breaks);
        for (int i = 0; i < values.size(); i++) {
            if (broken.contains(i)) {
                points.add(i);
                heights.add(Double.NaN);
            }
            points.add(i);
            heights.add(values.get(i));
        }
        points.stream()
                .filter(point -> !seconds.isEmpty())
                .map(point -> new Date(Math.round(1000 * seconds.get(point))))
                .forEach(dates::add);
        XYSeries series = chart.addSeries(name, dates.isEmpty() ? points : dates, heights);
        Look.line(series, colour, new BasicStroke(1.5f)).setMarker(marker);
    }
}
