package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.CodedDetector;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.DetectorSettings;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A table to a detector. */
@Command(
        name = "train",
        description = {
            "Fits a detector of anomalies to the rows of a table, or to a time series, which may"
                    + " hold a few.",
            "",
            "The folder keeps up to 2,048 of the rows, which others are compared with."
        })
final class AnomaliesTrainCommand extends Action {

    @Mixin private Output output = new Output();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "A CSV file, or other data as train takes them.")
    private String data = "";

    @Mixin private LabelOption label = new LabelOption();

    @Option(
            names = "--series",
            description = "The rows are points of a time series: learn its windows.")
    private boolean series;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Points of a window of the series (default: its period).")
    private int window;

    @Option(
            names = "--one-unit",
            description =
                    "The columns are of one kind, as the points of a curve: measure them in one"
                            + " unit, not each in its own.")
    private boolean oneUnit;

    @Option(
            names = "--model",
            paramLabel = "RUN",
            completionCandidates = Candidates.OfModels.class,
            description =
                    "The data are samples that a model takes, as images or sounds: judge them by"
                            + " their codes and by its errors. The folder of a run, or the name of"
                            + " a published model; the detector keeps a copy.")
    private @Nullable Path model;

    @Option(
            names = "--clean",
            description = "The data hold no anomalies: learn more, and look more closely.")
    private boolean clean;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder of the detector, new or empty.")
    private Path out = Path.of("");

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    void run() throws IOException {
        AtomicWrite.requireNewOrEmpty(out);
        Require.notNegative("--window", window);
        if (series && oneUnit) {
            throw new IllegalArgumentException(
                    "--one-unit must be without --series, but both are given");
        }
        Path coder = model;
        if (coder != null && (series || oneUnit)) {
            throw new IllegalArgumentException(
                    "--model must be without --series and --one-unit, but is with one");
        }
        if (window != 0 && !series) {
            throw new IllegalArgumentException(
                    "--window must be with --series, but is " + window + " without");
        }
        LabelOption.requireThere(data);
        DetectorSettings settings = DetectorSettings.DEFAULT.withSeed(seed);
        settings = clean ? settings.forClean() : settings;
        if (coder != null) {
            fitToCodes(coder, settings);
        } else if (series) {
            fitToSeries(settings, engine.start());
        } else {
            fitToRows(settings, engine.start());
        }
        output.say("detector: " + out);
    }

    private void fitToRows(DetectorSettings settings, Placement place) throws IOException {
        Samples samples = label.read(data, Schema.NONE);
        output.say(samples.format().schemaLines());
        try (Detector detector =
                oneUnit
                        ? Detector.fitInOneUnit(samples, settings, place)
                        : Detector.fit(samples, settings, place)) {
            detector.save(out);
            output.say(detector.calibration().lines(samples));
        }
    }

    private void fitToCodes(Path coder, DetectorSettings settings) throws IOException {
        SavedModel saved = ModelRepository.open("--model", coder);
        Placement place = engine.start();
        DataOptions options = DataOptions.ofModel(saved.card().recipe(), saved.config().format());
        Samples samples = label.read(data, options);
        try (CodedDetector detector =
                CodedDetector.fit(TrainedAutoencoder.of(saved, place), samples, settings)) {
            detector.save(out);
            output.say(detector.line());
            output.say(detector.detector().calibration().lines(samples));
        }
    }

    private void fitToSeries(DetectorSettings settings, Placement place) throws IOException {
        Series points = label.series(data, Schema.NONE);
        output.say(points.schema().lines("channels"));
        try (SeriesDetector detector = SeriesDetector.fit(points, window, settings, place)) {
            detector.save(out);
            output.say(
                    "%,d points of %s, held out in turn; windows of %,d points, one each %,d",
                    detector.points().rows(), points.name(), detector.window(), detector.step());
            output.say(detector.points().lines());
            if (detector.weeks() >= 1) {
                output.say("one alarm a week: " + detector.alarmsPerWeek(1).line());
            }
        }
    }
}
