package io.github.autoencoders.detection;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * What principal components leave of rows: beside a detector, to see whether it is worth its
 * training.
 */
final class PrincipalResidual {

    private static final double KEPT = 0.9; // of the variance

    private final double[] mean;
    private final double[][] components; // [K][D]

    PrincipalResidual(float[][] rows) {
        int columns = rows[0].length;
        mean = new double[columns];
        for (float[] row : rows) {
            for (int j = 0; j < columns; j++) {
                mean[j] += row[j] / (double) rows.length;
            }
        }
        RealMatrix centred = MatrixUtils.createRealMatrix(rows.length, columns);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                centred.setEntry(i, j, rows[i][j] - mean[j]);
            }
        }
        RealMatrix covariance = centred.transposeMultiply(centred);
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(covariance);
        double all = covariance.getTrace();
        int count = 0;
        double kept = 0;
        while (count < columns && kept < KEPT * all) {
            kept += eigen.getEigenvalue(count++);
        }
        components = new double[count][];
        for (int k = 0; k < count; k++) {
            components[k] = eigen.getEigenvector(k).toArray();
        }
    }

    /** Returns the squared length of what is left of a row. */
    double score(float[] row) {
        double[] centred = new double[row.length];
        double rest = 0;
        for (int j = 0; j < row.length; j++) {
            centred[j] = row[j] - mean[j];
            rest += centred[j] * centred[j];
        }
        for (double[] component : components) {
            double product = 0;
            for (int j = 0; j < row.length; j++) {
                product += component[j] * centred[j];
            }
            rest -= product * product;
        }
        return Math.max(0, rest);
    }
}
