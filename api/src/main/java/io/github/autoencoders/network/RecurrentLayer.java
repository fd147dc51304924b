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
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer: [B, L, C] to [B, L, units], beginning with a memory of zeros. DJL's block
 * would make that memory on its manager's device and add it to the caller's list. One layer to a
 * block: MXNet would take the parameters of two in another order.
 *
 * <p>On MXNet, {@code training} must be true exactly while gradients are recorded.
 */
final class RecurrentLayer extends AbstractBlock implements Composite {

    private final Cell cell;
    private final int units;
    private final Block block;

    RecurrentLayer(Cell cell, int units) {
        this.cell = cell;
        this.units = units;
        this.block = addChildBlock(cell.name(), cell.newBlock(units));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        block.initialize(manager, dataType, inputShapes[0]);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDList outputs = forward(parameterStore, x, newMemory(x), training);
        outputs.subNDList(1).forEach(NDArray::close);
        return new NDList(outputs.head());
    }

    /** Returns how many values each array of the memory has for a sample. */
    List<Integer> memory() {
        return Collections.nCopies(cell.states(), units);
    }

    /** Returns a memory of zeros for a batch, each array [1, B, units]. */
    NDList newMemory(NDArray x) {
        NDList memory = new NDList();
        for (int state = 0; state < cell.states(); state++) {
            Shape shape = new Shape(1, x.getShape().get(0), units);
            memory.add(x.getManager().zeros(shape, x.getDataType(), x.getDevice()));
        }
        return memory;
    }

    /**
     * Goes on from a memory.
     *
     * @param x the next steps, [B, L, C]
     * @param memory before them
     * @return the outputs [B, L, units], and behind them the memory after the last step
     */
    NDList forward(ParameterStore parameterStore, NDArray x, NDList memory, boolean training) {
        return block.forward(parameterStore, new NDList(x).addAll(memory), training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {block.getOutputShapes(inputShapes)[0]};
    }
}
