package io.github.autoencoders.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class WindowedSoundTest {

    /** Steps below, at and above the length; sounds shorter than a window, and of some. */
    @ParameterizedTest
    @CsvSource({"10, 4, 3", "10, 4, 4", "11, 4, 6", "3, 4, 1", "4, 4, 2", "5, 4, 9", "100, 7, 5"})
    void windowsAreThoseThatALoopCuts(int frames, int length, int step) throws IOException {
        float[] values = new float[frames];
        for (int i = 0; i < frames; i++) {
            values[i] = i + 1;
        }
        WindowedSound cut = new WindowedSound(Sound.of(new float[][] {values}, 8000), length, step);
        int count = 0;
        for (int start = 0; start < frames; start += step) {
            float[] window = new float[length + 2];
            cut.next(window, 1);
            float[] wanted = new float[length + 2];
            float[] part = Arrays.copyOfRange(values, start, start + length);
            System.arraycopy(part, 0, wanted, 1, length);
            assertArrayEquals(wanted, window);
            count++;
            if (start + length >= frames) {
                break;
            }
        }
        assertEquals(count, WindowedSound.count(frames, length, step));
    }

    @Test
    void withoutAStepThereIsOneWindow() {
        assertEquals(1, WindowedSound.count(1_000_000, 16, 0));
    }
}
