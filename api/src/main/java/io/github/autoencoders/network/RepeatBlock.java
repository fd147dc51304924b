package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Gives each step of a sequence the same features: [B, E] to [B, L, E]. */
final class RepeatBlock extends AbstractBlock implements Described {

    private final long length;

    RepeatBlock(long length) {
        this.length = length;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray features = inputs.singletonOrThrow();
        Shape sequence = getOutputShapes(new Shape[] {features.getShape()})[0];
        return new NDList(features.expandDims(1).broadcast(sequence));
    }

    @Override
    public String description() {
        return "the same at each step";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape features = inputShapes[0];
        return new Shape[] {new Shape(features.get(0), length, features.get(1))};
    }
}
