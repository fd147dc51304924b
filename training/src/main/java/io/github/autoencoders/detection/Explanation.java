package io.github.autoencoders.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Why a row has its score. */
public final class Explanation {

    private final List<String> columns;
    private final float[] values;
    private final float[] expected;
    private final double score;
    private final double[] contributions;
    private final List<float[]> neighbours;

    Explanation(
            List<String> columns,
            float[] values,
            float[] expected,
            double score,
            double[] contributions,
            List<float[]> neighbours) {
        this.columns = columns;
        this.values = values;
        this.expected = expected;
        this.score = score;
        this.contributions = contributions;
        this.neighbours = neighbours;
    }

    // What would be lost of a score, as shares of it: only losses count.
    static double[] shared(double score, double[] without) {
        double[] losses = Arrays.stream(without).map(rest -> Math.max(0, score - rest)).toArray();
        double sum = Arrays.stream(losses).sum();
        return Arrays.stream(losses)
                .map(loss -> sum > 0 ? score * loss / sum : score / losses.length)
                .toArray();
    }

    /** Returns the names of the columns, or x1, x2 and so on. */
    public List<String> columns() {
        return columns;
    }

    /** Returns the row's values, [D]. */
    public float[] values() {
        return values.clone();
    }

    /** Returns what the autoencoders would have expected, of each column given the others, [D]. */
    public float[] expected() {
        return expected.clone();
    }

    /** Returns the row's score, in nats. */
    public double score() {
        return score;
    }

    /** Returns what each column adds to the score, [D], in nats; none is negative. */
    public double[] contributions() {
        return contributions.clone();
    }

    /**
     * Returns the three nearest rows that were learnt from, which are not equal, the nearest first.
     */
    public List<float[]> neighbours() {
        return neighbours.stream().map(float[]::clone).toList();
    }

    /** Returns the indices of the columns, that with the greatest contribution first. */
    public int[] order() {
        return Ranking.greatestFirst(contributions);
    }

    /**
     * Returns the columns that contribute most, as {@code pressure 31.2 rather than 12.4 (61 %)}.
     *
     * @param most how many at most; those of less than a twentieth of the score are left out
     */
    public String reasons(int most) {
        List<String> reasons =
                IntStream.of(order())
                        .limit(most)
                        .filter(j -> contributions[j] >= score / 20)
                        .mapToObj(this::reason)
                        .toList();
        return String.join("; ", reasons);
    }

    /**
     * Returns lines: score, p-value, and all columns, that with the greatest contribution first.
     */
    public List<String> lines(Calibration calibration) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "score %.3f nats, p-value %.2g",
                        score,
                        calibration.pValue(score)));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-20s %12s %12s %12s  %s",
                        "column",
                        "value",
                        "expected",
                        "contribution",
                        "nearest rows"));
        for (int j : order()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-20s %12.5g %12.5g %12.3f  %s",
                            columns.get(j),
                            values[j],
                            expected[j],
                            contributions[j],
                            nearest(j)));
        }
        return lines;
    }

    private String nearest(int column) {
        return neighbours.stream()
                .map(row -> String.format(Locale.ROOT, "%.5g", row[column]))
                .collect(Collectors.joining(" "));
    }

    private String reason(int column) {
        return String.format(
                Locale.ROOT,
                "%s (%.0f %%)",
                rather(column),
                score > 0 ? 100 * contributions[column] / score : 0);
    }

    /** Returns what a column has and what it should, as {@code pressure 31.2 rather than 12.4}. */
    String rather(int column) {
        return String.format(
                Locale.ROOT,
                "%s %.5g rather than %.5g",
                columns.get(column),
                values[column],
                expected[column]);
    }
}
