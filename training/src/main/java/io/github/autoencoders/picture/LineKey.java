package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Says which line of a chart is which.
 *
 * @param lines from left to right
 */
record LineKey(List<Line> lines) {

    private static final int HEIGHT = 60;

    /** One line as it is drawn. */
    record Line(String name, Color colour, BasicStroke stroke) {

        /** Draws it and its name; returns where the next one may begin. */
        double draw(Graphics2D graphics, Font font, double x) {
            graphics.setColor(colour);
            graphics.setStroke(stroke);
            graphics.draw(new Line2D.Double(x, 34, x + 60, 34));
            graphics.setColor(Look.INK);
            Look.text(graphics, name, font, x + 70, 34, 0);
            return x + 70 + Look.width(name, font) + 36;
        }
    }

    LineKey {
        lines = List.copyOf(lines);
    }

    /** Returns a strip that stands above the chart. */
    BufferedImage draw(int width) {
        Font font = Look.font(Font.PLAIN, 20);
        BufferedImage strip = Look.white(width, HEIGHT);
        Graphics2D graphics = Look.smooth(strip);
        double x = Look.MARGIN;
        for (Line line : lines) {
            x = line.draw(graphics, font, x);
        }
        graphics.dispose();
        return strip;
    }
}
