package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.DetectionEvaluation;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesEvaluation;
import io.github.autoencoders.evaluation.Anomalies;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labelled rows to how well a detector tells the anomalies among them. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says how well a detector tells rows that are known to be anomalies, beside the five"
                + " nearest neighbours, an isolation forest and the length of the scaled row; of a"
                + " series, beside neighbours, forest and principal components of the same windows."
        })
final class AnomaliesEvaluateCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Mixin private DetectorOptions detector = new DetectorOptions();

    @Mixin private DetectorOptions.Threshold threshold = new DetectorOptions.Threshold();

    @Option(
            names = "--anomaly",
            split = ",",
            paramLabel = "LABEL",
            description =
                    "The labels of anomalies; all others are normal (default: of two labels, the"
                            + " rarer).")
    private List<String> anomaly = List.of();

    @Override
    public Integer call() throws IOException {
        if (detector.isOfSeries()) {
            return ofSeries();
        }
        try (Detector opened = detector.open()) {
            Samples samples = detector.read(opened, output);
            List<String> each =
                    IntStream.range(0, samples.labelled() ? samples.size() : 0)
                            .mapToObj(samples::labelName)
                            .toList();
            List<String> labels =
                    Anomalies.of(anomaly, "", samples.name(), samples.labelNames(), each).labels();
            output.say(
                    DetectionEvaluation.of(
                                    opened, samples, labels, threshold.of(opened.calibration()))
                            .lines());
        }
        return CommandLine.ExitCode.OK;
    }

    private int ofSeries() throws IOException {
        try (SeriesDetector opened = detector.openSeries()) {
            Series series = detector.read(opened, output);
            List<String> labels =
                    Anomalies.of(anomaly, "", series.name(), series.labelNames(), series.labels())
                            .labels();
            output.say(SeriesEvaluation.of(opened, series, labels, threshold.of(opened)).lines());
        }
        return CommandLine.ExitCode.OK;
    }
}
