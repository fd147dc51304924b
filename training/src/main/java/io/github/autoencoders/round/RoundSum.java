package io.github.autoencoders.round;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The results of workers, each weighted by its samples, added up in 64 bits. Sums of the same
 * results in the same order are the same, bit for bit; in another order they differ in the last.
 * Not for several threads.
 */
public final class RoundSum implements Serializable {

    private static final long serialVersionUID = 1;

    private final ArrayList<double[]> sums = new ArrayList<>();
    private int parameters;
    private RoundResult.Losses losses = RoundResult.Losses.NONE;
    private long steps;
    private int updates;

    /** Makes the sum of nothing. */
    public RoundSum() {}

    /** Adds a result; returns this sum. */
    public RoundSum add(RoundResult result) {
        List<float[]> arrays = result.end().arrays();
        begin(arrays.stream().map(array -> array.length).toList());
        parameters = result.end().parameters().size();
        double samples = result.losses().samples();
        for (int i = 0; i < arrays.size(); i++) {
            double[] sum = sums.get(i);
            float[] array = arrays.get(i);
            for (int j = 0; j < sum.length; j++) {
                sum[j] += samples * array[j];
            }
        }
        return count(result.losses(), result.steps(), result.end().updates());
    }

    /** Adds another sum; returns this one. */
    public RoundSum add(RoundSum other) {
        begin(other.sums.stream().map(array -> array.length).toList());
        parameters = other.parameters;
        for (int i = 0; i < other.sums.size(); i++) {
            double[] sum = sums.get(i);
            double[] array = other.sums.get(i);
            for (int j = 0; j < sum.length; j++) {
                sum[j] += array[j];
            }
        }
        return count(other.losses, other.steps, other.updates);
    }

    private void begin(List<Integer> lengths) {
        if (sums.isEmpty()) {
            lengths.forEach(length -> sums.add(zeros(length)));
        } else if (!lengths.equals(sums.stream().map(sum -> sum.length).toList())) {
            throw new IllegalArgumentException("results must be of one model, but are of several");
        }
    }

    // Negative ones, which change nothing that is added: 0 and -0 are 0.
    private static double[] zeros(int length) {
        double[] zeros = new double[length];
        Arrays.fill(zeros, -0.0);
        return zeros;
    }

    private RoundSum count(RoundResult.Losses moreLosses, long moreSteps, int otherUpdates) {
        losses = losses.plus(moreLosses);
        steps += moreSteps;
        updates = Math.max(updates, otherUpdates);
        return this;
    }

    /** Returns the losses of all. */
    public RoundResult.Losses losses() {
        return losses;
    }

    /** Returns the steps of all. */
    public long steps() {
        return steps;
    }

    /** Returns the greatest number of updates. */
    int updates() {
        return updates;
    }

    /** Returns the mean of the parameters, weighted by samples. */
    List<double[]> parameters() {
        return means(0, parameters);
    }

    /** Returns the mean of the moments, weighted by samples. */
    List<double[]> moments() {
        return means(parameters, sums.size());
    }

    private List<double[]> means(int from, int to) {
        if (losses.samples() == 0) {
            throw new IllegalStateException("a result must be added before there is a mean");
        }
        List<double[]> means = new ArrayList<>();
        for (double[] sum : sums.subList(from, to)) {
            double[] mean = sum.clone();
            for (int j = 0; j < mean.length; j++) {
                mean[j] /= losses.samples();
            }
            means.add(mean);
        }
        return means;
    }
}
