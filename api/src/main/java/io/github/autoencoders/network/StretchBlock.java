package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Scaled;
import org.jspecify.annotations.Nullable;

/**
 * \(4 x - 2\): values of [0, 1] lie about 0 then, with a deviation of about 1, as normalized
 * features do. A layer that they go into learns far faster so than where all have one sign.
 */
final class StretchBlock extends AbstractBlock implements Described {

    private static final double FACTOR = 4;
    private static final double MIDDLE = 0.5;

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(Scaled.by(FACTOR, x.sub(MIDDLE)));
    }

    @Override
    public String description() {
        return "about 0, deviation 1";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
