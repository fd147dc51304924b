package io.github.autoencoders.zoo;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.Translator;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.translate.RawPart;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model in a file of ONNX, as {@link TrainedAutoencoder#toOnnx} writes it, and how
 * DJL's engine for such files runs it: by the translators of the model's own tasks.
 *
 * <pre>{@code
 * ExportedPart encoder = ExportedPart.open(Path.of("encoder.onnx"));
 * Criteria<float[], float[]> criteria = Criteria.builder()
 *         .setTypes(float[].class, float[].class)
 *         .optModelPath(encoder.file())
 *         .optEngine(ExportedPart.ENGINE)
 *         .optTranslator(encoder.translator(Task.ENCODE, float[].class, float[].class))
 *         .build();
 * }</pre>
 *
 * @param file of the part
 * @param export which part it is
 * @param config of the whole model
 */
public record ExportedPart(Path file, Export export, AutoencoderConfig config) {

    /** The name of the engine, {@code ai.djl.onnxruntime:onnxruntime-engine}. */
    public static final String ENGINE = Placement.ONNX_RUNTIME;

    private static final String ENDING = ".onnx";

    /**
     * Opens a file; no engine is touched.
     *
     * @throws IOException if it is not there, or none of this library's
     */
    public static ExportedPart open(Path file) throws IOException {
        return open(file, OwnClasses.NONE);
    }

    /**
     * Opens a file of a model that may be made of classes of one's own; no engine is touched.
     *
     * @param ownClasses the only ones that are taken, whatever the file names
     * @throws IOException if it is not there, none of this library's, or of other classes
     */
    public static ExportedPart open(Path file, OwnClasses ownClasses) throws IOException {
        Map<String, String> metadata = OnnxModel.metadata(file);
        String part = metadata.getOrDefault("part", "");
        String config = metadata.getOrDefault("config", "");
        Export export =
                Stream.of(Export.values())
                        .filter(each -> each.key().equals(part))
                        .findFirst()
                        .orElseThrow(() -> foreign(file));
        if (config.isEmpty()) {
            throw foreign(file);
        }
        try {
            return new ExportedPart(
                    file, export, Json.read(config, AutoencoderConfig.class, ownClasses));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static IOException foreign(Path file) {
        return new IOException(
                file
                        + " must be a file of ONNX that this version exported, but does not say"
                        + " which part of which model it is");
    }

    /**
     * Returns whether a place is a file of ONNX, or a folder of such files, by names alone. The
     * folder of a run or of a saved model is none, whatever else lies in it.
     *
     * @param place a file or a folder, perhaps neither
     */
    public static boolean isAt(Path place) throws IOException {
        return isNamed(place)
                || (Files.isDirectory(place) && !isOfModel(place) && !files(place).isEmpty());
    }

    private static boolean isOfModel(Path folder) {
        return Files.exists(folder.resolve(ModelDescription.FILE))
                || Files.exists(folder.resolve("recipe.json"));
    }

    private static boolean isNamed(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ExportedPart::isNamed).sorted().toList();
        }
    }

    /**
     * Opens a file, or all files of a folder; no engine is touched.
     *
     * @throws IOException if there is none, one is none of this library's, or they are of models of
     *     different samples or codes
     */
    public static List<ExportedPart> all(Path place) throws IOException {
        List<ExportedPart> parts = new ArrayList<>();
        for (Path file : Files.isDirectory(place) ? files(place) : List.of(place)) {
            ExportedPart part = open(file);
            if (!parts.isEmpty() && !part.config.equals(parts.get(0).config)) {
                throw new IOException(
                        "files of a folder must be of one model, but %s is of another than %s"
                                .formatted(file, parts.get(0).file));
            }
            parts.add(part);
        }
        return parts;
    }

    /** Returns what it can be used for. */
    public List<Task> tasks() {
        return Arrays.stream(Task.values())
                .filter(task -> export.place(task, config) >= 0 && task.computation().fits(config))
                .toList();
    }

    private RawPart raw(Task task) {
        int place = export.place(task, config);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "task must be one of %s for %s, but is %s"
                            .formatted(tasks().stream().map(Task::key).toList(), file, task.key()));
        }
        boolean noise = export == Export.WHOLE && config.bottleneck().isStochastic();
        Shape code = new Shape(config.bottleneck().codeSize());
        return new RawPart(config, task, place, noise ? List.of(code) : List.of());
    }

    /**
     * Returns a translator for a model without conditions, or of inputs with their labels; it
     * computes with no array, which the engine cannot.
     *
     * @param task one of {@link #tasks}
     * @param input one of {@link Task#types} but an NDList
     * @param output that stands beside it there
     * @throws IllegalArgumentException if the file is not for the task, or the types are others
     */
    public <I, O> Translator<I, O> translator(Task task, Class<I> input, Class<O> output) {
        return translator(task, null, input, output);
    }

    /**
     * Returns the same, given the label of all inputs.
     *
     * @param label one of the model's conditions, or null
     */
    public <I, O> Translator<I, O> translator(
            Task task, @Nullable String label, Class<I> input, Class<O> output) {
        return raw(task).translator(label, input, output);
    }

    /** Returns a translator as {@link Task#ofArrays} does. */
    public Translator<List<double[]>, double[]> ofArrays(Task task) {
        return raw(task).ofArrays();
    }

    /**
     * Loads the file.
     *
     * @param threads that compute
     * @return a model for translators of all tasks; the caller closes it
     * @throws IOException if it cannot be read, or the engine is not on the class path
     */
    public ZooModel<?, ?> load(int threads) throws IOException {
        Require.atLeast(1, "threads", threads);
        Placement.requireOnnxRuntime();
        try {
            return Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelPath(file.toAbsolutePath().getParent()) // of a file DJL warns
                    .optModelName(String.valueOf(file.getFileName()))
                    .optEngine(ENGINE)
                    .optDevice(Device.cpu())
                    .optOption("intraOpNumThreads", String.valueOf(threads))
                    .optTranslator(new NoopTranslator())
                    .build()
                    .loadModel();
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
