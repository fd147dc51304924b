package io.github.autoencoders.evaluation;

/** Powers of the frequencies of sounds, frame by frame, each in a Hann window. */
final class Spectrum {

    private final int frame;
    private final double[] window;
    private final double[] cosines; // of a whole turn
    private final double[] sines;

    /** Looks at frames of so many samples, half a frame apart. */
    Spectrum(int frame) {
        this.frame = frame;
        window = new double[frame];
        cosines = new double[frame];
        sines = new double[frame];
        for (int i = 0; i < frame; i++) {
            double turn = 2 * Math.PI * i / frame;
            cosines[i] = Math.cos(turn);
            sines[i] = Math.sin(turn);
            window[i] = (1 - cosines[i]) / 2;
        }
    }

    /**
     * Returns the powers of a sound, which is silent beyond its end.
     *
     * @return [frames][frame / 2 + 1]
     */
    double[][] of(float[] sound) {
        int hop = frame / 2;
        int count = Math.max(1, (sound.length - frame + hop - 1) / hop + 1);
        double[][] powers = new double[count][];
        for (int t = 0; t < count; t++) {
            double[] x = new double[frame];
            for (int i = 0; i < frame && t * hop + i < sound.length; i++) {
                x[i] = window[i] * sound[t * hop + i];
            }
            powers[t] = powers(x);
        }
        return powers;
    }

    // Frames are short: the sums as they stand are fast enough.
    private double[] powers(double[] x) {
        double[] powers = new double[frame / 2 + 1];
        for (int f = 0; f < powers.length; f++) {
            double real = 0;
            double imaginary = 0;
            int at = 0;
            for (int i = 0; i < frame; i++) {
                real += x[i] * cosines[at];
                imaginary += x[i] * sines[at];
                at += f;
                at -= at >= frame ? frame : 0;
            }
            powers[f] = real * real + imaginary * imaginary;
        }
        return powers;
    }
}
