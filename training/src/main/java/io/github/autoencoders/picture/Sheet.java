package io.github.autoencoders.picture;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Samples side by side in a grid: originals above reconstructions, samples from the prior, or what
 * the decoder makes of each place of the code plane.
 *
 * <pre>{@code
 * Sheet sheet = Sheet.ofReconstructions(samples, model.reconstruct(samples));
 * Png.write(sheet.draw("Reconstructions"), Path.of("sheet.png"));
 * }</pre>
 *
 * @param drawing how each sample is drawn
 * @param rows from top to bottom
 * @param columnCaptions written below the columns, as many as there are columns; or empty
 * @param rowAxis what the captions of the rows mean, written to their left; or blank
 * @param columnAxis what the captions of the columns mean, written below them; or blank
 */
public record Sheet(
        SampleDrawing drawing,
        List<Row> rows,
        List<String> columnCaptions,
        String rowAxis,
        String columnAxis) {

    private static final int WIDTH = 1300; // of all tiles together, about
    private static final int LARGEST_TILE = 240;
    private static final int SMALLEST_TILE = 56;

    /**
     * One row of a sheet.
     *
     * @param caption written at its left; or blank
     * @param samples raw samples, each as the drawing's shape says
     * @param below what is written below each of them; or none
     */
    public record Row(String caption, List<float[]> samples, List<String> below) {

        public Row {
            samples = List.copyOf(samples);
            below = List.copyOf(below);
        }

        /** A row with nothing below its samples. */
        public Row(String caption, List<float[]> samples) {
            this(caption, samples, List.of());
        }
    }

    public Sheet {
        rows = List.copyOf(rows);
        columnCaptions = List.copyOf(columnCaptions);
        int columns = columns(rows);
        if (columns == 0) {
            throw new IllegalArgumentException("rows must hold at least one sample, but hold none");
        }
        if (!columnCaptions.isEmpty() && columnCaptions.size() != columns) {
            throw new IllegalArgumentException(
                    "columnCaptions must be as many as the columns, %s, but are %s"
                            .formatted(columns, columnCaptions.size()));
        }
    }

    /** Returns the sheet of originals, each with its reconstruction below it. */
    public static Sheet ofReconstructions(
            SampleDrawing drawing, List<float[]> originals, List<float[]> reconstructions) {
        if (originals.size() != reconstructions.size()) {
            throw new IllegalArgumentException(
                    "reconstructions must be as many as the originals, %s, but are %s"
                            .formatted(originals.size(), reconstructions.size()));
        }
        List<Row> rows =
                List.of(new Row("original", originals), new Row("reconstruction", reconstructions));
        return new Sheet(drawing, rows, List.of(), "", "");
    }

    /**
     * Returns the sheet of samples, drawn in their range, and their reconstructions, which may be
     * masks of images.
     */
    public static Sheet ofReconstructions(Samples originals, Samples reconstructions) {
        List<float[]> samples = originals.samples();
        if (reconstructions.format().kind() == SampleKind.MASK) {
            return ofPictures(
                    List.of(new Row("input", samples), new Row("mask", reconstructions.samples())),
                    List.of(originals.format(), reconstructions.format()));
        }
        SampleDrawing drawing = SampleDrawing.of(originals.format(), samples);
        return ofReconstructions(drawing, samples, reconstructions.samples());
    }

    /**
     * Returns the sheet of rows of images and masks of one size, each row drawn in its own way.
     *
     * @param rows of raw samples
     * @param formats of the samples of each row
     */
    public static Sheet ofPictures(List<Row> rows, List<SampleFormat> formats) {
        SampleFormat first = formats.get(0);
        Shape colours = new Shape(3, first.shape().get(1), first.shape().get(2));
        List<Row> drawn = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            SampleDrawing drawing = SampleDrawing.of(formats.get(i), row.samples());
            List<float[]> seen =
                    row.samples().stream()
                            .map(sample -> ImagePixels.of(drawing.tile(sample, 1), colours))
                            .toList();
            drawn.add(new Row(row.caption(), seen, row.below()));
        }
        return new Sheet(SampleDrawing.ofBytes(colours), drawn, List.of(), "", "");
    }

    /** Returns drawn sheets beside each other. */
    public static BufferedImage sideBySide(List<BufferedImage> sheets) {
        return Look.beside(sheets);
    }

    /** Returns the sheet of samples in reading order. */
    public static Sheet ofSamples(SampleDrawing drawing, List<float[]> samples, int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be positive, but is " + columns);
        }
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += columns) {
            int to = Math.min(from + columns, samples.size());
            rows.add(new Row("", samples.subList(from, to)));
        }
        return new Sheet(drawing, rows, List.of(), "", "");
    }

    /**
     * Returns the sheet of one row for each label, the same code down each column.
     *
     * @param labels the captions of the rows
     * @param samples as many of each label: first all of the first
     */
    public static Sheet ofLabels(
            SampleDrawing drawing, List<String> labels, List<float[]> samples) {
        if (labels.isEmpty() || samples.size() % labels.size() != 0) {
            throw new IllegalArgumentException(
                    "samples must be as many of each of the %s labels, but are %s"
                            .formatted(labels.size(), samples.size()));
        }
        int columns = samples.size() / labels.size();
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < labels.size(); row++) {
            int from = row * columns;
            rows.add(new Row(labels.get(row), samples.subList(from, from + columns)));
        }
        return new Sheet(drawing, rows, List.of(), "", "");
    }

    /**
     * Returns the sheet of samples decoded over a grid of the code plane, z1 growing to the right
     * and z2 upwards, as in the map of the codes.
     *
     * @param z1 the first coordinate of each column, from left to right
     * @param z2 the second coordinate of each row, from bottom to top
     * @param samples number {@code row * z1.length + column} was decoded from {@code (z1[column],
     *     z2[row])}
     */
    public static Sheet ofCodePlane(
            SampleDrawing drawing, double[] z1, double[] z2, List<float[]> samples) {
        if (samples.size() != z1.length * z2.length) {
            throw new IllegalArgumentException(
                    "samples must be as many as the places of the grid, "
                            + z1.length * z2.length
                            + ", but are "
                            + samples.size());
        }
        List<Row> rows = new ArrayList<>();
        for (int row = z2.length - 1; row >= 0; row--) {
            int from = row * z1.length;
            rows.add(new Row(coordinate(z2[row]), samples.subList(from, from + z1.length)));
        }
        List<String> captions = DoubleStream.of(z1).mapToObj(Sheet::coordinate).toList();
        return new Sheet(drawing, rows, captions, "z2", "z1");
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.2f", value + 0.0).replace("-0.00", "0.00");
    }

    private static int columns(List<Row> rows) {
        return rows.stream().mapToInt(row -> row.samples().size()).max().orElse(0);
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        int columns = columns(rows);
        int size = Math.max(SMALLEST_TILE, Math.min(LARGEST_TILE, WIDTH / columns));
        List<List<BufferedImage>> tiles = new ArrayList<>();
        for (Row row : rows) {
            tiles.add(row.samples().stream().map(sample -> drawing.tile(sample, size)).toList());
        }
        BufferedImage first = tiles.stream().flatMap(List::stream).findFirst().orElseThrow();
        BufferedImage drawn =
                new SheetLayout(this, columns, first.getWidth(), first.getHeight()).draw(tiles);
        List<BufferedImage> parts = new ArrayList<>(List.of(drawn));
        if (!drawing.colours().isEmpty()) {
            parts.add(key(drawn.getWidth()));
        }
        int hidden =
                drawing.lines().isEmpty()
                        ? 0
                        : (int) drawing.shape().size() - drawing.lines().size();
        if (hidden > 0) {
            String more = "and %s more columns".formatted(hidden);
            parts.add(Look.strip(more, Look.font(Font.PLAIN, 17), drawn.getWidth(), 40));
        }
        return Look.titled(title, parts.size() == 1 ? drawn : Look.stacked(parts));
    }

    // What is drawn in which colour, and its range.
    private BufferedImage key(int width) {
        List<Axis> axes = drawing.colours();
        return new LineKey(
                        IntStream.range(0, axes.size())
                                .mapToObj(
                                        i ->
                                                new LineKey.Line(
                                                        axes.get(i).name()
                                                                + ", "
                                                                + axes.get(i).range(),
                                                        Look.COLOURS.get(i % Look.COLOURS.size()),
                                                        new BasicStroke(3)))
                                .toList())
                .draw(width);
    }
}
