package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Some quantity over another, a curve for each of a few ways to come by it.
 *
 * @param x what goes along
 * @param y what goes up
 * @param curves at least one, at most twelve
 */
public record NamedCurves(String x, String y, List<Curve> curves) {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 680;
    private static final BasicStroke STROKE = new BasicStroke(3);

    /**
     * One curve.
     *
     * @param x of its points, at least one
     * @param y of its points, as many
     */
    public record Curve(String name, List<Double> x, List<Double> y) {

        public Curve {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.isEmpty() || x.size() != y.size()) {
                throw new IllegalArgumentException(
                        "%s must have as many x as y, and one at least, but has %s and %s"
                                .formatted(name, x.size(), y.size()));
            }
        }
    }

    public NamedCurves {
        curves = List.copyOf(curves);
        if (curves.isEmpty() || curves.size() > Look.COLOURS.size()) {
            throw new IllegalArgumentException(
                    "curves must be from 1 to %s, but are %s"
                            .formatted(Look.COLOURS.size(), curves.size()));
        }
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        Range across = Range.of(0);
        Range up = Range.of();
        for (Curve curve : curves) {
            for (double each : curve.x) {
                across = across.with(each);
            }
            for (double each : curve.y) {
                up = up.with(each);
            }
        }
        Range width = new Range(0, across.proper().padded(0.04).maximum());
        XYChart chart = Look.chart(x, width, y, up.proper().padded(0.08), WIDTH, HEIGHT);
        chart.getStyler().setXAxisDecimalPattern("#,##0.###").setYAxisDecimalPattern("#,##0.###");
        List<LineKey.Line> key = new ArrayList<>();
        for (Curve curve : curves) {
            Color colour = Look.COLOURS.get(key.size());
            Look.line(chart.addSeries(curve.name, curve.x, curve.y), colour, STROKE);
            key.add(new LineKey.Line(curve.name, colour, STROKE));
        }
        return Look.titled(
                title, Look.stacked(List.of(new LineKey(key).draw(WIDTH), Look.draw(chart))));
    }
}
