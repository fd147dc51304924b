package io.github.autoencoders.evaluation;

import java.util.Arrays;

/**
 * What a sound is like, as a few numbers that do not hang on how loud it is, when it begins and how
 * long it takes: how loud each of some bands is in each of some parts of what is heard. Bands are
 * as wide as ears hear, on the mel scale of O'Shaughnessy (1987).
 */
final class SoundProfile {

    private static final int BANDS = 24;
    private static final int PARTS = 16;
    private static final double FRAME_SECONDS = 0.032;
    private static final double HEARD = 1e-4; // of the power of the loudest frame: 40 dB below
    private static final double FLOOR = 1e-5; // of the power of the loudest band

    private final Spectrum spectrum;
    private final double[][] shares; // [BANDS][frequencies]

    /** Takes sounds of a rate, in samples per second. */
    SoundProfile(int rate) {
        int frame = (int) Math.max(2 * BANDS, Math.round(FRAME_SECONDS * rate));
        spectrum = new Spectrum(frame);
        shares = new double[BANDS][frame / 2 + 1];
        double highest = mel(rate / 2.0);
        for (int f = 0; f < shares[0].length; f++) {
            double place = (BANDS + 1) * mel((double) f * rate / frame) / highest - 1;
            for (int band = 0; band < BANDS; band++) {
                shares[band][f] = Math.max(0, 1 - Math.abs(place - band));
            }
        }
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    /** Returns the numbers of a sound, [PARTS * BANDS], in nats of power below the loudest. */
    float[] of(float[] sound) {
        double[][] bands =
                Arrays.stream(spectrum.of(sound)).map(this::bands).toArray(double[][]::new);
        double[] powers = Arrays.stream(bands).mapToDouble(band -> sum(band)).toArray();
        double least = HEARD * Arrays.stream(powers).max().orElse(0);
        int from = 0;
        int to = powers.length;
        while (from < to - 1 && !(powers[from] > least)) {
            from++;
        }
        while (to > from + 1 && !(powers[to - 1] > least)) {
            to--;
        }
        return profile(Arrays.copyOfRange(bands, from, to));
    }

    private double[] bands(double[] powers) {
        return Arrays.stream(shares).mapToDouble(share -> product(share, powers)).toArray();
    }

    private static double product(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    // Each part as it is in its middle, between two frames.
    private static float[] profile(double[][] heard) {
        double most = Arrays.stream(heard).flatMapToDouble(Arrays::stream).max().orElse(0);
        double floor = Math.max(Double.MIN_NORMAL, FLOOR * most);
        float[] profile = new float[PARTS * BANDS];
        for (int part = 0; part < PARTS; part++) {
            double place = (part + 0.5) * heard.length / PARTS - 0.5;
            double inside = Math.max(0, Math.min(heard.length - 1, place));
            int before = (int) inside;
            int after = Math.min(before + 1, heard.length - 1);
            for (int band = 0; band < BANDS; band++) {
                double one = heard[before][band];
                double power = one + (inside - before) * (heard[after][band] - one);
                profile[part * BANDS + band] =
                        (float) Math.log(Math.max(floor, power) / Math.max(floor, most));
            }
        }
        return profile;
    }
}
