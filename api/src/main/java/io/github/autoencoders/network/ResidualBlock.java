package io.github.autoencoders.network;

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
 * \(x + f(x)\), where f gives what x lacks: Eq. 2 of <a href="https://arxiv.org/abs/1603.05027">He
 * et al. (2016)</a>. Nothing stands in x's own way through many such blocks, nor in its gradient's.
 */
final class ResidualBlock extends AbstractBlock implements Composite {

    private final Block change;

    /** Makes a block of an f, which keeps the shape. */
    ResidualBlock(Block change) {
        this.change = addChildBlock("change", change);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        change.initialize(manager, dataType, inputShapes);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray lack = change.forward(parameterStore, inputs, training).singletonOrThrow();
        NDArray sum = x.add(lack);
        lack.close();
        return new NDList(sum);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return change.getOutputShapes(inputShapes);
    }
}
