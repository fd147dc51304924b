package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.training.RecipeSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The layers of a recipe or of a model, as a table. */
@Command(
        name = "summary",
        description = {
            "Prints the layers, shapes, parameters and arithmetic of a recipe or a model.",
            "",
            "Nothing is trained or downloaded. Files are read for the shape of their samples."
        },
        footer = {"", "autoencoders summary vae-mnist --shape 3x64x64 --code 32 --batch 256"})
final class SummaryCommand extends Action {

    private static final int WIDTH = 80;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE|RUN",
            description =
                    "What train takes as RECIPE, or the folder or name of a model (default: the"
                            + " recipe that train takes).")
    private @Nullable String what;

    @Mixin private RecipeChanges changes = new RecipeChanges();

    @Option(
            names = "--shape",
            paramLabel = "AxBxC",
            description = "The shape of a sample, instead of that of the data: 1x28x28, 3x64 or 8.")
    private @Nullable String shape;

    @Override
    void run() throws IOException {
        output.text().append(summary().table(WIDTH)).flush();
    }

    private RecipeSummary summary() throws IOException {
        String name = what == null ? Recipes.nameFor(changes.data(), changes.reading()) : what;
        if (Recipes.names().contains(name) || name.endsWith(".json")) {
            TrainingRecipe recipe = Recipes.read(name, changes.given());
            return shape == null
                    ? RecipeSummary.of(recipe)
                    : RecipeSummary.of(recipe, parsed(shape));
        }
        String recipe = Spelling.suggestion(name, Recipes.names());
        if (!recipe.isEmpty() && !Files.exists(Path.of(name)) && !isPublished(name)) {
            throw new IOException(
                    "RECIPE|RUN must be a recipe, the folder of a run or the name of a model, but"
                            + " there is no "
                            + name
                            + recipe);
        }
        SavedModel saved = ModelRepository.open("RECIPE|RUN", Path.of(name));
        if (shape != null || !changes.given().isEmpty()) {
            throw new IllegalArgumentException(
                    "options must be given for a recipe only, but " + name + " is a model");
        }
        return RecipeSummary.of(saved.card().recipe(), saved.config());
    }

    private static boolean isPublished(String name) {
        return ModelRepository.names().contains(name.replaceFirst("@.*", ""));
    }

    private static Shape parsed(String sizes) {
        if (!sizes.matches("\\d{1,9}(x\\d{1,9}){0,2}")) {
            throw new IllegalArgumentException(
                    "--shape must be sizes as in 1x28x28, but is \"" + sizes + '"');
        }
        return new Shape(Stream.of(sizes.split("x", -1)).mapToLong(Long::parseLong).toArray());
    }
}
