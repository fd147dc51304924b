package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * The half that turns codes into samples: [B, D] to the parameters of the likelihood, [B,
 * ...sample]. {@link io.github.autoencoders.likelihood.Likelihood#mean} makes them samples in model
 * units.
 *
 * <p>A conditional one takes a second input, the condition, one-hot [B, K], beside the code: the
 * network's input is [B, D + K].
 */
public final class Decoder extends AbstractBlock {

    private final Shape codeShape;
    private final Condition condition;
    private final Block network;

    Decoder(Shape codeShape, Condition condition, Block network) {
        this.codeShape = codeShape;
        this.condition = condition;
        this.network = addChildBlock("network", network);
    }

    /** Returns D, the number of values in a code. */
    public int codeSize() {
        return (int) codeShape.size();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        requireCode(inputShapes[0]);
        network.initialize(manager, dataType, condition.join(inputShapes[0], inputShapes));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray z = inputs.head();
        requireCode(z.getShape());
        NDList joined = new NDList(condition.join(z, inputs)); // [B, D + K]
        return network.forward(parameterStore, joined, training, params);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape joined = condition.join(inputShapes[0], inputShapes);
        return network.getOutputShapes(new Shape[] {joined});
    }

    private void requireCode(Shape batch) {
        if (!batch.slice(1).equals(codeShape)) {
            throw new IllegalArgumentException(
                    "z must have shape "
                            + new Shape(-1).addAll(codeShape)
                            + ", but has shape "
                            + batch);
        }
    }
}
