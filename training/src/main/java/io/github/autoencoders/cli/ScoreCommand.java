package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.ScoreHistogram;
import io.github.autoencoders.training.Auroc;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
                + " an anomaly has a greater score than a normal sample."
        })
final class ScoreCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write.")
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
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        Output.requireEnding("--out", out, ".csv");
        if (picture != null) {
            Output.requireEnding("--picture", picture, ".png");
        }
        String unit = Task.scoreUnit(saved.config());
        SampleSet samples = model.read(in, saved);
        Set<String> anomalies = anomalies(samples);
        List<float[]> inputs = samples.samples(saved.config().conditions());
        List<Double> scores = model.predict(saved, Part.WHOLE, Task::scoring, inputs);
        List<Integer> labels =
                samples.labelled()
                        ? IntStream.range(0, samples.size()).map(samples::label).boxed().toList()
                        : List.of();
        List<String> names = labels.stream().map(samples.labelNames()::get).toList();
        Output.writeTable(
                out,
                names.isEmpty() ? List.of("score") : List.of("score", "label"),
                IntStream.range(0, scores.size()).mapToObj(i -> row(scores.get(i), names, i)));
        if (picture != null) {
            ScoreHistogram histogram =
                    new ScoreHistogram(scores, labels, samples.labelNames(), unit);
            Output.write(picture, file -> Png.write(histogram.draw("Scores"), file));
        }
        report(samples, scores, unit, names, anomalies);
        return CommandLine.ExitCode.OK;
    }

    private static List<Object> row(double score, List<String> labels, int index) {
        return labels.isEmpty() ? List.of(score) : List.of(score, labels.get(index));
    }

    /** Returns the labels of anomalies, or none where nothing says which they are. */
    private Set<String> anomalies(SampleSet samples) {
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

    private void report(
            SampleSet samples,
            List<Double> scores,
            String unit,
            List<String> labels,
            Set<String> anomalies) {
        PrintWriter text = model.text();
        text.printf(
                Locale.ROOT,
                "%,d scores of %s in %s, %.2f %s on average%n",
                scores.size(),
                samples.name(),
                out,
                scores.stream().mapToDouble(score -> score).average().orElseThrow(),
                unit);
        List<Boolean> anomalous = labels.stream().map(anomalies::contains).toList();
        if (anomalous.contains(true) && anomalous.contains(false)) {
            text.printf(
                    Locale.ROOT,
                    "AUROC: %.4f, %,d anomalies (label %s) of %,d%n",
                    Auroc.of(scores, anomalous),
                    anomalous.stream().filter(one -> one).count(),
                    String.join(", ", anomalies.stream().sorted().toList()),
                    scores.size());
        } else if (samples.labelNames().size() > 2) {
            text.printf(
                    "AUROC: needs --anomaly, the labels of anomalies among %s%n",
                    samples.labelNames());
        }
        text.flush();
    }
}
