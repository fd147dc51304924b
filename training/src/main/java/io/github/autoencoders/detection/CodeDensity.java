package io.github.autoencoders.detection;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * What the codes of each member are like: a Gaussian. A code's Mahalanobis distance is \(\sqrt{(h -
 * \mu)^T \Sigma^{-1} (h - \mu)} = |L^{-1} (h - \mu)|\), with \(\Sigma = L L^T\), to whose diagonal
 * a thousandth of its mean is added, as units that are never active have no variance.
 */
final class CodeDensity {

    private static final double RIDGE = 1e-3;

    private final int width; // H
    private final float[][] mean; // [K][H]
    private final float[][] whitening; // [K][H * H], the inverse of L, row by row

    /** Takes means and whitening matrices that were kept. */
    CodeDensity(float[][] mean, float[][] whitening) {
        this.width = mean[0].length;
        this.mean = mean;
        this.whitening = whitening;
    }

    /**
     * Returns the densities of codes.
     *
     * @param codes [N][K * H]
     * @param own for each member the indices of its codes, at least one
     */
    static CodeDensity of(float[][] codes, int[][] own) {
        int members = own.length;
        int width = codes[0].length / members;
        float[][] mean = new float[members][];
        float[][] whitening = new float[members][];
        IntStream.range(0, members)
                .parallel()
                .forEach(
                        k -> {
                            float[][] each = of(codes, own[k], k * width, width);
                            mean[k] = mean(each);
                            whitening[k] = whitening(each, mean[k]);
                        });
        return new CodeDensity(mean, whitening);
    }

    private static float[][] of(float[][] codes, int[] own, int from, int width) {
        return Arrays.stream(own)
                .mapToObj(i -> Arrays.copyOfRange(codes[i], from, from + width))
                .toArray(float[][]::new);
    }

    private static float[] mean(float[][] codes) {
        double[] sum = new double[codes[0].length];
        for (float[] code : codes) {
            for (int h = 0; h < sum.length; h++) {
                sum[h] += code[h];
            }
        }
        float[] mean = new float[sum.length];
        for (int h = 0; h < sum.length; h++) {
            mean[h] = (float) (sum[h] / codes.length);
        }
        return mean;
    }

    private static float[] whitening(float[][] codes, float[] mean) {
        RealMatrix covariance = covariance(codes, mean);
        int width = mean.length;
        double ridge = RIDGE * covariance.getTrace() / width + 1e-9;
        for (int h = 0; h < width; h++) {
            covariance.addToEntry(h, h, ridge);
        }
        double[][] factor = new CholeskyDecomposition(covariance, 1e-6, 0).getL().getData();
        return inverse(factor);
    }

    private static RealMatrix covariance(float[][] codes, float[] mean) {
        int width = mean.length;
        double[][] sums = new double[width][width];
        float[] centred = new float[width];
        for (float[] code : codes) {
            for (int h = 0; h < width; h++) {
                centred[h] = code[h] - mean[h];
            }
            for (int h = 0; h < width; h++) {
                double one = centred[h] / (double) codes.length;
                for (int other = 0; other <= h; other++) {
                    sums[h][other] += one * centred[other];
                }
            }
        }
        for (int h = 0; h < width; h++) {
            for (int other = 0; other < h; other++) {
                sums[other][h] = sums[h][other];
            }
        }
        return MatrixUtils.createRealMatrix(sums);
    }

    // Of a lower triangular matrix, column by column.
    private static float[] inverse(double[][] factor) {
        int width = factor.length;
        double[][] inverse = new double[width][width];
        for (int column = 0; column < width; column++) {
            for (int row = column; row < width; row++) {
                double sum = row == column ? 1 : 0;
                for (int i = column; i < row; i++) {
                    sum -= factor[row][i] * inverse[i][column];
                }
                inverse[row][column] = sum / factor[row][row];
            }
        }
        float[] flat = new float[width * width];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) inverse[i / width][i % width];
        }
        return flat;
    }

    /** Returns the distance of a row's code from those of one member. */
    double distance(float[] codes, int member) {
        float[] centred = new float[width];
        for (int h = 0; h < width; h++) {
            centred[h] = codes[member * width + h] - mean[member][h];
        }
        float[] matrix = whitening[member];
        double sum = 0;
        for (int row = 0; row < width; row++) {
            float product = 0;
            for (int column = 0; column <= row; column++) {
                product += matrix[row * width + column] * centred[column];
            }
            sum += (double) product * product;
        }
        return Math.sqrt(sum);
    }

    float[][] mean() {
        return mean;
    }

    float[][] whitening() {
        return whitening;
    }
}
