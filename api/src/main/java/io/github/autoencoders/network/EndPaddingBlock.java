package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;

/** Puts zeros behind the spatial axes of [B, C, L] or [B, C, H, W], as many as said for each. */
final class EndPaddingBlock extends ArrayBlock {

    private final Shape added;

    EndPaddingBlock(Shape added) {
        this.added = added;
    }

    @Override
    NDArray of(NDArray x) {
        NDArray padded = x;
        for (int d = 0; d < added.dimension(); d++) {
            if (added.get(d) > 0) {
                NDArray zeros = Numbers.zeros(padded, d + 2, added.get(d));
                padded = NDArrays.concat(new NDList(padded, zeros), d + 2);
            }
        }
        return padded;
    }

    @Override
    public String description() {
        return "zeros at the end";
    }

    @Override
    Shape of(Shape x) {
        long[] sizes = x.getShape().clone();
        for (int d = 0; d < added.dimension(); d++) {
            sizes[d + 2] += added.get(d);
        }
        return new Shape(sizes);
    }
}
