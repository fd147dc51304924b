package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.DetectionEvaluation;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesEvaluation;
import io.github.autoencoders.evaluation.Anomalies;
import io.github.autoencoders.picture.OperatingCharts;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labelled rows to how well a detector tells the anomalies among them. */
@Command(
        name = "evaluate",
        description = {
            "Says how well a detector tells rows that are known to be anomalies, beside the five"
                + " nearest neighbours, an isolation forest and the length of the scaled row; of a"
                + " series, beside neighbours, forest and principal components of the same windows."
        })
final class AnomaliesEvaluateCommand extends Action {

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
    void run() throws IOException {
        Require.atLeast(1, "--seeds", seeds);
        Output.requireEnding("--picture", picture, ".png");
        if (!training.isEmpty() && seeds == 1) {
            throw new IllegalArgumentException(
                    "--training must be with --seeds above 1, but is " + training + " without");
        }
        if (detector.isOfSeries()) {
            ofSeries();
        } else {
            ofTable();
        }
    }

    private void ofTable() throws IOException {
        try (Detector opened = detector.open()) {
            Samples samples = detector.read(opened, output);
            List<String> labels = labels(samples.name(), samples.labelNames(), samples.labels());
            DetectionEvaluation judged;
            if (seeds == 1) {
                Calibration.Threshold above = threshold.of(opened.calibration());
                judged = DetectionEvaluation.of(opened, samples, labels, above);
            } else {
                Samples learnt = training.isEmpty() ? samples : detector.training(training, opened);
                requireLearnt(opened.learntFrom(learnt), learnt.name());
                judged =
                        DetectionEvaluation.ofSeeds(
                                opened,
                                seeds,
                                learnt,
                                samples,
                                labels,
                                each -> threshold.of(each.calibration()));
            }
            output.say(judged.lines());
            draw(judged.curves(), samples.name());
        }
    }

    private void ofSeries() throws IOException {
        try (SeriesDetector opened = detector.openSeries()) {
            Series series = detector.read(opened, output);
            List<String> labels = labels(series.name(), series.labelNames(), series.labels());
            SeriesEvaluation judged;
            if (seeds == 1) {
                judged = SeriesEvaluation.of(opened, series, labels, threshold.of(opened));
            } else {
                Series learnt = training.isEmpty() ? series : detector.training(training, opened);
                requireLearnt(opened.learntFrom(learnt), learnt.name());
                judged =
                        SeriesEvaluation.ofSeeds(
                                opened, seeds, learnt, series, labels, threshold::of);
            }
            output.say(judged.lines());
            draw(judged.curves(), series.name());
        }
    }

    private List<String> labels(String name, List<String> names, List<String> each) {
        return Anomalies.of(anomaly, "", name, names, each).labels();
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

    private void draw(List<OperatingCharts.Way> curves, String name) throws IOException {
        Path file = picture;
        if (file == null) {
            return;
        }
        OperatingCharts charts = new OperatingCharts(curves);
        output.sayDrawn(
                "charts: ",
                () -> {
                    Png.write(charts.draw("Anomalies in " + name), file);
                    return file.toString();
                });
    }
}
