package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.CsvStream;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.FollowedInput;
import io.github.autoencoders.dataset.PointStream;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detection;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesWatch;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Option;

/** Input without an end, and what is said of it as it comes. */
final class FollowOptions {

    private static final String STOPPED = "stopped, and answered what was there";

    @Option(
            names = "--follow",
            description =
                    "Go on as the file grows, or the standard input (--in -) goes on, and write"
                        + " each row once its score is certain: of a series a window later, and"
                        + " alarms as they begin and end. Ends at the input's end or when stopped"
                        + " (Ctrl-C).")
    private boolean follow;

    @Option(
            names = "--late",
            paramLabel = "N",
            description =
                    "Points of a series that is followed wait for N others, and are put in the"
                            + " order of their times (default: 0; points that come later than that"
                            + " have no score).")
    private int late;

    /** Returns whether that is asked for. */
    boolean isAsked() {
        return follow;
    }

    /** Returns whether the input is followed, after both were checked. */
    boolean isOn() {
        Require.notNegative("--late", late);
        if (late > 0 && !follow) {
            throw new IllegalArgumentException(
                    "--late must be with --follow, but is " + late + " without");
        }
        return follow;
    }

    private static FollowedInput open(String in) throws IOException {
        return in.equals("-") ? FollowedInput.of(System.in) : FollowedInput.of(Path.of(in));
    }

    private static String name(String in) {
        return in.equals("-") ? "standard input" : in;
    }

    private static CsvOutput table(Path out, Output output) throws IOException {
        return Output.isPrinted(out) ? Output.table(out, output.text()) : CsvOutput.toGrowing(out);
    }

    /** Scores the points of a series as they come. */
    void score(
            SeriesDetector detector,
            Calibration.Threshold threshold,
            DetectorOptions options,
            Path out,
            Output output)
            throws IOException {
        String in = options.input();
        DataOptions reading = options.label().options(detector.schema());
        try (FollowedInput input = open(in);
                PointStream points =
                        PointStream.of(name(in), input, reading, detector.window(), late)) {
            Schema schema = points.schema();
            Detector.requireKnown(schema, name(in));
            table(out, output)
                    .write(
                            table -> {
                                Told told = new Told(schema, table, out, output);
                                detector.watch(threshold, told).all(points);
                            });
            requireWhole(input);
        }
    }

    /** Scores the rows of a table as they come. */
    void score(
            Detector detector,
            Calibration.Threshold threshold,
            DetectorOptions options,
            Path out,
            Output output)
            throws IOException {
        if (late > 0) {
            throw new IllegalArgumentException(
                    "--late must be for detectors of series, but the detector is none");
        }
        String in = options.input();
        DataOptions reading = options.label().options(detector.format().schema());
        try (FollowedInput input = open(in);
                CsvStream rows = CsvStream.of(name(in), input, reading, 1)) {
            table(out, output).write(table -> score(detector, threshold, rows, table));
            requireWhole(input);
        }
    }

    private static void score(
            Detector detector, Calibration.Threshold threshold, CsvStream rows, CSVPrinter table)
            throws IOException {
        table.printRecord(Detection.COLUMNS);
        long row = 0;
        for (Optional<Samples> next = rows.next(); next.isPresent(); next = rows.next()) {
            Detector.requireKnown(next.get().format().schema(), next.get().name());
            table.printRecord(Detection.row(detector, next.get(), threshold, ++row));
            table.flush();
        }
    }

    private static void requireWhole(FollowedInput input) {
        if (input.isStopped()) {
            throw new StoppedException(STOPPED);
        }
    }

    /** Writes points, and says alarms. */
    private static final class Told implements SeriesWatch.Listener {

        private final Schema schema;
        private final CSVPrinter table;
        private final boolean printed;
        private final Output output;
        private boolean saidLate;

        Told(Schema schema, CSVPrinter table, Path out, Output output) throws IOException {
            this.schema = schema;
            this.table = table;
            printed = Output.isPrinted(out);
            this.output = output;
            table.printRecord(SeriesWatch.columns(schema));
            table.flush();
        }

        @Override
        public void scored(SeriesWatch.Judged judged) throws IOException {
            table.printRecord(judged.row(schema));
            table.flush();
            if (judged.point().late() && !saidLate) {
                saidLate = true;
                output.errors()
                        .println(
                                "row %s and perhaps others come later than their times, so are not judged; with --late N, points wait for N others"
                                        .formatted(judged.point().row()));
                output.errors().flush();
            }
        }

        @Override
        public void begun(SeriesWatch.Judged judged) {
            say("alarm: " + judged.line());
        }

        @Override
        public void ended(SeriesWatch.Alarm alarm) {
            say("over: " + alarm.line());
        }

        // Beside the table, where that is on the standard output.
        private void say(String line) {
            if (printed) {
                output.errors().println(line);
                output.errors().flush();
            } else {
                output.say((Object) line);
            }
        }
    }
}
