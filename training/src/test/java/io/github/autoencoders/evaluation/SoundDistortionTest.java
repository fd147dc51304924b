package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SoundDistortionTest {

    /** Noise that is orthogonal to the sound, of a tenth of its power: 10 dB, at any level. */
    @Test
    void theRatioIsThatOfPowersWhateverTheLevel() {
        float[] clean = new float[8000];
        float[] given = new float[8000];
        for (int i = 0; i < clean.length; i++) {
            double turn = 2 * Math.PI * i / 8000;
            clean[i] = (float) Math.sin(200 * turn);
            given[i] = (float) (3 * (clean[i] + Math.sqrt(0.1) * Math.cos(200 * turn)) + 1);
        }
        assertEquals(10, SoundDistortion.of(clean, given, 8000).ratio(), 1e-4);
    }

    /** Ten times as loud is 20 dB at each frequency. */
    @Test
    void theDistanceIsThatOfLevels() {
        Random random = new Random(3);
        float[] clean = new float[3000];
        float[] louder = new float[3000];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (float) random.nextGaussian();
            louder[i] = 10 * clean[i];
        }
        assertEquals(20, SoundDistortion.of(clean, louder, 8000).distance(), 1e-3);
        assertEquals(0, SoundDistortion.of(clean, clean, 8000).distance());
    }

    /** A Hann window has a sum of squares of 3/8 of its length: Parseval's theorem. */
    @Test
    void thePowersOfAFrameAddUp() {
        Random random = new Random(4);
        float[] x = new float[256];
        double energy = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            double window = Math.pow(Math.sin(Math.PI * i / 256), 2);
            energy += Math.pow(window * x[i], 2);
        }
        double[] powers = new Spectrum(256).of(x)[0];
        double sum = powers[0] + powers[128];
        for (int f = 1; f < 128; f++) {
            sum += 2 * powers[f];
        }
        assertEquals(energy, sum / 256, 1e-9 * energy);
    }

    @Test
    void soundsOfDifferentLengthsAreNotCompared() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SoundDistortion.of(new float[3], new float[4], 8000));
        assertEquals("sounds must be of one length, but have 3 and 4 samples", e.getMessage());
    }
}
