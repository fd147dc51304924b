package io.github.autoencoders.program;

import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Sizes;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
record PixelBlocks(long side, long filters, long channels, List<Long> kernel, List<Long> padding) {

    private static final long MOST_FILTERS = 16; // that are multiplied at once
    private static final List<Long> ONE = List.of(1L, 1L);

    /**
     * Returns those of a convolution, if it gains by blocks and they fill its images.
     *
     * @param weight [O, I, height, width]
     * @param result [B, O, height, width]
     */
    static Optional<PixelBlocks> of(Operator.Convolution convolution, Sizes weight, Sizes result) {
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
    List<Long> stride() {
        return List.of(side, side);
    }

    /**
     * Returns the larger filters: in a filter that is surrounded by zeros, each window of the
     * larger size has it at another place, first at the last pixel of a block.
     *
     * @param weight the variable of the given ones
     */
    String weight(String weight) {
        return String.format(
                Locale.ROOT,
                "torch.contiguous(torch.reshape(torch.flip(torch.permute(torch.im2col(%s, [%s, %s],"
                        + " [1, 1], [0, 0], [1, 1]), [0, 2, 1]), [1]), [%s, %s, %s, %s]),"
                        + " memory_format=2)",
                surrounded(weight, zeros()),
                height(),
                width(),
                filters * side * side,
                channels,
                height(),
                width());
    }

    // By so many zeros on each side; by fewer than none, without what stands there.
    private static String surrounded(String images, long zeros) {
        return "torch.constant_pad_nd(%s, %s, 0)".formatted(images, Collections.nCopies(4, zeros));
    }

    private long zeros() {
        return side - 1;
    }

    private long height() {
        return kernel.get(0) + zeros();
    }

    private long width() {
        return kernel.get(1) + zeros();
    }

    /**
     * Returns the gradient of the given filters, of that of the larger ones: what {@link #weight}
     * does, from its end to its beginning.
     *
     * @param larger the variable of the gradient
     */
    String weightGradient(String larger) {
        String windows =
                String.format(
                        Locale.ROOT,
                        "torch.col2im(torch.permute(torch.flip(torch.reshape(%s, [%s, %s, %s]),"
                                + " [1]), [0, 2, 1]), [%s, %s], [%s, %s], [1, 1], [0, 0], [1, 1])",
                        larger,
                        filters,
                        side * side,
                        channels * height() * width(),
                        height() + zeros(),
                        width() + zeros(),
                        height(),
                        width());
        return surrounded(windows, -zeros());
    }

    /**
     * Returns a bias for each of the larger filters.
     *
     * @param bias the variable of the given one
     */
    String bias(String bias) {
        return "torch.repeat_interleave(%s, %s, 0)".formatted(bias, side * side);
    }

    /** Returns the images, of what the larger convolution made. */
    String images(String made) {
        return "torch.pixel_shuffle(%s, %s)".formatted(made, side);
    }

    /** Returns what the larger convolution makes of images that lie as {@link #images} has them. */
    String blocks(String images) {
        return "torch.pixel_unshuffle(%s, %s)".formatted(images, side);
    }
}
