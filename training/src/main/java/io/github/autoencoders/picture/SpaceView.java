package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Points in a cube, seen from a little above after a turn about the vertical axis. What is nearer
 * is larger and of a fuller colour. Each axis of the cube is as long as the range of the points.
 */
final class SpaceView {

    private static final int SIZE = 720;
    private static final double SCALE = 200; // pixels for half an edge of the cube
    private static final double ELEVATION = Math.toRadians(22);
    private static final double NEAREST = Math.sqrt(3); // depth of a corner
    private static final double DISTANCE = 7; // of the eye, in half edges: a weak perspective
    private static final Color EDGE = new Color(0xd0d0d0);

    private static final int DIGITS = 3; // of the values at the ends of the axes

    private final double turn;

    /** Makes a view, turned by so many degrees. */
    SpaceView(double degrees) {
        turn = Math.toRadians(degrees);
    }

    /** A place of the picture, and how near it is: -1 far, 1 near, about. */
    private record Place(double x, double y, double near) {}

    /**
     * Returns the picture.
     *
     * @param points shape [N, 3]; the third coordinate goes upwards
     * @param colours shape [N]
     * @param names of the three axes
     */
    BufferedImage draw(double[][] points, Color[] colours, List<String> names) {
        BufferedImage image = Look.white(SIZE, SIZE);
        Graphics2D graphics = Look.smooth(image);
        edges(graphics);
        Range[] ranges = ranges(points);
        Place[] places = places(points, ranges);
        int[] farthestFirst =
                IntStream.range(0, places.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> places[i].near))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double largest = points.length > 2000 ? 7 : 10;
        for (int i : farthestFirst) {
            dot(graphics, places[i], colours[i], largest);
        }
        names(graphics, names, ranges);
        graphics.dispose();
        return image;
    }

    private static Range[] ranges(double[][] points) {
        return IntStream.range(0, 3)
                .mapToObj(axis -> Arrays.stream(points).mapToDouble(point -> point[axis]))
                .map(values -> Range.of(values.toArray()).proper())
                .toArray(Range[]::new);
    }

    private Place[] places(double[][] points, Range[] ranges) {
        return Arrays.stream(points)
                .map(
                        point ->
                                place(
                                        inCube(point[0], ranges[0]),
                                        inCube(point[1], ranges[1]),
                                        inCube(point[2], ranges[2])))
                .toArray(Place[]::new);
    }

    private static double inCube(double value, Range range) {
        return 2 * (value - range.minimum()) / (range.maximum() - range.minimum()) - 1;
    }

    /** Returns where a point of the cube [-1, 1]^3 is seen. */
    private Place place(double x, double y, double z) {
        double right = x * Math.cos(turn) + y * Math.sin(turn);
        double away = y * Math.cos(turn) - x * Math.sin(turn);
        double up = z * Math.cos(ELEVATION) + away * Math.sin(ELEVATION);
        double near = z * Math.sin(ELEVATION) - away * Math.cos(ELEVATION);
        double magnified = SCALE * DISTANCE / (DISTANCE - near);
        return new Place(
                SIZE / 2.0 + 10 + magnified * right,
                SIZE / 2.0 - 35 - magnified * up, // the names are below
                near / NEAREST);
    }

    private void edges(Graphics2D graphics) {
        graphics.setColor(EDGE);
        graphics.setStroke(new BasicStroke(1.5f));
        double[] ends = {-1, 1};
        for (double a : ends) {
            for (double b : ends) {
                line(graphics, place(-1, a, b), place(1, a, b));
                line(graphics, place(a, -1, b), place(a, 1, b));
                line(graphics, place(a, b, -1), place(a, b, 1));
            }
        }
    }

    private static void line(Graphics2D graphics, Place from, Place to) {
        graphics.draw(new Line2D.Double(from.x, from.y, to.x, to.y));
    }

    private static void dot(Graphics2D graphics, Place place, Color colour, double largest) {
        double part = Math.max(0, Math.min(1, (place.near + 1) / 2));
        double size = largest * (0.5 + 0.5 * part);
        graphics.setColor(paler(colour, 0.65 * (1 - part), 190));
        graphics.fill(new Ellipse2D.Double(place.x - size / 2, place.y - size / 2, size, size));
    }

    private static Color paler(Color colour, double white, int alpha) {
        return new Color(
                mixed(colour.getRed(), white),
                mixed(colour.getGreen(), white),
                mixed(colour.getBlue(), white),
                alpha);
    }

    private static int mixed(int level, double white) {
        return (int) Math.round(level + (255 - level) * white);
    }

    /** Writes each axis' name outside the cube, beside an edge at its silhouette. */
    private void names(Graphics2D graphics, List<String> names, Range[] ranges) {
        Font font = Look.font(Font.PLAIN, 19);
        graphics.setColor(Look.INK);
        // The bottom edges towards the eye, and the upright edge farthest to the left.
        double nearX = Math.sin(turn) >= 0 ? 1 : -1;
        double nearY = Math.cos(turn) >= 0 ? -1 : 1;
        name(graphics, names.get(0), font, place(0, 1.25 * nearY, -1.12));
        name(graphics, names.get(1), font, place(1.25 * nearX, 0, -1.12));
        double leftX = Math.cos(turn) >= 0 ? -1 : 1;
        double leftY = Math.sin(turn) >= 0 ? -1 : 1;
        Place top = place(leftX, leftY, 1); // above it, where there is room for any name
        Look.text(graphics, names.get(2), font, top.x - 30, top.y - 42, 0);
        graphics.setColor(Look.FAINT);
        Font small = Look.font(Font.PLAIN, 16);
        ticks(graphics, small, ranges[0], end -> place(0.86 * end, 1.12 * nearY, -1.02));
        ticks(graphics, small, ranges[1], end -> place(1.12 * nearX, 0.86 * end, -1.02));
        Look.text(graphics, Axis.text(ranges[2].maximum(), DIGITS), small, top.x - 8, top.y + 8, 1);
        Place foot = place(leftX, leftY, -1);
        Look.text(
                graphics, Axis.text(ranges[2].minimum(), DIGITS), small, foot.x - 8, foot.y - 8, 1);
    }

    // The least and the greatest value, at the ends of an edge.
    private static void ticks(
            Graphics2D graphics, Font font, Range range, DoubleFunction<Place> place) {
        Place least = place.apply(-1);
        Place greatest = place.apply(1);
        Look.text(graphics, Axis.text(range.minimum(), DIGITS), font, least.x, least.y + 6, 0.5);
        Look.text(
                graphics,
                Axis.text(range.maximum(), DIGITS),
                font,
                greatest.x,
                greatest.y + 6,
                0.5);
    }

    private static void name(Graphics2D graphics, String name, Font font, Place place) {
        boolean left = place.x < SIZE / 2.0;
        Look.text(graphics, name, font, place.x, place.y + 8, left ? 0.8 : 0.2);
    }
}
