package io.github.autoencoders.report;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline.Segment;
import io.github.autoencoders.detection.Explanation;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesFindings;
import io.github.autoencoders.detection.SeriesReasons;
import io.github.autoencoders.picture.SeriesChart;
import io.github.autoencoders.report.AnomalyReport.Anomaly;
import io.github.autoencoders.report.AnomalyReport.Part;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The worst intervals of a series. */
record SeriesAnomalies(SeriesDetector detector, Series series, SeriesFindings found) {

    private static final int PARTS = 6; // points of a window
    private static final int STATISTICS = 3; // of what the window is like
    private static final int AROUND = 2; // windows before and behind one that is shown big
    private static final int BIG = 3; // intervals in the picture
    private static final String MEANING =
            "score in nats, the mean of the windows that reach a point; and the threshold";

    AnomalyReport report() {
        String title = "Unusual stretches of " + series.name();
        SeriesChart chart = chart();
        List<Anomaly> anomalies = new ArrayList<>();
        for (SeriesFindings.Interval interval : found.worst()) {
            anomalies.add(anomaly(anomalies.size() + 1, interval, chart));
        }
        List<BufferedImage> whole =
                series.timeline().groups().isEmpty() ? List.of(chart.draw("")) : List.of();
        List<BufferedImage> all = new ArrayList<>(whole);
        anomalies.stream()
                .limit(BIG)
                .forEach(
                        anomaly ->
                                all.add(
                                        SeriesChart.titled(
                                                anomaly.name(), anomaly.picture().get(0))));
        if (all.isEmpty()) {
            int end = series.timeline().segments().get(0).to();
            all.add(chart.between(0, end).draw(""));
        }
        return new AnomalyReport(
                title,
                found.lines().subList(0, 2),
                anomalies,
                whole,
                SeriesChart.titled(title, SeriesChart.stacked(all, 0)));
    }

    private Anomaly anomaly(int number, SeriesFindings.Interval interval, SeriesChart chart) {
        return new Anomaly(
                number,
                found.name(interval),
                RowAnomalies.number("%.2f", interval.score()),
                RowAnomalies.number("%.2g", interval.pValue()),
                true,
                parts(detector.explain(series, interval.peak())),
                List.of(around(interval, chart)));
    }

    private List<Part> parts(SeriesReasons reasons) {
        int length = detector.window();
        double score = reasons.score();
        Stream<Part> points =
                parts(
                        reasons.of(),
                        PARTS,
                        score,
                        j ->
                                "%s at %s"
                                        .formatted(
                                                reasons.channels().get(j / length),
                                                SeriesFindings.time(
                                                        series, reasons.first() + j % length)));
        Stream<Part> statistics =
                reasons.statistics().stream()
                        .flatMap(each -> parts(each, STATISTICS, score, each.columns()::get));
        return Stream.concat(points, statistics).toList();
    }

    private static Stream<Part> parts(
            Explanation why, int most, double score, IntFunction<String> name) {
        return IntStream.of(why.order())
                .limit(most)
                .mapToObj(j -> RowAnomalies.part(why, j, name.apply(j), score, ""));
    }

    private BufferedImage around(SeriesFindings.Interval interval, SeriesChart chart) {
        Segment stretch =
                series.timeline().segments().stream()
                        .filter(
                                each ->
                                        each.from() <= interval.peak()
                                                && interval.peak() < each.to())
                        .findFirst()
                        .orElseThrow();
        int margin = AROUND * detector.window();
        return chart.between(
                        Math.max(stretch.from(), interval.first() - margin),
                        Math.min(stretch.to(), interval.last() + 1 + margin))
                .draw("");
    }

    private SeriesChart chart() {
        return new SeriesChart(
                series.columns(),
                series.channels(),
                series.times(),
                DoubleStream.of(series.timeline().seconds()).boxed().toList(),
                series.timeline().segments().stream()
                        .map(Segment::from)
                        .filter(begin -> begin > 0)
                        .toList(),
                DoubleStream.of(found.scores()).boxed().toList(),
                IntStream.range(0, series.size()).mapToObj(found::isFlagged).toList(),
                found.threshold().score(),
                MEANING);
    }
}
