package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * The greatest value of each window: [B, C, L] or [B, C, H, W] to sizes divided by the window's,
 * rounded up. DJL's own block is a lambda block, which may load an engine nobody asked for.
 */
final class MaxPoolingBlock extends AbstractBlock implements Described {

    private final int window;

    MaxPoolingBlock(int window) {
        this.window = window;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        int axes = x.getShape().dimension() - 2;
        Shape size = ConvolutionalStack.sameOnEachAxis(axes, window);
        Shape padding = ConvolutionalStack.sameOnEachAxis(axes, 0);
        return new NDList(x.getNDArrayInternal().maxPool(size, size, padding, true));
    }

    @Override
    public String description() {
        return "max pooling " + window;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] sizes = inputShapes[0].getShape().clone();
        for (int axis = 2; axis < sizes.length; axis++) {
            sizes[axis] = (sizes[axis] + window - 1) / window;
        }
        return new Shape[] {new Shape(sizes)};
    }
}
