package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Gives each step of a sequence the same features: [B, E] to [B, L, E]. */
final class RepeatBlock extends ArrayBlock {

    private final long length;

    RepeatBlock(long length) {
        this.length = length;
    }

    @Override
    NDArray of(NDArray features) {
        return features.expandDims(1).broadcast(of(features.getShape()));
    }

    @Override
    public String description() {
        return "the same at each step";
    }

    @Override
    Shape of(Shape features) {
        return new Shape(features.get(0), length, features.get(1));
    }
}
