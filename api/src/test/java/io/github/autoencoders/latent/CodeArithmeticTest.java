package io.github.autoencoders.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CodeArithmeticTest {

    /**
     * A linear model: features (wide, striped) have the code M f + c. Taking stripes from a sample
     * with them is exact whatever M, and so is "striped and wide, less wide, plus plain".
     */
    @Test
    void featuresAreAddedExactlyInALinearModel() {
        List<float[]> plain = new ArrayList<>();
        List<float[]> striped = new ArrayList<>();
        for (int wide = 0; wide < 4; wide++) {
            plain.add(code(wide, 0));
            striped.add(code(wide, 1));
        }
        float[] stripes =
                CodeArithmetic.direction(CodeArithmetic.mean(plain), CodeArithmetic.mean(striped));
        for (int strength = -2; strength <= 2; strength++) {
            assertArrayEquals(
                    code(3, strength), CodeArithmetic.moved(code(3, 0), strength, stripes));
        }
        float[] exchange = CodeArithmetic.direction(code(2, 1), code(2, 0));
        assertArrayEquals(code(5, 0), CodeArithmetic.moved(code(5, 1), 1, exchange));
    }

    // All whole numbers, so that floats are exact.
    private static float[] code(int wide, int striped) {
        return new float[] {2 * wide + 7 * striped + 1, -3 * wide + 5 * striped, 4 * striped - 6};
    }

    @Test
    void badValuesAreRefused() {
        assertEquals(
                "codes must be at least one, but are none",
                assertThrows(IllegalArgumentException.class, () -> CodeArithmetic.mean(List.of()))
                        .getMessage());
        assertEquals(
                "code has 2 values but direction has 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CodeArithmetic.moved(new float[2], 1, new float[3]))
                        .getMessage());
    }
}
