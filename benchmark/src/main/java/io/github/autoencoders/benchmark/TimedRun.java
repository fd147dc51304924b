package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.StepForm;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A whole training by a recipe, or as many passes of a new model over its data, to be timed from
 * outside: its first line comes when the first batch is done, and after it a line with the images a
 * second of each epoch, in which neither reading the data nor validating is counted, and of such a
 * pass with the median of a batch's time and its 99th percentile.
 *
 * @param recipe what is done
 * @param place where
 * @param text where the lines go
 */
public record TimedRun(TrainingRecipe recipe, Placement place, PrintWriter text) {

    /** What is done with each batch. */
    public enum Mode {
        /** The model learns from it, in the form that the training chooses. */
        TRAIN,
        /** The model learns from it, by a program of the engine's own where there is one. */
        PROGRAM,
        /** The model learns from it, by blocks. */
        PORTABLE,
        /** Samples to codes. */
        ENCODE,
        /** Samples to codes and back. */
        RECONSTRUCT;

        /** Returns whether nothing is learnt. */
        public boolean isInference() {
            return this == ENCODE || this == RECONSTRUCT;
        }
    }

    /**
     * Does it.
     *
     * @param folder in which a training puts its run, under a name of its own
     */
    public void run(Mode mode, Path folder) throws IOException, TranslateException {
        DataSplit data = DataSource.of(recipe).split();
        switch (mode) {
            case TRAIN -> train(data, folder, AutoencoderTrainer.of(recipe));
            case PROGRAM -> train(data, folder, inForm(StepForm.PROGRAM));
            case PORTABLE -> train(data, folder, inForm(StepForm.PORTABLE));
            default -> infer(mode, data.training());
        }
    }

    /**
     * Does it in ONNX Runtime, for which a new model is exported first.
     *
     * @param mode one of inference
     */
    public void runExported(Mode mode) throws IOException, TranslateException {
        String device = place.deviceName();
        Integer computing = EngineChoice.computingThreads();
        int threads =
                new EngineChoice(Placement.ONNX_RUNTIME, device, computing).startOnnxRuntime();
        Samples samples = DataSource.of(recipe).split().training();
        DataWork data = new DataWork(samples, recipe.batchSize());
        Task task = mode == Mode.ENCODE ? Task.ENCODE : Task.RECONSTRUCT;
        infer(samples.size(), manager -> ExportedWork.of(recipe, data, task, place, threads));
    }

    private void sayFirst() {
        text.println("first batch");
        text.flush();
    }

    private void say(int epoch, double rate, String more) {
        text.printf(Locale.ROOT, "epoch %d: %.1f images/s%s%n", epoch, rate, more);
        text.flush();
    }

    private AutoencoderTrainer inForm(StepForm form) {
        return AutoencoderTrainer.of(recipe).withForm(form);
    }

    private void train(DataSplit data, Path folder, AutoencoderTrainer trainer) throws IOException {
        trainer.on(place)
                .into(Files.createTempDirectory(folder, "run"))
                .withBatchListener(new FirstBatch())
                .withListener(
                        progress -> {
                            List<TrainingHistory.Epoch> epochs = progress.history().epochs();
                            double rate = epochs.get(epochs.size() - 1).samplesPerSecond();
                            say(epochs.size(), rate, "");
                        })
                .fit(data)
                .close();
    }

    /** Waits for the gradient of the first batch. */
    private final class FirstBatch extends TrainingListenerAdapter {

        private boolean done;

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batchData) {
            if (done) {
                return;
            }
            done = true;
            StepClock.await(trainer);
            sayFirst();
        }
    }

    private void infer(Mode mode, Samples samples) throws IOException, TranslateException {
        AutoencoderConfig config = TrainingWork.config(recipe, samples);
        DataWork data = new DataWork(samples, recipe.batchSize());
        InferenceWork inference =
                mode == Mode.ENCODE
                        ? InferenceWork.encoding(config, data)
                        : InferenceWork.reconstruction(config, data);
        infer(samples.size(), inference::open);
    }

    /** Makes what is done with a batch. */
    @FunctionalInterface
    private interface Opening {
        TimedWork open(NDManager manager) throws IOException;
    }

    private void infer(int samples, Opening inference) throws IOException, TranslateException {
        double[] nanoseconds = new double[(samples + recipe.batchSize() - 1) / recipe.batchSize()];
        try (Model model = Model.newInstance("benchmark", place.device(), place.engine());
                TimedWork work = inference.open(model.getNDManager())) {
            for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
                long start = System.nanoTime();
                for (int i = 0; i < nanoseconds.length; i++) {
                    long begun = System.nanoTime();
                    work.runWhole(model.getNDManager());
                    nanoseconds[i] = System.nanoTime() - begun;
                    if (epoch == 1 && i == 0) {
                        sayFirst();
                    }
                }
                double rate = samples * 1e9 / (System.nanoTime() - start);
                say(epoch, rate, ", " + Latency.of(nanoseconds));
            }
        }
    }
}
