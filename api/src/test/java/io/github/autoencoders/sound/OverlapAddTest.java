package io.github.autoencoders.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.testing.Noise;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class OverlapAddTest {

    /** Lengths about a window, half of one, and what is computed at a time, 64 half windows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 511, 512, 513, 520, 1024, 5000})
    void whatAModelLeavesAsItIsStaysSo(int length) throws IOException {
        float[][] x = Noise.of(2, length);
        for (int overlap : new int[] {0, 8}) {
            float[][] y = new OverlapAdd(rows -> rows, 16, overlap, Sound.of(x, 8000)).rest();
            assertArrayEquals(x[0], y[0], 1e-6f);
            assertArrayEquals(x[1], y[1], 1e-6f);
        }
    }

    /** Of windows of half a minute not so many are in memory. */
    @Test
    void longWindowsAreChangedOneByOne() throws IOException {
        int length = 1 << 20;
        float[][] x = Noise.of(1, 3 * length / 2 + 1);
        UnaryOperator<float[][]> one =
                rows -> {
                    assertEquals(1, rows.length);
                    return rows;
                };
        for (int overlap : new int[] {0, length / 2}) {
            float[][] y = new OverlapAdd(one, length, overlap, Sound.of(x, 8000)).rest();
            assertArrayEquals(x[0], y[0], 1e-6f);
        }
    }

    /** What is made of a window does not shift it, and windows are those that a loop cuts. */
    @Test
    void windowsAreWeightedByASquaredSine() throws IOException {
        float[][] x = Noise.of(1, 50);
        float[] y = new OverlapAdd(OverlapAddTest::firstHalf, 8, 4, Sound.of(x, 8000)).rest()[0];
        for (int i = 0; i < 50; i++) {
            double sine = Math.sin(Math.PI * (i % 4 + 0.5) / 8); // of the window that begins here
            assertEquals(x[0][i] * sine * sine, y[i], 1e-6);
        }
    }

    private static float[][] firstHalf(float[][] rows) {
        return Stream.of(rows)
                .map(row -> new float[] {row[0], row[1], row[2], row[3], 0, 0, 0, 0})
                .toArray(float[][]::new);
    }

    /** As many as are counted before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 512, 513, 1024, 5000})
    void windowsAreAsManyAsTheyAreCounted(int length) throws IOException {
        for (int overlap : new int[] {0, 8}) {
            long[] count = new long[1];
            UnaryOperator<float[][]> counted =
                    rows -> {
                        count[0] += rows.length;
                        return rows;
                    };
            new OverlapAdd(counted, 16, overlap, Sound.of(Noise.of(1, length), 8000)).rest();
            assertEquals(OverlapAdd.windows(length, 16, overlap), count[0]);
        }
    }

    @Test
    void anOddWindowHasNoHalf() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> OverlapAdd.overlap(7, true));
        assertEquals(
                "window must be even where windows are to be joined, but is 7", e.getMessage());
        assertEquals(0, OverlapAdd.overlap(7, false));
    }
}
