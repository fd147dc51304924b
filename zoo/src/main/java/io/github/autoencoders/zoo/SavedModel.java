package io.github.autoencoders.zoo;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParameterList;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in a folder: {@code model.json}, {@code autoencoder-0000.params}, {@code card.json} and
 * {@code serving.properties}. DJL's own {@code Criteria} loads it too, on any engine, with {@code
 * optModelPath(folder)}, {@code optArgument("task", ...)} and {@code optTranslatorFactory(new
 * DeferredTranslatorFactory())}, which makes DJL look into {@code serving.properties}.
 *
 * <p>The parameters are those of the whole model, from which every part is loaded, or those of one
 * part alone.
 *
 * @param folder that holds the files
 * @param part whose parameters are there
 * @param config of the whole model's block
 */
public record SavedModel(Path folder, Part part, AutoencoderConfig config) {

    private static final Shape ONE = new Shape(1);

    /** What the files of the parameters are named by. */
    public static final String NAME = "autoencoder";

    private static final String PARAMETERS = NAME + "-0000.params";
    private static final String CARD = "card.json";

    /**
     * Opens a folder; no engine is touched.
     *
     * @throws IOException if there is no model, or one of a newer format
     */
    public static SavedModel open(Path folder) throws IOException {
        ModelDescription description = ModelDescription.read(folder);
        return new SavedModel(folder, description.part(), description.config());
    }

    /**
     * Writes a whole model into a folder that must exist; the caller makes the writing atomic.
     *
     * @param model whose block is built from the config and initialized
     */
    public static SavedModel write(
            Path folder, AutoencoderConfig config, Model model, ModelCard card) throws IOException {
        return write(new SavedModel(folder, Part.WHOLE, config), model, card);
    }

    private static SavedModel write(SavedModel saved, Model model, ModelCard card)
            throws IOException {
        Path folder = saved.folder;
        model.setProperty("Epoch", "0"); // the number in the file's name; the card has the epoch
        model.save(folder, NAME);
        String sha256 = Sha256.of(folder.resolve(PARAMETERS));
        ModelDescription.of(saved.part, sha256, saved.config).write(folder);
        Files.writeString(folder.resolve(CARD), Json.write(card, ModelCard.class));
        Files.writeString(
                folder.resolve("serving.properties"),
                """
                blockFactory=%s
                translatorFactory=%s
                task=%s
                option.modelName=%s
                option.epoch=0
                """
                        .formatted(
                                AutoencoderBlockFactory.class.getName(),
                                AutoencoderTranslatorFactory.class.getName(),
                                task(saved.part).name().toLowerCase(Locale.ROOT),
                                NAME));
        return saved;
    }

    // What is done unless a Criteria asks for another task.
    private static Task task(Part part) {
        return switch (part) {
            case WHOLE, RECONSTRUCTION -> Task.RECONSTRUCT;
            case ENCODER -> Task.ENCODE;
            case DECODER -> Task.DECODE;
        };
    }

    /**
     * Writes one part of the model, with its parameters alone, into a folder that must exist; the
     * caller makes the writing atomic.
     *
     * @param wanted the part
     * @param engine by name, or null for the default engine
     * @param device or null for the engine's default device
     * @throws IOException if the part is not there, or cannot be read or written
     */
    public SavedModel export(
            Part wanted, Path into, @Nullable String engine, @Nullable Device device)
            throws IOException {
        require(wanted);
        try (Model model = Model.newInstance(NAME, device, engine)) {
            AutoencoderBlock whole = config.newBlock();
            model.setBlock(block(wanted, whole));
            read(model, whole);
            Block alone = wanted.alone(whole);
            // DJL does not save a block that was loaded but never given the names of its inputs.
            alone.initialize(model.getNDManager(), DataType.FLOAT32, alone.getInputShapes());
            model.setBlock(alone);
            return write(new SavedModel(into, wanted, config), model, card());
        }
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
     * Loads one part of the model.
     *
     * @param wanted what to run
     * @param engine by name, or null for the default engine
     * @param device or null for the engine's default device
     * @return a model whose block is that part; the caller closes it
     * @throws IOException if the part is not there, or cannot be read
     */
    public Model load(Part wanted, @Nullable String engine, @Nullable Device device)
            throws IOException {
        require(wanted);
        Model model = Model.newInstance(NAME, device, engine);
        try {
            AutoencoderBlock whole = config.newBlock();
            model.setBlock(block(wanted, whole));
            read(model, whole);
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Gives the saved parameters of a whole model to another, as to train it on.
     *
     * @param model whose block is a part of the next one, or the whole of it
     * @param whole built from a config of the same networks
     */
    public void restore(Model model, AutoencoderBlock whole) throws IOException {
        require(Part.WHOLE);
        read(model, whole);
    }

    private void read(Model model, AutoencoderBlock whole) throws IOException {
        Path file = folder.resolve(PARAMETERS);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " must hold " + PARAMETERS + ", but does not");
        }
        requireUnchanged(file);
        try {
            requireFormat(file);
            model.load(folder, NAME, Map.of("epoch", "0")); // else DJL takes the highest there is
            requireParameters(whole, model.getNDManager());
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw new IOException(file + " must hold the model's parameters, but " + problem(e), e);
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

    // DJL passes over another file, or takes it for one of the engine's.
    private static void requireFormat(Path file) throws IOException, MalformedModelException {
        byte[] magic = "DJL@".getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(magic.length);
            if (start.length == magic.length && !Arrays.equals(start, magic)) {
                throw new MalformedModelException("it is not in DJL's format");
            }
        }
    }

    private void requireUnchanged(Path file) throws IOException {
        String expected = ModelDescription.read(folder).parametersSha256();
        if (expected.isEmpty()) {
            return;
        }
        String there = Sha256.of(file);
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

    // DJL takes parameters of any shape.
    private void requireParameters(AutoencoderBlock loaded, NDManager manager)
            throws MalformedModelException {
        AutoencoderBlock expected = config.newBlock();
        // Only the shapes are wanted, and a config may ask for more than there is memory.
        expected.setInitializer((scope, shape, type) -> scope.zeros(ONE), parameter -> true);
        try (NDManager scope = manager.newSubManager()) {
            expected.initialize(scope, DataType.FLOAT32, expected.inputShapes());
            ParameterList known = part.alone(expected).getParameters();
            ParameterList read = part.alone(loaded).getParameters();
            for (String name : known.keys()) {
                Shape there = read.get(name).getArray().getShape();
                Shape wanted = known.get(name).getShape();
                if (!there.equals(wanted)) {
                    throw new MalformedModelException(
                            name + " must have shape " + wanted + ", but has shape " + there);
                }
            }
        }
    }

    /** Returns the card. */
    public ModelCard card() throws IOException {
        return ModelDescription.readCard(folder, CARD);
    }

    /** Adds metrics to the card, or replaces those of the same names; the file changes at once. */
    public void addMetrics(Map<String, Double> metrics) throws IOException {
        ModelCard card = card().withMetrics(metrics);
        Path fresh = folder.resolve(CARD + ".new");
        Files.writeString(fresh, Json.write(card, ModelCard.class));
        Files.move(
                fresh,
                folder.resolve(CARD),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
