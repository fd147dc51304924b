package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.CodedDetector;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The detector that a command uses, and the data that it takes it to. */
final class DetectorOptions {

    @Parameters(
            index = "0",
            paramLabel = "DETECTOR",
            description = "The folder that anomalies train wrote.")
    private Path folder = Path.of("");

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "A CSV file with the detector's columns, or other data as train takes.")
    private String in = "";

    @Mixin private LabelOption label = new LabelOption();

    @Mixin private EngineOptions engine = new EngineOptions();

    /** A threshold, as options ask for it. */
    static final class Threshold {

        @Option(
                names = "--false-alarms",
                paramLabel = "X",
                description =
                        "The share of normal rows that may be flagged (default: 0.01, or the least"
                                + " that the held-out rows allow).")
        private @Nullable Double falseAlarms;

        @Option(
                names = "--contamination",
                paramLabel = "X",
                description =
                        "In place of it, the share of anomalies among rows like those that were"
                                + " learnt from.")
        private @Nullable Double contamination;

        @Option(
                names = "--alarms-per-week",
                paramLabel = "X",
                description =
                        "In place of it, the false alarms a week of a series (default for one with"
                                + " dates that learnt from a week or more: 1).")
        private @Nullable Double alarmsPerWeek;

        /** Returns whether an option asks for one. */
        boolean isGiven() {
            return falseAlarms != null || contamination != null || alarmsPerWeek != null;
        }

        Calibration.Threshold of(SeriesDetector detector) {
            if (!isGiven()) {
                return detector.usualThreshold();
            }
            if (alarmsPerWeek == null) {
                return of(detector.points());
            }
            if (falseAlarms != null || contamination != null) {
                throw new IllegalArgumentException(
                        "--alarms-per-week must be without other thresholds, but others are given");
            }
            return detector.alarmsPerWeek(alarmsPerWeek);
        }

        Calibration.Threshold of(Calibration calibration) {
            if (alarmsPerWeek != null) {
                throw new IllegalArgumentException(
                        "--alarms-per-week must be for detectors of series, but the detector is"
                                + " none");
            }
            if (falseAlarms != null && contamination != null) {
                throw new IllegalArgumentException(
                        "--false-alarms must be without --contamination, but both are given");
            }
            if (contamination != null) {
                return calibration.contamination(contamination);
            }
            return falseAlarms == null
                    ? calibration.usualThreshold()
                    : calibration.falseAlarms(falseAlarms);
        }
    }

    /** Returns whether a folder is that of a detector, of whatever kind. */
    static boolean isAny(Path folder) {
        return SeriesDetector.isOne(folder)
                || CodedDetector.isOne(folder)
                || Detector.isOne(folder);
    }

    /** Returns the name of the data, or a dash. */
    String input() {
        return in;
    }

    /** Returns which column holds the labels. */
    LabelOption label() {
        return label;
    }

    /** Opens the detector, of codes that of their rows; the caller closes it. */
    Detector open() throws IOException {
        LabelOption.requireThere(in);
        if (isOfCodes()) {
            return CodedDetector.openRows(folder, engine.start());
        }
        Detector.requireOne(folder);
        return Detector.open(folder, engine.start());
    }

    /** Returns whether the detector is one of codes. */
    boolean isOfCodes() {
        return CodedDetector.isOne(folder);
    }

    /** Returns whether the detector is one of series. */
    boolean isOfSeries() {
        return SeriesDetector.isOne(folder);
    }

    /** Opens a detector of series; the caller closes it. */
    SeriesDetector openSeries() throws IOException {
        LabelOption.requireThere(in);
        return SeriesDetector.open(folder, engine.start());
    }

    /** Reads data with a detector's columns; of samples for a model, what it makes of them. */
    Samples training(String data, Detector detector) throws IOException {
        if (!isOfCodes()) {
            return label.read(data, detector.format().schema());
        }
        try (TrainedAutoencoder model = CodedDetector.openModel(folder, engine.start())) {
            return CodedDetector.rows(model, label.read(data, DataOptions.of(model)));
        }
    }

    /** Reads another series with a detector's channels. */
    Series training(String data, SeriesDetector detector) throws IOException {
        return label.series(data, detector.schema());
    }

    /** Reads a series with the detector's channels; others are refused. */
    Series read(SeriesDetector detector, Output output) throws IOException {
        Series series = label.series(in, detector.schema());
        Detector.requireKnown(series.schema(), series.name());
        if (detector.learntFrom(series)) {
            sayLearnt(series.name(), "each point is judged by what did not learn from it", output);
        }
        return series;
    }

    /** Reads the data; columns that the detector does not know are refused. */
    Samples read(Detector detector, Output output) throws IOException {
        Samples samples = training(in, detector);
        Detector.requireKnown(samples.format().schema(), samples.name());
        if (detector.learntFrom(samples)) {
            sayLearnt(samples.name(), "its p-values are too great rather than too small", output);
        }
        return samples;
    }

    private static void sayLearnt(String data, String so, Output output) {
        output.errors().println(data + " is what the detector learnt from: " + so);
    }
}
