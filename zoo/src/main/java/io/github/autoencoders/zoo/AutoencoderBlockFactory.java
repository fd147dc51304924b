package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds the block of a saved model for DJL, which asks for it before it loads the parameters; so
 * here they are checked. The argument {@code task} (encode, decode, reconstruct, sample, score)
 * says which part of the model runs; if absent, all that is there does, until {@link
 * AutoencoderTranslatorFactory} knows the types that are asked for.
 */
public final class AutoencoderBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1L;

    /** DJL makes one by its name. */
    public AutoencoderBlockFactory() {}

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        SavedModel saved = SavedModel.open(modelPath);
        Part part = TaskArgument.of(arguments).map(Task::part).orElse(saved.part());
        saved.require(part);
        saved.requireSound(model.getNDManager());
        return saved.block(part, saved.config().newBlock());
    }
}
