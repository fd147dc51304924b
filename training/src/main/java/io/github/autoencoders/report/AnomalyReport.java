package io.github.autoencoders.report;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.Detection;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesFindings;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.page.PageStyle;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.LibraryVersion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture, and a page of HTML, of what a detector found worst, each with its reasons. The page
 * needs no other file and no network.
 *
 * <pre>{@code
 * try (Detector detector = Detector.open(folder)) {
 *     Detection found =
 *             Detection.of(detector, samples, detector.calibration().usualThreshold());
 *     AnomalyReport.of(detector, samples, found).write(Path.of("anomalies.html"));
 * }
 * }</pre>
 */
public final class AnomalyReport {

    private final String title;
    private final List<String> lines;
    private final List<Anomaly> anomalies;
    private final List<BufferedImage> overview; // of a series
    private final BufferedImage picture;

    AnomalyReport(
            String title,
            List<String> lines,
            List<Anomaly> anomalies,
            List<BufferedImage> overview,
            BufferedImage picture) {
        this.title = title;
        this.lines = List.copyOf(lines);
        this.anomalies = List.copyOf(anomalies);
        this.overview = List.copyOf(overview);
        this.picture = picture;
    }

    /**
     * What was found.
     *
     * @param name of it
     * @param score in nats, and its p-value, in words
     * @param flagged whether it is above the threshold
     * @param parts the greatest parts of its score
     * @param picture of it; or none
     */
    record Anomaly(
            int number,
            String name,
            String score,
            String pValue,
            boolean flagged,
            List<Part> parts,
            List<BufferedImage> picture) {}

    /**
     * A part of a score.
     *
     * @param name of the column, or the channel and when
     * @param percent of the score
     * @param nearest the values of the nearest rows that were learnt from
     */
    record Part(
            String name,
            String value,
            String expected,
            String contribution,
            int percent,
            String nearest) {}

    /** Returns the report of a table's rows. */
    public static AnomalyReport of(Detector detector, Samples samples, Detection found) {
        return new RowAnomalies(detector, samples, found).report();
    }

    /** Returns the report of a series' intervals. */
    public static AnomalyReport of(SeriesDetector detector, Series series, SeriesFindings found) {
        return new SeriesAnomalies(detector, series, found).report();
    }

    /** Returns the picture. */
    public BufferedImage picture() {
        return picture;
    }

    private record Page(
            String title,
            String style,
            String version,
            List<String> lines,
            List<String> overview,
            List<Shown> anomalies) {}

    private record Shown(Anomaly of, boolean nearest, List<String> pictures) {}

    /** Returns the page. */
    public String html() throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (Anomaly anomaly : anomalies) {
            boolean nearest = anomaly.parts().stream().anyMatch(part -> !part.nearest.isEmpty());
            shown.add(new Shown(anomaly, nearest, addresses(anomaly.picture())));
        }
        Page page =
                new Page(
                        title,
                        PageStyle.css() + Report.resource("anomalies.css"),
                        LibraryVersion.current(),
                        lines,
                        addresses(overview),
                        shown);
        return Report.page("anomalies.html", page);
    }

    private static List<String> addresses(List<BufferedImage> pictures) {
        return pictures.stream().map(SampleFaces::address).toList();
    }

    /**
     * Writes the page, in place of a file of that name.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicWrite.text(file, html());
    }
}
