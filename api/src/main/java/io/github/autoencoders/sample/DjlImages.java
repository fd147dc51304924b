package io.github.autoencoders.sample;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** DJL's images as Java's, and back. */
public final class DjlImages {

    private DjlImages() {}

    /** Returns Java's image of the same pixels. */
    public static BufferedImage toBuffered(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage wrapped) {
            return wrapped;
        }
        try { // any image factory can write PNG, whatever its images wrap
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            image.save(png, "png");
            return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns DJL's image of the same pixels. */
    public static Image of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
        return ImageFactory.getInstance().fromPixels(colours, width, height);
    }
}
