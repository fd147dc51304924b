package io.github.autoencoders.picture;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Scaling;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How one raw sample becomes a small picture. */
public sealed interface SampleDrawing {

    /** Returns the shape of a sample. */
    Shape shape();

    /** Returns the raw value drawn black, or at the lower edge. */
    double minimum();

    /** Returns the raw value drawn white, or at the upper edge. */
    double maximum();

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
     * greatest white, as 0 and 255, and other samples in the range of their finite values; strings
     * as the line of the indices of their symbols.
     *
     * @throws IllegalArgumentException for planes that are no colours
     */
    static SampleDrawing of(SampleFormat format, List<float[]> samples) {
        Shape shape = format.shape();
        Range range = range(format, samples);
        double minimum = range.minimum();
        double maximum = range.maximum();
        return switch (format.kind()) {
            case IMAGE, PLANES -> new Pixels(shape, minimum, maximum);
            case SIGNAL, TEXT -> new Lines(shape, minimum, maximum);
            case ROW, RATINGS -> new Bars(shape, minimum, maximum);
        };
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
            requireRange(minimum, maximum);
        }

        @Override
        public BufferedImage tile(float[] sample, int size) {
            requireSize(shape, sample);
            int height = (int) shape.get(1);
            int width = (int) shape.get(2);
            int times = Math.max(1, size / Math.max(height, width));
            int green = shape.get(0) == 3 ? height * width : 0;
            BufferedImage image =
                    new BufferedImage(width * times, height * times, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int pixel = y / times * width + x / times;
                    int rgb =
                            level(sample[pixel]) << 16
                                    | level(sample[pixel + green]) << 8
                                    | level(sample[pixel + 2 * green]);
                    image.setRGB(x, y, rgb);
                }
            }
            return image;
        }

        private int level(float value) {
            return (int) Math.round(255 * part(value, minimum, maximum));
        }
    }

    /**
     * A sequence as a line for each channel.
     *
     * @param shape [C, L]
     */
    record Lines(Shape shape, double minimum, double maximum) implements SampleDrawing {

        public Lines {
            requireDimensions(shape, 2, "[C, L] to be drawn as lines");
            requireRange(minimum, maximum);
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
                            graphics.draw(line(sample, channel * length, length, size));
                        }
                    });
        }

        private Path2D line(float[] sample, int from, int length, int width) {
            Path2D line = new Path2D.Double();
            boolean connected = false;
            for (int i = 0; i < length; i++) {
                double value = sample[from + i];
                double x = 4 + (width - 8.0) * (i + 0.5) / length;
                double y = height(part(value, minimum, maximum), width);
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
     * A row as a bar for each feature.
     *
     * @param shape [F]
     */
    record Bars(Shape shape, double minimum, double maximum) implements SampleDrawing {

        public Bars {
            requireDimensions(shape, 1, "[F] to be drawn as bars");
            requireRange(minimum, maximum);
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

    private static void requireDimensions(Shape shape, int dimensions, String rule) {
        if (shape.dimension() != dimensions) {
            throw new IllegalArgumentException("shape must be " + rule + ", but is " + shape);
        }
    }

    private static void requireRange(double minimum, double maximum) {
        if (!(minimum < maximum) || Double.isInfinite(maximum - minimum)) {
            throw new IllegalArgumentException(
                    "minimum must be finite and below maximum, but they are "
                            + minimum
                            + " and "
                            + maximum);
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

    private static BufferedImage strip(int width, Consumer<Graphics2D> content) {
        BufferedImage image = Look.white(width, stripHeight(width));
        Graphics2D graphics = Look.smooth(image);
        content.accept(graphics);
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(new Color(0xc8c8c8));
        graphics.draw(new Rectangle2D.Double(0.5, 0.5, width - 1, image.getHeight() - 1));
        graphics.dispose();
        return image;
    }

    private static int stripHeight(int width) {
        return (int) Math.round(0.6 * width);
    }

    private static double height(double part, int width) {
        return 4 + (stripHeight(width) - 8) * (1 - part);
    }
}
