package io.github.autoencoders.training;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The recipe that a new training begins with, before lines of it are changed.
 *
 * <pre>{@code
 * BaseRecipe base = BaseRecipe.Named.forData("table.csv", DataOptions.ofSeed(0)); // vae-table
 * TrainingRecipe recipe = base.changed(Map.of("data.source", "table.csv", "epochs", 20));
 * Path folder = Path.of("runs", base.runName());
 * }</pre>
 */
public sealed interface BaseRecipe {

    /**
     * Returns the recipe with changes.
     *
     * @param changes by the path of the value they replace, as {@link Recipes#read} takes them
     * @throws IOException if there is no such recipe, or it cannot be read with the changes
     */
    TrainingRecipe changed(Map<String, ?> changes) throws IOException;

    /** Returns what the folder of its run may be called. */
    String runName();

    /**
     * A recipe of the library's, or of a file.
     *
     * @param recipe its name, or the path of the JSON file
     */
    record Named(String recipe) implements BaseRecipe {

        /** Returns the recipe that suits data, as {@link Recipes#nameFor} finds it. */
        public static Named forData(String source, DataOptions options) {
            return new Named(Recipes.nameFor(source, options));
        }

        @Override
        public TrainingRecipe changed(Map<String, ?> changes) throws IOException {
            return Recipes.read(recipe, changes);
        }

        /** Returns the name, of recipe a/b/my-vae.json: my-vae. */
        @Override
        public String runName() {
            Path file = Path.of(recipe).getFileName();
            return file == null ? "run" : file.toString().replaceFirst("\\.json$", "");
        }
    }

    /**
     * The recipe of a model, to train it on.
     *
     * @param from the model's folder, or that of its run, or the name of a published model
     */
    record OfModel(Path from) implements BaseRecipe {

        @Override
        public TrainingRecipe changed(Map<String, ?> changes) throws IOException {
            TrainingRecipe recipe = ModelRepository.open("from", from).card().recipe();
            return Recipes.changed(recipe, from.toString(), changes);
        }

        @Override
        public String runName() {
            return from.toAbsolutePath().normalize().getFileName() + "-tuned";
        }
    }
}
