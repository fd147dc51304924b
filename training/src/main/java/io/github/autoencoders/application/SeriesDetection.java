package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.picture.SeriesChart;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private final double[] scores; // of the points; NaN for those in no window
    private final double threshold;

    private SeriesDetection(double[] scores, double threshold) {
        this.scores = scores;
        this.threshold = threshold;
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
        double[] scores = new double[points];
        Arrays.fill(scores, Double.NaN);
        for (int window = 0; window < errors.size(); window++) {
            for (int point = window * step; point < window * step + length; point++) {
                double error = errors.get(window);
                scores[point] =
                        Double.isNaN(scores[point]) ? error : Math.min(scores[point], error);
            }
        }
        return new SeriesDetection(scores, threshold);
    }

    /**
     * Returns the anomalies that a model of a normal series' windows finds in another series. The
     * errors are the mean absolute errors of the windows, in standard deviations.
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
        return of(
                errors(model, series), data.window(), data.windowStep(), series.size(), threshold);
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

    /** Returns the anomalous points, those that follow each other together. */
    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int first = 0;
        for (int point = 0; point < scores.length; point++) {
            if (!isAnomaly(point)) {
                first = point + 1;
            } else if (point + 1 == scores.length || !isAnomaly(point + 1)) {
                stretches.add(new Stretch(first, point));
            }
        }
        return stretches;
    }

    /** Returns the names of a table's columns that {@link #rows} fills. */
    public static List<String> columns(Series series) {
        List<String> columns = new ArrayList<>();
        if (!series.times().isEmpty()) {
            columns.add(series.schema().time().orElse("timestamp"));
        }
        columns.addAll(series.columns());
        columns.addAll(List.of("score", "anomaly"));
        return columns;
    }

    /**
     * Returns a row for each point: its time, if it has one, its values, its score, empty where
     * there is none, and 1 for an anomaly or 0.
     *
     * @param series that this was found in
     */
    public Stream<List<Object>> rows(Series series) {
        return IntStream.range(0, series.size()).mapToObj(point -> row(series, point));
    }

    private List<Object> row(Series series, int point) {
        List<Object> row = new ArrayList<>();
        if (!series.times().isEmpty()) {
            row.add(series.times().get(point));
        }
        series.channels().forEach(channel -> row.add(Digits.plain(channel[point])));
        row.add(Double.isNaN(score(point)) ? "" : (Object) score(point));
        row.add(isAnomaly(point) ? 1 : 0);
        return row;
    }

    /** Returns the chart of the series that this was found in. */
    public SeriesChart chart(Series series) {
        return new SeriesChart(
                series.columns(),
                series.channels(),
                series.times(),
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
        for (Stretch stretch : stretches()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s to %s: %,d points",
                            time(series, stretch.first),
                            time(series, stretch.last),
                            stretch.last - stretch.first + 1));
        }
        return lines;
    }

    private static String time(Series series, int point) {
        return series.times().isEmpty() ? "row " + (point + 1) : series.times().get(point);
    }
}
