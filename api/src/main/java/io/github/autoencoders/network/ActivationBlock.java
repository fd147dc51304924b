package io.github.autoencoders.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * An activation as a Block. DJL's own activation blocks are lambda blocks, which compute their
 * output shape with arrays of the default engine and so may load an engine nobody asked for.
 */
public final class ActivationBlock extends AbstractBlock implements Described {

    private final Activation activation;

    /** Makes a block of an activation. */
    public ActivationBlock(Activation activation) {
        this.activation = activation;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return new NDList(activation.of(inputs.singletonOrThrow()));
    }

    @Override
    public String description() {
        return activation.words();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
