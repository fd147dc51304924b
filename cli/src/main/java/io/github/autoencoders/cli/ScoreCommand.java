package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.Flagging;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.evaluation.ScoreSummary;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to anomaly scores. */
@Command(
        name = "score",
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
final class ScoreCommand extends Action {

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

    @Override
    void run() throws IOException {
        ScoreSummary.Settings settings =
                new ScoreSummary.Settings(
                        contributions, flagging(), anomaly, picture != null || timeline != null);
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
            CsvOutput table = model.table(out);
            ScoreSummary done = ScoreSummary.write(autoencoder, samples, settings, table);
            say(done, samples.name(), start);
        }
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

    private void say(ScoreSummary done, String name, long start) throws IOException {
        Output beside = model.output().beside(out);
        beside.say(
                "%,d scores of %s in %s, %.2f %s on average, %s",
                done.samples(),
                name,
                Output.name(out),
                done.mean(),
                done.unit(),
                Output.throughput(done.samples(), start));
        if (picture != null) {
            Png.write(done.histogram().draw("Scores"), picture);
        }
        if (timeline != null) {
            Png.write(done.timeline().draw("Scores"), timeline);
        }
        if (done.auroc().isEmpty() && done.labelNames().size() > 2) {
            beside.say(
                    "AUROC: needs --anomaly, the labels of anomalies among %s",
                    Spelling.listed(done.labelNames()));
        }
        beside.say(done.lines());
    }
}
