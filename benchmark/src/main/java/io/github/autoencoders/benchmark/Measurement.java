package io.github.autoencoders.benchmark;

import ai.djl.Device;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains a model and uses it, with the clock running. */
final class Measurement {

    /** How many validation samples are encoded, decoded and scored, at most. */
    private static final int SAMPLES = 2000;

    private static final int LEAST_PASSES = 3;
    private static final int MOST_PASSES = 50;
    private static final double SECONDS = 1;

    private Measurement() {}

    /**
     * Trains by a recipe, and measures.
     *
     * @param folder of the run, which must not exist
     */
    static Comparison.Figures of(TrainingRecipe recipe, Path folder, Placement place)
            throws IOException, TranslateException {
        DataSplit data = DataSource.of(recipe).split();
        StepClock clock = new StepClock(data.training().size(), recipe.batchSize());
        RunFolder run = new RunFolder(folder);
        long[] parameters = {0};
        AutoencoderTrainer.of(recipe)
                .on(place)
                .into(folder)
                .withBatchListener(clock)
                .withListener(
                        progress ->
                                parameters[0] =
                                        progress
                                                .model()
                                                .getBlock()
                                                .getParameters()
                                                .values()
                                                .stream()
                                                .mapToLong(each -> each.getArray().size())
                                                .sum())
                .fit(data)
                .close();
        List<TrainingHistory.Epoch> epochs = run.history().epochs();
        try (TrainedAutoencoder model = TrainedAutoencoder.of(run.model(), place)) {
            Samples samples = model.config().fitting(data.validation().first(SAMPLES));
            Samples codes = Samples.ofCodes(model.encode(samples)).withLabels(samples.labels());
            boolean scored = !model.format().allowsMissing();
            TrainingHistory.Epoch last = epochs.get(epochs.size() - 1);
            Measured measured =
                    new Measured(
                            place.engineWithVersion(),
                            parameters[0],
                            epochs.size() == 1 ? clock.rate() : laterRate(epochs),
                            rate(model, Task.ENCODE, samples),
                            rate(model, Task.DECODE, codes),
                            scored ? rate(model, Task.SCORE, samples) : 0,
                            clock.first().toEpochMilli() / 1e3,
                            ResidentMemory.peak().orElse(0),
                            epochs.size(),
                            last.training(),
                            last.validation());
            return Placement.isOnnxRuntimeThere() && place.device().equals(Device.cpu())
                    ? new Comparison.RanExported(
                            measured,
                            ExportedSpeed.of(
                                    model, samples, codes, EngineChoice.computingThreads()))
                    : new Comparison.Ran(measured);
        }
    }

    private static double laterRate(List<TrainingHistory.Epoch> epochs) {
        return Quartiles.of(
                        epochs.stream()
                                .skip(1)
                                .map(TrainingHistory.Epoch::samplesPerSecond)
                                .toList())
                .median();
    }

    // The first pass is not counted.
    private static double rate(TrainedAutoencoder model, Task task, Samples samples) {
        model.run(task, samples);
        List<Double> rates = new ArrayList<>();
        long begin = System.nanoTime();
        while (rates.size() < LEAST_PASSES
                || (rates.size() < MOST_PASSES && System.nanoTime() - begin < SECONDS * 1e9)) {
            long start = System.nanoTime();
            model.run(task, samples);
            rates.add(samples.size() * 1e9 / (System.nanoTime() - start));
        }
        return Quartiles.of(rates).median();
    }
}
