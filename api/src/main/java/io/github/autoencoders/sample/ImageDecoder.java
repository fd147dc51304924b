package io.github.autoencoders.sample;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads files of images, of which nothing is believed. */
final class ImageDecoder {

    // Decoded, as planes, and what is scaled of them, at most.
    private static final int BYTES_OF_A_PIXEL = 12;

    private static final String JPEG = "jpeg";

    private ImageDecoder() {}

    /** What is read of a file. */
    interface Reading<T> {
        /**
         * Returns it from the decoder that knows the file.
         *
         * @param orientation of {@link ImageOrientation}
         */
        T from(ImageReader reader, int orientation) throws IOException;
    }

    /** Returns what is read of a file; the message of a failure names it. */
    static <T> T read(Path path, Reading<T> reading) throws IOException {
        try (ImageInputStream file = ImageIO.createImageInputStream(path.toFile())) {
            return read(path.toString(), file, reading);
        } catch (NullPointerException | SecurityException e) {
            throw unreadable(path.toString(), e);
        }
    }

    /** Returns what is read of an open file, which messages call by a name. */
    static <T> T read(String name, ImageInputStream file, Reading<T> reading) throws IOException {
        try {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(file);
            if (!readers.hasNext()) {
                throw new IOException("no decoder knows it");
            }
            ImageReader reader = readers.next();
            int orientation = ImageOrientation.of(file); // before decoders forget what they read
            try {
                // Without the metadata: compressed text in it may be of any size.
                reader.setInput(file, false, true);
                return reading.from(reader, orientation);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // decoders fail in either way on bad bytes
            throw unreadable(name, e);
        }
    }

    private static IOException unreadable(String what, Exception e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), "damaged");
        return new IOException(
                what + " must be a readable image, but is not: " + reason.strip(), e);
    }

    /** Returns a decoded image, turned as it was taken. */
    static RgbImage image(ImageReader reader, int orientation, int maxPixels) throws IOException {
        requireBounded(reader, maxPixels);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        // Of half a JPEG the decoder makes a picture whose lower half is grey.
        if (warnings.stream().anyMatch(warning -> warning.contains("premature end"))) {
            throw new IOException(String.join(", ", warnings));
        }
        int type = image.getRaster().getDataBuffer().getDataType();
        if (type != DataBuffer.TYPE_BYTE
                && type != DataBuffer.TYPE_USHORT
                && image.getColorModel().getComponentSize(0) > Short.SIZE) {
            throw new IOException(
                    "it must have at most 16 bits a value, but has "
                            + image.getColorModel().getComponentSize(0));
        }
        return RgbImage.of(image, orientation);
    }

    /** Refuses what takes more memory or time than its pixels are worth. */
    static void requireBounded(ImageReader reader, int maxPixels) throws IOException {
        requireSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
        if (reader.getFormatName().equalsIgnoreCase(JPEG)
                && reader.getInput() instanceof ImageInputStream file) {
            JpegScans.requireFew(file);
        }
    }

    // A small file may claim a size that no memory holds.
    static void requireSize(int width, int height, int maxPixels) throws IOException {
        if ((long) width * height > maxPixels) {
            throw new IOException(
                    "it must have at most %s pixels (%s), but has %s x %s"
                            .formatted(maxPixels, RgbImage.VARIABLE, width, height));
        }
        long needed = BYTES_OF_A_PIXEL * (long) width * height;
        long most = Runtime.getRuntime().maxMemory();
        if (needed > most) {
            throw new IOException(
                    "its %s x %s pixels must fit into the %s MB of memory that Java may take, but need %s MB"
                            .formatted(width, height, most >> 20, needed >> 20));
        }
    }
}
