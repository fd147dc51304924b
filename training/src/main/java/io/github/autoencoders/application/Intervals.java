package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Intervals that hold a share of the values that come out, as wide as the deviations of samples
 * were that a model has not learnt from: split conformal prediction, whose intervals are scaled by
 * the spread that the decoder says, section 5.2 of <a href="https://arxiv.org/abs/1604.04173">Lei
 * et al. (2018)</a>.
 *
 * @param share of the values, in (0, 1)
 * @param width half of an interval's, in spreads
 */
public record Intervals(double share, double width) {

    /** The width that holds 90 % of the values, among the metrics of a model that forecasts. */
    public static final String METRIC = "interval_90";

    /** The share of {@link #METRIC}. */
    public static final double SHARE = 0.9;

    private static final double NORMAL = 1.6448536269514722; // holds 90 % of N(0, 1)
    private static final int MOST = 2000; // samples that are looked at

    public Intervals {
        Require.share("share", share);
        Require.notNegative("width", width);
    }

    /** Returns those of 90 % that a card tells; where it does not, of a normal distribution. */
    public static Intervals of(ModelCard card) {
        return new Intervals(SHARE, card.metrics().getOrDefault(METRIC, NORMAL));
    }

    /**
     * Returns whether a model is one of series that become others, as a forecast does: of another
     * length, or as its recipe says.
     */
    public static boolean areOf(AutoencoderConfig config, TrainingRecipe recipe) {
        boolean others =
                config.otherTarget().isPresent()
                        || DataSource.seriesOfForecasts(recipe.data().source()).isPresent();
        return others
                && config.format().kind() == SampleKind.SIGNAL
                && config.target().kind() == SampleKind.SIGNAL;
    }

    /**
     * Returns the intervals that hold a share of the values of samples.
     *
     * @param pairs that the model has not learnt from
     */
    public static Intervals of(TrainedAutoencoder model, Samples pairs, double share) {
        int count = Math.min(MOST, pairs.size());
        int[] some =
                IntStream.range(0, count)
                        .map(i -> (int) ((long) i * pairs.size() / count))
                        .toArray();
        return new Intervals(share, quantile(model.deviations(pairs.subset(some)), share));
    }

    // The least that is as great as the share of all, and of one more that is yet to come.
    private static double quantile(float[][] deviations, double share) {
        double[] sorted =
                Stream.of(deviations)
                        .flatMapToDouble(row -> DoubleStream.of(Digits.widened(row)))
                        .sorted()
                        .toArray();
        int rank = (int) Math.ceil(share * (sorted.length + 1));
        return sorted[Math.min(sorted.length, rank) - 1];
    }
}
