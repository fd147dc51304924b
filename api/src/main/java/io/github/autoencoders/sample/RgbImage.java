package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image: three planes of bytes, red, green and blue, [3, H, W], as the picture is seen:
 * turned as its camera says, inks as the colours that they print, what is transparent on white. Of
 * values of 16 bits the upper eight are the bytes, and all are kept beside them.
 *
 * <p>Scaling is done here, by averaging areas, so that the same file gives the same sample on every
 * machine.
 */
public final class RgbImage {

    static final String VARIABLE = "AUTOENCODERS_MAX_PIXELS";

    /** Of a file, which its owner chose: 8192 x 8192. */
    private static final int MAX_PIXELS = 1 << 26;

    private static final char[] NOT_DEEP = new char[0];

    private final int width;
    private final int height;
    private final byte[] planes;
    private final char[] deep; // the planes in 16 bits, or none

    private RgbImage(int width, int height, byte[] planes, char[] deep) {
        this.width = width;
        this.height = height;
        this.planes = planes;
        this.deep = deep;
    }

    /** Returns the image in a file. */
    public static RgbImage read(Path path) throws IOException {
        int maxPixels = maxPixelsOfAFile();
        return ImageDecoder.read(
                path, (reader, turn) -> ImageDecoder.image(reader, turn, maxPixels));
    }

    /** Returns the image that the bytes of a file hold. */
    public static RgbImage read(byte[] bytes) throws IOException {
        return read(bytes, maxPixelsOfAFile());
    }

    /**
     * Returns how many pixels an image may have: what the environment variable {@code
     * AUTOENCODERS_MAX_PIXELS} says, whatever the image is from.
     *
     * @param usual where that says nothing
     */
    public static int maxPixels(int usual) {
        return maxPixels(usual, System.getenv(VARIABLE));
    }

    static int maxPixelsOfAFile() {
        return maxPixels(MAX_PIXELS);
    }

    static int maxPixels(int usual, @Nullable String said) {
        if (said == null || said.isEmpty()) {
            return usual;
        }
        try {
            return Require.atLeast(1, VARIABLE, Integer.parseInt(said));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    VARIABLE + " must be a whole number, but is " + said, e);
        }
    }

    /**
     * Returns the image that the bytes of a file hold.
     *
     * @param maxPixels how many it may have at most, so that a small file cannot fill the memory
     */
    public static RgbImage read(byte[] bytes, int maxPixels) throws IOException {
        try (ImageInputStream contents =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return ImageDecoder.read(
                    "content",
                    contents,
                    (reader, turn) -> ImageDecoder.image(reader, turn, maxPixels));
        }
    }

    /** Returns a decoded image; what is transparent lies on white. */
    public static RgbImage of(BufferedImage image) {
        return of(image, 1);
    }

    /**
     * Returns a decoded image, turned.
     *
     * @param orientation of {@link ImageOrientation}
     */
    static RgbImage of(BufferedImage image, int orientation) {
        int storedWidth = image.getWidth();
        int storedHeight = image.getHeight();
        boolean swapped = ImageOrientation.swaps(orientation);
        int width = swapped ? storedHeight : storedWidth;
        int height = swapped ? storedWidth : storedHeight;
        Stored stored = new Stored(image);
        byte[] planes = new byte[3 * width * height];
        char[] deep = stored.deep() ? new char[planes.length] : NOT_DEEP;
        for (int i = 0; i < width * height; i++) {
            int at =
                    ImageOrientation.source(
                            orientation, i % width, i / width, storedWidth, storedHeight);
            stored.goTo(at % storedWidth, at / storedWidth);
            for (int channel = 0; channel < 3; channel++) {
                int place = channel * width * height + i;
                planes[place] = (byte) stored.value(channel);
                if (deep.length > 0) {
                    deep[place] = (char) stored.deepValue(channel);
                }
            }
        }
        return new RgbImage(width, height, planes, deep);
    }

    /** The pixels of an image of Java's, one at a time. */
    private static final class Stored {

        private final BufferedImage image;
        private final Raster raster;
        private final boolean grey;
        private final boolean inks;
        private final int shift; // to eight bits
        private final int[] values;
        private int argb;

        Stored(BufferedImage image) {
            this.image = image;
            raster = image.getRaster();
            int bands = raster.getNumBands();
            boolean indexed = image.getColorModel() instanceof IndexColorModel;
            ColorSpace colours = image.getColorModel().getColorSpace();
            // getRGB would take the stored grey for linear light and brighten it; so it would inks,
            // unless a profile says what they look like.
            grey = bands <= 2 && !indexed;
            inks =
                    colours.getType() == ColorSpace.TYPE_CMYK
                            && !(colours instanceof ICC_ColorSpace);
            shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
            values = new int[bands];
        }

        boolean deep() {
            return raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT
                    && shift == 8
                    && !inks
                    && (grey || image.getColorModel().getColorSpace().isCS_sRGB());
        }

        void goTo(int x, int y) {
            argb = image.getRGB(x, y);
            raster.getPixel(x, y, values);
        }

        int value(int channel) {
            if (inks) {
                int ink = values[channel] >> shift;
                int black = values[3] >> shift;
                return ((255 - ink) * (255 - black) + 127) / 255;
            }
            int value = grey ? values[0] >> shift : (argb >> (16 - 8 * channel)) & 0xFF;
            return onWhite(value, argb >>> 24);
        }

        // What is transparent is no measured value, and needs no depth.
        int deepValue(int channel) {
            return argb >>> 24 == 255 ? values[grey ? 0 : channel] : value(channel) << 8;
        }
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Returns whether its values have 16 bits. */
    public boolean isDeep() {
        return deep.length > 0;
    }

    /** Returns the three planes, [3, H, W]. */
    public byte[] planes() {
        return planes.clone();
    }

    BufferedImage toBuffered() {
        return ImagePixels.toImage(byteValues(false), new Shape(3, height, width));
    }

    /** Returns the image stretched or shrunk to a size: each new pixel is the mean of its area. */
    public RgbImage scaled(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        byte[] scaled = new byte[3 * newHeight * newWidth];
        char[] scaledDeep = isDeep() ? new char[scaled.length] : NOT_DEEP;
        for (int channel = 0; channel < 3; channel++) {
            int from = channel * height * width;
            int to = channel * newHeight * newWidth;
            double[] means = means(i -> planes[from + i] & 0xFF, newWidth, newHeight);
            for (int i = 0; i < means.length; i++) {
                scaled[to + i] = (byte) Math.round(means[i]);
            }
            double[] exact =
                    isDeep() ? means(i -> deep[from + i], newWidth, newHeight) : new double[0];
            for (int i = 0; i < exact.length; i++) {
                scaledDeep[to + i] = (char) Math.round(exact[i]);
            }
        }
        return new RgbImage(newWidth, newHeight, scaled, scaledDeep);
    }

    // Of one plane, for each new row first along the columns and then along the row: an image may
    // be as wide as it has pixels, so that no more than one such row is kept. New rows that lie in
    // the same old one are the same.
    private double[] means(IntToDoubleFunction plane, int newWidth, int newHeight) {
        double[] means = new double[newHeight * newWidth];
        double[] row = new double[width];
        for (int y = 0; y < newHeight; y++) {
            if (y > 0 && isWithinOneRow(y - 1, y, newHeight)) {
                System.arraycopy(means, (y - 1) * newWidth, means, y * newWidth, newWidth);
                continue;
            }
            average(plane, y, newHeight, row);
            for (int x = 0; x < newWidth; x++) {
                means[y * newWidth + x] = mean(row, x, newWidth);
            }
        }
        return means;
    }

    private boolean isWithinOneRow(int first, int last, int cells) {
        double from = (double) first * height / cells;
        double to = (double) (last + 1) * height / cells;
        return to <= (int) from + 1;
    }

    // The means of all columns over the part that is cell of cells equal ones.
    private void average(IntToDoubleFunction plane, int cell, int cells, double[] row) {
        double from = (double) cell * height / cells;
        double to = (double) (cell + 1) * height / cells;
        Arrays.fill(row, 0);
        for (int i = (int) from; i < height && i < to; i++) {
            double share = Math.min(to, i + 1) - Math.max(from, i);
            for (int x = 0; x < width; x++) {
                row[x] += plane.applyAsDouble(i * width + x) * share;
            }
        }
        for (int x = 0; x < width; x++) {
            row[x] /= to - from;
        }
    }

    // The mean of line over the part that is cell of cells equal ones.
    private static double mean(double[] line, int cell, int cells) {
        double from = (double) cell * line.length / cells;
        double to = (double) (cell + 1) * line.length / cells;
        double sum = 0;
        for (int i = (int) from; i < line.length && i < to; i++) {
            sum += line[i] * (Math.min(to, i + 1) - Math.max(from, i));
        }
        return sum / (to - from);
    }

    /** Returns whether red, green and blue are the same everywhere. */
    public boolean isGrey() {
        int size = width * height;
        for (int i = 0; i < size; i++) {
            if (planes[i] != planes[size + i] || planes[i] != planes[2 * size + i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the brightness, [1, H, W], with the weights of ITU-R BT.601. */
    public byte[] brightness() {
        int size = width * height;
        byte[] grey = new byte[size];
        for (int i = 0; i < size; i++) {
            int red = planes[i] & 0xFF;
            int green = planes[size + i] & 0xFF;
            int blue = planes[2 * size + i] & 0xFF;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return grey;
    }

    /**
     * Returns the values with all bits that there are, in units of the bytes: those of 16 bits
     * divided by 256.
     *
     * @param grey for the brightness, [1, H, W], rather than red, green and blue, [3, H, W]
     */
    float[] values(boolean grey) {
        if (!isDeep()) {
            return byteValues(grey);
        }
        int size = width * height;
        float[] values = new float[grey ? size : deep.length];
        for (int i = 0; i < values.length; i++) {
            int value =
                    grey
                            ? (299 * deep[i] + 587 * deep[size + i] + 114 * deep[2 * size + i])
                                    / 1000
                            : deep[i];
            values[i] = value / 256f;
        }
        return values;
    }

    /** Returns the bytes as numbers, likewise. */
    float[] byteValues(boolean grey) {
        byte[] bytes = grey ? brightness() : planes;
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }
}
