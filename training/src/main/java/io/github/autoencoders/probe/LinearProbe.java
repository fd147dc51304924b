package io.github.autoencoders.probe;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression, one label against the others, on features brought to mean 0 and standard
 * deviation 1: how much of the labels is in the features for a classifier that can only weigh them
 * (<a href="https://arxiv.org/abs/1610.01644">Alain and Bengio, 2017</a>). L2-regularized with C =
 * 1, by liblinear, and without chance.
 */
public final class LinearProbe {

    private static final double COST = 1;
    private static final double TOLERANCE = 0.01;

    private final double[] means;
    private final double[] deviations;
    private final Model model;

    private LinearProbe(double[] means, double[] deviations, Model model) {
        this.means = means;
        this.deviations = deviations;
        this.model = model;
    }

    /**
     * Trains a classifier.
     *
     * @param features N rows of shape [F]
     * @param labels shape [N], of at least two kinds
     */
    public static LinearProbe train(List<float[]> features, int[] labels) {
        if (features.size() != labels.length) {
            throw new IllegalArgumentException(
                    "labels must be as many as the rows, "
                            + features.size()
                            + ", but are "
                            + labels.length);
        }
        if (Arrays.stream(labels).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "labels must be of at least two kinds, but are of "
                            + Arrays.stream(labels).distinct().count());
        }
        double[] means = means(features);
        double[] deviations = deviations(features, means);
        Problem problem = new Problem();
        problem.l = labels.length;
        problem.n = means.length + 1;
        problem.bias = 1;
        problem.x = new Feature[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            problem.x[i] = standardized(features.get(i), means, deviations);
        }
        problem.y = Arrays.stream(labels).asDoubleStream().toArray();
        Linear.disableDebugOutput();
        Parameter parameter = new Parameter(SolverType.L2R_LR, COST, TOLERANCE);
        return new LinearProbe(means, deviations, Linear.train(problem, parameter));
    }

    private static double[] means(List<float[]> rows) {
        double[] means = new double[rows.get(0).length];
        for (float[] row : rows) {
            for (int f = 0; f < means.length; f++) {
                means[f] += row[f] / (double) rows.size();
            }
        }
        return means;
    }

    private static double[] deviations(List<float[]> rows, double[] means) {
        double[] squares = new double[means.length];
        for (float[] row : rows) {
            for (int f = 0; f < means.length; f++) {
                squares[f] += (row[f] - means[f]) * (row[f] - means[f]) / rows.size();
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    // Features that do not vary are left out; the last one is 1, for the intercept.
    private static Feature[] standardized(float[] row, double[] means, double[] deviations) {
        Feature[] nodes = new Feature[row.length + 1];
        for (int f = 0; f < row.length; f++) {
            double value = deviations[f] > 0 ? (row[f] - means[f]) / deviations[f] : 0;
            nodes[f] = new FeatureNode(f + 1, value);
        }
        nodes[row.length] = new FeatureNode(row.length + 1, 1);
        return nodes;
    }

    /** Returns the label of a row. */
    public int label(float[] row) {
        return (int) Linear.predict(model, standardized(row, means, deviations));
    }

    /** Returns the share of rows whose label is found, from 0 to 1. */
    public double accuracy(List<float[]> rows, int[] labels) {
        int found = 0;
        for (int i = 0; i < labels.length; i++) {
            found += label(rows.get(i)) == labels[i] ? 1 : 0;
        }
        return found / (double) labels.length;
    }

    /** Returns the accuracy of always answering the most frequent training label. */
    public static double majorityAccuracy(int[] training, int[] validation) {
        int most = 0;
        long times = 0;
        for (int label : Arrays.stream(training).distinct().sorted().toArray()) {
            long count = Arrays.stream(training).filter(other -> other == label).count();
            if (count > times) {
                most = label;
                times = count;
            }
        }
        int majority = most;
        return Arrays.stream(validation).filter(label -> label == majority).count()
                / (double) validation.length;
    }
}
