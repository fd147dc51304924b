package io.github.autoencoders.detection;

import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * What scores mean: those of rows that whatever scored them had not learnt from. If another row is
 * drawn as these were, its p-value is at most \(\alpha\) with a probability of at most \(\alpha\),
 * whatever the distribution (conformal prediction, <a href="https://doi.org/10.1007/b106715">Vovk,
 * Gammerman and Shafer 2005</a>).
 */
public final class Calibration {

    private static final double USUAL = 0.01; // false alarms
    private static final double DRIFT = 0.1; // of the share above the median
    private static final double OUTSIDE = 0.025; // on each side of a 95 % interval

    private final double[] sorted;
    private final double together; // scores that count as one

    /** Makes one of the scores of rows that were held out; at least one, none NaN. */
    Calibration(double[] scores) {
        this(scores, 1);
    }

    /**
     * Makes one of scores of which neighbours say the same, as those of points of a series.
     *
     * @param together how many count as one in what is uncertain
     */
    Calibration(double[] scores, double together) {
        this.together = together;
        sorted = scores.clone();
        Arrays.sort(sorted);
    }

    /**
     * A score above which a row is flagged.
     *
     * @param score rows with a greater one are flagged
     * @param rate the share of rows, drawn as those of the calibration, that is expected above it
     * @param lowest of the 95 % interval of that share, which is uncertain as the rows are few
     * @param highest of the interval
     */
    public record Threshold(double score, double rate, double lowest, double highest) {

        /** Returns a line that says what is expected above it. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "threshold %.3f, above which %.3g %% of rows like those held out are expected"
                            + " (95 %% interval %.2g to %.2g %%)",
                    score,
                    100 * rate,
                    100 * lowest,
                    100 * highest);
        }

        /** Returns whether a row of a score is flagged. */
        public boolean flags(double of) {
            return of > score;
        }
    }

    /** Returns the number of rows that were held out, n. */
    public int rows() {
        return sorted.length;
    }

    /** Returns the least p-value there can be, 1 / (n + 1). */
    public double leastPValue() {
        return 1.0 / (sorted.length + 1);
    }

    /**
     * Returns what it was found from, and then its {@link #lines()}.
     *
     * @param learnt the samples that a detector was fit to
     */
    public List<String> lines(Samples learnt) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d rows of %s, %,d of them held out in turn; p-values from %.2g on",
                        learnt.size(),
                        learnt.name(),
                        rows(),
                        leastPValue()));
        lines.addAll(lines());
        return lines;
    }

    /** Returns the thresholds for false alarms of 1 % and 5 %, as far as rows suffice for them. */
    public List<String> lines() {
        return DoubleStream.of(0.01, 0.05)
                .filter(rate -> rate >= leastPValue())
                .mapToObj(rate -> falseAlarms(rate).line())
                .toList();
    }

    /** Returns \((1 + \#\{i : s_i \ge s\}) / (n + 1)\), the p-value of a score s. */
    public double pValue(double score) {
        return (1.0 + atLeast(score)) / (sorted.length + 1);
    }

    /** Returns how many of the rows that were held out score as much, or more. */
    int atLeast(double score) {
        return sorted.length - below(score);
    }

    private int below(double score) {
        return below(sorted, sorted.length, score);
    }

    /** Returns how many of the first, which are sorted, are less than a score. */
    static int below(double[] sorted, int count, double score) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < score) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * Returns a line that says that scores are no draws like those held out, where that is so: many
     * more, or many fewer, than half of them are above the median, more than chance explains in 95
     * of 100 cases (two standard deviations of the difference of two shares), and more than a fifth
     * of anomalies would.
     *
     * @param scores of rows, NaN where there is none
     * @param adapted whether p-values follow the scores
     */
    Optional<String> drift(double[] scores, boolean adapted) {
        double[] known = DoubleStream.of(scores).filter(score -> !Double.isNaN(score)).toArray();
        double median = sorted[sorted.length / 2];
        double above =
                DoubleStream.of(known)
                                .map(score -> score > median ? 1 : score == median ? 0.5 : 0)
                                .sum()
                        / Math.max(1, known.length);
        double spread = Math.sqrt(together * (0.25 / known.length + 0.25 / sorted.length));
        boolean chance = Math.abs(above - 0.5) <= Math.max(DRIFT, 2 * spread);
        return known.length == 0 || chance
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "these are unlike those held out: %.0f %% of them, not half, score"
                                    + " above the median of those%s; train on newer ones if they"
                                    + " are normal",
                                100 * above,
                                adapted
                                        ? ""
                                        : ", so that p-values and rates of false alarms need not"
                                                + " hold"));
    }

    /**
     * Returns the threshold for a wanted rate of false alarms, if the rows that were learnt from
     * hold no anomalies; anomalies among them make for fewer.
     *
     * @param rate above 0, below 1
     * @throws IllegalArgumentException if the rows are too few for it
     */
    public Threshold falseAlarms(double rate) {
        return threshold("falseAlarms", rate);
    }

    /**
     * Returns the threshold that as many are above as there are anomalies among rows, if rows are
     * as those that were learnt from.
     *
     * @param share above 0, below 1
     * @throws IllegalArgumentException if the rows are too few for it
     */
    public Threshold contamination(double share) {
        return threshold("contamination", share);
    }

    /**
     * Returns the threshold where no rate is wanted: for false alarms of 1 %, or where the rows are
     * too few for that, of the least rate that they suffice for.
     */
    public Threshold usualThreshold() {
        return falseAlarms(Math.max(USUAL, leastPValue()));
    }

    private Threshold threshold(String name, double rate) {
        int above = (int) Math.floor(rate * (sorted.length + 1) + 1e-9); // scores at or above it
        if (!(rate > 0 && rate < 1 && above >= 1)) {
            throw new IllegalArgumentException(
                    "%s must be at least 1/%s, as %s rows were held out, and below 1, but is %s"
                            .formatted(name, sorted.length + 1, sorted.length, rate));
        }
        return threshold(sorted[sorted.length - above], above);
    }

    /** Returns the threshold of a score. */
    Threshold at(double score) {
        return threshold(score, 1 + sorted.length - below(Math.nextUp(score)));
    }

    private Threshold threshold(double score, int above) {
        if (above > sorted.length) { // below all of them
            return new Threshold(score, 1, 1, 1);
        }
        BetaDistribution share =
                new BetaDistribution(above / together, (sorted.length + 1.0 - above) / together);
        return new Threshold(
                score,
                (double) above / (sorted.length + 1),
                share.inverseCumulativeProbability(OUTSIDE),
                share.inverseCumulativeProbability(1 - OUTSIDE));
    }
}
