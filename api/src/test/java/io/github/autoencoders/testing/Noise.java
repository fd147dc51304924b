package io.github.autoencoders.testing;

import java.util.Random;

/** White noise, always the same. */
public final class Noise {

    private Noise() {}

    /** Returns the channels of a sound, [channels][frames], with a standard deviation of 0.2. */
    public static float[][] of(int channels, int frames) {
        Random random = new Random(frames);
        float[][] noise = new float[channels][frames];
        for (float[] channel : noise) {
            for (int i = 0; i < frames; i++) {
                channel[i] = (float) (0.2 * random.nextGaussian());
            }
        }
        return noise;
    }
}
