package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Parts of a model in the memory of ONNX Runtime, ready to be used for what they can do.
 *
 * <pre>{@code
 * try (ExportedModel model = ExportedModel.open(Path.of("exported"), 2);
 *         Predictor<float[], float[]> encoder =
 *                 model.newPredictor(Task.ENCODE, float[].class, float[].class)) {
 *     float[] code = encoder.predict(sample);                            // [D]
 * }
 * }</pre>
 *
 * <p>Any number of threads may use it, each with a predictor of its own.
 */
public final class ExportedModel implements AutoCloseable {

    private final AutoencoderConfig config;
    private final Map<Task, ExportedPart> parts;
    private final Map<ExportedPart, ZooModel<?, ?>> loaded;

    private ExportedModel(
            AutoencoderConfig config,
            Map<Task, ExportedPart> parts,
            Map<ExportedPart, ZooModel<?, ?>> loaded) {
        this.config = config;
        this.parts = parts;
        this.loaded = loaded;
    }

    /**
     * Loads a file of ONNX, or all of a folder.
     *
     * @param threads that compute for each part
     * @throws IOException if there is none, one is none of this library's, or they are of models of
     *     different samples or codes
     */
    public static ExportedModel open(Path place, int threads) throws IOException {
        List<ExportedPart> found = ExportedPart.all(place);
        if (found.isEmpty()) {
            throw new IOException(place + " must hold files of ONNX, but holds none");
        }
        return of(found, threads);
    }

    /**
     * Exports a model, and loads what is made of it: what ONNX Runtime computes for the tasks of a
     * model that is on another engine.
     *
     * @param tasks which it is for, at least one
     * @param threads that compute for each part
     * @throws IOException if no temporary file can be written
     * @throws IllegalArgumentException if the model cannot do a task, or cannot be exported
     */
    public static ExportedModel of(TrainedAutoencoder model, Collection<Task> tasks, int threads)
            throws IOException {
        Path folder = Files.createTempDirectory("autoencoders-onnx");
        try {
            List<ExportedPart> written = new ArrayList<>();
            for (Export export : EnumSet.copyOf(tasks.stream().map(Export::doing).toList())) {
                Path file = folder.resolve(export.key() + ".onnx");
                model.toOnnx(export).write(file);
                written.add(new ExportedPart(file, export, model.config()));
            }
            return of(written, threads);
        } finally {
            AtomicWrite.delete(folder);
        }
    }

    /**
     * Loads parts of one model.
     *
     * @param found at least one; of two that can do the same, the first that does nothing else
     * @param threads that compute for each part
     */
    public static ExportedModel of(Collection<ExportedPart> found, int threads) throws IOException {
        Map<Task, ExportedPart> parts = new EnumMap<>(Task.class);
        List<ExportedPart> narrowFirst = new ArrayList<>(found);
        narrowFirst.sort((a, b) -> Boolean.compare(isWhole(a), isWhole(b)));
        narrowFirst.forEach(part -> part.tasks().forEach(task -> parts.putIfAbsent(task, part)));
        if (parts.isEmpty()) {
            ExportedPart first = narrowFirst.get(0);
            throw new IOException(
                    "%s must be of a part with a task, but is of %s"
                            .formatted(first.file(), first.export().key()));
        }
        Map<ExportedPart, ZooModel<?, ?>> loaded = new LinkedHashMap<>();
        try {
            for (ExportedPart part : parts.values()) {
                if (!loaded.containsKey(part)) {
                    loaded.put(part, part.load(threads));
                }
            }
        } catch (IOException | RuntimeException e) {
            loaded.values().forEach(ZooModel::close);
            throw e;
        }
        return new ExportedModel(narrowFirst.get(0).config(), parts, loaded);
    }

    private static boolean isWhole(ExportedPart part) {
        return part.export() == Export.WHOLE;
    }

    /** Returns what the model was built from. */
    public AutoencoderConfig config() {
        return config;
    }

    /** Returns what it can be used for. */
    public List<Task> tasks() {
        return List.copyOf(parts.keySet());
    }

    /**
     * Returns the part that does a task.
     *
     * @throws IllegalArgumentException if none does
     */
    public ExportedPart part(Task task) {
        ExportedPart part = parts.get(task);
        if (part == null) {
            throw new IllegalArgumentException(
                    "task must be one of %s, which the files are for, but is %s"
                            .formatted(tasks().stream().map(Task::key).toList(), task.key()));
        }
        return part;
    }

    /** Returns DJL's model of a task, for translators of one's own; it is closed with this. */
    public Model model(Task task) {
        return Objects.requireNonNull(loaded.get(part(task))); // every part of a task
    }

    /**
     * Returns what does a task, for one thread; the caller closes it.
     *
     * @param input one of {@link Task#types} but an NDList
     * @param output that stands beside it there
     */
    public <I, O> Predictor<I, O> newPredictor(Task task, Class<I> input, Class<O> output) {
        Translator<I, O> translator = part(task).translator(task, input, output);
        return model(task).newPredictor(translator);
    }

    @Override
    public void close() {
        loaded.values().forEach(ZooModel::close);
    }
}
