package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.Endurance;
import io.github.autoencoders.benchmark.HotPath;
import io.github.autoencoders.benchmark.HotPathReport;
import io.github.autoencoders.benchmark.HotPaths;
import io.github.autoencoders.benchmark.PeerReport;
import io.github.autoencoders.benchmark.PeerRuns;
import io.github.autoencoders.benchmark.ScaleRuns;
import io.github.autoencoders.benchmark.ScaleStudy;
import io.github.autoencoders.benchmark.Stopwatch;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast the program is here, piece by piece, beside another program, and what bounds it. */
@Command(
        name = "bench",
        description = {
            "Measures each hot path by itself: median time and interquartile range.",
            "",
            "On images made for it, at the sizes of ae-mnist and vae-fashion-mnist, by JMH (the"
                    + " Java Microbenchmark Harness) in processes of its own, with the error of the"
                    + " mean. Forward alone, or \"and back\", with the gradients."
        },
        footer = {
            "",
            "autoencoders bench --only transposed,loss --batch 256",
            "autoencoders bench --scale --recipe ae-mnist",
            "autoencoders bench --steps 20000 --recipe ae-mnist --batch 256",
            "autoencoders bench --against \"python vae.py --epochs 4\" --rounds 5 --mode encode"
        })
final class BenchCommand extends Action {

    private static final String DEFAULT_RECIPE = "vae-fashion-mnist";

    @Mixin private Output output = new Output();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What the names of the paths begin with: transposed, loss, optimizer,"
                            + " translator, data, training, inference, or longer.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images of a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 100;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description =
                    "How often each is timed, after a third as many for warm-up (default:"
                            + " ${DEFAULT-VALUE}).")
    private int repetitions = 20;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "How long a repetition of a hot path calls it again and again (default:"
                            + " ${DEFAULT-VALUE}).")
    private double seconds = 0.1;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description =
                    "Processes of Java that measure a hot path one after the other, each with so"
                            + " many repetitions (default: ${DEFAULT-VALUE}).")
    private int forks = 1;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where what was measured is written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("runs", "bench");

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            completionCandidates = Candidates.OfRecipes.class,
            description = "What --scale, --steps and --against train (default: vae-fashion-mnist).")
    private @Nullable String recipe;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Train so many steps instead, and say of each twentieth how long a step took,"
                            + " how long a product of matrices took after it, which tells how fast"
                            + " the machine was, and how much memory the process has.")
    private @Nullable Integer steps;

    @Mixin private EngineOptions engine = new EngineOptions();

    @ArgGroup(
            exclusive = false,
            heading =
                    "%nWhat training costs as one thing grows, with a chart of each, and what"
                            + " bounds it:%n")
    private @Nullable BenchScaleOptions scale;

    @ArgGroup(
            exclusive = false,
            heading = "%nA recipe of ours and a foreign program, run by turns:%n")
    private @Nullable BenchAgainstOptions against;

    @Override
    void run() throws IOException, TranslateException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new IOException("--out must be a folder, but is the file " + out);
        }
        if (Stream.of(scale, against, steps).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException(
                    "--scale, --steps and --against must not come together");
        }
        if (scale != null && scale.areChosen()) {
            scale(scale);
        } else if (against != null) {
            against(against);
        } else if (steps != null) {
            endure(steps);
        } else if (recipe != null) {
            throw new IllegalArgumentException(
                    "--recipe must come with --scale, --steps or --against, but comes with none");
        } else {
            hotPaths();
        }
    }

    private void scale(BenchScaleOptions options) throws IOException, TranslateException {
        TrainingRecipe chosen = recipe(Map.of("batchSize", batch));
        Stopwatch stopwatch = Stopwatch.of(repetitions);
        ScaleStudy study = new ScaleStudy(chosen, batch, stopwatch, engine.start());
        sayBegun(study.place().engineWithVersion());
        ScaleRuns runs = new ScaleRuns(study, name(), out, output::say);
        write("scale.json", runs.run(options::values, engine.threads()));
    }

    private void endure(int count) throws IOException, TranslateException {
        TrainingRecipe chosen = recipe(Map.of("batchSize", batch));
        Placement place = engine.start();
        sayBegun(place.engineWithVersion());
        output.say(Endurance.head());
        Endurance training = Endurance.of(chosen, count, place, output::say);
        output.say(training);
        write("endurance.json", training);
    }

    private void against(BenchAgainstOptions options) throws IOException {
        String by = engine.isOnnxRuntime() ? Placement.ONNX_RUNTIME : engine.name();
        PeerRuns runs =
                new PeerRuns(
                        recipe(options.changes(batch)),
                        name(),
                        options.mode(),
                        by,
                        engine.toString(),
                        engine.threads(),
                        options.command(),
                        options.lines(),
                        ChildCommand::of);
        int rounds = options.rounds();
        sayBegun(by);
        output.say(PeerReport.head());
        PeerReport report =
                runs.run(rounds, (isOurs, run) -> output.say(run.row(isOurs ? "ours" : "peer")));
        report.lines().forEach(output::say);
        write("against.json", report);
    }

    private void hotPaths() throws IOException {
        HotPath.Effort effort = new HotPath.Effort(repetitions, seconds, forks);
        Placement place = engine.start();
        List<HotPath> paths = HotPaths.only(HotPaths.of(batch, engine.choice()), only);
        String line = "%s on %s, batches of %s, %s repetitions";
        output.say(line, place.engine(), engine, batch, repetitions);
        output.say(HotPathReport.head());
        write(
                "hot-paths.json",
                HotPathReport.of(paths, effort, place, engine.threads(), batch, output::say));
    }

    private void sayBegun(String by) {
        output.say("%s, batches of %s, %s on %s", name(), batch, by, engine);
    }

    private String name() {
        return recipe == null ? DEFAULT_RECIPE : recipe;
    }

    private TrainingRecipe recipe(Map<String, Object> changes) throws IOException {
        return Recipes.read(name(), changes);
    }

    private void write(String name, Record report) throws IOException {
        Path file = out.resolve(name);
        AtomicWrite.text(file, Json.write(report, report.getClass()));
        output.say("all numbers: " + file);
    }
}
