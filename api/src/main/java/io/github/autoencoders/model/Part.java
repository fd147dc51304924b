package io.github.autoencoders.model;

import ai.djl.nn.Block;
import java.util.function.Function;

/**
 * What of a model to run. Every part is loaded from the one file of the whole model's parameters.
 */
public enum Part {
    /** From sample to {@link AutoencoderOutput}. */
    WHOLE(model -> model),
    /** From sample to the parameters of the code. */
    ENCODER(model -> new PartBlock(model, model.encoder())),
    /** From code to the parameters of the likelihood. */
    DECODER(model -> new PartBlock(model, model.decoder()));

    private final Function<AutoencoderBlock, Block> view;

    Part(Function<AutoencoderBlock, Block> view) {
        this.view = view;
    }

    /**
     * Returns a block that runs this part, shares the model's parameters, and reads and writes the
     * whole model's parameter file.
     */
    public Block of(AutoencoderBlock model) {
        return view.apply(model);
    }
}
