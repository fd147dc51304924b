package io.github.autoencoders.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.hipparchus.stat.descriptive.rank.Median;

/** Trains a model and uses it, with the clock running. */
final class Measurement {

    /** How many validation samples are encoded, decoded and scored, at most. */
    private static final int SAMPLES = 2000;

    private static final int LEAST_PASSES = 3;
    private static final int MOST_PASSES = 50;
    private static final double SECONDS = 1;

    private final SavedModel model;
    private final String engine;
    private final Device device;

    private Measurement(SavedModel model, String engine, Device device) {
        this.model = model;
        this.engine = engine;
        this.device = device;
    }

    /**
     * Trains by a recipe, and measures.
     *
     * @param folder of the run, which must not exist
     */
    static Measured of(TrainingRecipe recipe, Path folder, String engine, Device device)
            throws IOException, TranslateException {
        DataSplit data = RecipeData.load(recipe);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(recipe, data, engine, device);
        StepClock clock = new StepClock(data.training().size(), recipe.batchSize());
        RunFolder run = RunFolder.create(folder, recipe);
        long[] parameters = {0};
        TrainingHistory history =
                trainer.train(
                        run,
                        List.of(clock),
                        (epochs, model) ->
                                parameters[0] =
                                        model.getBlock().getParameters().values().stream()
                                                .mapToLong(each -> each.getArray().size())
                                                .sum());
        List<TrainingHistory.Epoch> epochs = history.epochs();
        Measurement use = new Measurement(run.model(), engine, device);
        SampleSet samples = data.validation().first(SAMPLES);
        AutoencoderConfig config = use.model.config();
        List<float[]> inputs = samples.withFormat(config.format()).samples(config.conditions());
        List<float[]> codes =
                codes(use.predict(Part.ENCODER, Task::encoding, inputs), inputs, config);
        boolean scored = !config.format().scaling().allowsMissing();
        TrainingHistory.Epoch last = epochs.get(epochs.size() - 1);
        return new Measured(
                engine + " " + Engine.getEngine(engine).getVersion(),
                parameters[0],
                epochs.size() == 1 ? clock.rate() : laterRate(epochs),
                use.rate(Part.ENCODER, Task::encoding, inputs),
                use.rate(Part.DECODER, Task::decoding, codes),
                scored ? use.rate(Part.WHOLE, Task::scoring, inputs) : 0,
                clock.first().toEpochMilli() / 1e3,
                ResidentMemory.peak().orElse(0),
                epochs.size(),
                last.training(),
                last.validation());
    }

    private static double laterRate(List<TrainingHistory.Epoch> epochs) {
        double[] rates =
                epochs.stream()
                        .skip(1)
                        .mapToDouble(TrainingHistory.Epoch::samplesPerSecond)
                        .toArray();
        return new Median().evaluate(rates);
    }

    // A conditional model's decoder wants the label of the sample behind the code.
    private static List<float[]> codes(
            List<float[]> codes, List<float[]> inputs, AutoencoderConfig config) {
        if (config.conditions().isEmpty()) {
            return codes;
        }
        List<float[]> labelled = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            float[] code = codes.get(i);
            float[] input = inputs.get(i);
            float[] both = Arrays.copyOf(code, code.length + 1);
            both[code.length] = input[input.length - 1];
            labelled.add(both);
        }
        return labelled;
    }

    private <O> List<O> predict(
            Part part,
            Function<AutoencoderConfig, Translator<float[], O>> translator,
            List<float[]> inputs)
            throws IOException, TranslateException {
        try (var predictor = TaskPredictor.load(model, part, translator, engine, device)) {
            return predictor.predict(inputs);
        }
    }

    // The first pass is not counted.
    private <O> double rate(
            Part part,
            Function<AutoencoderConfig, Translator<float[], O>> translator,
            List<float[]> inputs)
            throws IOException, TranslateException {
        try (var predictor = TaskPredictor.load(model, part, translator, engine, device)) {
            predictor.predict(inputs);
            List<Double> rates = new ArrayList<>();
            long begin = System.nanoTime();
            while (rates.size() < LEAST_PASSES
                    || (rates.size() < MOST_PASSES && System.nanoTime() - begin < SECONDS * 1e9)) {
                long start = System.nanoTime();
                predictor.predict(inputs);
                rates.add(inputs.size() * 1e9 / (System.nanoTime() - start));
            }
            return new Median().evaluate(rates.stream().mapToDouble(rate -> rate).toArray());
        }
    }
}
