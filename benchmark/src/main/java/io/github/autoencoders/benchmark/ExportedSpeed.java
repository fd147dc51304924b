package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long a task takes on the engine of a model and, exported, in ONNX Runtime: from float[] to
 * float[], the median of calls that were made by turns.
 *
 * @param task that was done
 * @param batch inputs of a call
 * @param seconds of a call on the model's engine
 * @param exportedSeconds of the same call in ONNX Runtime
 */
public record ExportedSpeed(Task task, int batch, double seconds, double exportedSeconds) {

    private static final List<Integer> BATCHES = List.of(1, 256);
    private static final int WARM_UP = 3;
    private static final int LEAST_CALLS = 10;
    private static final int MOST_CALLS = 200;
    private static final double SECONDS = 1;

    /** Returns how many times as fast ONNX Runtime is. */
    public double ratio() {
        return seconds / exportedSeconds;
    }

    /**
     * Measures the encoder and the decoder.
     *
     * @param samples to encode, at least one
     * @param codes to decode
     * @param threads that compute in ONNX Runtime
     */
    static List<ExportedSpeed> of(
            TrainedAutoencoder model, Samples samples, Samples codes, int threads)
            throws IOException, TranslateException {
        List<ExportedSpeed> speeds = new ArrayList<>();
        List<Task> tasks = List.of(Task.ENCODE, Task.DECODE);
        try (ExportedModel exported = ExportedModel.of(model, tasks, threads)) {
            for (Task task : tasks) {
                Samples given = task == Task.ENCODE ? samples.inputs() : codes;
                for (int batch : BATCHES) {
                    speeds.add(of(model, exported, task, rows(given, batch)));
                }
            }
        }
        return speeds;
    }

    private static List<float[]> rows(Samples given, int batch) {
        return IntStream.range(0, batch).mapToObj(i -> given.sample(i % given.size())).toList();
    }

    private static ExportedSpeed of(
            TrainedAutoencoder model, ExportedModel exported, Task task, List<float[]> rows)
            throws TranslateException {
        AutoencoderConfig config = model.config();
        @Nullable String label = config.conditions().isEmpty() ? null : config.conditions().get(0);
        Class<float[]> type = float[].class;
        try (Model own = model.newModel(task.part());
                Predictor<float[], float[]> ours =
                        own.newPredictor(task.translator(config, label, type, type));
                Predictor<float[], float[]> theirs =
                        exported.model(task)
                                .newPredictor(
                                        exported.part(task).translator(task, label, type, type))) {
            List<Double> first = new ArrayList<>();
            List<Double> second = new ArrayList<>();
            long begin = System.nanoTime();
            for (int call = 0;
                    call < LEAST_CALLS
                            || (call < MOST_CALLS && System.nanoTime() - begin < SECONDS * 1e9);
                    call++) {
                double one = seconds(ours, rows);
                double other = seconds(theirs, rows);
                if (call >= WARM_UP) {
                    first.add(one);
                    second.add(other);
                }
            }
            return new ExportedSpeed(
                    task, rows.size(), Quartiles.of(first).median(), Quartiles.of(second).median());
        }
    }

    private static double seconds(Predictor<float[], float[]> predictor, List<float[]> rows)
            throws TranslateException {
        long start = System.nanoTime();
        List<float[]> unused = predictor.batchPredict(rows);
        return (System.nanoTime() - start) / 1e9;
    }
}
