package io.github.autoencoders.benchmark;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Grey images that need no file: bright rectangles on black, the same each time. */
final class MadeImages {

    /** Height and width of MNIST's images, without padding. */
    static final int SIZE = 28;

    private MadeImages() {}

    /**
     * Returns images.
     *
     * @param count how many
     * @param size height and width, without the padding
     * @param padding zeros on each side
     */
    static Samples of(int count, int size, int padding) {
        byte[] pixels = new byte[Math.multiplyExact(count, size * size)];
        Random random = RandomStreams.ofJava(1);
        for (int i = 0; i < count; i++) {
            int top = random.nextInt(size);
            int left = random.nextInt(size);
            int bottom = top + 1 + random.nextInt(size - top);
            int right = left + 1 + random.nextInt(size - left);
            byte grey = (byte) (128 + random.nextInt(128));
            for (int row = top; row < bottom; row++) {
                int begin = (i * size + row) * size;
                Arrays.fill(pixels, begin + left, begin + right, grey);
            }
        }
        SampleFormat format =
                new SampleFormat(new Shape(1, size, size), padding, Scaling.UnitInterval.BYTES);
        return Samples.ofBytes("made images", format, pixels, new int[0], List.of());
    }
}
