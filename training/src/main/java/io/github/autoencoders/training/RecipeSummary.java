package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.sample.Spectrogram;
import io.github.autoencoders.summary.NetworkSummary;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a recipe builds and what a step of it computes, before any training; no engine is started
 * and nothing downloaded.
 *
 * @param recipe what is trained
 * @param config of the model, its scaling not yet that of the data
 * @param network its layers, the half that it freezes not trained
 */
public record RecipeSummary(
        TrainingRecipe recipe, AutoencoderConfig config, NetworkSummary network) {

    /**
     * Returns the summary of a recipe on its data. Files are read for their shape; of published
     * images it is known.
     *
     * @throws IOException if the data or the model started from are missing or damaged
     * @throws IllegalArgumentException if recipe, data and that model do not fit
     */
    public static RecipeSummary of(TrainingRecipe recipe) throws IOException {
        return of(recipe, TrainingPlan.of(recipe, DataSource.of(recipe).outline()).config());
    }

    /**
     * Returns the summary of a recipe on samples of another shape.
     *
     * @param sample [C, H, W], [C, L] or [F] without the recipe's padding; of strings [V, L] for V
     *     symbols
     * @throws IOException if the labels of a conditional model cannot be read
     */
    public static RecipeSummary of(TrainingRecipe recipe, Shape sample) throws IOException {
        List<String> conditions =
                recipe.isConditional()
                        ? TrainingPlan.conditions(recipe, DataSource.of(recipe).outline())
                        : List.of();
        AutoencoderConfig config =
                new AutoencoderConfig(
                        format(recipe, sample),
                        conditions,
                        recipe.architecture(),
                        recipe.bottleneck(),
                        recipe.likelihood());
        return of(recipe, config);
    }

    private static SampleFormat format(TrainingRecipe recipe, Shape sample) {
        if (recipe.architecture().isAutoregressive() && sample.dimension() == 2) {
            List<String> symbols =
                    IntStream.range(0, (int) sample.get(0))
                            .mapToObj(symbol -> symbol == 0 ? "" : Integer.toString(symbol))
                            .toList();
            return new SampleFormat(new Shape(1, sample.get(1)), 0, new OneHot(symbols));
        }
        if (recipe.data().scaling() == ScalingKind.SPECTROGRAM) {
            int rate = Require.atLeast(1, "rate of a spectrogram", recipe.data().rate());
            return new SampleFormat(sample, 0, Spectrogram.of((int) sample.size(), rate));
        }
        return new SampleFormat(sample, recipe.data().padding(), Scaling.UnitInterval.BYTES);
    }

    /** Returns the summary of a model that a recipe has trained, or is to train. */
    public static RecipeSummary of(TrainingRecipe recipe, AutoencoderConfig config) {
        AutoencoderBlock block = config.newBlock(recipe.regularizer().monteCarlo());
        recipe.start().frozen().freeze(block);
        return new RecipeSummary(recipe, config, NetworkSummary.of(block));
    }

    /**
     * Returns the table of the network, and below it the loss and the arithmetic of a step.
     *
     * @param width columns that it fits
     */
    public String table(int width) {
        String step =
                String.format(
                        Locale.ROOT,
                        "a step of %,d samples: %.3g GFLOP",
                        recipe.batchSize(),
                        network.operations(recipe.batchSize()) / 1e9);
        return network.table(width, step, loss());
    }

    private String loss() {
        String penalty =
                recipe.regularizer().term().isEmpty()
                        ? ""
                        : "; penalty %s, weight %s"
                                .formatted(recipe.regularizer(), recipe.penaltyWeight());
        return "loss, in %s: %s, %s%s"
                .formatted(recipe.lossUnit(), recipe.likelihood(), recipe.reduction(), penalty)
                .replace("[]", "");
    }
}
