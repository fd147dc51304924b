package io.github.autoencoders.benchmark;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A recipe's model, and images that are made for it. */
@State(Scope.Benchmark)
public class MadeTraining {

    private static final int BATCHES = 5;

    /** Its name. */
    @Param("vae-fashion-mnist")
    public String name = "";

    private TrainingRecipe recipe;
    private Samples samples;

    /** Reads the recipe. */
    @Setup
    public void open(Workplace place) throws IOException {
        recipe = Recipes.read(name, Map.of("batchSize", place.batch));
        samples = MadeImages.of(BATCHES * place.batch, MadeImages.SIZE, recipe.data().padding());
    }

    TrainingRecipe recipe() {
        return recipe;
    }

    Samples samples() {
        return samples;
    }

    AutoencoderConfig config() {
        return TrainingWork.config(recipe, samples);
    }
}
