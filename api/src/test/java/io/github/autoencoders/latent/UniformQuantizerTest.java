package io.github.autoencoders.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class UniformQuantizerTest {

    private static List<float[]> codes() {
        Random random = new Random(1);
        List<float[]> codes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            codes.add(
                    new float[] {
                        (float) random.nextGaussian(), 100 + 50 * random.nextFloat(), 3.5f
                    });
        }
        return codes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 16})
    void errorsAreAtMostHalfAStepAndSomeAreNearlyThat(int bits) {
        List<float[]> codes = codes();
        UniformQuantizer quantizer = UniformQuantizer.ofRange(codes, bits);
        for (int d = 0; d < 3; d++) {
            double worst = 0;
            for (float[] code : codes) {
                int[] cells = quantizer.cells(code);
                assertTrue(cells[d] >= 0 && cells[d] < 1 << bits);
                worst = Math.max(worst, Math.abs(quantizer.middles(cells)[d] - code[d]));
            }
            double rounding = 1e-7 * (d == 1 ? 150 : 4); // of 32-bit floats
            assertTrue(worst <= quantizer.step(d) / 2 + rounding, () -> "bits " + bits);
            assertTrue(worst >= 0.45 * quantizer.step(d) - rounding, () -> "bits " + bits);
        }
    }

    /** From 0 to 8 in two bits: cells of width 2, whose middles are 1, 3, 5 and 7. */
    @Test
    void cellsDivideTheRange() {
        UniformQuantizer quantizer =
                UniformQuantizer.ofRange(List.of(new float[] {0}, new float[] {8}), 2);
        assertEquals(2, quantizer.step(0));
        float[] values = {-5, 0, 1.9f, 2.1f, 4.5f, 8, 99};
        float[] middles = {1, 1, 1, 3, 5, 7, 7};
        for (int i = 0; i < values.length; i++) {
            int[] cells = quantizer.cells(new float[] {values[i]});
            assertArrayEquals(new float[] {middles[i]}, quantizer.middles(cells));
        }
    }

    @Test
    void valuesThatAreAllTheSameAreKept() {
        UniformQuantizer quantizer = UniformQuantizer.ofRange(codes(), 3);
        assertEquals(3.5f, quantizer.middles(quantizer.cells(codes().get(0)))[2]);
    }

    /** By hand: a fair coin has 1 bit, {1/2, 1/4, 1/4} have 1.5, a constant has none. */
    @Test
    void entropyIsThatOfTheFrequencies() {
        List<int[]> cells =
                List.of(
                        new int[] {0, 5, 9}, new int[] {1, 5, 9},
                        new int[] {0, 6, 9}, new int[] {1, 7, 9});
        assertEquals(1 + 1.5, UniformQuantizer.entropyBits(cells), 1e-12);
    }

    @Test
    void badValuesAreRefused() {
        assertRefused(
                "bits must be from 1 to 16, but is 0", () -> UniformQuantizer.ofRange(codes(), 0));
        assertRefused(
                "bits must be from 1 to 16, but is 17",
                () -> UniformQuantizer.ofRange(codes(), 17));
        assertRefused(
                "codes must be at least one, but are none",
                () -> UniformQuantizer.ofRange(List.of(), 1));
        assertRefused(
                "code must hold 3 values, but holds 2",
                () -> UniformQuantizer.ofRange(codes(), 1).cells(new float[2]));
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
    }
}
