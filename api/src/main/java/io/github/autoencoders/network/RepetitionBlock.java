package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Nearest neighbours: repeats each value of [B, C, L] or [B, C, H, W] along each spatial axis, and
 * cuts what is too much off the end.
 */
public final class RepetitionBlock extends AbstractBlock implements Described {

    private final int times;
    private final Shape size;

    /**
     * Makes a block.
     *
     * @param times how often each value stands along an axis
     * @param size of the output, [L] or [H, W]
     */
    public RepetitionBlock(int times, Shape size) {
        this.times = times;
        this.size = size;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray y = x;
        NDIndex whole = new NDIndex().addAllDim().addAllDim();
        for (int d = 0; d < size.dimension(); d++) {
            NDArray longer = y.repeat(d + 2, times);
            closeBetween(y, x);
            y = longer;
            whole.addSliceDim(0, size.get(d));
        }
        boolean exact = y.getShape().slice(2).equals(size);
        if (exact) {
            return new NDList(y);
        }
        NDArray cut = y.get(whole);
        closeBetween(y, x);
        return new NDList(cut);
    }

    private static void closeBetween(NDArray between, NDArray given) {
        if (between != given) {
            between.close();
        }
    }

    @Override
    public String description() {
        return "each value " + times + " times";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].slice(0, 2).addAll(size)};
    }
}
