package io.github.autoencoders.evaluation;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;

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
    private final int[] kinds; // of labels
    private final double[][] weights; // of each kind, or of the first of two, the intercept last

    private LinearProbe(double[] means, double[] deviations, int[] kinds, double[][] weights) {
        this.means = means;
        this.deviations = deviations;
        this.kinds = kinds;
        this.weights = weights;
    }

    /** Trains a classifier likewise, and tells nobody how far it is. */
    public static LinearProbe train(List<float[]> features, int[] labels) {
        return train(features, labels, () -> {});
    }

    /**
     * Trains a classifier, with all processors.
     *
     * @param features N rows of shape [F]
     * @param labels shape [N], of at least two kinds
     * @param step called after each of {@link #steps}, by any thread
     */
    public static LinearProbe train(List<float[]> features, int[] labels, Runnable step) {
        if (features.size() != labels.length) {
            throw new IllegalArgumentException(
                    "labels must be as many as the rows, %s, but are %s"
                            .formatted(features.size(), labels.length));
        }
        if (Arrays.stream(labels).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "labels must be of at least two kinds, but are of "
                            + Arrays.stream(labels).distinct().count());
        }
        double[] means = means(features);
        double[] deviations = deviations(features, means);
        Feature[][] rows =
                features.stream()
                        .map(row -> standardized(row, means, deviations))
                        .toArray(Feature[][]::new);
        int[] kinds = Arrays.stream(labels).distinct().sorted().toArray();
        Linear.disableDebugOutput();
        double[][] weights =
                Arrays.stream(kinds)
                        .limit(steps(labels))
                        .parallel()
                        .mapToObj(
                                kind -> {
                                    double[] found = weights(rows, means.length + 1, labels, kind);
                                    step.run();
                                    return found;
                                })
                        .toArray(double[][]::new);
        return new LinearProbe(means, deviations, kinds, weights);
    }

    /** Returns in how many steps a classifier of such labels is trained. */
    public static int steps(int[] labels) {
        int kinds = (int) Arrays.stream(labels).distinct().count();
        return kinds == 2 ? 1 : kinds;
    }

    // Of one kind against the others.
    private static double[] weights(Feature[][] rows, int size, int[] labels, int kind) {
        Problem problem = new Problem();
        problem.l = labels.length;
        problem.n = size;
        problem.bias = 1;
        problem.x = rows;
        problem.y = Arrays.stream(labels).mapToDouble(label -> label == kind ? 1 : -1).toArray();
        return Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, TOLERANCE))
                .getFeatureWeights(); // of 1, which liblinear puts first
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
        Stream<Feature> varying =
                IntStream.range(0, row.length)
                        .filter(f -> deviations[f] > 0)
                        .mapToObj(f -> new FeatureNode(f + 1, (row[f] - means[f]) / deviations[f]));
        return Stream.concat(varying, Stream.of(new FeatureNode(row.length + 1, 1)))
                .toArray(Feature[]::new);
    }

    /** Returns the label of a row. */
    public int label(float[] row) {
        double[] scores = Arrays.stream(weights).mapToDouble(each -> score(each, row)).toArray();
        if (scores.length == 1) {
            return scores[0] > 0 ? kinds[0] : kinds[1];
        }
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return kinds[best];
    }

    private double score(double[] ofKind, float[] row) {
        double sum = ofKind[row.length];
        for (int f = 0; f < row.length; f++) {
            sum += deviations[f] > 0 ? ofKind[f] * (row[f] - means[f]) / deviations[f] : 0;
        }
        return sum;
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
        double[] labels = Arrays.stream(training).asDoubleStream().toArray();
        double majority = StatUtils.mode(labels)[0]; // the least of several
        return Arrays.stream(validation).filter(label -> label == majority).count()
                / (double) validation.length;
    }
}
