package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Pixels of an image as numbers from 0 to 255, and back. Grey stays as it is stored: Java's own
 * conversion to colour would take it for linear light and brighten it.
 */
public final class ImagePixels {

    private static final int GREY = 1;
    private static final int COLOUR = 3;
    private static final double BYTE = 255;

    private ImagePixels() {}

    /** Checks that a sample's shape is that of a grey or a coloured image. */
    public static void requireImage(Shape shape) {
        if (!isImage(shape)) {
            throw new IllegalArgumentException(
                    "shape must be [1, H, W] or [3, H, W] for an image, but is " + shape);
        }
    }

    /** Returns whether a sample's shape is that of a grey or a coloured image. */
    public static boolean isImage(Shape shape) {
        return shape.dimension() == 3 && (shape.get(0) == GREY || shape.get(0) == COLOUR);
    }

    /**
     * Returns the pixels of an image, scaled to a shape if it has another size; grey from colour by
     * the weights of ITU-R BT.601.
     *
     * @param shape [1, H, W] or [3, H, W]
     * @return values 0 to 255, [C, H, W] flattened
     */
    public static float[] of(BufferedImage image, Shape shape) {
        requireImage(shape);
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        boolean stored = isGrey(image) && image.getWidth() == width && image.getHeight() == height;
        if (stored) {
            return replicate(greyOf(image), (int) shape.get(0));
        }
        BufferedImage colour = scaled(isGrey(image) ? coloured(image) : image, width, height);
        int[] packed = colour.getRGB(0, 0, width, height, null, 0, width);
        return shape.get(0) == GREY ? grey(packed) : channels(packed);
    }

    /** Returns whether an image has one channel of grey, and no colour. */
    public static boolean isGrey(BufferedImage image) {
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
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
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int red = toByte(pixels[i]);
            int green = shape.get(0) == GREY ? red : toByte(pixels[plane + i]);
            int blue = shape.get(0) == GREY ? red : toByte(pixels[2 * plane + i]);
            image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        return image;
    }

    private static int toByte(float value) {
        return (int) Math.round(Math.max(0, Math.min(BYTE, value)));
    }

    // The stored samples of the only channel, brought from their depth to 0 to 255.
    private static float[] greyOf(BufferedImage image) {
        Raster raster = image.getRaster();
        float[] grey =
                raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
        double white = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (float) (grey[i] * BYTE / white);
        }
        return grey;
    }

    private static BufferedImage coloured(BufferedImage image) {
        return toImage(greyOf(image), new Shape(1, image.getHeight(), image.getWidth()));
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        boolean shrinks = width < image.getWidth() || height < image.getHeight();
        Image source =
                shrinks
                        ? image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING)
                        : image;
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static float[] grey(int[] packed) {
        float[] values = new float[packed.length];
        for (int i = 0; i < packed.length; i++) {
            int rgb = packed[i];
            values[i] =
                    0.299f * (rgb >> 16 & 0xFF)
                            + 0.587f * (rgb >> 8 & 0xFF)
                            + 0.114f * (rgb & 0xFF);
        }
        return values;
    }

    private static float[] channels(int[] packed) {
        float[] values = new float[COLOUR * packed.length];
        for (int i = 0; i < packed.length; i++) {
            values[i] = packed[i] >> 16 & 0xFF;
            values[packed.length + i] = packed[i] >> 8 & 0xFF;
            values[2 * packed.length + i] = packed[i] & 0xFF;
        }
        return values;
    }

    private static float[] replicate(float[] grey, int channels) {
        float[] values = new float[channels * grey.length];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(grey, 0, values, c * grey.length, grey.length);
        }
        return values;
    }
}
