package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * What is done to a sample before the encoder sees it, while the clean one stays the target: the
 * denoising autoencoder of <a href="https://dl.acm.org/doi/10.1145/1390156.1390294">Vincent et al.
 * (2008)</a>, Section 2.3.
 *
 * <p>The padding of a sample is put on after it was corrupted. What comes out may lie outside of
 * the range of model units; who uses it cuts it by {@link Scaling#clip}.
 *
 * <pre>{@code
 * Random random = RandomStreams.of(seed, number);
 * float[] noisy = new Corruption.GaussianNoise(0.3).corrupt(sample, shape, random);
 * }</pre>
 */
public sealed interface Corruption {

    /**
     * Returns a corrupted copy.
     *
     * @param x one sample in model units without padding, flattened
     * @param shape of the sample in model units without padding
     * @param random the only source of chance: the same state gives the same copy on every engine
     */
    float[] corrupt(float[] x, Shape shape, RandomGenerator random);

    /** Returns whether anything is done at all. */
    default boolean corrupts() {
        return true;
    }

    /**
     * Checks, before any work, that samples of a format can be corrupted so.
     *
     * @throws IllegalArgumentException if they cannot
     */
    default void requireFits(SampleFormat format) {}

    /** Nothing is done. */
    record None() implements Corruption {

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            return x.clone();
        }

        @Override
        public boolean corrupts() {
            return false;
        }
    }

    /**
     * Adds to each value noise of its own, drawn from \(\mathcal{N}(0, \sigma^2)\): Section 3.3 of
     * <a href="https://www.jmlr.org/papers/v11/vincent10a.html">Vincent et al. (2010)</a>. Values
     * in [0, 1] are cut back to it by {@link Scaling#clip}, as they are in any image file.
     *
     * @param standardDeviation \(\sigma\), in model units
     */
    record GaussianNoise(double standardDeviation) implements Corruption {

        public GaussianNoise {
            Require.positive("standardDeviation", standardDeviation);
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            return withNoise(standardDeviation, x, random);
        }
    }

    /**
     * Adds white noise that is as loud as a sample's own power P asks for: each value's is drawn
     * from \(\mathcal{N}(0, P / 10^{r/10})\), where P is the mean of the squared values and the
     * signal-to-noise ratio r, in decibels, is drawn for each sample from all between two. Of a
     * silent sample nothing is changed. The usual training of denoisers of sound, as in <a
     * href="https://arxiv.org/abs/1703.09452">Pascual et al. (2017)</a>.
     *
     * @param leastRatio the least r
     * @param greatestRatio the greatest r, the same or above
     */
    record WhiteNoise(double leastRatio, double greatestRatio) implements Corruption {

        public WhiteNoise {
            if (!(leastRatio <= greatestRatio)
                    || Double.isInfinite(leastRatio)
                    || Double.isInfinite(greatestRatio)) {
                throw new IllegalArgumentException(
                        "leastRatio must be finite and at most greatestRatio, but they are %s and %s"
                                .formatted(leastRatio, greatestRatio));
            }
        }

        @Override
        public void requireFits(SampleFormat format) {
            if (!format.scaling().keepsValues()) {
                throw new IllegalArgumentException(
                        "corruption must not be WhiteNoise for Spectrogram samples, whose values"
                                + " are no sound");
            }
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            double power = 0;
            for (float value : x) {
                power += (double) value * value / x.length;
            }
            double ratio = leastRatio + (greatestRatio - leastRatio) * random.nextDouble();
            double deviation = Math.sqrt(power / Math.pow(10, ratio / 10));
            return withNoise(deviation, x, random);
        }
    }

    /**
     * Sets a share \(\nu\) of the values to 0, drawn anew for each sample: Section 2.3 of <a
     * href="https://dl.acm.org/doi/10.1145/1390156.1390294">Vincent et al. (2008)</a>. Their number
     * is \(\nu d\), rounded; channels of a pixel are values of their own.
     *
     * @param share \(\nu\), between 0 and 1
     */
    record Masking(double share) implements Corruption {

        public Masking {
            requireShare(share);
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            return withOthers(share, x, random, () -> 0);
        }
    }

    /**
     * Sets a share \(\nu\) of the values to 0 or 1, the least and the greatest, as a fair coin
     * falls: Section 3.3 of <a href="https://www.jmlr.org/papers/v11/vincent10a.html">Vincent et
     * al. (2010)</a>. Their number is \(\nu d\), rounded.
     *
     * @param share \(\nu\), between 0 and 1
     */
    record SaltAndPepper(double share) implements Corruption {

        public SaltAndPepper {
            requireShare(share);
        }

        @Override
        public void requireFits(SampleFormat format) {
            if (!format.scaling().isUnitInterval()) {
                throw new IllegalArgumentException(
                        "corruption must not be SaltAndPepper for %s samples, which have no least and no greatest value"
                                .formatted(format.scaling().known().getClass().getSimpleName()));
            }
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            return withOthers(share, x, random, () -> random.nextBoolean() ? 1 : 0);
        }
    }

    /**
     * Gives all three channels of an image its brightness, with the weights of ITU-R BT.601, so
     * that the model learns to colour it: colourisation, after <a
     * href="https://arxiv.org/abs/1603.08511">Zhang et al. (2016)</a>. Nothing is left to chance.
     */
    record Grey() implements Corruption {

        @Override
        public void requireFits(SampleFormat format) {
            Shape shape = format.shape();
            if (shape.dimension() != 3 || shape.get(0) != 3) {
                throw new IllegalArgumentException(
                        "corruption Grey must be of images in colour, [3, H, W], but samples have"
                                + " shape "
                                + shape);
            }
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            int plane = x.length / 3;
            float[] grey = new float[x.length];
            for (int i = 0; i < plane; i++) {
                float level = 0.299f * x[i] + 0.587f * x[i + plane] + 0.114f * x[i + 2 * plane];
                grey[i] = level;
                grey[i + plane] = level;
                grey[i + 2 * plane] = level;
            }
            return grey;
        }
    }

    /**
     * Sets a rectangle of an image, at a place drawn anew for each sample, to 0 in all channels:
     * inpainting, with the masks of Section 3.3 of <a
     * href="https://arxiv.org/abs/1604.07379">Pathak et al. (2016)</a> in their simplest form.
     *
     * @param share of the image's area, between 0 and 1; its sides are those of the image times the
     *     root of the share, rounded, and at least a pixel
     */
    record Patch(double share) implements Corruption {

        public Patch {
            requireShare(share);
        }

        @Override
        public void requireFits(SampleFormat format) {
            ImagePixels.requireImage(format.shape());
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            int height = (int) shape.get(1);
            int width = (int) shape.get(2);
            int high = side(height);
            int wide = side(width);
            int top = random.nextInt(height - high + 1);
            int left = random.nextInt(width - wide + 1);
            float[] patched = x.clone();
            for (int i = 0; i < x.length; i++) {
                int row = i / width % height - top;
                int column = i % width - left;
                if (row >= 0 && row < high && column >= 0 && column < wide) {
                    patched[i] = 0;
                }
            }
            return patched;
        }

        private int side(int whole) {
            return Math.max(1, Math.toIntExact(Math.round(Math.sqrt(share) * whole)));
        }
    }

    /**
     * Lays a mark over an image at a place drawn anew for each sample, so that the model learns to
     * take it off: a cross in a square frame, in white, through which the image still shows, \(x' =
     * (1 - o) x + o\).
     *
     * @param share the mark's width, as a share of the lesser side of the image, between 0 and 1
     * @param opacity \(o\), above 0 and at most 1, at which nothing shows through
     */
    record Watermark(double share, double opacity) implements Corruption {

        private static final int STROKES = 10; // a stroke is so many times thinner than the mark

        public Watermark {
            requireShare(share);
            Require.share("opacity", opacity);
        }

        @Override
        public void requireFits(SampleFormat format) {
            ImagePixels.requireImage(format.shape());
        }

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            int height = (int) shape.get(1);
            int width = (int) shape.get(2);
            int size = Math.max(1, (int) Math.round(share * Math.min(height, width)));
            int top = random.nextInt(height - size + 1);
            int left = random.nextInt(width - size + 1);
            float[] marked = x.clone();
            for (int i = 0; i < x.length; i++) {
                if (isMark(i / width % height - top, i % width - left, size)) {
                    marked[i] = (float) ((1 - opacity) * x[i] + opacity);
                }
            }
            return marked;
        }

        private static boolean isMark(int row, int column, int size) {
            int last = size - 1;
            if (row < 0 || row > last || column < 0 || column > last) {
                return false;
            }
            int stroke = Math.max(1, size / STROKES);
            int toEdge = Math.min(Math.min(row, last - row), Math.min(column, last - column));
            int toCross = Math.min(Math.abs(row - column), Math.abs(row + column - last));
            return toEdge < stroke || toCross < stroke;
        }
    }

    private static float[] withNoise(double deviation, float[] x, RandomGenerator random) {
        float[] noisy = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            noisy[i] = (float) (x[i] + deviation * random.nextGaussian());
        }
        return noisy;
    }

    // With another value in the place of a share of them.
    private static float[] withOthers(
            double share, float[] x, RandomGenerator random, IntSupplier other) {
        float[] changed = x.clone();
        Selection selection = new Selection(share, x.length);
        for (int i = 0; i < x.length; i++) {
            if (selection.takesNext(random)) {
                changed[i] = other.getAsInt();
            }
        }
        return changed;
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be between 0 and 1, but is " + share);
        }
    }
}
