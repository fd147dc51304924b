package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A task of a model on many samples, in batches of {@value #BATCH_SIZE}. The values of a batch go
 * into the engine's memory and come back at once, rather than one sample at a time; only those of a
 * conditional model go one by one, each with its label. For one thread.
 */
public final class BatchedTask implements AutoCloseable {

    private static final int BATCH_SIZE = 256;

    /** What the task makes of samples, in their order. */
    private interface Running extends AutoCloseable {
        List<float[]> of(Samples samples) throws TranslateException;

        @Override
        void close();
    }

    private final Running running;

    private BatchedTask(Running running) {
        this.running = running;
    }

    /**
     * Loads what a task needs of a model.
     *
     * @param task any but {@code SAMPLE}
     * @param place where it is computed
     * @throws IOException if the parameters cannot be read
     */
    public static BatchedTask load(SavedModel saved, Task task, Placement place)
            throws IOException {
        Running running =
                saved.config().conditions().isEmpty()
                        ? new Whole(saved, task, place)
                        : new OneByOne(saved, task, place);
        return new BatchedTask(running);
    }

    /**
     * Returns what the task makes of samples, or of codes.
     *
     * @param samples in the model's format, or codes [D]
     * @return one array for each, flattened: a code, a raw sample, or a score alone
     */
    public List<float[]> of(Samples samples) throws TranslateException {
        return running.of(samples);
    }

    @Override
    public void close() {
        running.close();
    }

    private static Function<AutoencoderConfig, Translator<NDList, NDList>> whole(Task task) {
        return switch (task) {
            case ENCODE -> Task::batchEncoding;
            case DECODE -> Task::batchDecoding;
            case RECONSTRUCT -> Task::batchReconstruction;
            case SCORE -> Task::batchScoring;
            case SAMPLE -> throw noSamples();
        };
    }

    private static Function<AutoencoderConfig, Translator<float[], float[]>> single(Task task) {
        return switch (task) {
            case ENCODE -> Task::encoding;
            case DECODE -> Task::decoding;
            case RECONSTRUCT -> Task::reconstruction;
            case SCORE -> Task::scores;
            case SAMPLE -> throw noSamples();
        };
    }

    private static IllegalArgumentException noSamples() {
        return new IllegalArgumentException("task must be one that takes samples, but is sample");
    }

    private static final class Whole implements Running {

        private final Model model;
        private final Predictor<NDList, NDList> predictor;

        Whole(SavedModel saved, Task task, Placement place) throws IOException {
            Translator<NDList, NDList> translator = whole(task).apply(saved.config());
            model = saved.load(task.part(), place);
            predictor = model.newPredictor(translator);
        }

        @Override
        public List<float[]> of(Samples samples) throws TranslateException {
            List<float[]> outputs = new ArrayList<>(samples.size());
            for (int from = 0; from < samples.size(); from += BATCH_SIZE) {
                int to = Math.min(from + BATCH_SIZE, samples.size());
                try (NDManager manager = model.getNDManager().newSubManager()) {
                    NDArray raw = samples.raw(manager, IntStream.range(from, to).toArray());
                    float[] all = predictor.predict(new NDList(raw)).head().toFloatArray();
                    int size = all.length / (to - from);
                    for (int i = 0; i < all.length; i += size) {
                        outputs.add(Arrays.copyOfRange(all, i, i + size));
                    }
                }
            }
            return outputs;
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }

    private static final class OneByOne implements Running {

        private final List<String> conditions;
        private final TaskPredictor<float[], float[]> predictor;

        OneByOne(SavedModel saved, Task task, Placement place) throws IOException {
            conditions = saved.config().conditions();
            predictor = TaskPredictor.load(saved, task.part(), single(task), place);
        }

        @Override
        public List<float[]> of(Samples samples) throws TranslateException {
            return predictor.predict(samples.samples(conditions));
        }

        @Override
        public void close() {
            predictor.close();
        }
    }
}
