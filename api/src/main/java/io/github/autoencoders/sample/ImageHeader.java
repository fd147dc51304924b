package io.github.autoencoders.sample;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * What the first bytes of an image's file say, before any memory is taken for its pixels.
 *
 * @param width as it is seen, turned as its orientation says
 * @param height likewise
 * @param bits of a value, 8 for most
 * @param transparent whether parts of it may be
 * @param inks whether its values are cyan, magenta, yellow and black, as in print
 * @param turned whether its orientation is another than that in which it is stored
 * @param grey whether it is stored without colours
 * @param several whether there are other pictures behind it, as in an animation
 */
public record ImageHeader(
        int width,
        int height,
        int bits,
        boolean transparent,
        boolean inks,
        boolean turned,
        boolean grey,
        boolean several) {

    /**
     * Reads the header of a file.
     *
     * @throws IOException if it is no image, with one line that says which file
     */
    public static ImageHeader read(Path path) throws IOException {
        return ImageDecoder.read(path, ImageHeader::of);
    }

    static ImageHeader of(ImageReader reader, int orientation) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        boolean swapped = ImageOrientation.swaps(orientation);
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new IOException("its colours are of a kind that no decoder knows");
        }
        ImageTypeSpecifier type = types.next();
        ColorModel colours = type.getColorModel();
        int bits = IntStream.of(type.getSampleModel().getSampleSize()).max().orElse(Byte.SIZE);
        return new ImageHeader(
                swapped ? height : width,
                swapped ? width : height,
                bits,
                colours.hasAlpha(),
                colours.getColorSpace().getType() == ColorSpace.TYPE_CMYK,
                orientation > 1,
                colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY,
                hasSeveral(reader));
    }

    // Files of others would be read to the end; nor are all of these counted, as a damaged file may
    // lead from one to the same again.
    private static boolean hasSeveral(ImageReader reader) throws IOException {
        if (!reader.getFormatName().matches("(?i)gif|tiff?")) {
            return false;
        }
        try {
            return reader.getWidth(1) > 0;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Returns whether it has a size, and colours of eight bits that are taken as they are. */
    public boolean isPlain(int wantedWidth, int wantedHeight) {
        return width == wantedWidth
                && height == wantedHeight
                && bits <= Byte.SIZE
                && !(transparent || inks || turned || several);
    }

    /** Returns how many pixels it has. */
    public long pixels() {
        return (long) width * height;
    }
}
