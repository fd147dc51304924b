package io.github.autoencoders.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.translate.TranslateException;
import ai.djl.util.Pair;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.benchmark.StepValues.Kind;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.CodebookListener;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training of a recipe, one step after the other, in which chance is the same on every engine:
 * the batches, what corrupts them and the noise of the code are drawn in Java, there is no dropout,
 * and all numbers that the engine drew for the parameters can be replaced by those of another run.
 */
final class SteppedTraining implements AutoCloseable {

    private final TrainingRecipe recipe;
    private final Samples samples;
    private final AutoencoderConfig config;
    private final Model model;
    private final ResumableOptimizer optimizer;
    private final Trainer trainer;
    private final Recorder recorder = new Recorder();
    private Iterator<Batch> batches = Collections.emptyIterator();
    private int epoch;

    /**
     * Begins a training.
     *
     * @param first all numbers of the model at first, or none for those that a training begins with
     * @param place where it is computed
     */
    SteppedTraining(
            TrainingRecipe recipe, DataSplit data, Map<String, float[]> first, Placement place)
            throws IOException {
        this.recipe = recipe;
        AutoencoderConfig described = AutoencoderTrainer.of(recipe).config(data); // which checks it
        config =
                new AutoencoderConfig(
                        described.format(),
                        described.conditions(),
                        described.architecture().withoutDropout(),
                        described.bottleneck(),
                        described.likelihood(),
                        described.otherTarget());
        samples = config.fitting(data.training());
        AutoencoderBlock block = config.newBlock(recipe.regularizer().monteCarlo());
        model = Model.newInstance("stepped", place.device(), place.engine());
        model.setBlock(block);
        Engine.getEngine(place.engine()).setRandomSeed((int) recipe.seed());
        if (!recipe.start().model().isEmpty()) {
            ModelRepository.open("start: model", Path.of(recipe.start().model())).restore(model);
        }
        if (!first.isEmpty()) {
            // Before there is a trainer: it may keep parameters of its own, to which it adds.
            block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
            set(first);
        }
        optimizer = recipe.optimizer().newOptimizer(model.getNDManager());
        AutoencoderLoss loss =
                recipe.withLikelihood(config.likelihood()).newLoss().withSamples(samples.size());
        DefaultTrainingConfig training =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(optimizer)
                        .optDevices(new Device[] {place.device()})
                        .optInitializer(AutoencoderTrainer.initializer(), Parameter.Type.WEIGHT)
                        .addTrainingListeners(
                                recorder, // first: before the codebook learns
                                new CodebookListener());
        trainer = model.newTrainer(training);
        recipe.start().frozen().freeze(block);
        trainer.initialize(block.inputShapes());
    }

    /** Trains one step. */
    StepValues step() throws IOException, TranslateException {
        Require.uninterrupted("training");
        if (!batches.hasNext()) {
            epoch++;
            optimizer.setLearningRate(recipe.optimizer().learningRate(epoch));
            batches = trainer.iterateDataset(data()).iterator();
        }
        try (Batch batch = batches.next()) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
        return recorder.values();
    }

    private ReconstructionDataset data() {
        long seed = recipe.seed() + epoch;
        ReconstructionDataset ordered =
                ReconstructionDataset.of(samples.drawn(seed), recipe.batchSize())
                        .withConditions(config.conditions())
                        .withOrder(seed)
                        .withCorruption(recipe.corruption(), seed);
        int noise = config.noiseSize(recipe.regularizer().monteCarlo());
        return noise > 0 ? ordered.withNoise(noise, seed) : ordered;
    }

    /** Gives the model the parameters of another run for one step; a trainer may forget them. */
    void set(Map<String, float[]> parameters) {
        set(parameters, true);
    }

    /**
     * Gives the model those parameters of another run that no gradient changes: a codebook draws
     * entries anew with the engine's random numbers.
     */
    void setUntrained(Map<String, float[]> parameters) {
        set(parameters, false);
    }

    private void set(Map<String, float[]> parameters, boolean all) {
        for (Pair<String, Parameter> parameter : model.getBlock().getParameters()) {
            float[] values = parameters.get(parameter.getKey());
            if (values == null) {
                throw new IllegalStateException(
                        "parameters must be those of both runs, but one has no "
                                + parameter.getKey());
            }
            if (all || !parameter.getValue().requiresGradient()) {
                NDArray array = parameter.getValue().getArray();
                // In place, as the trainer holds the array too.
                try (NDArray given = Numbers.of(array.getManager(), values, array.getShape())) {
                    array.subi(array).addi(given);
                }
            }
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }

    /** Keeps what the last step computed. */
    private static final class Recorder extends TrainingListenerAdapter {

        private @Nullable StepValues values;

        StepValues values() {
            if (values == null) {
                throw new IllegalStateException("a step must come before its values");
            }
            return values;
        }

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batchData) {
            Map<Kind, Map<String, float[]>> all = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                all.put(kind, new LinkedHashMap<>());
            }
            StepValues step = new StepValues(all);
            AutoencoderLoss loss = (AutoencoderLoss) trainer.getLoss();
            batchData
                    .getPredictions()
                    .forEach(
                            (device, predictions) -> {
                                NDList labels =
                                        Objects.requireNonNull(batchData.getLabels().get(device));
                                put(step.of(Kind.OUTPUTS), AutoencoderOutput.of(predictions));
                                LossTerms terms = loss.terms(labels, predictions);
                                float[] losses = {
                                    mean(loss.evaluate(labels, predictions)),
                                    mean(terms.reconstruction()),
                                    mean(terms.penalty())
                                };
                                step.of(Kind.LOSSES).put("losses", losses);
                            });
            for (Pair<String, Parameter> parameter :
                    trainer.getModel().getBlock().getParameters()) {
                NDArray array = parameter.getValue().getArray();
                step.of(Kind.PARAMETERS).put(parameter.getKey(), array.toFloatArray());
                if (parameter.getValue().requiresGradient()) {
                    try (NDArray gradient = array.getGradient()) {
                        step.of(Kind.GRADIENTS).put(parameter.getKey(), gradient.toFloatArray());
                    }
                }
            }
            values = step;
        }

        private static void put(Map<String, float[]> outputs, AutoencoderOutput output) {
            outputs.put("parameters", output.parameters().toFloatArray());
            outputs.put("code", output.code().toFloatArray());
            if (output.posterior() != null) {
                outputs.put("mean", output.posterior().mean().toFloatArray());
                outputs.put("logVariance", output.posterior().logVariance().toFloatArray());
            }
        }

        private static float mean(NDArray terms) {
            double sum = 0;
            // Some penalties are in float64.
            NDArray values = terms.toType(DataType.FLOAT64, false);
            for (double value : values.toDoubleArray()) {
                sum += value;
            }
            return (float) (sum / values.size());
        }
    }
}
