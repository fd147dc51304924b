package io.github.autoencoders.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the columns of a table are over the code plane: a square for each column, in which the
 * decoded value of each place has a colour, from dark for the least to light for the greatest; a
 * word has one of its own.
 *
 * @param drawing of rows, whose columns' names are taken
 * @param plane z1 growing to the right and z2 upwards, as in {@link Sheet#ofCodePlane}
 */
public record ColumnPlanes(SampleDrawing drawing, Sheet plane) {

    private static final int COLUMNS = 4;
    private static final int SHOWN = 12;
    private static final int SIDE = 256; // of a square
    private static final int WIDTH = SIDE + 90;
    private static final int HEIGHT = SIDE + 112;
    private static final double[][] COLOURS = { // in equal steps of brightness
        {43, 26, 77}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}
    };

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<Axis> axes = drawing.lines();
        int shown = Math.min(SHOWN, axes.size());
        List<BufferedImage> rows = new ArrayList<>();
        for (int from = 0; from < shown; from += COLUMNS) {
            List<BufferedImage> row = new ArrayList<>();
            for (int column = from; column < Math.min(from + COLUMNS, shown); column++) {
                row.add(square(axes.get(column), column));
            }
            rows.add(Look.beside(row));
        }
        int hidden = (int) drawing.shape().size() - shown;
        if (hidden > 0) {
            Font font = Look.font(Font.PLAIN, 17);
            rows.add(Look.strip("and %s more columns".formatted(hidden), font, WIDTH, 40));
        }
        return Look.titled(title, Look.stacked(rows));
    }

    private BufferedImage square(Axis drawn, int column) {
        List<Sheet.Row> rows = plane.rows();
        double[] values =
                rows.stream()
                        .flatMap(row -> row.samples().stream())
                        .mapToDouble(sample -> sample[column])
                        .toArray();
        Axis axis = drawn.isOfWords() ? drawn : Axis.of(drawn.name(), values, false);
        BufferedImage image = Look.white(WIDTH, HEIGHT);
        Graphics2D graphics = Look.smooth(image);
        int left = 70;
        int top = 52;
        Font font = Look.font(Font.PLAIN, 16);
        Look.text(graphics, axis.name(), Look.font(Font.BOLD, 18), left, 32, 0);
        double height = SIDE / (double) rows.size();
        for (int row = 0; row < rows.size(); row++) {
            List<float[]> samples = rows.get(row).samples();
            double width = SIDE / (double) samples.size();
            for (int place = 0; place < samples.size(); place++) {
                graphics.setColor(colour(samples.get(place)[column], axis));
                graphics.fill(
                        new Rectangle2D.Double(
                                left + place * width,
                                top + row * height,
                                width + 0.5, // so that no white shines through
                                height + 0.5));
            }
        }
        graphics.setColor(Look.INK);
        ends(graphics, font, left, top);
        if (axis.isOfWords()) {
            words(graphics, axis, values, font, left, top + SIDE + 34);
        } else {
            scale(graphics, axis, drawn, font, left, top + SIDE + 34);
        }
        graphics.dispose();
        return image;
    }

    // The coordinates of the corners, and what they are.
    private void ends(Graphics2D graphics, Font font, int left, int top) {
        List<String> across = plane.columnCaptions();
        List<Sheet.Row> rows = plane.rows();
        double below = top + SIDE + 14;
        Look.text(graphics, across.get(0), font, left, below, 0);
        Look.text(graphics, plane.columnAxis(), font, left + SIDE / 2.0, below, 0.5);
        Look.text(graphics, across.get(across.size() - 1), font, left + SIDE, below, 1);
        Look.text(graphics, rows.get(0).caption(), font, left - 6, top + 8, 1);
        Look.text(graphics, plane.rowAxis(), font, left - 6, top + SIDE / 2.0, 1);
        String last = rows.get(rows.size() - 1).caption();
        Look.text(graphics, last, font, left - 6, top + SIDE - 8, 1);
    }

    // The words that there are, as many as have room.
    private static void words(
            Graphics2D graphics, Axis axis, double[] values, Font font, int left, int top) {
        int x = left;
        for (double word : DoubleStream.of(values).distinct().sorted().toArray()) {
            String text = axis.cell(word);
            int width = 18 + Look.width(text, font);
            if (x + width > left + SIDE) {
                Look.text(graphics, "\u2026", font, x, top + 6, 0);
                return;
            }
            graphics.setColor(colour(word, axis));
            graphics.fill(new Rectangle2D.Double(x, top, 12, 12));
            graphics.setColor(Look.INK);
            Look.text(graphics, text, font, x + 16, top + 6, 0);
            x += width + 12;
        }
    }

    private static void scale(
            Graphics2D graphics, Axis axis, Axis drawn, Font font, int left, int top) {
        String least = drawn.cell(axis.minimum());
        String greatest = drawn.cell(axis.maximum());
        int from = left + Look.width(least, font) + 8;
        int to = left + SIDE - Look.width(greatest, font) - 8;
        for (int x = from; x < to; x++) {
            double value =
                    axis.minimum() + (axis.maximum() - axis.minimum()) * (x - from) / (to - from);
            graphics.setColor(colour(value, axis));
            graphics.fill(new Rectangle2D.Double(x, top, 1.5, 12));
        }
        graphics.setColor(Look.INK);
        Look.text(graphics, least, font, left, top + 6, 0);
        Look.text(graphics, greatest, font, left + SIDE, top + 6, 1);
    }

    private static Color colour(double value, Axis axis) {
        if (axis.isOfWords()) {
            return Look.COLOURS.get((int) value % Look.COLOURS.size());
        }
        double part = (value - axis.minimum()) / (axis.maximum() - axis.minimum());
        double place = Math.max(0, Math.min(1, part)) * (COLOURS.length - 1);
        int below = (int) Math.min(COLOURS.length - 2, Math.floor(place));
        int[] mixed = new int[3];
        for (int i = 0; i < 3; i++) {
            double from = COLOURS[below][i];
            mixed[i] = (int) Math.round(from + (place - below) * (COLOURS[below + 1][i] - from));
        }
        return new Color(mixed[0], mixed[1], mixed[2]);
    }
}
