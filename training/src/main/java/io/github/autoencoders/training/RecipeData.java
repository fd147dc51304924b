package io.github.autoencoders.training;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
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
