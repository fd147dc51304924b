package io.github.autoencoders.graph;

import io.github.autoencoders.argument.Require;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A convolution of few filters over images, computed as one of more: processors multiply by 8 or 16
 * filters at once, and would leave most places empty. A filter for each pixel of a square block is
 * the given one at that pixel's place in a larger filter of zeros, which then steps from block to
 * block; the pixels are put in their places at the end (depth to space).
 *
 * @param side of a block, r
 * @param filters of the given convolution, O
 * @param channels that go in, I
 * @param kernel of each filter, [height, width]
 * @param padding of the images, as without blocks
 */
public record PixelBlocks(
        long side, long filters, long channels, List<Long> kernel, List<Long> padding) {

    private static final long MOST_FILTERS = 16; // that are multiplied at once
    private static final List<Long> ONE = List.of(1L, 1L);

    public PixelBlocks {
        Require.atLeast(2, "side", side);
        Require.atLeast(1, "filters", filters);
        Require.atLeast(1, "channels", channels);
        kernel = ofImages("kernel", kernel);
        padding = ofImages("padding", padding);
    }

    private static List<Long> ofImages(String name, List<Long> sizes) {
        if (sizes.size() != 2) {
            throw new IllegalArgumentException(
                    name + " must be a height and a width, but is " + sizes);
        }
        return List.copyOf(sizes);
    }

    /**
     * Returns those of a convolution, if it gains by blocks and they fill its images.
     *
     * @param weight [O, I, height, width]
     * @param result [B, O, height, width]
     */
    public static Optional<PixelBlocks> of(
            Operator.Convolution convolution, Sizes weight, Sizes result) {
        List<Long> sizes = weight.axes().stream().map(size -> size.in(1)).toList();
        List<Long> kernel = sizes.subList(2, sizes.size());
        boolean plain =
                convolution.stride().equals(ONE)
                        && convolution.dilation().equals(ONE)
                        && convolution.groups() == 1
                        && Collections.min(kernel) > 1;
        for (long side = 4; plain && side > 1; side /= 2) {
            boolean fills = result.get(2).in(1) % side == 0 && result.get(3).in(1) % side == 0;
            if (fills && side * side * sizes.get(0) <= MOST_FILTERS) {
                return Optional.of(
                        new PixelBlocks(
                                side, sizes.get(0), sizes.get(1), kernel, convolution.padding()));
            }
        }
        return Optional.empty();
    }

    /** Returns the stride of the larger convolution, a step from block to block. */
    public List<Long> stride() {
        return List.of(side, side);
    }

    /** Returns how many pixels a block has, r². */
    public long pixels() {
        return side * side;
    }

    /** Returns the height of the larger filters. */
    public long largerHeight() {
        return kernel.get(0) + side - 1;
    }

    /** Returns their width. */
    public long largerWidth() {
        return kernel.get(1) + side - 1;
    }

    /**
     * Returns the larger filters, all of a block's first pixel first: [r² O, I, height, width].
     *
     * @param weight the given ones, [O, I, height, width]
     */
    public float[] largerWeight(float[] weight) {
        int rows = Math.toIntExact(kernel.get(0));
        int columns = Math.toIntExact(kernel.get(1));
        int width = Math.toIntExact(largerWidth());
        int plane = Math.toIntExact(largerHeight() * width);
        int planes = Math.toIntExact(filters * channels);
        float[] larger = new float[Math.toIntExact(pixels() * planes * plane)];
        for (int pixel = 0; pixel < pixels(); pixel++) {
            int down = Math.toIntExact(pixel / side);
            int right = Math.toIntExact(pixel % side);
            for (int row = 0; row < planes * rows; row++) { // of the given ones
                int to =
                        (pixel * planes + row / rows) * plane + (down + row % rows) * width + right;
                System.arraycopy(weight, row * columns, larger, to, columns);
            }
        }
        return larger;
    }

    /** Returns a bias for each of these filters, of one for each given one. */
    public float[] largerBias(float[] bias) {
        float[] larger = new float[Math.toIntExact(pixels() * filters)];
        for (int i = 0; i < larger.length; i++) {
            larger[i] = bias[i % bias.length];
        }
        return larger;
    }
}
