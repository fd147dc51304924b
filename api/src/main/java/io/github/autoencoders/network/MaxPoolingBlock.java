package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The greatest value of each window: [B, C, L] or [B, C, H, W] to sizes divided by the window's,
 * rounded up. DJL's own block is a lambda block, which may load an engine nobody asked for.
 */
final class MaxPoolingBlock extends ArrayBlock {

    private final int window;

    MaxPoolingBlock(int window) {
        this.window = window;
    }

    @Override
    NDArray of(NDArray x) {
        int axes = x.getShape().dimension() - 2;
        Shape size = ConvolutionalStack.sameOnEachAxis(axes, window);
        Shape padding = ConvolutionalStack.sameOnEachAxis(axes, 0);
        return x.getNDArrayInternal().maxPool(size, size, padding, true);
    }

    @Override
    public String description() {
        return "max pooling " + window;
    }

    @Override
    Shape of(Shape x) {
        long[] sizes = x.getShape().clone();
        for (int axis = 2; axis < sizes.length; axis++) {
            sizes[axis] = (sizes[axis] + window - 1) / window;
        }
        return new Shape(sizes);
    }
}
