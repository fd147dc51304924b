package io.github.autoencoders.detection;

import io.github.autoencoders.sample.Digits;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * What the codes of each member are like: a Gaussian. A code's Mahalanobis distance is \(\sqrt{(h -
 * \mu)^T \Sigma^{-1} (h - \mu)} = |L^{-1} (h - \mu)|\), with \(\Sigma = L L^T\), to whose diagonal
 * a thousandth of its mean is added, as units that are never active have no variance.
 *
 * @param mean [K][H]
 * @param whitening [K][H * H], the inverse of L, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CodeDensity(float[][] mean, float[][] whitening) {

    private static final double RIDGE = 1e-3;

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
        int width = mean.length;
        RealMatrix centred = MatrixUtils.createRealMatrix(codes.length, width);
        for (int i = 0; i < codes.length; i++) {
            for (int h = 0; h < width; h++) {
                centred.setEntry(i, h, codes[i][h] - mean[h]);
            }
        }
        RealMatrix covariance =
                centred.transposeMultiply(centred).scalarMultiply(1.0 / codes.length);
        double ridge = RIDGE * covariance.getTrace() / width + 1e-9;
        for (int h = 0; h < width; h++) {
            covariance.addToEntry(h, h, ridge);
        }
        RealMatrix factor = new CholeskyDecomposition(covariance, 1e-6, 0).getL();
        double[][] inverse = MatrixUtils.inverse(factor).getData();
        return Digits.narrowed(Stream.of(inverse).flatMapToDouble(DoubleStream::of).toArray());
    }

    /** Returns the distance of a row's code from those of one member. */
    double distance(float[] codes, int member) {
        int width = mean[member].length; // H
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
}
