package io.github.autoencoders.report;

import io.github.autoencoders.detection.Detection;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.Explanation;
import io.github.autoencoders.picture.ContributionBars;
import io.github.autoencoders.report.AnomalyReport.Anomaly;
import io.github.autoencoders.report.AnomalyReport.Part;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The worst rows of a table. */
record RowAnomalies(Detector detector, Samples samples, Detection found) {

    private static final int PARTS = 8; // columns of a row
    private static final int BARS = 4; // of these in the picture

    AnomalyReport report() {
        List<Anomaly> anomalies = new ArrayList<>();
        for (int row : found.worst()) {
            anomalies.add(anomaly(anomalies.size() + 1, row));
        }
        return new AnomalyReport(
                "Unusual rows of " + samples.name(),
                List.of(found.threshold().line(), found.line()),
                anomalies,
                List.of(),
                new ContributionBars(anomalies.stream().map(RowAnomalies::bars).toList())
                        .draw("Unusual rows of " + samples.name()));
    }

    private Anomaly anomaly(int number, int row) {
        Explanation why = detector.explain(samples, row);
        return new Anomaly(
                number,
                found.called(row),
                number("%.2f", found.scores()[row]),
                number("%.2g", found.pValue(row)),
                found.isFlagged(row),
                IntStream.of(why.order()).limit(PARTS).mapToObj(j -> part(why, j)).toList(),
                List.of());
    }

    private static Part part(Explanation why, int column) {
        String nearest =
                why.neighbours().stream()
                        .map(row -> number("%.5g", row[column]))
                        .collect(Collectors.joining(" "));
        return part(why, column, why.columns().get(column), why.score(), nearest);
    }

    /** Returns what a column has and should have, and what it adds to a score. */
    static Part part(Explanation why, int column, String name, double score, String nearest) {
        double contribution = why.contributions()[column];
        return new Part(
                name,
                number("%.5g", why.values()[column]),
                number("%.5g", why.expected()[column]),
                number("%.2f", contribution),
                score > 0 ? (int) Math.round(100 * contribution / score) : 0,
                nearest);
    }

    private static ContributionBars.Thing bars(Anomaly anomaly) {
        return new ContributionBars.Thing(
                "%s, score %s, p %s".formatted(anomaly.name(), anomaly.score(), anomaly.pValue()),
                anomaly.parts().stream()
                        .limit(BARS)
                        .map(
                                part ->
                                        new ContributionBars.Part(
                                                "%s %s rather than %s"
                                                        .formatted(
                                                                part.name(),
                                                                part.value(),
                                                                part.expected()),
                                                Double.parseDouble(part.contribution())))
                        .toList());
    }

    static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
