package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.Endurance;
import io.github.autoencoders.benchmark.HotPath;
import io.github.autoencoders.benchmark.HotPathReport;
import io.github.autoencoders.benchmark.HotPaths;
import io.github.autoencoders.benchmark.ScaleStudy;
import io.github.autoencoders.benchmark.Stopwatch;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast the program is here, piece by piece, beside another program, and what bounds it. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures each hot path by itself: median time and interquartile range.",
            "",
            "On images made for it, at the sizes of ae-mnist and vae-fashion-mnist. Forward alone,"
                    + " or \"and back\", with the gradients."
        },
        footer = {
            "",
            "autoencoders bench --only transposed,loss --batch 256",
            "autoencoders bench --scale --recipe ae-mnist",
            "autoencoders bench --steps 20000 --recipe ae-mnist --batch 256",
            "autoencoders bench --against \"python vae.py --epochs 4\" --rounds 5 --mode encode"
        })
final class BenchCommand implements Callable<Integer> {

    private static final String DEFAULT_RECIPE = "vae-fashion-mnist";

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

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
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where what was measured is written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("runs", "bench");

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            completionCandidates = TrainCommand.RecipeNames.class,
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
    public Integer call() throws IOException, TranslateException {
        PrintWriter text = Output.of(spec);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new IOException("--out must be a folder, but is the file " + out);
        }
        if (Stream.of(scale, against, steps).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException(
                    "--scale, --steps and --against must not come together");
        }
        if (scale != null && scale.areChosen()) {
            return scale(scale, text);
        }
        if (against != null) {
            return against(against, text);
        }
        if (steps != null) {
            return endure(steps, text);
        }
        if (recipe != null) {
            throw new IllegalArgumentException(
                    "--recipe must come with --scale, --steps or --against, but comes with none");
        }
        return hotPaths(text);
    }

    private int scale(BenchScaleOptions options, PrintWriter text)
            throws IOException, TranslateException {
        String name = recipe == null ? DEFAULT_RECIPE : recipe;
        TrainingRecipe chosen = Recipes.read(name, Map.of("batchSize", batch));
        Stopwatch stopwatch = Stopwatch.of(repetitions);
        ScaleStudy study = new ScaleStudy(chosen, batch, stopwatch, engine.start());
        text.printf(
                "%s, batches of %d, %s on %s%n",
                name, batch, study.place().engineWithVersion(), engine);
        write("scale.json", new BenchScale(study, name, out, text).run(options, engine), text);
        return CommandLine.ExitCode.OK;
    }

    private int endure(int count, PrintWriter text) throws IOException, TranslateException {
        String name = recipe == null ? DEFAULT_RECIPE : recipe;
        TrainingRecipe chosen = Recipes.read(name, Map.of("batchSize", batch));
        Placement place = engine.start();
        text.printf(
                "%s, batches of %d, %s on %s%n", name, batch, place.engineWithVersion(), engine);
        text.printf("%10s %10s %12s%n", "STEP", "PRODUCT", "MEMORY");
        Endurance training =
                Endurance.of(
                        chosen,
                        count,
                        place,
                        portion -> {
                            text.printf(
                                    Locale.ROOT,
                                    "%7.2f ms %7.2f ms %,8d MiB%n",
                                    portion.milliseconds(),
                                    portion.productMilliseconds(),
                                    portion.residentBytes() >> 20);
                            text.flush();
                        });
        text.printf(
                Locale.ROOT,
                "the last %,d steps took %.3f times as long as the first, and the same product of"
                        + " matrices after%nthem %.3f times; the process grew by %,d MiB%n",
                training.steps(),
                training.slowing(),
                training.machineSlowing(),
                training.growth() >> 20);
        write("endurance.json", training, text);
        return CommandLine.ExitCode.OK;
    }

    private int against(BenchAgainstOptions options, PrintWriter text) throws IOException {
        String name = recipe == null ? DEFAULT_RECIPE : recipe;
        TrainingRecipe chosen = Recipes.read(name, options.changes(batch));
        text.printf("%s, batches of %d, %s on %s%n", name, batch, engine.name(), engine);
        write("against.json", new BenchAgainst(chosen, name, engine, text).run(options), text);
        return CommandLine.ExitCode.OK;
    }

    private int hotPaths(PrintWriter text) throws IOException {
        Stopwatch stopwatch = Stopwatch.of(repetitions);
        Placement place = engine.start();
        List<HotPath> paths = HotPaths.only(HotPaths.of(batch, place), only);
        text.printf(
                "%s on %s, batches of %d, %d repetitions%n",
                place.engine(), engine, batch, repetitions);
        text.printf("%-58s %10s %10s %12s%n", "PATH", "MEDIAN", "SPREAD", "IMAGES/S");
        List<HotPath.Timing> timings = new ArrayList<>();
        for (HotPath path : paths) {
            HotPath.Timing timing = path.time(stopwatch, place);
            timings.add(timing);
            text.println(line(timing));
            text.flush();
        }
        HotPathReport report =
                new HotPathReport(
                        place.engineWithVersion(),
                        engine.toString(),
                        engine.threads(),
                        batch,
                        timings);
        write("hot-paths.json", report, text);
        return CommandLine.ExitCode.OK;
    }

    private static String line(HotPath.Timing timing) {
        return timing.failure().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%-58s %7.3f ms %8.1f %% %,12.0f",
                        timing.name(),
                        timing.milliseconds().median(),
                        100 * timing.milliseconds().spread(),
                        timing.imagesPerSecond())
                : String.format("%-58s %s", timing.name(), timing.failure());
    }

    private void write(String name, Record report, PrintWriter text) throws IOException {
        Path file = out.resolve(name);
        Output.write(
                file, partial -> Files.writeString(partial, Json.write(report, report.getClass())));
        text.println("all numbers: " + file);
        text.flush();
    }
}
