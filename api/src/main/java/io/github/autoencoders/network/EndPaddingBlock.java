package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Puts zeros behind the spatial axes of [B, C, L] or [B, C, H, W], as many as said for each. */
final class EndPaddingBlock extends AbstractBlock implements Described {

    private final Shape added;

    EndPaddingBlock(Shape added) {
        this.added = added;
    }

    // MXNet has no pad: zeros are concatenated.
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray padded = inputs.singletonOrThrow();
        for (int d = 0; d < added.dimension(); d++) {
            if (added.get(d) > 0) {
                long[] sizes = padded.getShape().getShape().clone();
                sizes[d + 2] = added.get(d);
                NDArray zeros =
                        padded.getManager()
                                .zeros(new Shape(sizes), padded.getDataType(), padded.getDevice());
                padded = NDArrays.concat(new NDList(padded, zeros), d + 2);
            }
        }
        return new NDList(padded);
    }

    @Override
    public String description() {
        return "zeros at the end";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] sizes = inputShapes[0].getShape().clone();
        for (int d = 0; d < added.dimension(); d++) {
            sizes[d + 2] += added.get(d);
        }
        return new Shape[] {new Shape(sizes)};
    }
}
