package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DataSummary;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A recipe and data that were found to fit, before any work is done; and what follows from them:
 * the batches of each epoch, and the seeds of all that is random.
 *
 * @param recipe what to train, its likelihood one of words too where the data have some
 * @param data in the model's format
 * @param config what is needed to build the model's block
 * @param start where the parameters come from
 * @param elsewhere what is learnt from, where the data hold only some of it
 */
record TrainingPlan(
        TrainingRecipe recipe,
        DataSplit data,
        AutoencoderConfig config,
        StartingPoint start,
        Optional<ModelCard.Data> elsewhere) {

    static TrainingPlan of(TrainingRecipe recipe, DataSplit data) throws IOException {
        requireReadable(recipe);
        StartingPoint start = StartingPoint.of(recipe);
        boolean bounded = recipe.likelihood().needsUnitInterval() && !start.isGiven();
        DataSplit samples = bounded ? data.withRangeOfAll() : start.inFormat(data);
        AutoencoderConfig config = config(recipe, samples);
        start.requireFits(config);
        config.requireWithinRange(samples.training());
        config.requireWithinRange(samples.validation());
        recipe.corruption().requireFits(config.format());
        recipe.augmentation().requireFits(config.format());
        recipe.augmentation().requireFits(config.target());
        int hop = recipe.data().hop();
        if (hop > 0 && !config.format().isOfSounds()) {
            throw new IllegalArgumentException(
                    "hop must be 0 where samples are no windows of sounds, but is " + hop);
        }
        if (recipe.architecture().isAutoregressive() && samples.training().arePairs()) {
            throw new IllegalArgumentException(
                    "architecture must not be autoregressive where samples become others, which its"
                            + " decoder is not shown; that of translate-strings is none");
        }
        AutoencoderBlock trial = config.newBlock(recipe.regularizer().monteCarlo());
        trial.getOutputShapes(trial.inputShapes());
        return new TrainingPlan(
                recipe.withLikelihood(config.likelihood()),
                samples,
                config,
                start,
                Optional.empty());
    }

    /** Returns the same plan for training samples that are elsewhere. */
    TrainingPlan withElsewhere(ModelCard.Data all) {
        return new TrainingPlan(recipe, data, config, start, Optional.of(all));
    }

    /** Returns what is learnt from. */
    ModelCard.Data learnt() {
        Samples training = data.training();
        return elsewhere.orElseGet(
                () -> new ModelCard.Data(training.name(), training.sha256(), training.size()));
    }

    // That of classes where masks come out, whatever a recipe of images says.
    private static Likelihood likelihood(TrainingRecipe recipe, DataSplit samples) {
        SampleFormat format = samples.training().format();
        Likelihood likelihood = recipe.likelihood().withWords(format.schema().wordClasses());
        boolean masks = format.kind() == SampleKind.MASK;
        return masks ? likelihood.ofClasses() : likelihood;
    }

    // A likelihood is for values of some kind: what suits images suits no table.
    private static AutoencoderConfig config(TrainingRecipe recipe, DataSplit samples) {
        SampleFormat target = samples.training().format();
        target.scaling().requireFitted();
        List<String> conditions = conditions(recipe, samples);
        try {
            return new AutoencoderConfig(
                    samples.training().inputs().format(),
                    conditions,
                    recipe.architecture(),
                    recipe.bottleneck(),
                    likelihood(recipe, samples),
                    Optional.of(target));
        } catch (IllegalArgumentException e) {
            Samples training = samples.training();
            Likelihood suiting = Recipes.forData(training).likelihood();
            if (recipe.likelihood().getClass() == suiting.getClass()) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "recipe must suit %s, as %s holds, but its likelihood is %s; that of %s does"
                            .formatted(
                                    DataSummary.kind(training.format()),
                                    training.name(),
                                    recipe.likelihood().getClass().getSimpleName(),
                                    Recipes.nameFor(training)),
                    e);
        }
    }

    // What the user's own classes hold must come out as it went in, before hours are spent on it.
    private static void requireReadable(TrainingRecipe recipe) {
        String text = Json.write(recipe, TrainingRecipe.class);
        TrainingRecipe read = Json.read(text, TrainingRecipe.class, OwnClasses.usedBy(recipe));
        if (!read.equals(recipe)) {
            throw new IllegalArgumentException(
                    "recipe must be the same after it was written and read, but becomes " + read);
        }
    }

    /** Returns the labels that the networks are given, if any. */
    static List<String> conditions(TrainingRecipe recipe, DataSplit data) {
        if (!recipe.isConditional()) {
            return List.of();
        }
        List<String> names = data.training().labelNames();
        data.training().labelsAmong(names); // refuses samples without labels
        data.validation().labelsAmong(names);
        AutoencoderConfig.requireDecoders(recipe.architecture(), names);
        return names;
    }

    /** Returns the batches that are learnt from in an epoch, from 1. */
    ReconstructionDataset training(int epoch) {
        return training(recipe, config, data.training(), seed(recipe, epoch));
    }

    /**
     * Returns the batches of a pass through samples.
     *
     * @param seed of their order, and of what is drawn of them
     */
    static ReconstructionDataset training(
            TrainingRecipe recipe, AutoencoderConfig config, Samples samples, long seed) {
        long moves = RandomStreams.seed(seed, 1); // unrelated to what corrupts the same sample
        Samples pass = samples.drawn(seed).moved(recipe.augmentation(), moves);
        return ReconstructionDataset.of(pass, recipe.batchSize())
                .withConditions(config.conditions())
                .withOrder(seed)
                .withCorruption(recipe.corruption(), seed);
    }

    /** Returns the batches that each epoch is judged by. */
    ReconstructionDataset validation() {
        return validation(recipe, config, data.validation());
    }

    // The same noise after each epoch and on each engine, in the code and in corrupted samples:
    // losses differ by the model alone.
    static ReconstructionDataset validation(
            TrainingRecipe recipe, AutoencoderConfig config, Samples validation) {
        ReconstructionDataset samples =
                ReconstructionDataset.of(validation, recipe.batchSize())
                        .withConditions(config.conditions())
                        .withCorruption(recipe.corruption(), recipe.validationSeed());
        int noise = config.noiseSize(recipe.regularizer().monteCarlo());
        return noise > 0 ? samples.withNoise(noise, recipe.validationSeed()) : samples;
    }

    /** Returns the seed of the engine's own random numbers in an epoch; 0 for the parameters. */
    int engineSeed(int epoch) {
        return engineSeed(seed(recipe, epoch));
    }

    /** Returns the seed of the engine's own random numbers that belongs to a seed. */
    static int engineSeed(long seed) {
        return (int) (seed & Integer.MAX_VALUE);
    }

    /** Returns the seed of an epoch: neighbours give unrelated streams. */
    static long seed(TrainingRecipe recipe, int epoch) {
        return RandomStreams.seed(recipe.seed(), epoch);
    }
}
