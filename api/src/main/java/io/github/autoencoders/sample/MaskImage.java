package io.github.autoencoders.sample;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A mask: an image whose values are not brightness but say of which class each pixel is, and so are
 * never mixed. In a grey image they are the levels of grey; in one with a palette of colours, the
 * places in the palette. Immutable.
 */
public final class MaskImage {

    private static final int RGB = 0xFFFFFF;

    private final int width;
    private final int height;
    private final byte[] values;
    private final int[] palette; // the colour of each value, or none

    private MaskImage(int width, int height, byte[] values, int[] palette) {
        this.width = width;
        this.height = height;
        this.values = values;
        this.palette = palette;
    }

    /**
     * Returns the mask in a file, turned as its orientation says.
     *
     * @throws IOException if it is no image, or has colours but no palette, or values above 255,
     *     with one line that names it
     */
    public static MaskImage read(Path path) throws IOException {
        int maxPixels = RgbImage.maxPixelsOfAFile();
        Stored stored =
                ImageDecoder.read(
                        path,
                        (reader, orientation) -> {
                            ImageDecoder.requireBounded(reader, maxPixels);
                            return new Stored(reader.read(0), orientation);
                        });
        try {
            return of(stored.image).turned(stored.orientation);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private record Stored(BufferedImage image, int orientation) {}

    private MaskImage turned(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean swapped = ImageOrientation.swaps(orientation);
        int newWidth = swapped ? height : width;
        byte[] turned = new byte[values.length];
        for (int i = 0; i < turned.length; i++) {
            int x = i % newWidth;
            int y = i / newWidth;
            turned[i] = values[ImageOrientation.source(orientation, x, y, width, height)];
        }
        return new MaskImage(newWidth, swapped ? width : height, turned, palette);
    }

    /**
     * Returns the mask that an image is.
     *
     * @throws IllegalArgumentException if it has colours but no palette, or values above 255
     */
    public static MaskImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] palette = palette(image);
        boolean grey = palette.length == 0;
        Raster raster = image.getRaster();
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        boolean levels = grey && !indexed && raster.getNumBands() <= 2;
        byte[] values = new byte[width * height];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width;
            boolean stored = !grey || levels;
            int value = stored ? raster.getSample(x, y, 0) : level(image.getRGB(x, y), x, y);
            if (value > 255) {
                throw new IllegalArgumentException(
                        "mask must have values of at most 255, but pixel (%s, %s) is %s"
                                .formatted(x, y, value));
            }
            values[i] = (byte) value;
        }
        return new MaskImage(width, height, values, palette);
    }

    // None where all colours are grey: then the greys are the values.
    private static int[] palette(BufferedImage image) {
        if (!(image.getColorModel() instanceof IndexColorModel model)) {
            return new int[0];
        }
        int[] colours = new int[model.getMapSize()];
        model.getRGBs(colours);
        boolean grey = IntStream.of(colours).allMatch(MaskImage::isGrey);
        return grey ? new int[0] : IntStream.of(colours).map(colour -> colour & RGB).toArray();
    }

    private static boolean isGrey(int colour) {
        int blue = colour & 0xFF;
        return (colour >> 8 & 0xFF) == blue && (colour >> 16 & 0xFF) == blue;
    }

    private static int level(int colour, int x, int y) {
        if (!isGrey(colour)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "mask must be grey, or have a palette, but pixel (%s, %s) has the"
                                    + " colour #%06x",
                            x,
                            y,
                            colour & RGB));
        }
        return colour & 0xFF;
    }

    /** Returns the mask in another size: each new pixel has the value at its middle. */
    public MaskImage scaled(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        byte[] scaled = new byte[newWidth * newHeight];
        for (int i = 0; i < scaled.length; i++) {
            long x = (2L * (i % newWidth) + 1) * width / (2L * newWidth);
            long y = (2L * (i / newWidth) + 1) * height / (2L * newHeight);
            scaled[i] = values[(int) (y * width + x)];
        }
        return new MaskImage(newWidth, newHeight, scaled, palette);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Returns the values, [1, H, W] flattened. */
    public float[] values() {
        float[] numbers = new float[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] & 0xFF;
        }
        return numbers;
    }

    /** Returns the values as bytes, likewise. */
    public byte[] bytes() {
        return values.clone();
    }

    /** Returns the colour of each value as 0xRRGGBB; none of a grey mask. */
    public List<Integer> palette() {
        return Arrays.stream(palette).boxed().toList();
    }

    /**
     * Returns the image of a mask, with its values: grey, or with the palette of its classes.
     *
     * @param raw a sample, flattened; what is none of the classes is written as it is
     * @param format of masks
     */
    static BufferedImage toImage(float[] raw, SampleFormat format) {
        int height = (int) format.shape().get(1);
        int width = (int) format.shape().get(2);
        Classes classes = format.scaling().pixelClasses().orElseThrow();
        BufferedImage image =
                classes.colours().isEmpty()
                        ? new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY)
                        : new BufferedImage(
                                width, height, BufferedImage.TYPE_BYTE_INDEXED, colours(classes));
        for (int i = 0; i < width * height; i++) {
            int value = Math.round(Math.max(0, Math.min(255, raw[i])));
            image.getRaster().setSample(i % width, i / width, 0, value);
        }
        return image;
    }

    private static IndexColorModel colours(Classes classes) {
        int[] colours = new int[256];
        for (int i = 0; i < classes.values().size(); i++) {
            colours[classes.values().get(i)] = classes.colours().get(i);
        }
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
    }
}
