package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.reproduction.Reproduction;
import io.github.autoencoders.reproduction.ReproductionTable;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published figures beside ours. */
@Command(
        name = "reproduce",
        description = {
            "Trains what others published, and puts their figures beside ours in a table.",
            "",
            "What is done is kept in --out: called again, it goes on where it stood. Long ones can"
                    + " be cut short by --epochs; then only the figures of epochs up to there are"
                    + " measured, or of one named whose figures are all later, the first of them"
                    + " after so few epochs."
        })
final class ReproduceCommand extends Action {

    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Candidates.OfReproductions.class,
            description =
                    "Of ${COMPLETION-CANDIDATES} (default: all that take no longer than three"
                            + " hours).")
    private List<String> names = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Train for at most so many epochs (default: as many as the source).")
    private int epochs = Integer.MAX_VALUE;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where runs and table are kept (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("runs", "reproduce");

    @Option(
            names = "--nab",
            paramLabel = "FOLDER",
            description =
                    "Where art_daily_small_noise.csv and art_daily_jumpsup.csv of the Numenta"
                            + " Anomaly Benchmark are, for keras-nab; perhaps compressed, as"
                            + " .csv.gz.")
    private @Nullable Path nab;

    @Mixin private EngineOptions engine = new EngineOptions();

    @CommandLine.Spec
    void tellTimes(CommandLine.Model.CommandSpec given) {
        List<String> times = new ArrayList<>(List.of("", "On one thread they take about:"));
        for (Reproduction each : Reproduction.all()) {
            times.add("  %-20s %s".formatted(each.name(), each.timeInWords()));
        }
        given.usageMessage().footer(times.toArray(String[]::new));
    }

    @Override
    void run() throws IOException, TranslateException {
        Require.atLeast(1, "epochs", epochs);
        List<Reproduction> chosen = chosen();
        Placement place = engine.start();
        for (Reproduction reproduction : chosen) {
            output.say("%s: %s", reproduction.name(), reproduction.source());
            reproduction.run(
                    ReproductionTable.folder(out, reproduction, place.engine()),
                    epochs,
                    place,
                    new Here(output, nab));
        }
        Path table = out.resolve("results.md");
        String lines = ReproductionTable.of(out);
        AtomicWrite.text(table, lines);
        output.say("%n%s%ntable: %s", lines, table);
    }

    // What is missing is said before any work is done.
    private List<Reproduction> chosen() throws IOException {
        List<String> known = Reproduction.all().stream().map(Reproduction::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(Spelling.refusal("NAME", name, known));
            }
        }
        List<Reproduction> chosen = new ArrayList<>();
        for (Reproduction each : Reproduction.all()) {
            if (names.isEmpty() && each.isLong()) {
                output.say("%s: left out, as it takes %s", each.name(), each.timeInWords());
            } else if (names.isEmpty() && nab == null && !each.files().isEmpty()) {
                output.say("%s: left out without --nab, the folder of its data", each.name());
            } else if (names.isEmpty() || names.contains(each.name())) {
                for (String file : each.files()) {
                    Reproduction.file("nab", nab, file);
                }
                chosen.add(names.isEmpty() ? each : each.cutShort(epochs));
            }
        }
        return chosen;
    }

    private record Here(Output output, @Nullable Path nab) implements Reproduction.Surroundings {

        @Override
        public Path file(String name) throws IOException {
            return Reproduction.file("nab", nab, name);
        }

        @Override
        public TrainingHistory train(AutoencoderTrainer trainer, DataSplit data)
                throws IOException {
            try (TrainingProgress progress = new TrainingProgress(trainer.recipe(), output)) {
                progress.follow(trainer).fit(data).close();
                return progress.history();
            }
        }
    }
}
