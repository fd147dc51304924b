package io.github.autoencoders.evaluation;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How close samples are to those that they should be.
 *
 * @param psnr the peak signal-to-noise ratio in decibels, \(10 \log_{10} (r^2 / e)\): r is the
 *     range that raw values can have (what they have, where there are no bounds), and e the mean
 *     squared error over all values of all samples that are not missing, so that samples without
 *     any error count too
 * @param ssim the structural similarity, averaged over the samples; none unless they are images
 *     large enough for it
 */
public record ReconstructionQuality(double psnr, OptionalDouble ssim) {

    /** Returns the likeness of samples to others, all raw and as many. */
    public static ReconstructionQuality of(
            SampleFormat format, List<float[]> wanted, List<float[]> given) {
        Sums sums = new Sums(format);
        sums.add(wanted, given);
        return sums.mean();
    }

    @Override
    public String toString() {
        String decibels = String.format(Locale.ROOT, "PSNR %.2f dB", psnr);
        return ssim.isEmpty()
                ? decibels
                : decibels + String.format(Locale.ROOT, ", SSIM %.4f", ssim.getAsDouble());
    }

    /** The likeness of many samples, some at a time. */
    static final class Sums {

        private final SampleFormat format;
        private final double range; // of raw values; 0 where they have no bounds
        private double squaredErrors;
        private long values;
        private double minimum = Double.POSITIVE_INFINITY;
        private double maximum = Double.NEGATIVE_INFINITY;
        private double similarities;
        private int images;

        Sums(SampleFormat format) {
            this.format = format;
            range =
                    format.scaling()
                            .bounds()
                            .map(bounds -> bounds.maximum() - bounds.minimum())
                            .orElse(0.0);
        }

        void add(List<float[]> wanted, List<float[]> given) {
            if (wanted.size() != given.size()) {
                throw new IllegalArgumentException(
                        "samples must be as many as those that they are compared with, "
                                + wanted.size()
                                + ", but are "
                                + given.size());
            }
            for (int i = 0; i < wanted.size(); i++) {
                add(wanted.get(i), given.get(i));
            }
            if (isLargeImage() && range > 0) {
                images += wanted.size();
                // First an array, as sums of numbers in no fixed order would differ by rounding.
                double[] each =
                        IntStream.range(0, wanted.size())
                                .parallel()
                                .mapToDouble(i -> similarity(wanted.get(i), given.get(i)))
                                .toArray();
                similarities += Arrays.stream(each).sum();
            }
        }

        private void add(float[] wanted, float[] given) {
            for (int i = 0; i < wanted.length; i++) {
                if (Float.isNaN(wanted[i])) {
                    continue; // missing
                }
                values++;
                double error = (double) given[i] - wanted[i];
                squaredErrors += error * error;
                minimum = Math.min(minimum, wanted[i]);
                maximum = Math.max(maximum, wanted[i]);
            }
        }

        private double similarity(float[] wanted, float[] given) {
            Shape shape = format.shape();
            int channels = (int) shape.get(0);
            int height = (int) shape.get(1);
            int width = (int) shape.get(2);
            return ImageQuality.ssim(wanted, given, channels, height, width, range);
        }

        // SSIM looks through a window of 11 x 11.
        private boolean isLargeImage() {
            Shape shape = format.shape();
            return format.kind() == SampleKind.IMAGE && Math.min(shape.get(1), shape.get(2)) >= 11;
        }

        ReconstructionQuality mean() {
            double peak = range > 0 ? range : maximum - minimum;
            double psnr = 10 * Math.log10(peak * peak * values / squaredErrors);
            OptionalDouble ssim =
                    images == 0 ? OptionalDouble.empty() : OptionalDouble.of(similarities / images);
            return new ReconstructionQuality(psnr, ssim);
        }
    }
}
