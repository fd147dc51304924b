package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline;
import io.github.autoencoders.picture.SeriesChart;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * The anomalies of a series: a point is one if all windows that cover it have an error above a
 * threshold, as in <a href="https://keras.io/examples/timeseries/timeseries_anomaly_detection/">
 * Keras' example</a>. So its score is the least error of these windows. The first and the last
 * points of a series are covered by fewer windows and judged by those.
 *
 * <pre>{@code
 * SeriesDetection found = SeriesDetection.of(model, Series.read(file), normal, 0.99);
 * found.stretches();      // from 312 to 330, from 702 to 705
 * found.score(312);       // mean absolute error, in standard deviations
 * }</pre>
 */
public final class SeriesDetection {

    private static final String ROW = "row";
    private static final int CHARTS = 4; // of several series; more make no picture to look at

    private final double[] scores; // of the points; NaN for those in no window
    private final double threshold;
    private final Set<Integer> ends; // behind each stretch of the series without a gap

    private SeriesDetection(double[] scores, double threshold, Set<Integer> ends) {
        this.scores = scores;
        this.threshold = threshold;
        this.ends = ends;
    }

    /**
     * Returns the anomalies of a series.
     *
     * @param errors of the windows, in order
     * @param length of a window, in points
     * @param step how many points a window begins behind the one before it
     * @param points of the series
     * @param threshold on the errors
     */
    public static SeriesDetection of(
            List<Double> errors, int length, int step, int points, double threshold) {
        int[] starts = IntStream.range(0, errors.size()).map(window -> window * step).toArray();
        return new SeriesDetection(scores(errors, starts, length, points), threshold, Set.of());
    }

    private static double[] scores(List<Double> errors, int[] starts, int length, int points) {
        double[] scores = new double[points];
        Arrays.fill(scores, Double.NaN);
        for (int window = 0; window < starts.length; window++) {
            for (int point = starts[window]; point < starts[window] + length; point++) {
                double error = errors.get(window);
                scores[point] =
                        Double.isNaN(scores[point]) ? error : Math.min(scores[point], error);
            }
        }
        return scores;
    }

    /**
     * Returns the anomalies that a model of a normal series' windows finds in another series. The
     * errors are the mean absolute errors of the windows, in standard deviations. No window reaches
     * over a gap, and points between gaps that are closer than a window have no score.
     *
     * @param model whose card has the windows' length and step
     * @param series with the channels of the normal one
     * @param normal whose errors the threshold is made of
     * @param quantile of these errors, above 0, at most 1: what share of normal windows is normal
     * @throws IllegalArgumentException if the model is not one of windows
     */
    public static SeriesDetection of(
            TrainedAutoencoder model, Series series, Series normal, double quantile) {
        TrainingRecipe.Data data = windows(model.card());
        double threshold = threshold(errors(model, normal), quantile);
        int[] starts = series.starts(data.window(), data.windowStep());
        double[] scores = scores(errors(model, series), starts, data.window(), series.size());
        return new SeriesDetection(
                scores,
                threshold,
                series.timeline().segments().stream()
                        .map(Timeline.Segment::to)
                        .collect(Collectors.toSet()));
    }

    private static List<Double> errors(TrainedAutoencoder model, Series series) {
        TrainingRecipe.Data data = model.card().recipe().data();
        Samples windows = series.windows(data.window(), data.windowStep());
        return DoubleStream.of(model.meanAbsoluteErrors(windows)).boxed().toList();
    }

    /**
     * Returns how a model's series was cut into windows.
     *
     * @throws IllegalArgumentException if it was not
     */
    public static TrainingRecipe.Data windows(ModelCard card) {
        TrainingRecipe.Data data = card.recipe().data();
        if (data.windowStep() == 0) {
            throw new IllegalArgumentException(
                    "model must be one of windows of a series, but its recipe's windowStep is 0");
        }
        return data;
    }

    /**
     * Returns the error that a share of the windows of a normal series does not exceed: 1 for the
     * greatest of all, as Keras' example has it. Between two errors it is interpolated.
     *
     * @param quantile above 0, at most 1
     */
    public static double threshold(List<Double> errors, double quantile) {
        Require.share("quantile", quantile);
        double[] values = errors.stream().mapToDouble(error -> error).toArray();
        return new Percentile(100 * quantile)
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(values);
    }

    /** Consecutive points, from first to last, both included. */
    public record Stretch(int first, int last) {}

    /** Returns the threshold. */
    public double threshold() {
        return threshold;
    }

    /** Returns the score of a point, in the unit of the errors; NaN if no window covers it. */
    public double score(int point) {
        return scores[point];
    }

    /** Returns whether a point is an anomaly. */
    public boolean isAnomaly(int point) {
        return scores[point] > threshold;
    }

    /** Returns the number of anomalous points. */
    public int count() {
        return (int) IntStream.range(0, scores.length).filter(this::isAnomaly).count();
    }

    /** Returns the anomalous points, those that follow each other without a gap together. */
    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int first = 0;
        for (int point = 0; point < scores.length; point++) {
            if (!isAnomaly(point)) {
                first = point + 1;
            } else if (point + 1 == scores.length
                    || ends.contains(point + 1)
                    || !isAnomaly(point + 1)) {
                stretches.add(new Stretch(first, point));
                first = point + 1;
            }
        }
        return stretches;
    }

    /** Returns the point of a stretch that has the greatest score, the first of several. */
    public int peak(Stretch stretch) {
        return IntStream.rangeClosed(stretch.first, stretch.last)
                .reduce((best, point) -> scores[point] > scores[best] ? point : best)
                .orElseThrow();
    }

    /** Returns the names of a table's columns that {@link #rows} fills. */
    public static List<String> columns(Series series) {
        List<String> columns = new ArrayList<>();
        List<String> keys = series.schema().keys();
        if (series.times().isEmpty() && !keys.contains(ROW)) {
            columns.add(ROW);
        }
        columns.addAll(keys);
        if (!series.times().isEmpty()) {
            columns.add(series.schema().time().orElse("timestamp"));
        }
        if (!series.timeline().groups().isEmpty()) {
            columns.add(String.join(", ", series.schema().groups()));
        }
        columns.addAll(series.columns());
        columns.addAll(List.of("score", "anomaly"));
        return columns;
    }

    /**
     * Returns a row for each point, in the order in which they stood in the data: its keys; its
     * time, or else the number of its row, from 1; which of several series it is of, its values,
     * its score, empty where there is none, and 1 for an anomaly or 0.
     *
     * @param series that this was found in
     */
    public Stream<List<Object>> rows(Series series) {
        int[] points = new int[series.size()];
        for (int point = 0; point < points.length; point++) {
            points[series.timeline().row(point)] = point;
        }
        return IntStream.of(points).mapToObj(point -> row(series, point));
    }

    private List<Object> row(Series series, int point) {
        List<Object> row = new ArrayList<>();
        if (series.times().isEmpty() && !series.schema().keys().contains(ROW)) {
            row.add(series.timeline().row(point) + 1);
        }
        series.keys().forEach(keys -> row.add(keys.get(point)));
        if (!series.times().isEmpty()) {
            row.add(series.times().get(point));
        }
        if (!series.timeline().groups().isEmpty()) {
            row.add(series.timeline().groups().get(point));
        }
        series.channels().forEach(channel -> row.add(Digits.plain(channel[point])));
        row.add(Double.isNaN(score(point)) ? "" : (Object) score(point));
        row.add(isAnomaly(point) ? 1 : 0);
        return row;
    }

    /**
     * Returns the picture of the series that this was found in: of several, those with most
     * anomalies, one below the other.
     *
     * @param title or blank
     */
    public BufferedImage draw(Series series, String title) {
        List<String> groups = series.timeline().groups();
        SeriesChart whole = chart(series);
        if (groups.isEmpty()) {
            return whole.draw(title);
        }
        Map<String, List<Integer>> points =
                IntStream.range(0, groups.size())
                        .boxed()
                        .collect(
                                Collectors.groupingBy(
                                        groups::get, LinkedHashMap::new, Collectors.toList()));
        List<BufferedImage> charts =
                points.entrySet().stream()
                        .sorted(Comparator.comparingLong(group -> -anomalies(group.getValue())))
                        .limit(CHARTS)
                        .map(group -> draw(whole, title, group.getKey(), group.getValue()))
                        .toList();
        return SeriesChart.stacked(charts, points.size() - charts.size());
    }

    private long anomalies(List<Integer> points) {
        return points.stream().filter(this::isAnomaly).count();
    }

    // The points of a group follow each other.
    private static BufferedImage draw(
            SeriesChart whole, String title, String group, List<Integer> points) {
        int from = points.get(0);
        String line = title.isBlank() ? group : title + ", " + group;
        return whole.between(from, from + points.size()).draw(line);
    }

    private SeriesChart chart(Series series) {
        return new SeriesChart(
                series.columns(),
                series.channels(),
                series.times(),
                DoubleStream.of(series.timeline().seconds()).boxed().toList(),
                ends.stream().filter(end -> end > 0 && end < series.size()).toList(),
                DoubleStream.of(scores).boxed().toList(),
                threshold);
    }

    /** Returns lines that say the threshold, how many points are anomalies, and which. */
    public List<String> lines(Series series) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "threshold: %.4f standard deviations, mean absolute error of a window",
                        threshold));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d of %,d points of %s are anomalies",
                        count(),
                        series.size(),
                        series.name()));
        long without = DoubleStream.of(scores).filter(Double::isNaN).count();
        if (without > 0) {
            lines.add(String.format(Locale.ROOT, "%,d in no window, so not judged", without));
        }
        stretches().forEach(stretch -> lines.add(line(series, stretch)));
        return lines;
    }

    private String line(Series series, Stretch stretch) {
        List<String> groups = series.timeline().groups();
        int count = stretch.last - stretch.first + 1;
        int peak = peak(stretch);
        return String.format(
                Locale.ROOT,
                "%s%s to %s: %,d %s, peak %.4f at %s",
                groups.isEmpty() ? "" : groups.get(stretch.first) + ", ",
                time(series, stretch.first),
                time(series, stretch.last),
                count,
                count == 1 ? "point" : "points",
                score(peak),
                time(series, peak));
    }

    private static String time(Series series, int point) {
        return series.times().isEmpty()
                ? "row " + (series.timeline().row(point) + 1)
                : series.times().get(point);
    }
}
