package io.github.autoencoders.evaluation;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well a model predicts columns of rows from others, each beside what needs no model: the mean
 * of these rows' numbers, or their most frequent word.
 *
 * <pre>{@code
 * Prediction.of(model, samples).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param columns in the order of the model's
 */
public record Prediction(List<OfColumn> columns) implements OutputMeasure {

    /** Of one column. */
    public sealed interface OfColumn {

        /** Returns the line that says the numbers. */
        String line();
    }

    /**
     * Of a column of numbers, in its own unit.
     *
     * @param name of the column
     * @param absoluteError the mean of the errors' sizes (MAE)
     * @param squaredError the square root of the mean of their squares (RMSE)
     * @param absoluteErrorOfMean likewise, of the rows' mean
     * @param squaredErrorOfMean likewise, of the rows' mean
     */
    public record OfNumbers(
            String name,
            double absoluteError,
            double squaredError,
            double absoluteErrorOfMean,
            double squaredErrorOfMean)
            implements OfColumn {

        @Override
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%-15s MAE %.4g, RMSE %.4g; the mean alone: MAE %.4g, RMSE %.4g",
                    name,
                    absoluteError,
                    squaredError,
                    absoluteErrorOfMean,
                    squaredErrorOfMean);
        }
    }

    /**
     * Of a column of words.
     *
     * @param name of the column
     * @param right the share of the rows whose word was predicted
     * @param mostFrequent the share of the rows that have the most frequent word
     */
    public record OfWords(String name, double right, double mostFrequent) implements OfColumn {

        @Override
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%-15s right in %.1f %% of the rows; the most frequent word alone: %.1f %%",
                    name,
                    100 * right,
                    100 * mostFrequent);
        }
    }

    public Prediction {
        columns = List.copyOf(columns);
    }

    /** Returns whether a model predicts columns of rows from others. */
    public static boolean isOf(AutoencoderConfig config) {
        return config.otherTarget().isPresent()
                && config.target().kind() == SampleKind.ROW
                && !config.target().schema().features().isEmpty();
    }

    /**
     * Measures a model.
     *
     * @param model of rows that become others
     * @param samples rows and their targets
     */
    public static Prediction of(TrainedAutoencoder model, Samples samples) {
        Samples wanted = model.config().fitting(samples); // whose words are the model's
        Samples made = model.reconstruct(wanted.labelledInputs());
        List<Column> columns = wanted.format().schema().featureColumns();
        return new Prediction(
                IntStream.range(0, columns.size())
                        .mapToObj(j -> ofColumn(columns.get(j), column(wanted, j), column(made, j)))
                        .toList());
    }

    private static double[] column(Samples samples, int column) {
        return IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.value(i, column))
                .toArray();
    }

    static OfColumn ofColumn(Column column, double[] wanted, double[] made) {
        if (column.isOfWords()) {
            return ofWords(column.name(), wanted, made);
        }
        double[] means = new double[wanted.length];
        Arrays.fill(means, DoubleStream.of(wanted).average().orElseThrow());
        return new OfNumbers(
                column.name(),
                error(wanted, made, 1),
                error(wanted, made, 2),
                error(wanted, means, 1),
                error(wanted, means, 2));
    }

    private static double error(double[] wanted, double[] made, int power) {
        double mean =
                IntStream.range(0, wanted.length)
                        .mapToDouble(i -> Math.pow(Math.abs(wanted[i] - made[i]), power))
                        .average()
                        .orElseThrow();
        return Math.pow(mean, 1.0 / power);
    }

    private static OfWords ofWords(String name, double[] wanted, double[] made) {
        Map<Double, Integer> counts = new HashMap<>();
        int right = 0;
        for (int i = 0; i < wanted.length; i++) {
            counts.merge(wanted[i], 1, Integer::sum);
            right += wanted[i] == made[i] ? 1 : 0;
        }
        int most = counts.values().stream().mapToInt(count -> count).max().orElseThrow();
        return new OfWords(name, (double) right / wanted.length, (double) most / wanted.length);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        columns.forEach(column -> lines.add(column.line()));
        return lines;
    }
}
