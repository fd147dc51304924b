package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Detection;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesFindings;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.report.AnomalyReport;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rows to scores and p-values. */
@Command(
        name = "score",
        description = {
            "Gives each row a score, a p-value and, if it is flagged, the reasons.",
            "",
            "The p-value is the share of held-out rows that are at least as unusual. Of a series,"
                    + " intervals are told, each with its peak."
        })
final class AnomaliesScoreCommand extends Action implements Pulse.Waiting {

    @Mixin private Output output = new Output();

    @Mixin private DetectorOptions detector = new DetectorOptions();

    @Mixin private DetectorOptions.Threshold threshold = new DetectorOptions.Threshold();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write; - for the standard output.")
    private Path out = Path.of("");

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "A picture (.png) of the most unusual rows or stretches, and why.")
    private @Nullable Path picture;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "A page (.html) of the ten most unusual, with all reasons; it needs no other"
                            + " file.")
    private @Nullable Path html;

    @Option(
            names = "--no-adapt",
            description =
                    "Judge the points of a series by those that were held out alone, not also by"
                            + " those before them.")
    private boolean noAdapt;

    @Mixin private FollowOptions follow = new FollowOptions();

    @Override
    public boolean waits() {
        return follow.isAsked();
    }

    @Override
    void run() throws IOException {
        Output.requireTable(out);
        Output.requireEnding("--picture", picture, ".png");
        Output.requireEnding("--html", html, ".html");
        boolean followed = follow.isOn();
        if (followed && (picture != null || html != null)) {
            throw new IllegalArgumentException(
                    "--follow must be without --picture and --html, but is with one");
        }
        if (detector.isOfSeries()) {
            ofSeries(followed);
            return;
        }
        if (noAdapt) {
            throw new IllegalArgumentException(
                    "--no-adapt must be for detectors of series, but the detector is none");
        }
        if (followed && detector.isOfCodes()) {
            throw new IllegalArgumentException(
                    "--follow must be for detectors of rows or series, but the detector is one of"
                            + " codes");
        }
        try (Detector opened = detector.open()) {
            if (followed) {
                follow.score(opened, threshold.of(opened.calibration()), detector, out, output);
                return;
            }
            Samples samples = detector.read(opened, output);
            Detection found = Detection.of(opened, samples, threshold.of(opened.calibration()));
            say(found.columns(), found.rows(), found.lines());
            write(() -> AnomalyReport.of(opened, samples, found));
        }
    }

    private void say(List<String> columns, Stream<List<Object>> rows, List<String> lines)
            throws IOException {
        Output.table(out, output.text()).write(columns, rows);
        if (!Output.isPrinted(out)) {
            output.say(lines);
            output.say("scores: " + out);
        }
    }

    private void write(Supplier<AnomalyReport> made) throws IOException {
        Path png = picture;
        Path page = html;
        if (png == null && page == null) {
            return;
        }
        Output.Drawing drawing =
                () -> {
                    AnomalyReport report = made.get();
                    if (png != null) {
                        Png.write(report.picture(), png);
                    }
                    if (page != null) {
                        report.write(page);
                    }
                    return Stream.of(png, page)
                            .filter(Objects::nonNull)
                            .map(Path::toString)
                            .collect(Collectors.joining(", "));
                };
        if (Output.isPrinted(out)) {
            drawing.draw();
        } else {
            output.sayDrawn("pictures: ", drawing);
        }
    }

    private void ofSeries(boolean followed) throws IOException {
        try (SeriesDetector both = detector.openSeries()) {
            SeriesDetector opened = noAdapt ? both.byHeldOutAlone() : both;
            if (followed) {
                follow.score(opened, threshold.of(opened), detector, out, output);
                return;
            }
            Series series = detector.read(opened, output);
            SeriesFindings found = opened.find(series, threshold.of(opened));
            say(found.columns(), found.rows(), found.lines());
            write(() -> AnomalyReport.of(opened, series, found));
        }
    }
}
