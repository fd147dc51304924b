package io.github.autoencoders.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("no-engine")
class InterpolationTest {

    private static final float[] A = {3, 0, 4};
    private static final float[] B = {0, 5, 0}; // as long as A and perpendicular to it

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void endsAreExact(Interpolation way) {
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            float[] a = code(random, 7);
            float[] b = code(random, 7);
            List<float[]> path = way.path(a, b, 5);
            assertEquals(5, path.size());
            assertArrayEquals(a, path.get(0));
            assertArrayEquals(b, path.get(4));
        }
    }

    @Test
    void lineHasItsMiddleBetweenTheEnds() {
        assertArrayEquals(new float[] {1.5f, 2.5f, 2}, Interpolation.LINEAR.between(A, B, 0.5));
        assertArrayEquals(new float[] {2.25f, 1.25f, 3}, Interpolation.LINEAR.between(A, B, 0.25));
    }

    /** A quarter of a circle of radius 5: cosine and sine of a third of it, 30 degrees. */
    @Test
    void quarterOfACircleIsDividedByItsAngle() {
        float cosine = (float) (5 * Math.sqrt(3) / 2);
        float[] expected = {cosine * 0.6f, 2.5f, cosine * 0.8f};
        assertArrayEquals(expected, Interpolation.SPHERICAL.between(A, B, 1 / 3.0), 1e-6f);
    }

    /** White's formula as it stands in the paper, for codes of one length. */
    @Test
    void codesOfOneLengthFollowTheFormulaOfThePaper() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            float[] a = onSphere(code(random, 5), 2);
            float[] b = onSphere(code(random, 5), 2);
            double t = random.nextDouble();
            double angle = angle(a, b);
            float[] code = Interpolation.SPHERICAL.between(a, b, t);
            for (int d = 0; d < 5; d++) {
                double expected =
                        Math.sin((1 - t) * angle) / Math.sin(angle) * a[d]
                                + Math.sin(t * angle) / Math.sin(angle) * b[d];
                assertEquals(expected, code[d], 2e-6); // float codes of length 2
            }
        }
    }

    /** For codes of any length: evenly growing length, equal angles from step to step. */
    @Test
    void lengthGrowsEvenlyAndAnglesAreEqual() {
        Random random = new Random(3);
        float[] a = onSphere(code(random, 6), 1);
        float[] b = onSphere(code(random, 6), 4);
        List<float[]> path = Interpolation.SPHERICAL.path(a, b, 7);
        for (int step = 0; step < 7; step++) {
            assertEquals(1 + 3 * step / 6.0, length(path.get(step)), 1e-6);
            assertEquals(angle(a, b) * step / 6.0, angle(a, path.get(step)), 1e-5);
        }
    }

    @Test
    void codesOfOneDirectionAndZeroTakeTheLine() {
        float[] twice = {6, 0, 8};
        float[] zero = new float[3];
        Interpolation arc = Interpolation.SPHERICAL;
        assertArrayEquals(new float[] {4.5f, 0, 6}, arc.between(A, twice, 0.5), 1e-6f);
        assertArrayEquals(new float[] {1.5f, 0, 2}, arc.between(A, zero, 0.5), 1e-6f);
        assertArrayEquals(new float[] {0.75f, 0, 1}, arc.between(zero, A, 0.25), 1e-6f);
        assertArrayEquals(zero, arc.between(zero, zero, 0.5));
        assertArrayEquals(A, arc.between(A, A, 0.3), 1e-6f);
        assertArrayEquals(
                new float[] {0}, arc.between(new float[] {-1}, new float[] {1}, 0.5), 1e-6f);
    }

    /** Half a turn about the second axis, on which A is 0. */
    @Test
    void oppositeCodesAreJoinedByHalfACircle() {
        float[] opposite = {-3, 0, -4};
        Interpolation arc = Interpolation.SPHERICAL;
        assertArrayEquals(new float[] {0, 5, 0}, arc.between(A, opposite, 0.5), 1e-6f);
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(
                new float[] {3 * half, 5 * half, 4 * half}, arc.between(A, opposite, 0.25), 1e-6f);
        assertEquals(5, length(arc.between(A, opposite, 0.9)), 1e-6);
    }

    @Test
    void argumentsAreChecked() {
        Interpolation line = Interpolation.LINEAR;
        assertRefused("t must be from 0 to 1, but is NaN", () -> line.between(A, B, Double.NaN));
        assertRefused("t must be from 0 to 1, but is 1.5", () -> line.between(A, B, 1.5));
        assertRefused("a has 3 values but b has 1", () -> line.between(A, new float[1], 0.5));
        assertRefused("steps must be at least 2, but is 1", () -> line.path(A, B, 1));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static float[] code(Random random, int size) {
        float[] code = new float[size];
        for (int d = 0; d < size; d++) {
            code[d] = (float) random.nextGaussian();
        }
        return code;
    }

    private static float[] onSphere(float[] code, double radius) {
        double length = length(code);
        for (int d = 0; d < code.length; d++) {
            code[d] *= (float) (radius / length);
        }
        return code;
    }

    private static double length(float[] code) {
        double sum = 0;
        for (float value : code) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static double angle(float[] a, float[] b) {
        double dot = 0;
        for (int d = 0; d < a.length; d++) {
            dot += (double) a[d] * b[d];
        }
        return Math.acos(Math.max(-1, Math.min(1, dot / length(a) / length(b))));
    }
}
