package io.github.autoencoders.evaluation;

import java.util.Locale;

/**
 * How close a sound is to a clean one.
 *
 * @param ratio the scale-invariant signal-to-distortion ratio in decibels, \(10 \log_{10} (|\alpha
 *     s|^2 / |\alpha s - \hat s|^2)\) with \(\alpha = \hat s^T s / |s|^2\), of both less their
 *     means: Eq. 4 of <a href="https://arxiv.org/abs/1811.02508">Le Roux et al. (2019)</a>
 * @param distance the log-spectral distance in decibels: the root of the mean square difference of
 *     the powers in decibels, over the frequencies of a frame, averaged over frames. Frames are of
 *     32 ms in a Hann window, half a frame apart; what is 80 dB below the clean sound's loudest
 *     frequency counts as no lower
 */
public record SoundDistortion(double ratio, double distance) {

    private static final double FRAME_SECONDS = 0.032;
    private static final double FLOOR = 1e-8;

    /**
     * Compares sounds of one length.
     *
     * @param rate samples per second
     */
    public static SoundDistortion of(float[] clean, float[] given, int rate) {
        if (clean.length != given.length) {
            throw new IllegalArgumentException(
                    "sounds must be of one length, but have %s and %s samples"
                            .formatted(clean.length, given.length));
        }
        return new SoundDistortion(ratio(clean, given), distance(clean, given, rate));
    }

    private static double ratio(float[] clean, float[] given) {
        double cleanMean = mean(clean);
        double givenMean = mean(given);
        double product = 0;
        double power = 0;
        double all = 0;
        for (int i = 0; i < clean.length; i++) {
            double s = clean[i] - cleanMean;
            double e = given[i] - givenMean;
            product += s * e;
            power += s * s;
            all += e * e;
        }
        double target = product * product / power; // |alpha s|^2, orthogonal to the rest
        return 10 * Math.log10(target / Math.max(0, all - target));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double distance(float[] clean, float[] given, int rate) {
        Spectrum spectrum = new Spectrum((int) Math.max(2, Math.round(FRAME_SECONDS * rate)));
        double[][] wanted = spectrum.of(clean);
        double[][] there = spectrum.of(given);
        double most = 0;
        for (double[] frame : wanted) {
            for (double power : frame) {
                most = Math.max(most, power);
            }
        }
        double floor = Math.max(Double.MIN_NORMAL, FLOOR * most);
        double sum = 0;
        for (int t = 0; t < wanted.length; t++) {
            double squares = 0;
            for (int f = 0; f < wanted[t].length; f++) {
                double difference =
                        10
                                * Math.log10(
                                        Math.max(floor, wanted[t][f])
                                                / Math.max(floor, there[t][f]));
                squares += difference * difference / wanted[t].length;
            }
            sum += Math.sqrt(squares);
        }
        return sum / wanted.length;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "SI-SDR %.2f dB, log-spectral distance %.2f dB", ratio, distance);
    }
}
