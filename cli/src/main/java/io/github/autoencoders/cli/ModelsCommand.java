package io.github.autoencoders.cli;

import io.github.autoencoders.benchmark.ResidentMemory;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models of a folder of runs, and those that were published. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the models in a folder of runs, and those that were published.",
            "",
            "Without FOLDER: those in runs, if there are any, those built into the program, and"
                + " those of the repositories that AUTOENCODERS_REPOSITORIES names. No engine is"
                + " loaded."
        })
final class ModelsCommand implements Callable<Integer> {

    private static final String ROW = "%-28s %-24s %-14s %5s %6s %10s %-22s  %s%n";

    /** Where a model of the list is read from. */
    @FunctionalInterface
    private interface Source {
        SavedModel open() throws IOException;
    }

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "A folder of runs, or of a repository.")
    private @Nullable Path folder;

    @Option(
            names = "--card",
            paramLabel = "RUN",
            description = "Print the card of this one: its recipe, data, metrics and license.")
    private @Nullable Path card;

    @Option(
            names = "--measure",
            description =
                    "Then load each model of the list, and say how long it takes and how much"
                            + " memory.")
    private boolean measure;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter text = Output.of(spec);
        if (card != null) {
            ModelCard read = ModelRepository.open("--card", card).card();
            text.print(Json.write(read, ModelCard.class));
            text.flush();
            return CommandLine.ExitCode.OK;
        }
        List<String> broken = new ArrayList<>();
        Map<String, Source> listed = new LinkedHashMap<>();
        printHead(text);
        if (folder == null) {
            Path runs = Path.of("runs");
            if (Files.isDirectory(runs)) {
                printRuns(runs, text, listed, broken);
            }
            for (ModelRepository repository : ModelRepository.all()) {
                printPublished(repository, text, listed, broken);
            }
            if (ModelRepository.builtIn().getResources().isEmpty()) {
                text.println("no models are built in: " + ModelRepository.MODELS + " has them");
            }
        } else if (Files.isRegularFile(folder.resolve("autoencoders.json"))) {
            printPublished(ModelRepository.of(folder.toString()), text, listed, broken);
        } else {
            printRuns(folder, text, listed, broken);
        }
        text.flush();
        if (measure && broken.isEmpty()) {
            measure(text, listed);
        }
        if (!broken.isEmpty()) {
            throw new IOException(String.join("; ", broken));
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(PrintWriter text, Map<String, Source> listed) throws IOException {
        Placement place = engine.start();
        text.println();
        text.println(LoadMeasurement.head());
        for (Map.Entry<String, Source> model : listed.entrySet()) {
            SavedModel saved = model.getValue().open();
            text.println(LoadMeasurement.of(model.getKey(), saved, place));
            text.flush();
        }
        ResidentMemory.peak()
                .ifPresent(
                        bytes ->
                                text.printf(
                                        Locale.ROOT,
                                        "the process, with the engine: %,d MB at the most%n",
                                        bytes / 1_000_000));
        text.flush();
    }

    private static void printHead(PrintWriter text) {
        text.printf(
                Locale.ROOT,
                ROW,
                "RUN",
                "FAMILY",
                "DATA",
                "CODE",
                "EPOCH",
                "VALIDATION",
                "UNIT",
                "ENGINE");
    }

    private static void printRuns(
            Path folder, PrintWriter text, Map<String, Source> listed, List<String> broken)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "FOLDER must be a folder of runs, but there is no "
                            + folder
                            + "; autoencoders train makes a first run in runs");
        }
        List<Path> models;
        try (Stream<Path> runs = Files.list(folder)) {
            models = runs.filter(run -> Files.isDirectory(run.resolve("model"))).sorted().toList();
        }
        for (Path run : models) {
            try {
                SavedModel saved = SavedModel.open(run.resolve("model"));
                print(text, run.toString(), saved.card());
                listed.put(run.toString(), () -> saved);
            } catch (IOException e) {
                broken.add(AutoencodersCommand.message(e));
            }
        }
    }

    private static void printPublished(
            ModelRepository repository,
            PrintWriter text,
            Map<String, Source> listed,
            List<String> broken) {
        try {
            for (Map.Entry<String, ModelCard> model : repository.cards().entrySet()) {
                String name = model.getKey();
                print(text, name, model.getValue());
                int at = name.indexOf('@');
                String version = name.substring(at + 1);
                listed.putIfAbsent( // one that comes before has the name
                        name, () -> repository.find(name.substring(0, at), version).orElseThrow());
            }
        } catch (IOException e) {
            broken.add(AutoencodersCommand.message(e));
        }
    }

    private static void print(PrintWriter text, String name, ModelCard card) {
        text.printf(
                Locale.ROOT,
                ROW,
                name,
                card.recipe().bottleneck().isStochastic()
                        ? "variational autoencoder"
                        : "autoencoder",
                card.training().name(),
                card.recipe().bottleneck().codeSize(),
                card.epoch(),
                String.format(Locale.ROOT, "%.2f", card.metrics().get("validation_total")),
                card.recipe().lossUnit(),
                card.environment().engine());
    }
}
