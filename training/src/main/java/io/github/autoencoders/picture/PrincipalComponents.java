package io.github.autoencoders.picture;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.stat.projection.PCA;

/** Codes seen along the directions in which they vary most. */
final class PrincipalComponents {

    private final double[][] scores;
    private final double[] variances;

    private PrincipalComponents(double[][] scores, double[] variances) {
        this.scores = scores;
        this.variances = variances;
    }

    /**
     * Returns the first components of some codes. The sign of a component, which is arbitrary, is
     * chosen so that its largest weight is positive.
     *
     * @param codes shape [N, D], N at least 2
     * @param count at most D
     * @throws IllegalStateException if the search does not converge, as was seen once for codes of
     *     which most values were 0 in all samples
     */
    static PrincipalComponents of(double[][] codes, int count) {
        PCA analysis = new PCA(count);
        double[][] scores = scores(analysis, codes);
        double[][] weights = analysis.getComponents(); // [D, count]
        for (int component = 0; component < count; component++) {
            if (largest(weights, component) < 0) {
                for (double[] score : scores) {
                    score[component] = -score[component];
                }
            }
        }
        return new PrincipalComponents(scores, analysis.getVariance());
    }

    private static double[][] scores(PCA analysis, double[][] codes) {
        try {
            return analysis.fitAndTransform(codes);
        } catch (MathIllegalStateException e) {
            throw new IllegalStateException("the codes' principal components cannot be found", e);
        }
    }

    private static double largest(double[][] weights, int component) {
        double largest = 0;
        for (double[] weight : weights) {
            if (Math.abs(weight[component]) > Math.abs(largest)) {
                largest = weight[component];
            }
        }
        return largest;
    }

    /** Returns the coordinates of each code along the components, shape [N, count]. */
    double[][] scores() {
        return scores;
    }

    /** Returns a component's part of the whole variance, from 0 to 1. */
    double share(int component) {
        double whole = Arrays.stream(variances).sum();
        return whole > 0 ? Math.max(0, variances[component]) / whole : 0;
    }
}
