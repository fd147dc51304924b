package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Gives each sample of a batch another shape of the same size: [B, ...] to [B, ...shape]. */
public final class ReshapeBlock extends ArrayBlock {

    private final Shape shape;

    /** Makes a block that gives each sample a shape, [...shape]. */
    public ReshapeBlock(Shape shape) {
        this.shape = shape;
    }

    @Override
    NDArray of(NDArray x) {
        return x.reshape(new Shape(x.getShape().get(0)).addAll(shape));
    }

    @Override
    public String description() {
        return shape.dimension() == 1 ? "flattened" : "reshaped";
    }

    @Override
    Shape of(Shape x) {
        long size = x.slice(1).size();
        if (size != shape.size()) {
            throw new IllegalArgumentException(
                    "code must have a size of %s, that of maps %s, but has %s"
                            .formatted(shape.size(), shape, size));
        }
        return new Shape(x.get(0)).addAll(shape);
    }
}
