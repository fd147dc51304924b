package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;

/** Images as raw samples, values from 0 to 255, and back. */
public final class ImagePixels {

    private static final int GREY = 1;
    private static final int COLOUR = 3;
    private static final float BYTE = 255;

    private ImagePixels() {}

    /** Checks that a sample's shape is that of a grey or a coloured image. */
    public static void requireImage(Shape shape) {
        if (!isImage(shape)) {
            throw new IllegalArgumentException(
                    "shape must be [1, H, W] or [3, H, W] for an image, but is " + shape);
        }
    }

    /** Returns whether a sample's shape is that of a grey or a coloured image. */
    static boolean isImage(Shape shape) {
        return shape.dimension() == 3 && (shape.get(0) == GREY || shape.get(0) == COLOUR);
    }

    /**
     * Returns the pixels of an image, scaled to a shape if it has another size.
     *
     * @param shape [1, H, W] for brightness, [3, H, W] for red, green and blue
     * @return values 0 to 255, [C, H, W] flattened
     */
    public static float[] of(BufferedImage image, Shape shape) {
        return of(RgbImage.of(image), shape);
    }

    /**
     * Returns the pixels of an image, scaled to a shape if it has another size.
     *
     * @param shape [1, H, W] for brightness, [3, H, W] for red, green and blue
     * @return values 0 to 255, [C, H, W] flattened
     */
    public static float[] of(RgbImage image, Shape shape) {
        return of(image, new SampleFormat(shape, 0, Scaling.UnitInterval.BYTES));
    }

    /**
     * Returns the pixels of an image as a model takes them, scaled to its size: of 16 bits the
     * upper eight, unless it learnt from values that have more.
     *
     * @return values 0 to 255, [C, H, W] flattened
     */
    public static float[] of(RgbImage image, SampleFormat format) {
        Shape shape = format.shape();
        requireImage(shape);
        RgbImage scaled = image.scaled((int) shape.get(2), (int) shape.get(1));
        boolean grey = shape.get(0) == GREY;
        return keepsDepth(format) ? scaled.values(grey) : scaled.byteValues(grey);
    }

    /** Returns whether samples of a format have all bits of their images. */
    public static boolean keepsDepth(SampleFormat format) {
        return !format.scaling().equals(Scaling.UnitInterval.BYTES);
    }

    /**
     * Returns the image of pixels.
     *
     * @param pixels values 0 to 255, [C, H, W] flattened; others are cut to the nearest of these
     * @param shape [1, H, W] or [3, H, W]
     */
    public static BufferedImage toImage(float[] pixels, Shape shape) {
        requireImage(shape);
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        int plane = width * height;
        int colours = (int) shape.get(0) / COLOUR; // 0 for grey, whose one plane serves for three
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int red = toByte(pixels[i]);
            int green = toByte(pixels[i + colours * plane]);
            int blue = toByte(pixels[i + 2 * colours * plane]);
            image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        return image;
    }

    private static int toByte(float value) {
        return Math.round(Math.max(0, Math.min(BYTE, value)));
    }
}
