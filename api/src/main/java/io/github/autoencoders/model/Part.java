package io.github.autoencoders.model;

import ai.djl.nn.Block;
import java.util.function.Function;

/**
 * What of a model to run. Every part is loaded from the one file of the whole model's parameters,
 * or from a file of its own.
 */
public enum Part {
    /** From sample to {@link AutoencoderOutput}, as for the loss. */
    WHOLE(model -> model),
    /**
     * From sample to {@link AutoencoderOutput}, the decoder seeing nothing of the sample but its
     * code: the same as {@link #WHOLE}, unless the decoder is autoregressive. Its parameters are
     * those of the whole.
     */
    RECONSTRUCTION(AutoencoderBlock::reconstructing),
    /** From sample to the parameters of the code. */
    ENCODER(AutoencoderBlock::encoder),
    /** From code to the parameters of the likelihood. */
    DECODER(AutoencoderBlock::decoder);

    private final Function<AutoencoderBlock, Block> own;

    Part(Function<AutoencoderBlock, Block> own) {
        this.own = own;
    }

    /**
     * Returns a block that runs this part, shares the model's parameters, and reads and writes the
     * whole model's parameter file.
     */
    public Block of(AutoencoderBlock model) {
        Block part = alone(model);
        return part == model ? model : new PartBlock(model, part);
    }

    /**
     * Returns the block that is this part, shares the model's parameters, and reads and writes a
     * file of its own parameters alone.
     */
    public Block alone(AutoencoderBlock model) {
        return own.apply(model);
    }

    /** Returns whether this is both halves. */
    public boolean isWhole() {
        return this == WHOLE || this == RECONSTRUCTION;
    }

    /** Returns whether a file of this part's parameters holds those of another. */
    public boolean holds(Part other) {
        return this == WHOLE || this == other;
    }
}
