package io.github.autoencoders.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.testing.Noise;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
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
        for (int hop : new int[] {16, 8, 5, 1}) {
            float[][] y = new OverlapAdd(rows -> rows, 16, hop, Sound.of(x, 8000)).rest();
            assertArrayEquals(x[0], y[0], 1e-6f);
            assertArrayEquals(x[1], y[1], 1e-6f);
        }
    }

    /** Also where all that is computed at a time is shorter than a window. */
    @Test
    void weightsAddUpToOneForAnyWindowAndHop() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            int length = 1 + random.nextInt(300);
            int hop = 1 + random.nextInt(random.nextBoolean() ? length : Math.min(length, 4));
            float[][] x = Noise.of(1 + i % 2, 1 + random.nextInt(900));
            float[][] y = new OverlapAdd(rows -> rows, length, hop, Sound.of(x, 8000)).rest();
            for (int channel = 0; channel < x.length; channel++) {
                assertArrayEquals(x[channel], y[channel], 2e-6f, length + " samples, hop " + hop);
            }
        }
    }

    /** Each sample is the mean of what its windows made of it, a window after another in a loop. */
    @Test
    void windowsAreJoinedAsALoopJoinsThem() throws IOException {
        int length = 24;
        for (int hop = 1; hop <= length; hop++) {
            float[] x = Noise.of(1, 200 + hop)[0];
            double[] sums = new double[x.length];
            double[] weights = new double[x.length];
            for (int begin = hop - length; begin < x.length; begin += hop) {
                float[] window = new float[length];
                for (int i = 0; i < length; i++) {
                    window[i] = begin + i < 0 || begin + i >= x.length ? 0 : x[begin + i];
                }
                float[] made = squares(new float[][] {window})[0];
                for (int i = Math.max(0, -begin); i < Math.min(length, x.length - begin); i++) {
                    double weight = Math.pow(Math.sin(Math.PI * (i + 0.5) / length), 2);
                    sums[begin + i] += weight * made[i];
                    weights[begin + i] += weight;
                }
            }
            Sound sound = Sound.of(new float[][] {x}, 8000);
            float[] y = new OverlapAdd(OverlapAddTest::squares, length, hop, sound).rest()[0];
            for (int i = 0; i < x.length; i++) {
                assertEquals(sums[i] / weights[i], y[i], 1e-6, "hop " + hop);
            }
        }
    }

    // Differ from window to window.
    private static float[][] squares(float[][] rows) {
        float[][] made = new float[rows.length][rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < rows[k].length; i++) {
                made[k][i] = rows[k][i] * rows[k][rows[k].length - 1 - i];
            }
        }
        return made;
    }

    /** To the last bit: sounds that were restored before come out as they did. */
    @ParameterizedTest
    @ValueSource(ints = {2, 16, 64, 1000, 1024, 4096})
    void halvesOfWindowsHaveSquaredSinesForWeights(int length) throws IOException {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        UnaryOperator<float[][]> firstAlone = // of two windows
                rows -> new float[][] {ones, new float[length]};
        Sound sound = Sound.of(new float[1][length / 2], 8000);
        float[] end = new OverlapAdd(firstAlone, length, length / 2, sound).rest()[0];
        for (int i = 0; i < end.length; i++) {
            double sine = Math.sin(Math.PI * (length / 2 + i + 0.5) / length);
            assertEquals((float) (sine * sine), end[i]);
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
        for (int hop : new int[] {length, length / 2, length / 4 + 1}) {
            float[][] y = new OverlapAdd(one, length, hop, Sound.of(x, 8000)).rest();
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
        for (int hop : new int[] {16, 8, 5, 1}) {
            long[] count = new long[1];
            UnaryOperator<float[][]> counted =
                    rows -> {
                        count[0] += rows.length;
                        return rows;
                    };
            new OverlapAdd(counted, 16, hop, Sound.of(Noise.of(1, length), 8000)).rest();
            assertEquals(OverlapAdd.windows(length, 16, hop), count[0]);
        }
    }

    @Test
    void windowsBeginHalfAWindowBehindEachOtherUnlessAskedOtherwise() {
        assertEquals(4, OverlapAdd.hop(8, 0, true));
        assertEquals(4, OverlapAdd.hop(7, 0, true));
        assertEquals(1, OverlapAdd.hop(1, 0, true));
        assertEquals(3, OverlapAdd.hop(8, 3, true));
        assertEquals(8, OverlapAdd.hop(8, 3, false)); // without phases
    }

    @Test
    void hopsThatLeaveSamplesOutAreRefused() {
        assertRefused("hop must be at least 1, but is 0", 0);
        assertRefused("hop must be at most 8, but is 9", 9);
    }

    private static void assertRefused(String message, int hop) {
        Sound sound = Sound.of(Noise.of(1, 9), 8000);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new OverlapAdd(rows -> rows, 8, hop, sound));
        assertEquals(message, e.getMessage());
    }
}
