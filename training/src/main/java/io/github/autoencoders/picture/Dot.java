package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** A round mark of its own size, whatever the chart's; filled, or a ring with white inside. */
final class Dot extends Marker {

    private final double diameter;
    private final boolean ring;

    private Dot(double diameter, boolean ring) {
        this.diameter = diameter;
        this.ring = ring;
    }

    static Dot filled(double diameter) {
        return new Dot(diameter, false);
    }

    static Dot ring(double diameter) {
        return new Dot(diameter, true);
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int chartSize) {
        double radius = diameter / 2;
        Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, diameter, diameter);
        if (!ring) {
            graphics.fill(circle);
            return;
        }
        Color colour = graphics.getColor();
        graphics.setColor(Color.WHITE);
        graphics.fill(circle);
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(circle);
    }
}
