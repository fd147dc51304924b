package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;

/** The data that a recipe names. */
public final class RecipeData {

    private RecipeData() {}

    /**
     * Returns the data, read and divided as the recipe says.
     *
     * @throws IOException if they are missing or damaged, with one line that says where
     */
    public static DataSplit load(TrainingRecipe recipe) throws IOException {
        return DatasetCatalog.load(recipe.data().source(), options(recipe));
    }

    /**
     * Returns samples in memory, divided as the recipe says and scaled as those of a file are.
     *
     * @param samples at least 2; their own scaling does not count
     */
    public static DataSplit divided(Samples samples, TrainingRecipe recipe) {
        return DataSplit.of(samples, options(recipe));
    }

    /**
     * Returns rows of numbers as the samples that a file of them would give: rows, each row a
     * window, or windows of a series whose points they are.
     *
     * @param rows [N][F], NaN where a value is missing
     * @param data which has the window
     */
    static Samples samples(float[][] rows, TrainingRecipe.Data data) {
        if (data.window() == 0) {
            return Samples.of(rows);
        }
        if (data.windowStep() > 0) {
            return Series.of("rows", rows).windows(data.window(), data.windowStep());
        }
        Shape window = new Shape(1, data.window());
        return Samples.of(rows, SampleFormat.unfitted(window));
    }

    /** Returns how the data of a recipe are read. */
    public static DataOptions options(TrainingRecipe recipe) {
        TrainingRecipe.Data source = recipe.data();
        return DataOptions.ofSeed(recipe.seed())
                .withPadding(source.padding())
                .withImages(source.imageSize(), DataOptions.Color.AUTO)
                .withWindows(source.window(), source.windowStep())
                .withOnlyLabel(source.onlyLabel())
                .withValidation(source.heldOut())
                .withLimit(source.limit());
    }
}
