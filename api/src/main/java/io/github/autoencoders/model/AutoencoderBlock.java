package io.github.autoencoders.model;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.network.Composite;

/** An encoder and a decoder, joined. */
public sealed interface AutoencoderBlock extends Composite
        permits Autoencoder, VariationalAutoencoder {

    /** Returns the encoder, which shares this block's parameters. */
    Encoder encoder();

    /** Returns the decoder, which shares this block's parameters. */
    Decoder decoder();

    /**
     * Returns a block of the same parameters whose decoder sees nothing of the sample but its code:
     * this one, unless the decoder is autoregressive.
     */
    AutoencoderBlock reconstructing();

    /** Returns what is drawn for the loss of a sample. */
    MonteCarlo monteCarlo();

    /** Freezes or thaws both halves. */
    @Override
    default void freezeParameters(boolean freeze) {
        encoder().freezeParameters(freeze);
        decoder().freezeParameters(freeze);
    }

    /** Returns the shape of a batch of inputs, with -1 for the size of the batch. */
    default Shape inputShape() {
        return new Shape(-1).addAll(encoder().sampleShape());
    }

    /**
     * Returns the shapes of a batch of all inputs, with -1 for the size of the batch: x, and for a
     * conditional model the condition, one-hot [B, K].
     */
    default Shape[] inputShapes() {
        return encoder().condition().inputShapes(inputShape());
    }
}
