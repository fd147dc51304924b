package io.github.autoencoders.translate;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.ImagePixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Images of any size to raw samples of one shape, and back.
 *
 * @param shape [1, H, W] for grey, [3, H, W] for red, green and blue
 */
record ImageAdapter(Shape shape) {

    ImageAdapter {
        ImagePixels.requireImage(shape);
    }

    /** Returns the pixels, 0 to 255, scaled to the shape: [C, H, W] flattened. */
    float[] pixels(Image image) {
        return ImagePixels.of(buffered(image), shape);
    }

    // Any image factory can write PNG, whatever its images wrap.
    private static BufferedImage buffered(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage wrapped) {
            return wrapped;
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            image.save(png, "png");
            return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the image of pixels 0 to 255, those outside cut to the nearest: [C, H, W]. */
    Image image(float[] pixels) {
        BufferedImage image = ImagePixels.toImage(pixels, shape);
        int width = image.getWidth();
        int height = image.getHeight();
        int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
        return ImageFactory.getInstance().fromPixels(colours, width, height);
    }
}
