package io.github.autoencoders.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.array.Scaled;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The structural similarity of images with values in [0, 1], where a gradient is taken.
 *
 * <p>The window and the averages of blocks are products of a function of the row and one of the
 * column, so that each is two products of matrices, which both engines compute and differentiate.
 */
final class Similarity {

    private static final List<Double> EXPONENTS = List.of(0.0448, 0.2856, 0.3001, 0.2363, 0.1333);

    /** The scales of the paper. */
    static final int MAX_SCALES = EXPONENTS.size();

    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final double LEAST_TERM = 1e-4;

    private Similarity() {}

    /**
     * Checks that a sample is an image whose coarsest scale has room for the window.
     *
     * @param sample the shape of one sample
     */
    static void requireFits(Shape sample, int scales) {
        long least = (long) WINDOW << (scales - 1);
        if (sample.dimension() != 3 || sample.get(1) < least || sample.get(2) < least) {
            throw new IllegalArgumentException(
                    "sample must be an image [C, H, W] of at least %s x %s for SSIM of %s %s, but is %s"
                            .formatted(
                                    least,
                                    least,
                                    scales,
                                    scales == 1 ? "scale" : "scales",
                                    sample));
        }
    }

    /**
     * Returns the mean SSIM of each sample, shape [B].
     *
     * @param x [B, C, H, W]
     * @param y [B, C, H, W]
     */
    static NDArray single(NDArray x, NDArray y) {
        Terms terms = Terms.of(images(x), images(y));
        NDArray ofChannels = mean(terms.luminance().mul(terms.contrast())); // [B * C]
        return overChannels(ofChannels, x.getShape());
    }

    /**
     * Returns the MS-SSIM of each sample, shape [B].
     *
     * @param x [B, C, H, W]
     * @param y [B, C, H, W]
     * @param scales how many of the paper's
     */
    static NDArray multiScale(NDArray x, NDArray y, int scales) {
        double sum = EXPONENTS.stream().limit(scales).mapToDouble(e -> e).sum();
        NDArray fineX = images(x);
        NDArray fineY = images(y);
        NDList logarithms = new NDList(); // each [B * C]
        for (int scale = 0; scale < scales; scale++) {
            Terms terms = Terms.of(fineX, fineY);
            boolean coarsest = scale == scales - 1;
            NDArray term =
                    mean(coarsest ? terms.luminance().mul(terms.contrast()) : terms.contrast());
            logarithms.add(Scaled.by(EXPONENTS.get(scale) / sum, bounded(term).log()));
            if (!coarsest) {
                fineX = halved(fineX);
                fineY = halved(fineY);
            }
        }
        NDArray product = NDArrays.stack(logarithms).sum(new int[] {0}).exp(); // [B * C]
        return overChannels(product, x.getShape());
    }

    /**
     * Luminance, and contrast times structure, of every window.
     *
     * @param luminance shape [N, W', H']
     * @param contrast shape [N, W', H']
     */
    private record Terms(NDArray luminance, NDArray contrast) {

        // Of x and y, [N, H, W].
        static Terms of(NDArray x, NDArray y) {
            NDArray all = NDArrays.concat(new NDList(x, y, x.square(), y.square(), x.mul(y)), 0);
            NDList means = filtered(all, Similarity::window).split(5, 0);
            NDArray meanX = means.get(0);
            NDArray meanY = means.get(1);
            NDArray squares = meanX.square().add(meanY.square());
            NDArray product = meanX.mul(meanY);
            NDArray covariance = means.get(4).sub(product);
            NDArray variances = means.get(2).add(means.get(3)).sub(squares);
            return new Terms(
                    product.add(product).add(C1).div(squares.add(C1)),
                    covariance.add(covariance).add(C2).div(variances.add(C2)));
        }
    }

    /** What happens to one axis. */
    private interface Filter {

        /** Returns the weight of each of {@code size} values in each result: [size, results]. */
        double[][] weights(int size);
    }

    // Each window's weights in a column.
    private static double[][] window(int size) {
        double[] gaussian =
                IntStream.range(0, WINDOW)
                        .map(i -> i - WINDOW / 2)
                        .mapToDouble(i -> Math.exp(-i * i / (2 * SIGMA * SIGMA)))
                        .toArray();
        double sum = IntStream.range(0, WINDOW).mapToDouble(i -> gaussian[i]).sum();
        double[][] weights = new double[size][size - WINDOW + 1];
        for (int place = 0; place < size - WINDOW + 1; place++) {
            for (int i = 0; i < WINDOW; i++) {
                weights[place + i][place] = gaussian[i] / sum;
            }
        }
        return weights;
    }

    private static double[][] pair(int size) {
        double[][] weights = new double[size][size / 2];
        for (int i = 0; i < size / 2 * 2; i++) {
            weights[i][i / 2] = 0.5;
        }
        return weights;
    }

    // Turned by the way, as the window and all else that follows do not care: [N, W / 2, H / 2].
    private static NDArray halved(NDArray images) {
        return filtered(images, Similarity::pair);
    }

    // [N, H, W] to [N, W', H']
    private static NDArray filtered(NDArray images, Filter filter) {
        NDArray rows = lastAxisFiltered(images, filter).transpose(0, 2, 1); // [N, W', H]
        return lastAxisFiltered(rows, filter); // [N, W', H']
    }

    private static NDArray lastAxisFiltered(NDArray images, Filter filter) {
        Shape shape = images.getShape();
        int size = Math.toIntExact(shape.get(2));
        double[][] weights = filter.weights(size);
        double[] flat =
                IntStream.range(0, size * weights[0].length)
                        .mapToDouble(i -> weights[i / weights[0].length][i % weights[0].length])
                        .toArray();
        NDArray matrix = Numbers.like(images, flat, size, weights[0].length);
        return images.reshape(shape.get(0) * shape.get(1), size)
                .matMul(matrix)
                .reshape(shape.get(0), shape.get(1), weights[0].length);
    }

    // [B, C, H, W] to [B * C, H, W]
    private static NDArray images(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0) * shape.get(1), shape.get(2), shape.get(3));
    }

    // [N, ...] to [N]
    private static NDArray mean(NDArray map) {
        long places = map.getShape().get(1) * map.getShape().get(2);
        return Scaled.by(1.0 / places, map.sum(new int[] {1, 2}));
    }

    // [B * C] to [B]
    private static NDArray overChannels(NDArray values, Shape x) {
        NDArray channels = values.reshape(x.get(0), x.get(1));
        return Scaled.by(1.0 / x.get(1), channels.sum(new int[] {1}));
    }

    private static NDArray bounded(NDArray term) {
        NDArray value = term.stopGradient();
        NDArray zero = term.sub(value); // in value, but not in its gradient
        return value.maximum(LEAST_TERM).add(zero);
    }
}
