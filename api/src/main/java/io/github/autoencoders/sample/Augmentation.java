package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import java.util.random.RandomGenerator;

/**
 * How images are moved anew in each pass over them, so that a model learns from more than there
 * are: mirrored and shifted, as in Section 4.2 of <a href="https://arxiv.org/abs/1512.03385">He et
 * al. (2016)</a>, but for the border, which here repeats the image's edge. What goes in and what is
 * to come out are moved alike; validation sees images as they are.
 *
 * @param flip whether half of them are mirrored, left to right
 * @param shift by how many pixels at most, along each axis
 */
public record Augmentation(boolean flip, int shift) {

    /** Images stay as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    public Augmentation {
        Require.notNegative("shift", shift);
    }

    /** Returns whether anything is done at all. */
    public boolean moves() {
        return flip || shift > 0;
    }

    /**
     * Checks, before any work, that samples of a format can be moved so.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public void requireFits(SampleFormat format) {
        Shape shape = format.shape();
        if (!moves()) {
            return;
        }
        if (shape.dimension() != 3) {
            throw new IllegalArgumentException(
                    "augmentation must be of images, [C, H, W], but samples have shape " + shape);
        }
        long side = Math.min(shape.get(1), shape.get(2));
        if (shift >= side) {
            throw new IllegalArgumentException(
                    "shift must be less than the lesser side of the images, %s, but is %s"
                            .formatted(side, shift));
        }
    }

    /** Draws how one image is moved. */
    Move draw(RandomGenerator random) {
        boolean mirrored = flip && random.nextBoolean();
        return new Move(
                mirrored, random.nextInt(-shift, shift + 1), random.nextInt(-shift, shift + 1));
    }

    /**
     * One image's way.
     *
     * @param mirrored left to right, before it is shifted
     * @param down by how many rows
     * @param right by how many columns
     */
    record Move(boolean mirrored, int down, int right) {

        /** Returns the place whose value a place of a plane now has, both counted by rows. */
        int source(int place, int height, int width) {
            int row = clamp(place / width - down, height);
            int column = clamp(place % width - right, width);
            return row * width + (mirrored ? width - 1 - column : column);
        }

        private static int clamp(int place, int size) {
            return Math.max(0, Math.min(size - 1, place));
        }
    }
}
