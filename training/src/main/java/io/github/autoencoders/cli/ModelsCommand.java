package io.github.autoencoders.cli;

import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The models of a folder of runs. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists the models in a folder of runs. No engine is loaded.")
final class ModelsCommand implements Callable<Integer> {

    private static final String ROW = "%-28s %-24s %-14s %5s %6s %10s %-22s  %s%n";

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = "runs",
            description = "The folder that holds the runs (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("runs");

    @Override
    public Integer call() throws IOException {
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
        PrintWriter text = Output.of(spec);
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
        List<String> broken = new ArrayList<>();
        for (Path run : models) {
            try {
                print(text, run);
            } catch (IOException e) {
                broken.add(AutoencodersCommand.message(e));
            }
        }
        text.flush();
        if (!broken.isEmpty()) {
            throw new IOException(String.join("; ", broken));
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter text, Path run) throws IOException {
        SavedModel saved = SavedModel.open(run.resolve("model"));
        ModelCard card = saved.card();
        text.printf(
                Locale.ROOT,
                ROW,
                run,
                saved.config().bottleneck().isStochastic()
                        ? "variational autoencoder"
                        : "autoencoder",
                card.training().name(),
                saved.config().bottleneck().codeSize(),
                card.epoch(),
                String.format(Locale.ROOT, "%.2f", card.metrics().get("validation_total")),
                card.recipe().lossUnit(),
                card.environment().engine());
    }
}
