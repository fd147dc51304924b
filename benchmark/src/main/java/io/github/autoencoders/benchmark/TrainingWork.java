package io.github.autoencoders.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.CodebookListener;
import io.github.autoencoders.training.SplitLossListener;
import io.github.autoencoders.training.StepForm;
import io.github.autoencoders.training.TrainingStep;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.List;

/**
 * Training steps in a row, with all that {@link io.github.autoencoders.training.AutoencoderTrainer}
 * does in one of a long training: as a program of the engine where there is one. The batch is made,
 * though never ahead, and the terms of the loss are kept. Only after the last is waited for, as in
 * training.
 */
record TrainingWork(
        Model model,
        Trainer trainer,
        TrainingStep step,
        double penaltyWeight,
        DataWork.Batches batches,
        NDList parameters,
        int steps)
        implements TimedWork {

    /**
     * Returns work on a new model.
     *
     * @param recipe what is trained, but for its data
     * @param samples of which a whole number of batches is taken, again and again
     * @param steps of each repetition
     */
    static TrainingWork of(TrainingRecipe recipe, Samples samples, int steps, Placement place) {
        AutoencoderConfig config = config(recipe, samples);
        Model model = Model.newInstance("benchmark", place.device(), place.engine());
        AutoencoderBlock block = config.newBlock(recipe.regularizer().monteCarlo());
        model.setBlock(block);
        AutoencoderLoss loss = recipe.newLoss().withSamples(samples.size());
        ResumableOptimizer optimizer = recipe.optimizer().newOptimizer(model.getNDManager());
        DefaultTrainingConfig training =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(optimizer)
                        .optDevices(new Device[] {place.device()})
                        .optInitializer(AutoencoderTrainer.initializer(), Parameter.Type.WEIGHT)
                        .addTrainingListeners(new SplitLossListener(), new CodebookListener());
        Trainer trainer = model.newTrainer(training);
        trainer.initialize(block.inputShapes());
        TrainingStep step =
                TrainingStep.of(
                        StepForm.PROGRAM,
                        new TrainingStep.Subject(recipe, config, samples.size(), samples.size()),
                        trainer,
                        optimizer,
                        place);
        NDList parameters = new NDList();
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                parameters.add(parameter.getArray());
            }
        }
        return new TrainingWork(
                model,
                trainer,
                step,
                recipe.penaltyWeight().weight(0),
                new DataWork(samples, recipe.batchSize()).batches(trainer.getManager()),
                parameters,
                steps);
    }

    /** Returns the model of a recipe, for samples that need no data to be read. */
    static AutoencoderConfig config(TrainingRecipe recipe, Samples samples) {
        return new AutoencoderConfig(
                samples.format(),
                List.of(),
                recipe.architecture(),
                recipe.bottleneck(),
                recipe.likelihood());
    }

    @Override
    public NDList run(NDManager scope) throws IOException, TranslateException {
        for (int i = 0; i < steps; i++) {
            try (Batch batch = batches.next()) {
                step.learn(trainer, batch, penaltyWeight);
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        step.close();
        trainer.close();
        model.close();
    }
}
