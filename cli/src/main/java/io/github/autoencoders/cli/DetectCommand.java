package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.SeriesDetection;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A series to its anomalies. */
@Command(
        name = "detect",
        description = {
            "Finds the anomalies of a series, by a model of the windows of a normal one.",
            "",
            "The error of a window is the mean absolute error of its reconstruction, in standard"
                + " deviations of the training series. A point is an anomaly if all windows that"
                + " cover it have an error above the threshold, which is the greatest error of the"
                + " windows of the training series."
        })
final class DetectCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "SERIES",
            completionCandidates = Candidates.OfData.class,
            description =
                    "A CSV file with a header, one row for each point of the series; or a name, as"
                            + " daily-series-anomalous.")
    private String in = "";

    @Option(
            names = "--training",
            paramLabel = "SERIES",
            completionCandidates = Candidates.OfData.class,
            description = "The normal series for the threshold (default: what was trained on).")
    private @Nullable String training;

    @Option(
            names = "--quantile",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "The share of the training series' windows whose error does not exceed the"
                            + " threshold, as 0.99 (default: ${DEFAULT-VALUE}, all).")
    private double quantile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write: each point, its score, and whether it is one.")
    private Path out = Path.of("");

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A .png file to draw the series to, its anomalies in red.")
    private @Nullable Path picture;

    @Override
    void run() throws IOException {
        SavedModel saved = model.open();
        Output.requireEnding("--out", out, ".csv");
        Output.requireEnding("--picture", picture, ".png");
        Require.share("--quantile", quantile);
        TrainingRecipe.Data data = SeriesDetection.windows(saved.card());
        Series series = model.series(in, saved);
        Series normal = model.series(training(data), saved);
        try (TrainedAutoencoder autoencoder = model.load(saved)) {
            SeriesDetection found = SeriesDetection.of(autoencoder, series, normal, quantile);
            CsvOutput.to(out).write(SeriesDetection.columns(series), found.rows(series));
            if (picture != null) {
                Png.write(found.draw(series, "Anomalies"), picture);
            }
            model.output().say(found.lines(series));
            model.say("points:  %s", out);
            if (picture != null) {
                model.say("picture: %s", picture);
            }
        }
    }

    private String training(TrainingRecipe.Data data) throws IOException {
        String known = training == null ? data.source() : training;
        if (!DataSource.names().contains(known) && !Files.isRegularFile(Path.of(known))) {
            throw new IOException(
                    "--training must be the CSV file of a normal series, but there is no " + known);
        }
        return known;
    }
}
