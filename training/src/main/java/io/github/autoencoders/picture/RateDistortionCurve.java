package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/**
 * How close decoded samples are to the originals over the bits that their codes take: with as many
 * bits for each value, and with an entropy code. A dashed line is what codes without rounding give.
 *
 * @param points by growing bits
 * @param limit the PSNR without rounding, in decibels
 * @param unit what a rate is counted for, as pixel
 */
public record RateDistortionCurve(List<Point> points, double limit, String unit) {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 680;
    private static final BasicStroke SOLID = new BasicStroke(3);
    private static final BasicStroke DASHED = Look.stroke(2, 10, 7);

    /**
     * One rate.
     *
     * @param rate bits for each pixel, the same for all values of the code
     * @param entropy bits for each pixel with an entropy code, at best
     * @param psnr in decibels
     */
    public record Point(double rate, double entropy, double psnr) {}

    public RateDistortionCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("points must be at least one, but are none");
        }
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        Range rates = Range.of(0);
        Range decibels = Range.of(limit);
        for (Point point : points) {
            rates = rates.with(point.rate()).with(point.entropy());
            decibels = decibels.with(point.psnr());
        }
        Range x = new Range(0, rates.proper().padded(0.04).maximum());
        Range y = decibels.proper().padded(0.08);
        XYChart chart = Look.chart("bits per " + unit, x, "PSNR in decibels", y, WIDTH, HEIGHT);
        chart.getStyler().setXAxisDecimalPattern("0.###");
        double[] ends = {x.minimum(), x.maximum()};
        Look.line(chart.addSeries("limit", ends, new double[] {limit, limit}), Look.FAINT, DASHED);
        curve(chart, "equal", Look.COLOURS.get(0), Dot.filled(10), Point::rate);
        curve(chart, "entropy", Look.COLOURS.get(1), Dot.ring(10), Point::entropy);
        return Look.titled(title, Look.stacked(List.of(key(), Look.draw(chart))));
    }

    private void curve(
            XYChart chart, String name, Color colour, Dot dot, ToDoubleFunction<Point> rate) {
        double[] rates = points.stream().mapToDouble(rate).toArray();
        double[] decibels = points.stream().mapToDouble(Point::psnr).toArray();
        Look.line(chart.addSeries(name, rates, decibels), colour, SOLID).setMarker(dot);
    }

    private static BufferedImage key() {
        return new LineKey(
                        List.of(
                                new LineKey.Line(
                                        "equal bits for each value", Look.COLOURS.get(0), SOLID),
                                new LineKey.Line(
                                        "entropy of the values", Look.COLOURS.get(1), SOLID),
                                new LineKey.Line("codes not rounded", Look.FAINT, DASHED)))
                .draw(WIDTH);
    }
}
