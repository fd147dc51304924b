package io.github.autoencoders.picture;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Spectrogram;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** How one raw sample becomes a small picture. */
public sealed interface SampleDrawing {

    /** Returns the shape of a sample. */
    Shape shape();

    /**
     * Returns what the lines of a tile are, from top to bottom, if it has a line for each column.
     */
    default List<Axis> lines() {
        return List.of();
    }

    /** Returns what the colours of a tile are, if it has one for each of several channels. */
    default List<Axis> colours() {
        return List.of();
    }

    /**
     * Returns the picture of one sample.
     *
     * @param sample raw values in the order of the shape; what is not a number is drawn as the
     *     minimum in an image and left out elsewhere
     * @param size an image is magnified by the greatest whole number that keeps it within so many
     *     pixels, and never made smaller; other samples are so many pixels wide
     */
    BufferedImage tile(float[] sample, int size);

    /**
     * Returns how raw samples of a kind are drawn: images with the least raw value black and the
     * greatest white, as 0 and 255; masks in the colours of their classes; rows with a line for
     * each column, and sequences with one for each channel, each in the range of its own finite
     * values, but sounds that a model sees as spectrograms as these; strings as the line of the
     * indices of their symbols.
     *
     * @throws IllegalArgumentException for planes that are no colours
     */
    static SampleDrawing of(SampleFormat format, List<float[]> samples) {
        Shape shape = format.shape();
        return switch (format.kind()) {
            case IMAGE, PLANES -> {
                Range range = range(format, samples);
                yield new Pixels(shape, range.minimum(), range.maximum());
            }
            case MASK -> new Masks(shape, format.scaling().pixelClasses().orElseThrow());
            case SIGNAL ->
                    format.scaling() instanceof Spectrogram form
                            ? new Spectra(shape, form)
                            : new Lines(shape, Axis.ofEach(format, samples));
            case TEXT -> {
                Range range = range(format, samples);
                yield new Lines(shape, range.minimum(), range.maximum());
            }
            case ROW -> row(format, samples);
            case RATINGS -> {
                Range range = range(format, samples);
                yield new Bars(shape, range.minimum(), range.maximum());
            }
        };
    }

    // Of many values without names a profile says more than the first few.
    private static SampleDrawing row(SampleFormat format, List<float[]> samples) {
        if (format.schema().features().isEmpty() && format.size() > Columns.SHOWN) {
            Range range = range(format, samples);
            return new Bars(format.shape(), range.minimum(), range.maximum());
        }
        return new Columns(format.shape(), Axis.ofEach(format, samples));
    }

    /** Returns the drawing of eight-bit images: 0 is black, 255 is white. */
    static SampleDrawing ofBytes(Shape shape) {
        return new Pixels(shape, 0, 255);
    }

    private static Range range(SampleFormat format, List<float[]> samples) {
        Optional<Scaling.UnitInterval> bounds = format.scaling().bounds();
        if (format.kind() == SampleKind.IMAGE && bounds.isPresent()) {
            return new Range(bounds.get().minimum(), bounds.get().maximum());
        }
        Range range = Range.of();
        for (float[] sample : samples) {
            for (float value : sample) {
                range = range.with(value);
            }
        }
        return range.proper();
    }

    /**
     * An image as it is, magnified.
     *
     * @param shape [C, H, W] with C = 1 (grey) or 3 (red, green, blue)
     */
    record Pixels(Shape shape, double minimum, double maximum) implements SampleDrawing {

        public Pixels {
            requireDimensions(shape, 3, "[C, H, W] to be drawn as an image");
            if (shape.get(0) != 1 && shape.get(0) != 3) {
                throw new IllegalArgumentException(
                        "shape must have 1 or 3 channels to be drawn as an image, but is " + shape);
            }
            Axis.requireRange(minimum, maximum);
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            int green = shape.get(0) == 3 ? sample.length / 3 : 0;
            return magnified(
                    shape,
                    size,
                    pixel ->
                            level(sample[pixel]) << 16
                                    | level(sample[pixel + green]) << 8
                                    | level(sample[pixel + 2 * green]));
        }

        private int level(float value) {
            return (int) Math.round(255 * part(value, minimum, maximum));
        }
    }

    /**
     * A mask, each pixel in the colour of its class: that of its palette, or a grey, black for the
     * first class and white for the last.
     *
     * @param shape [1, H, W]
     */
    record Masks(Shape shape, Classes classes) implements SampleDrawing {

        public Masks {
            requireDimensions(shape, 3, "[1, H, W] to be drawn as a mask");
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            return magnified(shape, size, pixel -> colour(sample[pixel]));
        }

        private int colour(float value) {
            int place = Math.max(0, classes.place(value));
            int level = 255 * place / (classes.values().size() - 1);
            return classes.colours().isEmpty() ? 0x010101 * level : classes.colours().get(place);
        }
    }

    /**
     * A sequence as a line for each channel.
     *
     * @param shape [C, L]
     * @param axes one for each channel
     */
    record Lines(Shape shape, List<Axis> axes) implements SampleDrawing {

        public Lines {
            requireDimensions(shape, 2, "[C, L] to be drawn as lines");
            axes = List.copyOf(axes);
        }

        /** All channels in one range. */
        public Lines(Shape shape, double minimum, double maximum) {
            this(
                    shape,
                    Collections.nCopies(
                            shape.dimension() == 0 ? 1 : (int) shape.get(0),
                            new Axis("", minimum, maximum)));
        }

        @Override
        public List<Axis> colours() {
            return axes.stream().anyMatch(axis -> axis.name().isEmpty()) ? List.of() : axes;
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            int length = (int) shape.get(1);
            return strip(
                    size,
                    graphics -> {
                        for (int channel = 0; channel < shape.get(0); channel++) {
                            graphics.setColor(Look.COLOURS.get(channel % Look.COLOURS.size()));
                            graphics.setStroke(
                                    new BasicStroke(
                                            1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                            graphics.draw(line(sample, channel, length, size));
                        }
                    });
        }

        private Path2D line(float[] sample, int channel, int length, int width) {
            Axis axis = axes.get(channel);
            Path2D line = new Path2D.Double();
            boolean connected = false;
            for (int i = 0; i < length; i++) {
                double value = sample[channel * length + i];
                double x = 4 + (width - 8.0) * (i + 0.5) / length;
                double y = height(part(value, axis.minimum(), axis.maximum()), width);
                if (Double.isNaN(value)) {
                    connected = false;
                } else if (connected) {
                    line.lineTo(x, y);
                } else {
                    line.moveTo(x, y);
                    connected = true;
                }
            }
            return line;
        }
    }

    /**
     * A sound as its spectrogram, time to the right, lowest frequency at the bottom: white where it
     * is silent, black at 60 dB above the floor.
     *
     * @param shape [1, L]
     * @param form of the spectrogram
     */
    record Spectra(Shape shape, Spectrogram form) implements SampleDrawing {

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            double[][] levels = form.levels(sample); // [T][M]
            BufferedImage image = Look.white(size, stripHeight(size));
            for (int y = 0; y < image.getHeight(); y++) {
                int band = form.bands() * (image.getHeight() - 1 - y) / image.getHeight();
                for (int x = 0; x < size; x++) {
                    double level = levels[levels.length * x / size][band];
                    image.setRGB(x, y, 0x010101 * (int) Math.round(255 * part(level, 1, 0)));
                }
            }
            Graphics2D graphics = Look.smooth(image);
            frame(graphics, image);
            graphics.dispose();
            return image;
        }
    }

    /**
     * A row as a bar for each feature.
     *
     * @param shape [F]
     */
    record Bars(Shape shape, double minimum, double maximum) implements SampleDrawing {

        public Bars {
            requireDimensions(shape, 1, "[F] to be drawn as bars");
            Axis.requireRange(minimum, maximum);
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            return strip(size, graphics -> bars(graphics, sample, size));
        }

        // They start at zero where zero is in range, else at the edge nearer to zero.
        private void bars(Graphics2D graphics, float[] sample, int width) {
            graphics.setColor(Look.COLOURS.get(0));
            double step = (width - 8.0) / sample.length;
            double zero = height(part(0, minimum, maximum), width);
            for (int i = 0; i < sample.length; i++) {
                if (!Float.isNaN(sample[i])) {
                    double end = height(part(sample[i], minimum, maximum), width);
                    graphics.fill(
                            new Rectangle2D.Double(
                                    4 + i * step,
                                    Math.min(zero, end),
                                    Math.max(step * 0.8, 0.5),
                                    Math.abs(end - zero)));
                }
            }
        }
    }

    /**
     * A row as a line for each of the first columns: a bar in the column's own range, and the
     * value; or the word, in the colour of its place among the words.
     *
     * @param shape [F]
     * @param axes one for each column that is shown
     */
    record Columns(Shape shape, List<Axis> axes) implements SampleDrawing {

        /** How many columns are shown at most. */
        static final int SHOWN = 24;

        private static final int LINE = 24; // pixels
        private static final int VALUE = 84; // of them, for the value
        private static final int SMALLEST = 150;
        private static final int DATED = 240; // where some values are dates
        private static final int DATE = 160; // of them, for the date
        private static final int MARK = 8; // of a word, in its colour
        private static final Color GROUND = new Color(0xf0f0f0);

        public Columns {
            requireDimensions(shape, 1, "[F] to be drawn as columns");
            axes = List.copyOf(axes);
        }

        @Override
        public List<Axis> lines() {
            return axes;
        }

        /** Returns the height of the middle of a line of a tile. */
        static double middle(int line) {
            return 4 + LINE * (line + 0.5);
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            boolean dates =
                    axes.stream().anyMatch(axis -> axis.column().isPresent() && !axis.isOfWords());
            int width = Math.max(size, dates ? DATED : SMALLEST);
            BufferedImage image = Look.white(width, 8 + LINE * axes.size());
            Graphics2D graphics = Look.smooth(image);
            for (int line = 0; line < axes.size(); line++) {
                Axis axis = axes.get(line);
                double middle = middle(line);
                if (axis.isOfWords()) {
                    word(graphics, axis, sample[line], middle, width - 8);
                } else {
                    number(graphics, axis, sample[line], middle, width, dates ? DATE : VALUE);
                }
            }
            frame(graphics, image);
            graphics.dispose();
            return image;
        }

        private static Font font() {
            return Look.font(Font.PLAIN, 14);
        }

        private static void number(
                Graphics2D graphics, Axis axis, float value, double middle, int width, int room) {
            double top = middle - 0.32 * LINE;
            graphics.setColor(GROUND);
            graphics.fill(new Rectangle2D.Double(4, top, width - room, 0.64 * LINE));
            graphics.setColor(Look.COLOURS.get(0));
            graphics.fill(bar(axis, value, top, width - room));
            graphics.setColor(Look.INK);
            Look.text(graphics, axis.cell(value), font(), width - 8, middle, 1);
        }

        // Words have no order: none is more than another.
        private static void word(
                Graphics2D graphics, Axis axis, float value, double middle, double width) {
            double top = middle - 0.32 * LINE;
            graphics.setColor(GROUND);
            graphics.fill(new Rectangle2D.Double(4, top, width, 0.64 * LINE));
            if (!Float.isNaN(value)) {
                graphics.setColor(Look.COLOURS.get((int) value % Look.COLOURS.size()));
                graphics.fill(new Rectangle2D.Double(4, top, MARK, 0.64 * LINE));
            }
            graphics.setColor(Look.INK);
            String shown = Look.within(axis.cell(value), font(), (int) width - MARK - 8);
            Look.text(graphics, shown, font(), 4 + MARK + 6, middle, 0);
        }

        // From zero where zero is in range, else from the edge nearer to zero.
        private static Rectangle2D bar(Axis axis, float value, double top, double width) {
            double zero = width * part(0, axis.minimum(), axis.maximum());
            double end = width * part(value, axis.minimum(), axis.maximum());
            double length = Double.isNaN(end) ? 0 : Math.max(1.5, Math.abs(end - zero));
            return new Rectangle2D.Double(4 + Math.min(zero, end), top, length, 0.64 * LINE);
        }
    }

    private static void requireDimensions(Shape shape, int dimensions, String rule) {
        if (shape.dimension() != dimensions) {
            throw new IllegalArgumentException("shape must be " + rule + ", but is " + shape);
        }
    }

    private static void requireSize(Shape shape, float[] sample) {
        if (sample.length != shape.size()) {
            throw new IllegalArgumentException(
                    "sample must have %s values for shape %s, but has %s"
                            .formatted(shape.size(), shape, sample.length));
        }
    }

    // Where a value lies between minimum (0) and maximum (1); NaN stays NaN.
    private static double part(double value, double minimum, double maximum) {
        return Math.max(0, Math.min(1, (value - minimum) / (maximum - minimum)));
    }

    // An image [C, H, W], given the colours of its pixels in reading order.
    private static BufferedImage magnified(Shape shape, int size, IntUnaryOperator colour) {
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        int times = Math.max(1, size / Math.max(height, width));
        BufferedImage image =
                new BufferedImage(width * times, height * times, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colour.applyAsInt(y / times * width + x / times));
            }
        }
        return image;
    }

    private static BufferedImage strip(int width, Consumer<Graphics2D> content) {
        BufferedImage image = Look.white(width, stripHeight(width));
        Graphics2D graphics = Look.smooth(image);
        content.accept(graphics);
        frame(graphics, image);
        graphics.dispose();
        return image;
    }

    private static void frame(Graphics2D graphics, BufferedImage image) {
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(new Color(0xc8c8c8));
        graphics.draw(
                new Rectangle2D.Double(0.5, 0.5, image.getWidth() - 1, image.getHeight() - 1));
    }

    private static int stripHeight(int width) {
        return (int) Math.round(0.6 * width);
    }

    private static double height(double part, int width) {
        return 4 + (stripHeight(width) - 8) * (1 - part);
    }
}
