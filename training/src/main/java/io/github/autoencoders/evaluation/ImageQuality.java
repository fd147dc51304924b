package io.github.autoencoders.evaluation;

import io.github.autoencoders.argument.Require;

/** Measures of how close one image is to another, in doubles, from their definitions. */
public final class ImageQuality {

    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;

    private static final double[] WEIGHTS = gaussian();

    private ImageQuality() {}

    /**
     * Returns the peak signal-to-noise ratio \(10 \log_{10} \frac{\text{range}^2}{\text{mean
     * squared error}}\) in decibels; infinite for equal images.
     *
     * @param a the values of one image, of any shape
     * @param b those of the other
     * @param range the largest value less the smallest that a value can have: 1 or 255
     * @throws IllegalArgumentException if there are not as many values, or none
     */
    public static double psnr(float[] a, float[] b, double range) {
        Require.positive("range", range);
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "a and b must have as many values and at least one, but have %s and %s"
                            .formatted(a.length, b.length));
        }
        double squaredError = 0;
        for (int i = 0; i < a.length; i++) {
            double error = (double) a[i] - b[i];
            squaredError += error * error;
        }
        return 10 * Math.log10(range * range * a.length / squaredError);
    }

    /**
     * Returns the mean structural similarity, at most 1, which equal images have: Eq. 13 to 17 of
     * <a href="https://doi.org/10.1109/TIP.2003.819861">Wang et al. (2004)</a>, with their Gaussian
     * window of 11 x 11 and \(\sigma = 1.5\), \(K_1 = 0.01\) and \(K_2 = 0.03\), averaged over the
     * channels and all places where the whole window is inside the image.
     *
     * @param a the values of one image, [C, H, W] in row-major order
     * @param b those of the other
     * @param channels C, each compared by itself
     * @param height H, at least 11
     * @param width W, at least 11
     * @param range the largest value less the smallest that a value can have: 1 or 255
     */
    public static double ssim(
            float[] a, float[] b, int channels, int height, int width, double range) {
        Require.positive("range", range);
        if (height < WINDOW || width < WINDOW) {
            throw new IllegalArgumentException(
                    "height and width must be at least 11, the window of SSIM, but are %s and %s"
                            .formatted(height, width));
        }
        long size = (long) channels * height * width;
        if (channels < 1 || a.length != size || b.length != size) {
            throw new IllegalArgumentException(
                    "a and b must have %s x %s x %s values, but have %s and %s"
                            .formatted(channels, height, width, a.length, b.length));
        }
        double sum = 0;
        for (int row = 0; row < channels * height; row++) {
            if (row % height > height - WINDOW) {
                continue; // the window would reach into the next channel
            }
            for (int column = 0; column <= width - WINDOW; column++) {
                sum += similarity(a, b, row * width + column, width, range);
            }
        }
        return sum / ((double) channels * (height - WINDOW + 1) * (width - WINDOW + 1));
    }

    // Of the windows whose upper left corner is at an index.
    private static double similarity(float[] a, float[] b, int corner, int width, double range) {
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < WINDOW * WINDOW; i++) {
            int index = corner + i / WINDOW * width + i % WINDOW;
            meanA += WEIGHTS[i] * a[index];
            meanB += WEIGHTS[i] * b[index];
        }
        double varianceA = 0;
        double varianceB = 0;
        double covariance = 0;
        for (int i = 0; i < WINDOW * WINDOW; i++) {
            int index = corner + i / WINDOW * width + i % WINDOW;
            varianceA += WEIGHTS[i] * (a[index] - meanA) * (a[index] - meanA);
            varianceB += WEIGHTS[i] * (b[index] - meanB) * (b[index] - meanB);
            covariance += WEIGHTS[i] * (a[index] - meanA) * (b[index] - meanB);
        }
        double c1 = K1 * range * K1 * range;
        double c2 = K2 * range * K2 * range;
        double luminance = (2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1);
        double contrastAndStructure = (2 * covariance + c2) / (varianceA + varianceB + c2);
        return luminance * contrastAndStructure;
    }

    private static double[] gaussian() {
        double[] weights = new double[WINDOW * WINDOW];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int y = i / WINDOW - WINDOW / 2;
            int x = i % WINDOW - WINDOW / 2;
            weights[i] = Math.exp(-(x * x + y * y) / (2 * SIGMA * SIGMA));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
