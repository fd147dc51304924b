package io.github.autoencoders.cli;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The recipes that come with the program, and any one of them. */
@Command(
        name = "recipes",
        description = {
            "Lists the recipes that come with the program, or prints one as JSON.",
            "",
            "What is printed, and changed, is a recipe of your own: autoencoders train my.json. It"
                + " may state differences alone: \"extends\" names another recipe, and what nobody"
                + " states has a default."
        },
        footer = {
            "",
            "autoencoders recipes",
            "autoencoders recipes vae-mnist > my.json",
            "autoencoders recipes vae-mnist-16 --differences"
        })
final class RecipesCommand extends Action {

    private static final int NAMES = 32; // columns
    private static final int WIDTH = 80;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = Candidates.OfRecipes.class,
            description = "Print this one: a name, or a JSON file.")
    private @Nullable String recipe;

    @Option(names = "--complete", description = "Print every line, as a run keeps it (default).")
    private boolean complete;

    @Option(
            names = "--differences",
            description = "Print what its file states, which may be the differences to another.")
    private boolean differences;

    @Override
    void run() throws IOException {
        if (complete && differences) {
            throw new IllegalArgumentException("--complete must not come with --differences");
        }
        if (recipe == null) {
            Help.TextTable table =
                    Help.TextTable.forColumns(
                            Help.defaultColorScheme(Help.Ansi.OFF),
                            new Help.Column(NAMES, 0, Help.Column.Overflow.SPAN),
                            new Help.Column(WIDTH - NAMES, 1, Help.Column.Overflow.WRAP));
            table.addRowValues("RECIPE", "WHAT IT TRAINS (ITS DATA)");
            for (String name : Recipes.names()) {
                String data = Recipes.named(name).data().source();
                table.addRowValues(name, "%s (%s)".formatted(Recipes.description(name), data));
            }
            output.text().append(table.toString()).flush();
        } else {
            String text =
                    differences
                            ? Recipes.text(recipe)
                            : Json.write(Recipes.read(recipe, Map.of()), TrainingRecipe.class);
            output.text().append(text).flush();
        }
    }
}
