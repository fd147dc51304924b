package io.github.autoencoders.zoo;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.nn.Block;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model in a folder: {@code model.json}, {@code autoencoder-0000.params}, {@code card.json} and
 * {@code serving.properties}. DJL's own {@code Criteria.optModelPath} loads it too, on any engine.
 *
 * @param folder that holds the files
 * @param config of the block
 */
public record SavedModel(Path folder, AutoencoderConfig config) {

    private static final String NAME = "autoencoder";
    private static final String CARD = "card.json";

    /**
     * Opens a folder; no engine is touched.
     *
     * @throws IOException if there is no model, or one of a newer format
     */
    public static SavedModel open(Path folder) throws IOException {
        return new SavedModel(folder, ModelDescription.read(folder).config());
    }

    /**
     * Writes a model into a folder that must exist; the caller makes the writing atomic.
     *
     * @param model whose block is built from the config and initialized
     */
    public static SavedModel write(
            Path folder, AutoencoderConfig config, Model model, ModelCard card) throws IOException {
        model.setProperty("Epoch", "0"); // the number in the file's name; the card has the epoch
        model.save(folder, NAME);
        ModelDescription.of(config).write(folder);
        Files.writeString(folder.resolve(CARD), Json.write(card, ModelCard.class));
        Files.writeString(
                folder.resolve("serving.properties"),
                """
                blockFactory=%s
                translatorFactory=%s
                option.modelName=%s
                """
                        .formatted(
                                AutoencoderBlockFactory.class.getName(),
                                AutoencoderTranslatorFactory.class.getName(),
                                NAME));
        return new SavedModel(folder, config);
    }

    /**
     * Loads one part of the model.
     *
     * @param part what to run
     * @param engine by name, or null for the default engine
     * @param device or null for the engine's default device
     * @return a model whose block is that part; the caller closes it
     */
    public Model load(Part part, @Nullable String engine, @Nullable Device device)
            throws IOException {
        Model model = Model.newInstance(NAME, device, engine);
        try {
            Block block = part.of(config.newBlock());
            model.setBlock(block);
            model.load(folder, NAME);
            if (!block.isInitialized()) { // DJL passes over a file that is not one of its own
                throw new MalformedModelException("not a file of DJL's format");
            }
            return model;
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new IOException(
                    folder + ": parameters cannot be read, because of " + e.getMessage(), e);
        }
    }

    /** Returns the card. */
    public ModelCard card() throws IOException {
        Path file = folder.resolve(CARD);
        try {
            return Json.read(Files.readString(file), ModelCard.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
