package io.github.autoencoders.report;

import io.github.autoencoders.picture.Axis;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How samples of a format look on a page: as small pictures, as text, or as cells. */
final class SampleFaces {

    private static final int CELLS = 8;
    private static final int LARGE = 96; // pixels
    private static final int STRIP = 200;
    private static final int SMALL = 48;
    private static final int SMALL_STRIP = 72;

    private final SampleFormat format;
    private final Optional<SampleDrawing> drawing;

    SampleFaces(Samples samples) {
        format = samples.format();
        drawing = drawing(samples);
    }

    private static Optional<SampleDrawing> drawing(Samples samples) {
        SampleFormat format = samples.format();
        boolean drawn =
                switch (format.kind()) {
                    case IMAGE, MASK, SIGNAL, RATINGS -> true;
                    case ROW -> format.schema().features().isEmpty() && format.size() > 3 * CELLS;
                    case PLANES, TEXT -> false;
                };
        return drawn ? Optional.of(SampleDrawing.of(format, samples.samples())) : Optional.empty();
    }

    /** Returns the names of the cells that are shown; none where samples are no rows of cells. */
    List<String> cellNames() {
        if (format.kind() == SampleKind.TEXT) {
            return List.of("string");
        }
        if (drawing.isPresent() || format.kind() != SampleKind.ROW) {
            return List.of();
        }
        List<String> names = format.schema().features();
        return IntStream.range(0, Math.min(CELLS, format.size()))
                .mapToObj(i -> names.isEmpty() ? "x" + (i + 1) : names.get(i))
                .toList();
    }

    /** Returns how many cells of a row are not shown. */
    int cellsLeftOut() {
        return format.kind() != SampleKind.ROW || drawing.isPresent()
                ? 0
                : format.size() - cellNames().size();
    }

    /** Returns the cells that are shown of a row; a missing one is empty. */
    List<String> cells(Samples samples, int index) {
        if (format.kind() == SampleKind.TEXT) {
            return List.of(format.text(samples.sample(index)));
        }
        List<Object> cells = format.cells(samples.numbers(index));
        return IntStream.range(0, cellNames().size()).mapToObj(i -> cell(cells.get(i))).toList();
    }

    private static String cell(Object value) {
        if (!(value instanceof Number number)) {
            return value.toString();
        }
        return Double.isNaN(number.doubleValue()) ? "" : Axis.text(number.doubleValue());
    }

    /** Returns a sample in words: a string, or a row; nothing of others. */
    String words(Samples samples, int index) {
        if (format.kind() == SampleKind.TEXT) {
            return format.text(samples.sample(index));
        }
        List<String> names = cellNames();
        List<String> cells = names.isEmpty() ? List.of() : cells(samples, index);
        return String.join(
                "\n",
                IntStream.range(0, names.size())
                        .mapToObj(i -> names.get(i) + "  " + cells.get(i))
                        .toList());
    }

    /** Returns the address of a sample's picture; or empty. */
    String picture(float[] sample) {
        int size = format.kind().isPicture() ? LARGE : STRIP;
        return drawing.map(way -> address(way.tile(sample, size))).orElse("");
    }

    /**
     * All samples in one picture.
     *
     * @param address of the picture
     * @param columns how many stand in a row
     * @param width of each, in pixels
     * @param height of each
     */
    record Sprites(String address, int columns, int width, int height) {}

    /** Returns small pictures of the first samples; none where they are not drawn. */
    Optional<Sprites> sprites(Samples samples, int count) {
        return drawing.map(way -> sprites(way, samples, count));
    }

    private Sprites sprites(SampleDrawing way, Samples samples, int count) {
        int asked = format.kind().isPicture() ? SMALL : SMALL_STRIP;
        BufferedImage first = way.tile(samples.sample(0), asked);
        double scale = Math.min(1, (double) asked / Math.max(first.getWidth(), first.getHeight()));
        int width = (int) Math.ceil(scale * first.getWidth());
        int height = (int) Math.ceil(scale * first.getHeight());
        int columns = (int) Math.ceil(Math.sqrt(count));
        int rows = (count + columns - 1) / columns;
        BufferedImage all =
                new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < count; i++) {
            BufferedImage tile = i == 0 ? first : way.tile(samples.sample(i), asked);
            int x = i % columns * width;
            graphics.drawImage(tile, x, i / columns * height, width, height, null);
        }
        graphics.dispose();
        return new Sprites(address(all), columns, width, height);
    }

    /** Returns the address that holds a picture itself. */
    static String address(BufferedImage image) {
        try {
            return address("image/png", Png.bytes(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address that holds bytes itself. */
    static String address(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
