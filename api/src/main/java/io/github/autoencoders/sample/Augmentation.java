package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * How images and sequences are moved anew in each pass over them, so that a model learns from more
 * than there are: mirrored and shifted, as in Section 4.2 of <a
 * href="https://arxiv.org/abs/1512.03385">He et al. (2016)</a>, but for the border, which here
 * repeats the edge. A window of a sound or of a series shows what lies beside it instead, and so is
 * shifted at most to the place of the window before or behind it, where they overlap, and else
 * stays: nothing comes into sight that no window shows. What goes in and what is to come out are
 * moved alike; validation sees samples as they are.
 *
 * @param flip whether half of the images are mirrored, left to right
 * @param shift by how many pixels or points at most, along each axis
 */
public record Augmentation(boolean flip, int shift) {

    /** Samples stay as they are. */
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
        if (format.kind() == SampleKind.TEXT) {
            throw new IllegalArgumentException(
                    "augmentation must be of images or sequences of numbers, but samples are"
                            + " strings");
        }
        int axes = shape.dimension() - 1;
        if (axes < 1 || axes > 2) {
            throw new IllegalArgumentException(
                    "augmentation must be of images, [C, H, W], or sequences, [C, L], but samples"
                            + " have shape "
                            + shape);
        }
        if (flip && axes == 1) {
            throw new IllegalArgumentException(
                    "flip must be false where samples are no images, but have shape " + shape);
        }
        long side = LongStream.of(shape.slice(1).getShape()).min().orElseThrow();
        if (shift >= side) {
            throw new IllegalArgumentException(
                    "shift must be less than the least size of the samples of shape %s, but is %s"
                            .formatted(shape, shift));
        }
    }

    /** Draws how one sample is moved. */
    Move draw(RandomGenerator random, Room room) {
        boolean mirrored = flip && random.nextBoolean();
        int down = random.nextInt(-shift, shift + 1);
        int left = Math.min(shift, room.left());
        int right = Math.min(shift, room.right());
        return new Move(mirrored, down, random.nextInt(-left, right + 1));
    }

    /**
     * How far a sample can be moved at most, beside what {@link #shift} says.
     *
     * @param left by how many columns
     * @param right likewise
     */
    record Room(int left, int right) {

        /** There is no end to it. */
        static final Room ANY = new Room(Integer.MAX_VALUE, Integer.MAX_VALUE);

        /** Returns how far two samples can be moved alike. */
        Room with(Room other) {
            return new Room(Math.min(left, other.left), Math.min(right, other.right));
        }
    }

    /**
     * One sample's way.
     *
     * @param mirrored left to right, before it is shifted
     * @param down by how many rows, if it has some
     * @param right by how many columns, or points of a sequence
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
