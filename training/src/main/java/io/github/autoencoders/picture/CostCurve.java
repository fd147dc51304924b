package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * How long something takes as one thing grows: dots at the medians with a bar from the first to the
 * third quartile, and dashed what the machine's arithmetic and its memory would take at least.
 *
 * @param x what grows
 * @param y what is measured, with its unit
 * @param points at least one
 */
public record CostCurve(String x, String y, List<Point> points) {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 680;
    private static final BasicStroke SOLID = new BasicStroke(3);
    private static final BasicStroke DASHED = Look.stroke(2, 10, 7);
    private static final Color MEASURED = Look.COLOURS.get(0);
    private static final Color ARITHMETIC = Look.COLOURS.get(1);
    private static final Color MEMORY = Look.COLOURS.get(2);

    /**
     * One measurement.
     *
     * @param x along the axis
     * @param lower first quartile
     * @param median of the times
     * @param upper third quartile
     * @param arithmetic the least time by arithmetic
     * @param memory the least time by memory
     */
    public record Point(
            double x,
            double lower,
            double median,
            double upper,
            double arithmetic,
            double memory) {}

    public CostCurve {
        points = points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
        if (points.isEmpty()) {
            throw new IllegalArgumentException("points must be at least one, but are none");
        }
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        Range across = Range.of(0);
        Range up = Range.of(0);
        for (Point point : points) {
            across = across.with(point.x());
            up = up.with(point.upper()).with(point.arithmetic()).with(point.memory());
        }
        Range width = new Range(0, across.proper().padded(0.04).maximum());
        Range height = new Range(0, up.proper().padded(0.08).maximum());
        XYChart chart = Look.chart(x, width, y, height, WIDTH, HEIGHT);
        chart.getStyler().setXAxisDecimalPattern("#,##0.###").setYAxisDecimalPattern("#,##0.###");
        curve(chart, "arithmetic", Point::arithmetic, ARITHMETIC, DASHED);
        curve(chart, "memory", Point::memory, MEMORY, DASHED);
        for (Point point : points) {
            bar(chart, point);
        }
        curve(chart, "measured", Point::median, MEASURED, SOLID).setMarker(Dot.filled(10));
        return Look.titled(title, Look.stacked(List.of(key(), Look.draw(chart))));
    }

    private XYSeries curve(
            XYChart chart,
            String name,
            ToDoubleFunction<Point> value,
            Color colour,
            BasicStroke stroke) {
        double[] across = points.stream().mapToDouble(Point::x).toArray();
        double[] up = points.stream().mapToDouble(value).toArray();
        return Look.line(chart.addSeries(name, across, up), colour, stroke);
    }

    private static void bar(XYChart chart, Point point) {
        XYSeries bar =
                chart.addSeries(
                        "quartiles at " + point.x(),
                        new double[] {point.x(), point.x()},
                        new double[] {point.lower(), point.upper()});
        Look.line(bar, MEASURED, SOLID);
    }

    private static BufferedImage key() {
        return new LineKey(
                        List.of(
                                new LineKey.Line("measured, with quartiles", MEASURED, SOLID),
                                new LineKey.Line("least by arithmetic", ARITHMETIC, DASHED),
                                new LineKey.Line("least by memory", MEMORY, DASHED)))
                .draw(WIDTH);
    }
}
