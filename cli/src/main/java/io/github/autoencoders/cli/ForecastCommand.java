package io.github.autoencoders.cli;

import io.github.autoencoders.application.Forecast;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.evaluation.Backtest;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A series to the points behind it. */
@Command(
        name = "forecast",
        description = {
            "Forecasts a series, by a model that was trained with --horizon.",
            "",
            "Each value has an interval that holds the truth in 90 of 100 cases, as wide as the"
                + " errors were in the windows held out in training. With --backtest, forecasts of"
                + " the past are compared with the truth, with naive ones (all stays as it was"
                + " last) and seasonal-naive ones (all is as it was a period before)."
        })
final class ForecastCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            paramLabel = "SERIES",
            completionCandidates = Candidates.OfData.class,
            description =
                    "A CSV file with a header, one row for each point of the series (default: what"
                            + " was trained on).")
    private @Nullable String in;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "The CSV file to write, - for the standard output: the times behind the series,"
                            + " and of each column the expected value, the lower and the upper end"
                            + " of its interval.")
    private @Nullable Path out;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A .png file to draw the forecast to, behind the last points.")
    private @Nullable Path picture;

    @Option(
            names = "--backtest",
            description =
                    "Compare forecasts of the past with the truth: of all windows of --in, or of"
                            + " the last half of those that were held out in training, the"
                            + " intervals being found from the first half.")
    private boolean backtest;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the numbers of --backtest to a .json file.")
    private @Nullable Path json;

    @Override
    void run() throws IOException {
        if (out == null && picture == null && !backtest) {
            throw new IllegalArgumentException(
                    "--out must be given, or --picture or --backtest, but none is");
        }
        if (json != null && !backtest) {
            throw new IllegalArgumentException("--json must come with --backtest, but comes alone");
        }
        Output.requireTable(out);
        Output.requireEnding("--picture", picture, ".png");
        Output.requireEnding("--json", json, ".json");
        SavedModel saved = model.open();
        Series series = model.series(in == null ? trained(saved) : in, saved);
        try (TrainedAutoencoder trained = model.load(saved)) {
            Forecast.requireForecasts(trained);
            if (out != null || picture != null) {
                forecast(trained, series);
            }
            if (backtest) {
                test(saved, trained, series);
            }
        }
    }

    private static String trained(SavedModel saved) throws IOException {
        String source = saved.card().recipe().data().source();
        return DataSource.seriesOfForecasts(source)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--in must be given for a model whose series is no file,"
                                                + " but is not"));
    }

    private void forecast(TrainedAutoencoder trained, Series series) throws IOException {
        Forecast next = Forecast.of(trained, series);
        if (out != null) {
            model.table(out).write(next.columns(), next.rows());
            var times = next.stretches().get(0).times().times();
            model.output()
                    .beside(out)
                    .say(
                            "%s points behind %s, from %s to %s, in %s",
                            times.size(),
                            series.name(),
                            times.get(0),
                            times.get(times.size() - 1),
                            Output.name(out));
        }
        if (picture != null) {
            Png.write(next.draw(series, "Forecast"), picture);
            model.say("picture: %s", picture);
        }
    }

    private void test(SavedModel saved, TrainedAutoencoder trained, Series series)
            throws IOException {
        Backtest result =
                in == null
                        ? Backtest.ofHeldOut(trained, series, model.split(null, saved).validation())
                        : Backtest.of(trained, series);
        model.output().say(result.lines());
        model.write(json, Json.write(result, Backtest.class));
    }
}
