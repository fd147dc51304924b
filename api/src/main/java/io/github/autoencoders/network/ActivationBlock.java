package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;

/**
 * An activation as a Block. DJL's own activation blocks are lambda blocks, which compute their
 * output shape with arrays of the default engine and so may load an engine nobody asked for.
 */
public final class ActivationBlock extends ArrayBlock {

    private final Activation activation;

    /** Makes a block of an activation. */
    public ActivationBlock(Activation activation) {
        this.activation = activation;
    }

    @Override
    NDArray of(NDArray x) {
        return activation.of(x);
    }

    @Override
    public String description() {
        return activation.words();
    }
}
