package io.github.autoencoders.cli;

import io.github.autoencoders.benchmark.Comparison;
import io.github.autoencoders.benchmark.ComparisonPicture;
import io.github.autoencoders.benchmark.ComparisonRuns;
import io.github.autoencoders.benchmark.ComparisonTable;
import io.github.autoencoders.benchmark.Setup;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One recipe on several engines, devices and numbers of threads. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains one recipe on several engines, devices and numbers of threads, each combination"
                    + " in a process of its own, one after the other, and compares speed, memory,"
                    + " losses and the numbers themselves.",
            "",
            "Rates are samples a second: in training the median of the epochs after the first, or"
                    + " with only one what follows its first fifth, at most 50 steps; else the"
                    + " median of several passes over up to 2,000 validation samples, in batches"
                    + " of 256. Time counts from the start of Java's process to the first batch's"
                    + " gradient; memory is the largest resident memory of the process. On"
                    + " processors, encoder and decoder are also exported and timed by turns with"
                    + " ONNX Runtime.",
            "",
            "Agreement: the first run's parameters, batches and noise are given to the others, and"
                    + " the outputs, losses and gradients of each step are compared.",
            "",
            "What is done is kept in --out: called again with the same recipe, only what failed or"
                    + " is missing is run. compare.json there has all figures, compare.png draws"
                    + " them. The exit code is 1 if a run failed; the others are in the table"
                    + " nevertheless."
        },
        footer = {
            "",
            "autoencoders compare ae-mnist --epochs 3 --out runs/compare",
            "autoencoders compare vae-sprites --engine PyTorch --threads 1,2,4 --out runs/threads",
            "autoencoders compare vae-sprites --engine PyTorch --device cpu,gpu0 --out runs/gpu"
        })
final class CompareCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = Candidates.OfRecipes.class,
            description = "A JSON file, or a name as train has it (default: vae-sprites).")
    private String recipe = Recipes.names().get(0);

    @Option(
            names = "--engine",
            split = ",",
            paramLabel = "ENGINE",
            completionCandidates = Candidates.OfEngines.class,
            description = "Any engine of DJL; may be repeated (default: all on the class path).")
    private List<String> engines = List.of();

    @Option(
            names = "--device",
            split = ",",
            paramLabel = "DEVICE",
            completionCandidates = Candidates.OfDevices.class,
            description = "cpu, gpu0, gpu1 and so on; may be repeated (default: cpu).")
    private List<String> devices = List.of("cpu");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Threads for the arithmetic; may be repeated (default: one per core).")
    private List<Integer> threads = List.of();

    @Option(
            names = "--agreement-steps",
            paramLabel = "N",
            description =
                    "Over how many steps the numbers are compared; 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private int agreementSteps = 100;

    @Mixin private RecipeChanges changes = new RecipeChanges();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder of compare.json and compare.png.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        TrainingRecipe chosen = Recipes.read(recipe, changes.given());
        List<Setup> setups = Setup.all(engines, devices, threads);
        ComparisonRuns runs =
                new ComparisonRuns(out, chosen, agreementSteps, ChildCommand::of, output::say);
        Comparison comparison = runs.run(setups);
        output.say("%n%s", ComparisonTable.of(comparison));
        output.say("figures: %s", out.resolve("compare.json"));
        output.sayDrawn("chart:   ", () -> chart(comparison));
        return comparison.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String chart(Comparison comparison) throws IOException {
        Path file = out.resolve("compare.png");
        Png.write(ComparisonPicture.of(comparison, recipe), file);
        return file.toString();
    }
}
