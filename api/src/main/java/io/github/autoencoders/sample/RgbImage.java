package io.github.autoencoders.sample;

import io.github.autoencoders.argument.Require;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded image: three planes of bytes, red, green and blue, [3, H, W].
 *
 * <p>Scaling is done here, by averaging areas, so that the same file gives the same sample on every
 * machine.
 */
public final class RgbImage {

    private static final String VARIABLE = "AUTOENCODERS_MAX_PIXELS";

    /** Of a file, which its owner chose: 8192 x 8192. */
    private static final int MAX_PIXELS = 1 << 26;

    /** Of what a stranger sends: 4096 x 3072, as telephones take pictures. */
    private static final int MAX_PIXELS_OF_A_REQUEST = 3 << 22;

    private final int width;
    private final int height;
    private final byte[] planes;

    private RgbImage(int width, int height, byte[] planes) {
        this.width = width;
        this.height = height;
        this.planes = planes;
    }

    /** Returns the image in a file. */
    public static RgbImage read(Path path) throws IOException {
        try (ImageInputStream contents = ImageIO.createImageInputStream(path.toFile())) {
            return of(decode(contents, maxPixels(MAX_PIXELS, System.getenv(VARIABLE))));
        } catch (IOException | RuntimeException e) { // decoders fail in either way on bad bytes
            throw unreadable(path.toString(), e);
        }
    }

    /** Returns the image that the bytes of a file hold. */
    public static RgbImage read(byte[] bytes) throws IOException {
        return read(bytes, maxPixels(MAX_PIXELS, System.getenv(VARIABLE)));
    }

    /**
     * Returns how many pixels the images of a request may have together: what the environment
     * variable {@code AUTOENCODERS_MAX_PIXELS} says, which is also the bound of an image in a file,
     * or 4096 x 3072.
     */
    public static int maxPixelsOfARequest() {
        return maxPixels(MAX_PIXELS_OF_A_REQUEST, System.getenv(VARIABLE));
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
        InputStream memory = new ByteArrayInputStream(bytes);
        try (ImageInputStream contents = new MemoryCacheImageInputStream(memory)) {
            return of(decode(contents, maxPixels));
        } catch (IOException | RuntimeException e) {
            throw unreadable("content", e);
        }
    }

    private static IOException unreadable(String what, Exception e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), "damaged");
        return new IOException(
                what + " must be a readable image, but is not: " + reason.strip(), e);
    }

    private static BufferedImage decode(ImageInputStream contents, int maxPixels)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(contents);
        if (!readers.hasNext()) {
            throw new IOException("no decoder knows it");
        }
        ImageReader reader = readers.next();
        List<String> warnings = new ArrayList<>();
        try {
            // Without the metadata: compressed text in it may be of any size.
            reader.setInput(contents, false, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage image = reader.read(0);
            // Of half a JPEG the decoder makes a picture whose lower half is grey.
            if (warnings.stream().anyMatch(warning -> warning.contains("premature end"))) {
                throw new IOException(String.join(", ", warnings));
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    // A small file may claim a size that no memory holds.
    private static void requireSize(int width, int height, int maxPixels) throws IOException {
        if ((long) width * height > maxPixels) {
            throw new IOException(
                    "it must have at most "
                            + maxPixels
                            + " pixels ("
                            + VARIABLE
                            + "), but has "
                            + width
                            + " x "
                            + height);
        }
    }

    /** Returns a decoded image; what is transparent lies on white. */
    public static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        // getRGB would take the stored grey for linear light and brighten it.
        boolean grey =
                raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        int greyShift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        byte[] planes = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            int argb = image.getRGB(x, y);
            int stored = grey ? raster.getSample(x, y, 0) >> greyShift : 0;
            for (int channel = 0; channel < 3; channel++) {
                int value = grey ? stored : (argb >> (16 - 8 * channel)) & 0xFF;
                planes[channel * width * height + i] = (byte) onWhite(value, argb >>> 24);
            }
        }
        return new RgbImage(width, height, planes);
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

    /** Returns the three planes, [3, H, W]. */
    public byte[] planes() {
        return planes.clone();
    }

    /** Returns the image stretched or shrunk to a size: each new pixel is the mean of its area. */
    public RgbImage scaled(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        double[] rows = new double[3 * newHeight * width];
        byte[] scaled = new byte[3 * newHeight * newWidth];
        double[] column = new double[height];
        double[] row = new double[width];
        for (int channel = 0; channel < 3; channel++) {
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    column[y] = planes[(channel * height + y) * width + x] & 0xFF;
                }
                for (int y = 0; y < newHeight; y++) {
                    rows[(channel * newHeight + y) * width + x] = mean(column, y, newHeight);
                }
            }
            for (int y = 0; y < newHeight; y++) {
                int from = (channel * newHeight + y) * width;
                System.arraycopy(rows, from, row, 0, width);
                for (int x = 0; x < newWidth; x++) {
                    long value = Math.round(mean(row, x, newWidth));
                    scaled[(channel * newHeight + y) * newWidth + x] = (byte) value;
                }
            }
        }
        return new RgbImage(newWidth, newHeight, scaled);
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
}
