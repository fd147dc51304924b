package io.github.autoencoders.picture;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * How one raw sample becomes a small picture: an image as it is, magnified; a sequence as a line
 * for each channel; a row of a table as a bar for each feature.
 *
 * @param shape [C, H, W] with C = 1 (grey) or 3 (red, green, blue), [C, L] or [F]
 * @param minimum the raw value drawn black, or at the lower edge
 * @param maximum the raw value drawn white, or at the upper edge
 */
public record SampleDrawing(Shape shape, double minimum, double maximum) {

    private static final double STRIP_HEIGHT = 0.6; // of its width

    public SampleDrawing {
        if (shape.dimension() < 1 || shape.dimension() > 3) {
            throw new IllegalArgumentException(
                    "shape must be [F], [C, L] or [C, H, W], but is " + shape);
        }
        if (shape.dimension() == 3 && shape.get(0) != 1 && shape.get(0) != 3) {
            throw new IllegalArgumentException(
                    "shape must have 1 or 3 channels to be drawn as an image, but is " + shape);
        }
        if (!(minimum < maximum) || Double.isInfinite(maximum - minimum)) {
            throw new IllegalArgumentException(
                    "minimum must be finite and below maximum, but they are "
                            + minimum
                            + " and "
                            + maximum);
        }
    }

    /**
     * Returns how raw samples are drawn: images with the least raw value black and the greatest
     * white, as 0 and 255, and other samples in their own range.
     */
    public static SampleDrawing of(SampleFormat format, List<float[]> samples) {
        return ImagePixels.isImage(format.shape())
                        && format.scaling() instanceof Scaling.UnitInterval raw
                ? new SampleDrawing(format.shape(), raw.minimum(), raw.maximum())
                : ofRange(format.shape(), samples);
    }

    /** Returns the drawing of eight-bit samples: 0 is black, 255 is white. */
    public static SampleDrawing ofBytes(Shape shape) {
        return new SampleDrawing(shape, 0, 255);
    }

    /**
     * Returns the drawing whose minimum and maximum are those of the finite values of some samples.
     */
    public static SampleDrawing ofRange(Shape shape, List<float[]> samples) {
        Range range = Range.of();
        for (float[] sample : samples) {
            for (float value : sample) {
                range = range.with(value);
            }
        }
        Range proper = range.proper();
        return new SampleDrawing(shape, proper.minimum(), proper.maximum());
    }

    /**
     * Returns the picture of one sample.
     *
     * @param sample raw values in the order of the shape; what is not a number is drawn as the
     *     minimum in an image and left out elsewhere
     * @param size an image is magnified by the greatest whole number that keeps it within so many
     *     pixels, and never made smaller; other samples are so many pixels wide
     */
    public BufferedImage tile(float[] sample, int size) {
        if (sample.length != shape.size()) {
            throw new IllegalArgumentException(
                    "sample must have "
                            + shape.size()
                            + " values for shape "
                            + shape
                            + ", but has "
                            + sample.length);
        }
        return shape.dimension() == 3 ? image(sample, size) : strip(sample, size);
    }

    private BufferedImage image(float[] sample, int size) {
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
        return (int) Math.round(255 * part(value));
    }

    /** Returns where a value lies between minimum (0) and maximum (1); NaN stays NaN. */
    private double part(double value) {
        return Math.max(0, Math.min(1, (value - minimum) / (maximum - minimum)));
    }

    private BufferedImage strip(float[] sample, int width) {
        int height = (int) Math.round(STRIP_HEIGHT * width);
        BufferedImage image = Look.white(width, height);
        Graphics2D graphics = Look.smooth(image);
        if (shape.dimension() == 1) {
            bars(graphics, sample, width, height);
        } else {
            int length = (int) shape.get(1);
            for (int channel = 0; channel < shape.get(0); channel++) {
                graphics.setColor(Look.COLOURS.get(channel % Look.COLOURS.size()));
                graphics.setStroke(
                        new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                graphics.draw(line(sample, channel * length, length, width, height));
            }
        }
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(new Color(0xc8c8c8));
        graphics.draw(new Rectangle2D.Double(0.5, 0.5, width - 1, height - 1));
        graphics.dispose();
        return image;
    }

    /** Bars start at zero where zero is in range, else at the edge nearer to zero. */
    private void bars(Graphics2D graphics, float[] sample, int width, int height) {
        graphics.setColor(Look.COLOURS.get(0));
        double step = (width - 8.0) / sample.length;
        double zero = height(0, height);
        for (int i = 0; i < sample.length; i++) {
            if (!Float.isNaN(sample[i])) {
                double end = height(sample[i], height);
                graphics.fill(
                        new Rectangle2D.Double(
                                4 + i * step,
                                Math.min(zero, end),
                                Math.max(step * 0.8, 0.5),
                                Math.abs(end - zero)));
            }
        }
    }

    private Path2D line(float[] sample, int from, int length, int width, int height) {
        Path2D line = new Path2D.Double();
        boolean connected = false;
        for (int i = 0; i < length; i++) {
            double value = sample[from + i];
            double x = 4 + (width - 8.0) * (i + 0.5) / length;
            if (Double.isNaN(value)) {
                connected = false;
            } else if (connected) {
                line.lineTo(x, height(value, height));
            } else {
                line.moveTo(x, height(value, height));
                connected = true;
            }
        }
        return line;
    }

    private double height(double value, int height) {
        return 4 + (height - 8) * (1 - part(value));
    }
}
