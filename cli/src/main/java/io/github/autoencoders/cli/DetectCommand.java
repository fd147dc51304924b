package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SeriesChart;
import io.github.autoencoders.training.Detection;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A series to its anomalies. */
@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds the anomalies of a series, by a model of the windows of a normal one.",
            "",
            "The error of a window is the mean absolute error of its reconstruction, in standard"
                + " deviations of the training series. A point is an anomaly if all windows that"
                + " cover it have an error above the threshold, which is the greatest error of the"
                + " windows of the training series."
        })
final class DetectCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "SERIES",
            description =
                    "A CSV file with a header, one row for each point of the series; or a name, as"
                            + " daily-series-anomalous.")
    private String in = "";

    @Option(
            names = "--training",
            paramLabel = "SERIES",
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
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        Output.requireEnding("--out", out, ".csv");
        if (picture != null) {
            Output.requireEnding("--picture", picture, ".png");
        }
        if (!(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException(
                    "--quantile must be above 0 and at most 1, but is " + quantile);
        }
        TrainingRecipe.Data data = saved.card().recipe().data();
        if (data.windowStep() == 0) {
            throw new IllegalArgumentException(
                    "RUN must be a model of windows of a series, but its recipe's windowStep is 0");
        }
        long seed = saved.card().recipe().seed();
        Series series = DatasetCatalog.series(in, seed);
        Series normal = DatasetCatalog.series(training(data), seed);
        Detection detection = model.detect(saved, series, normal, quantile);
        write(series, detection);
        report(series, detection);
        return CommandLine.ExitCode.OK;
    }

    private String training(TrainingRecipe.Data data) throws IOException {
        String known = training == null ? data.source() : training;
        if (!DatasetCatalog.names().contains(known) && !Files.isRegularFile(Path.of(known))) {
            throw new IOException(
                    "--training must be the CSV file of a normal series, but there is no " + known);
        }
        return known;
    }

    private void write(Series series, Detection detection) throws IOException {
        List<String> header = new ArrayList<>();
        if (!series.times().isEmpty()) {
            header.add("timestamp");
        }
        header.addAll(series.columns());
        header.addAll(List.of("score", "anomaly"));
        Output.writeTable(
                out,
                header,
                IntStream.range(0, series.size()).mapToObj(i -> row(series, detection, i)));
        if (picture != null) {
            List<Double> scores =
                    IntStream.range(0, series.size()).mapToObj(detection::score).toList();
            SeriesChart chart =
                    new SeriesChart(
                            series.columns(),
                            series.channels(),
                            series.times(),
                            scores,
                            detection.threshold());
            Output.write(picture, file -> Png.write(chart.draw("Anomalies"), file));
        }
    }

    private static List<Object> row(Series series, Detection detection, int point) {
        List<Object> row = new ArrayList<>();
        if (!series.times().isEmpty()) {
            row.add(series.times().get(point));
        }
        series.channels().forEach(channel -> row.add(channel[point]));
        boolean scored = !Double.isNaN(detection.score(point));
        row.add(scored ? (Object) detection.score(point) : "");
        row.add(detection.isAnomaly(point) ? 1 : 0);
        return row;
    }

    private void report(Series series, Detection detection) {
        PrintWriter text = model.text();
        text.printf(
                Locale.ROOT,
                "threshold: %.4f standard deviations, mean absolute error of a window%n",
                detection.threshold());
        text.printf(
                Locale.ROOT,
                "%,d of %,d points of %s are anomalies%n",
                detection.count(),
                series.size(),
                series.name());
        for (Detection.Stretch stretch : detection.stretches()) {
            text.printf(
                    Locale.ROOT,
                    "%s to %s: %,d points%n",
                    time(series, stretch.first()),
                    time(series, stretch.last()),
                    stretch.last() - stretch.first() + 1);
        }
        text.println("points:  " + out);
        if (picture != null) {
            text.println("picture: " + picture);
        }
        text.flush();
    }

    private static String time(Series series, int point) {
        return series.times().isEmpty() ? "row " + (point + 1) : series.times().get(point);
    }
}
