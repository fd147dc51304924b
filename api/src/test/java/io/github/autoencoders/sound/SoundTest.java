package io.github.autoencoders.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class SoundTest {

    /** The same tone, sampled in the other rate: away from the ends to 1e-3 of its amplitude. */
    @ParameterizedTest
    @CsvSource({
        "48000, 8000, 300", "48000, 8000, 3000", "44100, 8000, 3400", "16000, 8000, 440",
        "8000, 16000, 3400", "8000, 44100, 1000", "11025, 8000, 3000", "8000, 48000, 3000",
        "383987, 8000, 3000", "8000, 383987, 3000" // more phases than kernels
    })
    void aToneBelowHalfOfBothRatesStaysAsItIs(int from, int to, double hertz) throws IOException {
        float[] y = Sound.of(new float[][] {tone(from, from, hertz)}, from).at(to).rest()[0];
        assertEquals(to, y.length);
        float[] same = tone(to, to, hertz);
        for (int i = to / 10; i < to - to / 10; i++) {
            assertEquals(same[i], y[i], 1e-3, "at " + i);
        }
    }

    /** 70 dB lower, at least, than what went in. */
    @ParameterizedTest
    @CsvSource({"48000, 8000, 4100", "48000, 8000, 9000", "44100, 8000, 4200", "16000, 8000, 5000"})
    void aToneAboveHalfOfTheNewRateIsGone(int from, int to, double hertz) throws IOException {
        float[] y = Sound.of(new float[][] {tone(from, from, hertz)}, from).at(to).rest()[0];
        double power = IntStream.range(to / 10, to - to / 10).mapToDouble(i -> y[i] * y[i]).sum();
        assertTrue(10 * Math.log10(power / (0.8 * to) / 0.5) < -70, "power " + power);
    }

    @Test
    void framesAreAsManyAsTheTimeAsksForHoweverTheyAreRead() throws IOException {
        float[] x = tone(12345, 44100, 500);
        float[] whole = Sound.of(new float[][] {x}, 44100).at(8000).rest()[0];
        assertEquals((12345L * 8000 + 44099) / 44100, whole.length);
        Sound again = Sound.of(new float[][] {x}, 44100).at(8000);
        float[][] parts = new float[1][whole.length + 7];
        int size = 0;
        for (int given = 1; given > 0; size += given) {
            given = again.read(parts, size, 7);
        }
        assertEquals(whole.length, size);
        assertArrayEquals(whole, java.util.Arrays.copyOf(parts[0], size));
    }

    @Test
    void theMeanOfTwoChannelsIsOneAndOneIsTwiceTheSame() throws IOException {
        float[][] stereo = {{1, 0, -1}, {0.5f, 0.5f, 0}};
        float[][] mean = Sound.of(stereo, 8000).in(1).rest();
        assertArrayEquals(new float[] {0.75f, 0.25f, -0.5f}, mean[0]);
        float[][] twice = Sound.of(mean, 8000).in(2).rest();
        assertArrayEquals(mean[0], twice[0]);
        assertArrayEquals(mean[0], twice[1]);
    }

    private static float[] tone(int size, int rate, double hertz) {
        float[] tone = new float[size];
        for (int i = 0; i < size; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return tone;
    }
}
