package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A Block without parameters that makes one array of one array. */
abstract class ArrayBlock extends AbstractBlock implements Described {

    /** Returns what is made of a batch. */
    abstract NDArray of(NDArray x);

    /** Returns the shape of what is made of a batch of a shape: the same, unless it says so. */
    Shape of(Shape x) {
        return x;
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return new NDList(of(inputs.singletonOrThrow()));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {of(inputShapes[0])};
    }
}
