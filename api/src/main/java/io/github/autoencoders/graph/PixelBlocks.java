package io.github.autoencoders.graph;

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
        kernel = List.copyOf(kernel);
        padding = List.copyOf(padding);
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
    public long height() {
        return kernel.get(0) + side - 1;
    }

    /** Returns their width. */
    public long width() {
        return kernel.get(1) + side - 1;
    }
}
