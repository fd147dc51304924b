package io.github.autoencoders.cli;

import io.github.autoencoders.application.Flagging;
import io.github.autoencoders.application.ScoreTable;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.evaluation.Anomalies;
import io.github.autoencoders.evaluation.ScoreSummary;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to anomaly scores. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives each sample an anomaly score: the greater, the less likely the model finds it.",
            "",
            "The score is the negative evidence lower bound, with the code at the posterior's mean;"
                + " of a plain autoencoder, the reconstruction. It is in nats, or where the"
                + " likelihood is an error in the error's unit. Where samples have labels, the"
                + " score is judged by the area under the ROC curve (AUROC): the probability that"
                + " an anomaly has a greater score than a normal sample. Of samples without labels"
                + " there may be any number."
        })
final class ScoreCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "An IDX file, a CSV file, a folder of images, or a data set's name; - for CSV"
                            + " on the standard input.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write; - for the standard output.")
    private Path out = Path.of("");

    @Option(
            names = "--anomaly",
            split = ",",
            paramLabel = "LABEL",
            description =
                    "The labels of anomalies; all others are normal (default: all but the one that"
                            + " the model learnt from alone; or of two labels the rarer).")
    private List<String> anomaly = List.of();

    @Option(
            names = "--contributions",
            description =
                    "Add a column for each value, and one for the code, of what it adds to the"
                            + " score.")
    private boolean contributions;

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description = "Flag scores above X, in the scores' unit, in a column flagged.")
    private @Nullable Double threshold;

    @Option(
            names = "--flag",
            paramLabel = "SHARE",
            description = "Flag that share of the samples, those of the highest scores.")
    private @Nullable Double share;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A .png file to write the histogram of the scores to.")
    private @Nullable Path picture;

    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description =
                    "A .png file to draw the scores to, in the order of the samples, as of the"
                            + " frames of moving pictures.")
    private @Nullable Path timeline;

    private @Nullable ScoreTable scores; // once they are there
    private @Nullable ScoreSummary summary;

    @Override
    public Integer call() throws IOException {
        Flagging flagging = flagging();
        SavedModel saved = model.open();
        Output.requireTable(out);
        Output.requireEnding("--picture", picture, ".png");
        Output.requireEnding("--timeline", timeline, ".png");
        if (contributions) {
            Computation.CONTRIBUTIONS.requireFits(saved.config());
        }
        try (TrainedAutoencoder autoencoder = model.load(saved);
                SampleStream samples = model.stream(in, saved)) {
            long start = System.nanoTime();
            // Within it, a label that is not there leaves no file.
            Output.table(out, model.text())
                    .write(table -> score(autoencoder, samples, flagging, table));
            report(samples.name(), start);
        }
        return CommandLine.ExitCode.OK;
    }

    private Flagging flagging() {
        if (threshold != null && share != null) {
            throw new IllegalArgumentException(
                    "--flag must not be given with --threshold, but is " + share);
        }
        if (threshold != null) {
            return new Flagging.Above(threshold);
        }
        return share == null ? new Flagging.None() : new Flagging.Highest(share);
    }

    private void score(
            TrainedAutoencoder autoencoder,
            SampleStream samples,
            Flagging flagging,
            CSVPrinter table)
            throws IOException {
        ScoreTable rows = new ScoreTable(autoencoder, contributions, flagging, table);
        ScoreSummary done =
                ScoreSummary.of(
                        autoencoder,
                        rows.computation(),
                        samples,
                        anomaly,
                        picture != null || timeline != null,
                        rows);
        rows.end();
        scores = rows;
        summary = done;
    }

    private void report(String name, long start) throws IOException {
        ScoreSummary done = Objects.requireNonNull(summary);
        PrintWriter text = model.textBeside(out);
        text.printf(
                Locale.ROOT,
                "%,d scores of %s in %s, %.2f %s on average, %s%n",
                done.samples(),
                name,
                Output.name(out),
                done.mean(),
                done.unit(),
                Output.throughput(done.samples(), start));
        OptionalDouble above = Objects.requireNonNull(scores).threshold();
        if (picture != null) {
            Png.write(done.histogram(above).draw("Scores"), picture);
        }
        if (timeline != null) {
            Png.write(done.timeline(above).draw("Scores"), timeline);
        }
        sayAuroc(done, text);
        sayFlagged(done, text);
        text.flush();
    }

    private static void sayAuroc(ScoreSummary done, PrintWriter text) {
        Anomalies anomalies = done.anomalies();
        OptionalDouble auroc = done.auroc();
        if (auroc.isPresent()) {
            text.printf(
                    Locale.ROOT,
                    "AUROC: %.4f, %,d anomalies (label %s%s) of %,d%n",
                    auroc.getAsDouble(),
                    done.anomalous(),
                    String.join(", ", anomalies.labels()),
                    anomalies.reason().isEmpty() ? "" : ": " + anomalies.reason(),
                    done.samples());
        } else if (done.labelNames().size() > 2) {
            text.printf(
                    "AUROC: needs --anomaly, the labels of anomalies among %s%n",
                    Spelling.listed(done.labelNames()));
        }
    }

    private void sayFlagged(ScoreSummary done, PrintWriter text) {
        ScoreTable rows = Objects.requireNonNull(scores);
        OptionalDouble above = rows.threshold();
        if (above.isEmpty()) {
            return;
        }
        String right =
                done.anomalous() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", among them %,d of the %,d anomalies",
                                rows.flagged(done.anomalies().labels()),
                                done.anomalous());
        text.printf(
                Locale.ROOT,
                "flagged: %,d of %,d, with scores above %s%s%n",
                rows.flagged(),
                done.samples(),
                above.getAsDouble(),
                right);
    }
}
