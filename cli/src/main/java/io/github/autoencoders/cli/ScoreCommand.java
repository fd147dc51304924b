package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.evaluation.ScoreSummary;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.translate.Task;
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
import java.util.concurrent.atomic.AtomicReference;
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

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
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
                    "The labels of anomalies; all others are normal (default: of two labels, the"
                            + " last, as 1 of 0 and 1).")
    private List<String> anomaly = List.of();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A .png file to write the histogram of the scores to.")
    private @Nullable Path picture;

    @Override
    public Integer call() throws IOException {
        SavedModel saved = model.open();
        Output.requireTable(out);
        Output.requireEnding("--picture", picture, ".png");
        try (TrainedAutoencoder autoencoder = model.load(saved);
                SampleStream samples = model.stream(in, saved)) {
            long start = System.nanoTime();
            AtomicReference<ScoreSummary> summary = new AtomicReference<>();
            Output.table(out, model.text())
                    .write( // within it, a label that is not there leaves no file
                            table ->
                                    summary.set(
                                            ScoreSummary.of(
                                                    autoencoder,
                                                    samples,
                                                    anomaly,
                                                    picture != null,
                                                    CsvOutput.rows(
                                                            Task.SCORE,
                                                            autoencoder.format(),
                                                            table))));
            report(Objects.requireNonNull(summary.get()), samples.name(), start);
        }
        return CommandLine.ExitCode.OK;
    }

    private void report(ScoreSummary summary, String name, long start) throws IOException {
        PrintWriter text = model.textBeside(out);
        text.printf(
                Locale.ROOT,
                "%,d scores of %s in %s, %.2f %s on average, %s%n",
                summary.samples(),
                name,
                Output.name(out),
                summary.mean(),
                summary.unit(),
                Output.throughput(summary.samples(), start));
        List<String> names = summary.labelNames();
        if (picture != null) {
            Png.write(summary.histogram().draw("Scores"), picture);
        }
        OptionalDouble auroc = summary.auroc();
        if (auroc.isPresent()) {
            text.printf(
                    Locale.ROOT,
                    "AUROC: %.4f, %,d anomalies (label %s) of %,d%n",
                    auroc.getAsDouble(),
                    summary.anomalous(),
                    String.join(", ", summary.anomalies()),
                    summary.samples());
        } else if (names.size() > 2) {
            text.printf("AUROC: needs --anomaly, the labels of anomalies among %s%n", names);
        }
        text.flush();
    }
}
