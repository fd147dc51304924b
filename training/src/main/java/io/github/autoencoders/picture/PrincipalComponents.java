package io.github.autoencoders.picture;

import java.util.Arrays;
import java.util.Locale;
import org.hipparchus.linear.DefaultRealMatrixChangingVisitor;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Codes seen along the directions in which they vary most.
 *
 * @param scores the coordinates of each code along the components, shape [N, count]
 * @param variances along all of them, shape [D]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PrincipalComponents(double[][] scores, double[] variances) {

    /**
     * Returns the first components of some codes. The sign of a component, which is arbitrary, is
     * chosen so that its largest weight is positive.
     *
     * @param codes shape [N, D], N at least 2
     * @param count at most D
     */
    static PrincipalComponents of(double[][] codes, int count) {
        RealMatrix centred = centred(codes); // [N, D]
        RealMatrix covariance =
                centred.transposeMultiply(centred).scalarMultiply(1.0 / codes.length);
        // Of a covariance, singular are eigenvectors; but the search for the latter often fails to
        // converge where many variances are 0, as of values that are the same in all codes.
        SingularValueDecomposition analysis = new SingularValueDecomposition(covariance);
        RealMatrix weights = analysis.getU(); // [D, D]
        double[][] scores = new double[codes.length][count];
        for (int component = 0; component < count; component++) {
            RealVector direction = weights.getColumnVector(component);
            double sign = largest(direction.toArray()) < 0 ? -1 : 1;
            RealVector projected = centred.operate(direction).mapMultiply(sign);
            for (int i = 0; i < codes.length; i++) {
                scores[i][component] = projected.getEntry(i);
            }
        }
        return new PrincipalComponents(scores, analysis.getSingularValues());
    }

    private static RealMatrix centred(double[][] codes) {
        double[] mean = new double[codes[0].length];
        for (double[] code : codes) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += code[d] / codes.length;
            }
        }
        RealMatrix centred = MatrixUtils.createRealMatrix(codes);
        centred.walkInOptimizedOrder(
                new DefaultRealMatrixChangingVisitor() {
                    @Override
                    public double visit(int row, int column, double value) {
                        return value - mean[column];
                    }
                });
        return centred;
    }

    private static double largest(double[] weights) {
        double largest = 0;
        for (double weight : weights) {
            if (Math.abs(weight) > Math.abs(largest)) {
                largest = weight;
            }
        }
        return largest;
    }

    /** Returns what a component is called, with its part of the variance. */
    String name(int component) {
        return String.format(
                Locale.ROOT,
                "principal component %d (%.0f %% of the variance)",
                component + 1,
                100 * share(component));
    }

    /** Returns a component's part of the whole variance, from 0 to 1. */
    double share(int component) {
        double whole = Arrays.stream(variances).sum();
        return whole > 0 ? Math.max(0, variances[component]) / whole : 0;
    }
}
