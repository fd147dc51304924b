package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A row to why it is unusual. */
@Command(
        name = "explain",
        description = {
            "Says why a row has its score: for each column its value, what would have been expected"
                + " given the others, its contribution to the score, and the values of the nearest"
                + " rows that were learnt from. Of a series, it is the most unusual window with the"
                + " row that is explained."
        })
final class AnomaliesExplainCommand extends Action {

    @Mixin private Output output = new Output();

    @Mixin private DetectorOptions detector = new DetectorOptions();

    @Option(
            names = "--row",
            required = true,
            paramLabel = "N",
            description = "The number of the row, the first behind the header being 1.")
    private int row;

    @Override
    void run() throws IOException {
        Require.atLeast(1, "--row", row);
        if (detector.isOfSeries()) {
            ofSeries();
            return;
        }
        try (Detector opened = detector.open()) {
            Samples samples = detector.read(opened, output);
            Require.atMost(samples.size(), "--row", row);
            output.say("row %s of %s", row, samples.name());
            output.say(opened.explain(samples, row - 1).lines(opened.calibration()));
        }
    }

    private void ofSeries() throws IOException {
        try (SeriesDetector opened = detector.openSeries()) {
            Series series = detector.read(opened, output);
            Require.atMost(series.size(), "--row", row);
            int point =
                    IntStream.range(0, series.size())
                            .filter(i -> series.timeline().row(i) == row - 1)
                            .findFirst()
                            .orElseThrow();
            output.say("row %s of %s", row, series.name());
            output.say(opened.explain(series, point).lines(series));
        }
    }
}
