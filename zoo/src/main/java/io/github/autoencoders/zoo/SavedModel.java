package io.github.autoencoders.zoo;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model in a folder: {@code model.json}, {@code autoencoder-0000.params}, {@code card.json} and
 * {@code serving.properties}, {@linkplain Seal sealed}: a changed byte is noticed. DJL's own {@code
 * Criteria} loads it too, on any engine, with {@code optModelPath(folder)} and {@code
 * optTranslatorFactory(new DeferredTranslatorFactory())}, which makes DJL look into {@code
 * serving.properties}.
 *
 * <p>The parameters are those of the whole model, from which every part is loaded, or those of one
 * part alone.
 *
 * @param folder that holds the files
 * @param part whose parameters are there
 * @param config of the whole model's block
 * @param ownClasses that it may be made of, beside the library's own
 */
public record SavedModel(Path folder, Part part, AutoencoderConfig config, OwnClasses ownClasses) {

    private static final Shape ONE = new Shape(1);

    /** What the files of the parameters are named by. */
    public static final String NAME = "autoencoder";

    private static final String CARD = "card.json";
    private static final String SERVING = "serving.properties";

    /** The file of the parameters. */
    static final String PARAMETERS = NAME + "-0000.params";

    /** What DJL and its servers read; without a task, the types that are asked for decide it. */
    static final String SERVING_PROPERTIES =
            """
            blockFactory=%s
            translatorFactory=%s
            option.modelName=%s
            option.epoch=0
            """
                    .formatted(
                            AutoencoderBlockFactory.class.getName(),
                            AutoencoderTranslatorFactory.class.getName(),
                            NAME);

    // Of the parameters, model.json has the digest.
    private static final List<String> SEALED = List.of(ModelDescription.FILE, CARD, SERVING);

    /** All files of a saved model but its seal: those of text, and the parameters. */
    static final List<String> FILES = List.of(ModelDescription.FILE, CARD, SERVING, PARAMETERS);

    /**
     * Opens a folder of a model that is made of the library's own classes alone; no engine is
     * touched.
     *
     * @throws IOException if there is no model, or one of a newer format
     */
    public static SavedModel open(Path folder) throws IOException {
        return open(folder, OwnClasses.NONE);
    }

    /**
     * Opens a folder of a model that may be made of classes of one's own; no engine is touched.
     *
     * @param ownClasses the only ones that are taken, whatever the folder's files name
     * @throws IOException if there is no model, one of a newer format, or one of other classes
     */
    public static SavedModel open(Path folder, OwnClasses ownClasses) throws IOException {
        ModelDescription description = ModelDescription.read(folder, ownClasses);
        Seal.require(folder, List.of(SERVING));
        return new SavedModel(folder, description.part(), description.config(), ownClasses);
    }

    /**
     * Writes a whole model into a folder that must exist; the caller makes the writing atomic.
     *
     * @param model whose block is built from the config and initialized
     */
    public static SavedModel write(
            Path folder, AutoencoderConfig config, Model model, ModelCard card) throws IOException {
        return write(folder, Part.WHOLE, config, model, card);
    }

    static SavedModel write(
            Path folder, Part part, AutoencoderConfig config, Model model, ModelCard card)
            throws IOException {
        SavedModel saved = new SavedModel(folder, part, config, OwnClasses.usedBy(config, card));
        model.setProperty("Epoch", "0"); // the number in the file's name; the card has the epoch
        model.save(folder, NAME);
        saved.describe(card);
        return saved;
    }

    // Writes what stands beside the parameters.
    private void describe(ModelCard card) throws IOException {
        String sha256 = Digest.SHA_256.of(folder.resolve(PARAMETERS));
        ModelDescription.of(part, sha256, config).write(folder);
        Files.writeString(folder.resolve(CARD), Json.write(card, ModelCard.class));
        Files.writeString(folder.resolve(SERVING), SERVING_PROPERTIES);
        Seal.write(folder, SEALED);
    }

    /**
     * Writes the model with another card into a folder that must exist, in the format of today; no
     * engine is touched.
     *
     * @throws IOException if the parameters are damaged, or files cannot be read or written
     */
    public SavedModel copy(Path into, ModelCard card) throws IOException {
        requireSealed();
        SavedModel copy = new SavedModel(into, part, config, ownClasses);
        Files.copy(folder.resolve(PARAMETERS), into.resolve(PARAMETERS));
        copy.describe(card);
        return copy;
    }

    /**
     * Checks, before the parameters are read, that those of a part are there.
     *
     * @throws IOException if they are not
     */
    public void require(Part wanted) throws IOException {
        if (!part.holds(wanted)) {
            throw new IOException(
                    "part must be %s in %s, but is %s"
                            .formatted(
                                    wanted.isWhole() ? Part.WHOLE : wanted + " or " + Part.WHOLE,
                                    folder,
                                    part));
        }
    }

    /** Returns a block that runs a part, and reads the parameters that are there. */
    Block block(Part wanted, AutoencoderBlock whole) throws IOException {
        require(wanted);
        return part == wanted ? wanted.alone(whole) : wanted.of(whole);
    }

    /**
     * Loads one part of the model, to use it, to train it on, or to save it by DJL's {@code
     * Model.save}, which writes the parameters of that part alone. What is frozen of it stays
     * frozen when a trainer is made:
     *
     * <pre>{@code
     * Model model = saved.load(Part.WHOLE, Placement.of("PyTorch"));
     * AutoencoderBlock block = (AutoencoderBlock) model.getBlock();
     * block.encoder().freezeParameters(true);
     * Trainer trainer = model.newTrainer(new DefaultTrainingConfig(recipe.newLoss()));
     * }</pre>
     *
     * @param wanted what to run
     * @param place where it is computed
     * @return a model whose block is that part; the caller closes it
     * @throws IOException if the part is not there, or cannot be read
     */
    public Model load(Part wanted, Placement place) throws IOException {
        require(wanted);
        Model model = Model.newInstance(NAME, place.device(), place.engine());
        try {
            AutoencoderBlock whole = config.newBlock();
            model.setBlock(block(wanted, whole));
            read(model);
            model.setBlock(wanted.alone(whole));
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Gives the saved parameters of a whole model to another, as to train it on.
     *
     * @param model whose block is built from a config of the same networks
     */
    public void restore(Model model) throws IOException {
        require(Part.WHOLE);
        read(model);
    }

    private void read(Model model) throws IOException {
        requireSound(model.getNDManager());
        try {
            model.load(folder, NAME, Map.of("epoch", "0")); // else DJL takes the highest there is
            // DJL thaws all of a block that was loaded when it makes a trainer; not of one set.
            model.setBlock(model.getBlock());
        } catch (ClosedByInterruptException e) {
            throw e; // nothing is wrong with the file
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /**
     * Checks, before DJL reads them, that the parameters are those that were written, and fit.
     *
     * @param manager under which no array stays
     * @throws IOException if they are damaged, of another model, or not there
     */
    void requireSound(NDManager manager) throws IOException {
        requireSealed();
        AutoencoderBlock expected = config.newBlock();
        // Only the shapes are wanted, and a config may ask for more than there is memory.
        expected.setInitializer((scope, shape, type) -> scope.zeros(ONE), parameter -> true);
        try (NDManager scope = manager.newSubManager()) {
            expected.initialize(scope, DataType.FLOAT32, expected.inputShapes());
            ParameterFile.requireFits(
                    folder.resolve(PARAMETERS),
                    part.alone(expected),
                    part.alone(config.newBlock()));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(Exception e) {
        return new IOException(
                folder.resolve(PARAMETERS) + " must hold the model's parameters, but " + problem(e),
                e);
    }

    /**
     * Checks that the parameters have the digest that was written beside them; no engine is
     * touched.
     *
     * @throws IOException if they are damaged, or not there
     */
    public void requireSealed() throws IOException {
        Path file = folder.resolve(PARAMETERS);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " must hold " + PARAMETERS + ", but does not");
        }
        String expected = ModelDescription.read(folder, ownClasses).parametersSha256();
        String there = expected.isEmpty() ? "" : Digest.SHA_256.of(file);
        if (!there.equals(expected)) {
            throw new IOException(
                    file
                            + " must have the sha256 "
                            + expected
                            + " as model.json says, but has "
                            + there
                            + ": it is damaged, or was replaced");
        }
    }

    private static String problem(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return "ends early";
            }
        }
        return "cannot be read: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Returns the card. */
    public ModelCard card() throws IOException {
        return ModelDescription.readCard(folder, CARD, ownClasses);
    }

    /** Adds metrics to the card, or replaces those of the same names; the file changes at once. */
    public void addMetrics(Map<String, Double> metrics) throws IOException {
        ModelCard card = card().withMetrics(metrics);
        String text = Json.write(card, ModelCard.class);
        Seal.around(folder, SEALED, () -> AtomicWrite.text(folder.resolve(CARD), text));
    }
}
