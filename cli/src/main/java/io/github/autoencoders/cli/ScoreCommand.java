package io.github.autoencoders.cli;

import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.ScoreHistogram;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Auroc;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
        if (picture != null) {
            Output.requireEnding("--picture", picture, ".png");
        }
        try (SampleStream samples = model.stream(in, saved);
                TrainedAutoencoder trained = model.load(saved)) {
            if (!samples.labelNames().isEmpty()) {
                anomalies(samples); // known already, and so checked before any work
            }
            Scores scores = new Scores(picture != null);
            Portions portions = new Portions(samples, trained, Task.SCORE);
            Output.writeTable(
                    out,
                    model.text(),
                    table -> {
                        portions.through(
                                (portion, each) -> {
                                    scores.add(portion, each);
                                    print(table, portion, each);
                                });
                        anomalies(samples); // of a table only known now: no file is left
                    });
            report(samples, portions, scores, Task.scoreUnit(saved.config()));
        }
        return CommandLine.ExitCode.OK;
    }

    /** What is told of the scores in the end. Of samples without labels, none need be kept. */
    private static final class Scores {

        private final List<Double> kept = new ArrayList<>();
        private final List<String> labels = new ArrayList<>();
        private final boolean keepAll;
        private double sum;

        Scores(boolean keepAll) {
            this.keepAll = keepAll;
        }

        void add(Samples portion, List<float[]> scores) {
            for (int i = 0; i < scores.size(); i++) {
                double score = scores.get(i)[0];
                sum += score;
                if (portion.labelled()) {
                    labels.add(portion.labelNames().get(portion.label(i)));
                }
                if (keepAll || portion.labelled()) {
                    kept.add(score);
                }
            }
        }
    }

    private static void print(CSVPrinter table, Samples portion, List<float[]> scores)
            throws IOException {
        boolean labelled = portion.labelled();
        if (table.getRecordCount() == 0) {
            table.printRecord(labelled ? List.of("score", "label") : List.of("score"));
        }
        for (int i = 0; i < scores.size(); i++) {
            double score = scores.get(i)[0];
            if (labelled) {
                table.printRecord(score, portion.labelNames().get(portion.label(i)));
            } else {
                table.printRecord(score);
            }
        }
    }

    /** Returns the labels of anomalies, or none where nothing says which they are. */
    private Set<String> anomalies(SampleStream samples) {
        List<String> known = samples.labelNames();
        for (String label : anomaly) {
            if (!known.contains(label)) {
                throw new IllegalArgumentException(
                        "--anomaly must be of the labels %s of %s, but is \"%s\""
                                .formatted(known, samples.name(), label));
            }
        }
        Set<String> chosen = new HashSet<>(anomaly);
        if (chosen.isEmpty() && known.size() == 2) {
            chosen.add(known.get(1));
        }
        return chosen;
    }

    private void report(SampleStream samples, Portions portions, Scores scores, String unit)
            throws IOException {
        PrintWriter text = model.textBeside(out);
        text.printf(
                Locale.ROOT,
                "%,d scores of %s in %s, %.2f %s on average, %s%n",
                portions.samples(),
                samples.name(),
                Output.name(out),
                scores.sum / portions.samples(),
                unit,
                portions.throughput());
        List<String> names = samples.labelNames();
        if (picture != null) {
            List<Integer> labels = scores.labels.stream().map(names::indexOf).toList();
            ScoreHistogram histogram = new ScoreHistogram(scores.kept, labels, names, unit);
            Output.write(picture, file -> Png.write(histogram.draw("Scores"), file));
        }
        Set<String> anomalies = anomalies(samples);
        List<Boolean> anomalous = scores.labels.stream().map(anomalies::contains).toList();
        if (anomalous.contains(true) && anomalous.contains(false)) {
            text.printf(
                    Locale.ROOT,
                    "AUROC: %.4f, %,d anomalies (label %s) of %,d%n",
                    Auroc.of(scores.kept, anomalous),
                    anomalous.stream().filter(one -> one).count(),
                    String.join(", ", anomalies.stream().sorted().toList()),
                    portions.samples());
        } else if (names.size() > 2) {
            text.printf("AUROC: needs --anomaly, the labels of anomalies among %s%n", names);
        }
        text.flush();
    }
}
