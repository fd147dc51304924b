package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Nearest neighbours: repeats each value of [B, C, L] or [B, C, H, W] along each spatial axis, and
 * cuts what is too much off the end.
 */
public final class RepetitionBlock extends ArrayBlock {

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
    NDArray of(NDArray x) {
        NDArray y = x;
        NDManager manager = y.getManager();
        NDIndex whole = new NDIndex().addAllDim().addAllDim();
        try (NDManager scope = manager.newSubManager()) { // of what lies between
            for (int d = 0; d < size.dimension(); d++) {
                y = y.repeat(d + 2, times);
                y.attach(scope);
                whole.addSliceDim(0, size.get(d));
            }
            boolean exact = y.getShape().slice(2).equals(size);
            NDArray made = exact ? y : y.get(whole);
            made.attach(manager);
            return made;
        }
    }

    @Override
    public String description() {
        return "each value " + times + " times";
    }

    @Override
    Shape of(Shape x) {
        return x.slice(0, 2).addAll(size);
    }
}
