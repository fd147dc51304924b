package io.github.autoencoders.program;

import io.github.autoencoders.graph.PixelBlocks;
import java.util.Collections;
import java.util.Locale;

/**
 * Convolutions for blocks of pixels in TorchScript.
 *
 * @param blocks of one of them
 */
record TorchPixelBlocks(PixelBlocks blocks) {

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
                blocks.largerHeight(),
                blocks.largerWidth(),
                blocks.filters() * blocks.pixels(),
                blocks.channels(),
                blocks.largerHeight(),
                blocks.largerWidth());
    }

    // By so many zeros on each side; by fewer than none, without what stands there.
    private static String surrounded(String images, long zeros) {
        return "torch.constant_pad_nd(%s, %s, 0)".formatted(images, Collections.nCopies(4, zeros));
    }

    private long zeros() {
        return blocks.side() - 1;
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
                        blocks.filters(),
                        blocks.pixels(),
                        blocks.channels() * blocks.largerHeight() * blocks.largerWidth(),
                        blocks.largerHeight() + zeros(),
                        blocks.largerWidth() + zeros(),
                        blocks.largerHeight(),
                        blocks.largerWidth());
        return surrounded(windows, -zeros());
    }

    /**
     * Returns a bias for each of the larger filters.
     *
     * @param bias the variable of the given one
     */
    String bias(String bias) {
        return "torch.repeat_interleave(%s, %s, 0)".formatted(bias, blocks.pixels());
    }

    /** Returns the images, of what the larger convolution made. */
    String images(String made) {
        return "torch.pixel_shuffle(%s, %s)".formatted(made, blocks.side());
    }

    /** Returns what the larger convolution makes of images that lie as {@link #images} has them. */
    String unshuffled(String images) {
        return "torch.pixel_unshuffle(%s, %s)".formatted(images, blocks.side());
    }
}
