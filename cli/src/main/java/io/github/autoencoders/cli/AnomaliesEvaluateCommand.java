package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.DetectionEvaluation;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.DetectorSettings;
import io.github.autoencoders.detection.EvaluationRun;
import io.github.autoencoders.detection.OperatingCurve;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesEvaluation;
import io.github.autoencoders.evaluation.Anomalies;
import io.github.autoencoders.picture.OperatingCharts;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "How many seeds to judge: the detector's, and as many more as are fit anew, to"
                            + " the data of --training or, where it learnt from these, to those of"
                            + " --in (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--training",
            paramLabel = "DATA",
            description = "What the detector learnt from, for --seeds.")
    private String training = "";

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A .png file for the charts: ROC, and precision over recall.")
    private @Nullable Path picture;

    @Override
    public Integer call() throws IOException {
        Require.atLeast(1, "--seeds", seeds);
        Output.requireEnding("--picture", picture, ".png");
        if (!training.isEmpty() && seeds == 1) {
            throw new IllegalArgumentException(
                    "--training must be with --seeds above 1, but is " + training + " without");
        }
        return detector.isOfSeries() ? ofSeries() : ofTable();
    }

    private int ofTable() throws IOException {
        try (Detector opened = detector.open()) {
            Samples samples = detector.read(opened, output);
            List<String> each =
                    IntStream.range(0, samples.labelled() ? samples.size() : 0)
                            .mapToObj(samples::labelName)
                            .toList();
            List<String> labels =
                    Anomalies.of(anomaly, "", samples.name(), samples.labelNames(), each).labels();
            List<EvaluationRun> runs = new ArrayList<>();
            runs.add(DetectionEvaluation.run(opened, samples, threshold.of(opened.calibration())));
            if (seeds > 1) {
                Samples learnt = training.isEmpty() ? samples : detector.training(training, opened);
                requireLearnt(opened.learntFrom(learnt), learnt.name());
                for (DetectorSettings settings : others(opened.settings())) {
                    try (Detector other = detector.fitLike(opened, learnt, settings)) {
                        Calibration.Threshold above = threshold.of(other.calibration());
                        runs.add(DetectionEvaluation.run(other, samples, above));
                    }
                }
            }
            DetectionEvaluation judged = DetectionEvaluation.of(runs, samples, labels);
            output.say(judged.lines());
            draw(judged.curves(), samples.name());
        }
        return CommandLine.ExitCode.OK;
    }

    private int ofSeries() throws IOException {
        try (SeriesDetector opened = detector.openSeries()) {
            Series series = detector.read(opened, output);
            List<String> labels =
                    Anomalies.of(anomaly, "", series.name(), series.labelNames(), series.labels())
                            .labels();
            List<EvaluationRun> runs = new ArrayList<>();
            runs.add(SeriesEvaluation.run(opened, series, threshold.of(opened)));
            if (seeds > 1) {
                Series learnt = training.isEmpty() ? series : detector.training(training, opened);
                requireLearnt(opened.learntFrom(learnt), learnt.name());
                for (DetectorSettings settings : others(opened.settings())) {
                    try (SeriesDetector other =
                            SeriesDetector.fit(
                                    learnt, opened.window(), settings, detector.place())) {
                        runs.add(SeriesEvaluation.run(other, series, threshold.of(other)));
                    }
                }
            }
            SeriesEvaluation judged = SeriesEvaluation.of(runs, series, labels, opened.window());
            output.say(judged.lines());
            draw(judged.curves(), series.name());
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireLearnt(boolean learnt, String name) {
        if (!learnt) {
            throw new IllegalArgumentException(
                    "--training must be what the detector learnt from, for --seeds "
                            + seeds
                            + ", but is "
                            + (training.isEmpty() ? "not given, and " + name + " is not" : name));
        }
    }

    private List<DetectorSettings> others(DetectorSettings settings) {
        return LongStream.range(1, seeds)
                .mapToObj(more -> settings.withSeed(settings.seed() + more))
                .toList();
    }

    private void draw(List<OperatingCurve> curves, String name) throws IOException {
        Path file = picture;
        if (file == null) {
            return;
        }
        OperatingCharts charts =
                new OperatingCharts(
                        curves.stream()
                                .map(
                                        curve ->
                                                new OperatingCharts.Way(
                                                        curve.way(),
                                                        curve.falseAlarms(),
                                                        curve.found(),
                                                        curve.precision()))
                                .toList());
        output.sayDrawn(
                "charts: ",
                () -> {
                    Png.write(charts.draw("Anomalies in " + name), file);
                    return file.toString();
                });
    }
}
