package io.github.autoencoders.evaluation;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * How much of the prior's mass decodes to nothing. The data are the measure, not the model, so that
 * models can be compared. A decoded sample is nothing if it is far or blank:
 *
 * <ul>
 *   <li>it is <em>far</em> if its mean squared difference per value from the nearest training
 *       sample is greater than that of 99 % of the validation samples;
 *   <li>it is <em>blank</em> if this difference is no less than the one from the even grey of its
 *       own mean, which is its variance: grey or empty, and so perhaps not far from anything, but
 *       no sample explains it better than an even surface does.
 * </ul>
 *
 * <p>A decoder's means are smoother than samples. That alone makes them neither: a sample without
 * its fine detail is nearer to the whole sample than to grey as long as the detail has less than
 * half of the variance. By this measure 1 % of real samples are nothing, and those that are blank
 * themselves.
 *
 * @param farther the distance beyond which a sample is far
 * @param training samples to be near to
 */
public record PriorCoverage(double farther, List<float[]> training) {

    private static final double SHARE = 0.99;

    public PriorCoverage {
        training = List.copyOf(training); // each sample made once
    }

    /**
     * The share of decoded samples that are nothing.
     *
     * @param nothing that are far or blank
     * @param far that are far
     * @param blank that are blank
     */
    public record Share(double nothing, double far, double blank) {}

    /**
     * Finds the bound; O(V N F).
     *
     * @param training N samples of shape [F]
     * @param validation V samples of the same shape
     */
    public static PriorCoverage of(List<float[]> training, List<float[]> validation) {
        return of(training, validation, () -> {});
    }

    /** Finds it likewise, and runs a step after each validation sample. */
    static PriorCoverage of(List<float[]> training, List<float[]> validation, Runnable step) {
        List<float[]> kept = List.copyOf(training);
        double[] distances =
                validation.parallelStream()
                        .mapToDouble(
                                x -> {
                                    double distance = nearest(x, kept);
                                    step.run();
                                    return distance;
                                })
                        .toArray();
        // The least with at least that share at or below it.
        Percentile quantile = new Percentile().withEstimationType(Percentile.EstimationType.R_1);
        return new PriorCoverage(quantile.evaluate(distances, 100 * SHARE), kept);
    }

    /** Returns the share of decoded samples that are nothing; O(M N F) for M samples. */
    public Share of(List<float[]> decoded) {
        return of(decoded, () -> {});
    }

    /** Returns it likewise, and runs a step after each sample. */
    Share of(List<float[]> decoded, Runnable step) {
        boolean[] far = new boolean[decoded.size()];
        boolean[] blank = new boolean[decoded.size()];
        IntStream.range(0, far.length)
                .parallel()
                .forEach(
                        i -> {
                            double distance = nearest(decoded.get(i), training);
                            far[i] = !(distance <= farther);
                            blank[i] = !(distance < variance(decoded.get(i)));
                            step.run();
                        });
        return new Share(
                share(far.length, i -> far[i] || blank[i]),
                share(far.length, i -> far[i]),
                share(far.length, i -> blank[i]));
    }

    private static double share(int all, IntPredicate which) {
        return IntStream.range(0, all).filter(which).count() / (double) all;
    }

    /** Returns the least mean squared difference between a sample and the training samples. */
    private static double nearest(float[] sample, List<float[]> training) {
        double least = Double.POSITIVE_INFINITY;
        for (float[] other : training) {
            double sum = 0;
            for (int i = 0; i < sample.length && sum < least; ) {
                // Looking whether it is enough after every value would take longer than adding.
                for (int end = Math.min(i + 32, sample.length); i < end; i++) {
                    double difference = sample[i] - other[i];
                    sum += difference * difference;
                }
            }
            least = Math.min(least, sum);
        }
        return least / sample.length;
    }

    private static double variance(float[] sample) {
        double sum = 0;
        double squares = 0;
        for (double value : sample) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / sample.length;
        return Math.max(0, squares / sample.length - mean * mean);
    }
}
