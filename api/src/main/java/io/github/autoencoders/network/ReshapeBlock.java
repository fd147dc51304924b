package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Gives each sample of a batch another shape of the same size: [B, ...] to [B, ...shape]. */
public final class ReshapeBlock extends AbstractBlock implements Described {

    private final Shape shape;

    /** Makes a block that gives each sample a shape, [...shape]. */
    public ReshapeBlock(Shape shape) {
        this.shape = shape;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(x.reshape(new Shape(x.getShape().get(0)).addAll(shape)));
    }

    @Override
    public String description() {
        return shape.dimension() == 1 ? "flattened" : "reshaped";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long size = inputShapes[0].slice(1).size();
        if (size != shape.size()) {
            throw new IllegalArgumentException(
                    "code must have a size of "
                            + shape.size()
                            + ", that of maps "
                            + shape
                            + ", but has "
                            + size);
        }
        return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(shape)};
    }
}
