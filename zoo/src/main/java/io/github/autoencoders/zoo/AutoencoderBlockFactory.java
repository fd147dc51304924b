package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds the block of a saved model for DJL, which asks for it before it loads the parameters. The
 * argument {@code task} (encode, decode, reconstruct, sample, score) says which part of the model
 * runs; if absent, {@code serving.properties} says it: reconstruct, or what the part can do whose
 * parameters are there.
 */
public final class AutoencoderBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1L;

    /** DJL makes one by its name. */
    public AutoencoderBlockFactory() {}

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        SavedModel saved = SavedModel.open(modelPath);
        return saved.block(TaskArgument.of(arguments).part(), saved.config().newBlock());
    }
}
