package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * @param scores of the points; above the threshold, a point is an anomaly; NaN where there is none
 * @param threshold of the scores
 */
public record SeriesChart(
        List<String> names,
        List<double[]> channels,
        List<String> times,
        List<Double> scores,
        double threshold) {

    private static final int WIDTH = 1400;
    private static final int LEFT = 110; // of all plots, so that they are flush
    private static final int CHANNELS = 6; // more would make a picture that nobody can open

    public SeriesChart {
        names = List.copyOf(names);
        channels = List.copyOf(channels);
        times = List.copyOf(times);
        scores = List.copyOf(scores);
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<BufferedImage> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(CHANNELS, channels.size()); i++) {
            double[] channel = channels.get(i);
            parts.add(caption(names.get(i) + ", anomalies in red"));
            parts.add(panel(DoubleStream.of(channel).boxed().toList(), 360));
        }
        parts.add(caption("error of the windows that cover a point, at least; and the threshold"));
        parts.add(panel(scores, 260));
        if (!times.isEmpty()) { // XChart finds no marks for labels that may be equal
            String last = times.get(times.size() - 1);
            parts.add(caption("from " + times.get(0) + " to " + last));
        }
        return Look.titled(title, Look.stacked(parts));
    }

    private static BufferedImage caption(String text) {
        return Look.strip(text, Look.font(Font.PLAIN, 20), WIDTH, 34);
    }

    private BufferedImage panel(List<Double> values, int height) {
        boolean ofScores = values == scores;
        Range y = Range.of();
        for (double value : values) {
            y = y.with(value);
        }
        y = (ofScores ? y.with(threshold).with(0) : y).proper().padded(0.06);
        Range x = new Range(0, Math.max(1, scores.size() - 1));
        XYChart chart = Look.chart("point", x, "", y, WIDTH, height);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        line(chart, "values", values, Look.COLOURS.get(0), SeriesMarkers.NONE);
        line(chart, "anomalies", anomalies(values), Look.COLOURS.get(3), Dot.filled(5));
        if (ofScores) {
            List<Double> level = Collections.nCopies(scores.size(), threshold);
            line(chart, "threshold", level, Look.INK, SeriesMarkers.NONE);
        }
        return Look.draw(chart);
    }

    // NaN where a point is normal: there the line is broken.
    private List<Double> anomalies(List<Double> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> scores.get(i) > threshold ? values.get(i) : Double.NaN)
                .toList();
    }

    private static void line(
            XYChart chart, String name, List<Double> values, Color colour, Marker marker) {
        List<Integer> points = IntStream.range(0, values.size()).boxed().toList();
        XYSeries series = chart.addSeries(name, points, values);
        series.setLineColor(colour);
        series.setLineStyle(new BasicStroke(1.5f));
        series.setMarkerColor(colour);
        series.setMarker(marker);
    }
}
