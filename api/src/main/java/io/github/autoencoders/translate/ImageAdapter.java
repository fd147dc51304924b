package io.github.autoencoders.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.ImagePixels;

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
        return ImagePixels.of(DjlImages.toBuffered(image), shape);
    }

    /** Returns the image of pixels 0 to 255, those outside cut to the nearest: [C, H, W]. */
    Image image(float[] pixels) {
        return DjlImages.of(ImagePixels.toImage(pixels, shape));
    }
}
