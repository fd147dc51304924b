package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/**
 * How scores are distributed, for each label: the share of its samples in each of {@value #BINS}
 * bins. The last bin also holds the greatest hundredth of all scores, which may lie far out; then
 * the picture says so.
 *
 * @param scores of the samples, all finite
 * @param labels of the samples, indices into {@code names}; or empty
 * @param names what the labels mean
 * @param unit of the scores
 * @param threshold above which samples are taken for anomalies, if there is one
 */
public record ScoreHistogram(
        List<Double> scores,
        List<Integer> labels,
        List<String> names,
        String unit,
        OptionalDouble threshold) {

    private static final int BINS = 50;
    private static final int WIDTH = 1200;

    public ScoreHistogram {
        scores = List.copyOf(scores);
        labels = List.copyOf(labels);
        names = List.copyOf(names);
        if (scores.isEmpty() || (!labels.isEmpty() && labels.size() != scores.size())) {
            throw new IllegalArgumentException(
                    "scores must be at least one, with a label for each or none, but are %s with %s labels"
                            .formatted(scores.size(), labels.size()));
        }
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<Double> sorted = scores.stream().sorted().toList();
        double last = sorted.get((int) (0.99 * (sorted.size() - 1)));
        Range x = Range.of(sorted.get(0), last, threshold.orElse(Double.NaN)).proper();
        int kinds = labels.isEmpty() ? 1 : names.size();
        List<double[]> shares = new ArrayList<>();
        Range y = new Range(0, 0);
        for (int kind = 0; kind < kinds; kind++) {
            double[] bins = shares(kind, x);
            shares.add(bins);
            for (double share : bins) {
                y = y.with(share);
            }
        }
        Range height = new Range(0, 1.05 * y.proper().maximum());
        XYChart chart = Look.chart("score, " + unit, x, "share of the samples", height, WIDTH, 560);
        for (int kind = 0; kind < kinds; kind++) {
            steps(chart, "kind " + kind, shares.get(kind), x, colour(kind));
        }
        threshold.ifPresent(value -> threshold(chart, value, height.maximum()));
        List<BufferedImage> parts = new ArrayList<>();
        if (!labels.isEmpty()) {
            parts.add(key());
        }
        parts.add(Look.draw(chart));
        long beyond = sorted.stream().filter(score -> score > x.maximum()).count();
        if (beyond > 0) {
            parts.add(
                    note(
                            String.format(
                                    Locale.ROOT,
                                    "the last bin also holds the %,d greatest, up to %s",
                                    beyond,
                                    Axis.text(sorted.get(sorted.size() - 1)))));
        }
        threshold.ifPresent(value -> parts.add(note("dashed: the threshold, " + Axis.text(value))));
        return Look.titled(title, Look.stacked(parts));
    }

    private static BufferedImage note(String text) {
        return Look.strip(text, Look.font(Font.PLAIN, 18), WIDTH, 36);
    }

    private static void threshold(XYChart chart, double value, double height) {
        XYSeries line =
                chart.addSeries("threshold", new double[] {value, value}, new double[] {0, height});
        line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        Look.line(line, Look.INK, Look.stroke(2, 9, 6));
    }

    private double[] shares(int kind, Range range) {
        double[] bins = new double[BINS];
        int count = 0;
        for (int i = 0; i < scores.size(); i++) {
            if (labels.isEmpty() || labels.get(i) == kind) {
                double place =
                        (scores.get(i) - range.minimum()) / (range.maximum() - range.minimum());
                bins[(int) Math.min(BINS - 1, BINS * place)]++;
                count++;
            }
        }
        for (int bin = 0; bin < BINS && count > 0; bin++) {
            bins[bin] /= count;
        }
        return bins;
    }

    private static void steps(
            XYChart chart, String name, double[] shares, Range range, Color colour) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int edge = 0; edge <= BINS; edge++) {
            x.add(range.minimum() + (range.maximum() - range.minimum()) * edge / BINS);
            y.add(shares[Math.min(edge, BINS - 1)]);
        }
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
        series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70));
        Look.line(series, colour, new BasicStroke(2.5f));
    }

    private BufferedImage key() {
        Font font = Look.font(Font.PLAIN, 20);
        int widths = names.stream().mapToInt(name -> 28 + Look.width(name, font) + 36).sum();
        BufferedImage strip = Look.white(Math.max(WIDTH, 2 * Look.MARGIN + widths), 50);
        Graphics2D graphics = Look.smooth(strip);
        double x = Look.MARGIN;
        for (int kind = 0; kind < names.size(); kind++) {
            x = Look.key(graphics, colour(kind), names.get(kind), font, x, 29);
        }
        graphics.dispose();
        return strip;
    }

    private static Color colour(int kind) {
        return Look.COLOURS.get(kind % Look.COLOURS.size());
    }
}
