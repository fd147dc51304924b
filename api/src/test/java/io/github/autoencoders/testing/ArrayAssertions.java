package io.github.autoencoders.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Assertions about arrays that state their tolerance, and values to compare them with. */
public final class ArrayAssertions {

    private ArrayAssertions() {}

    /** Returns the values as doubles, in row-major order. */
    public static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    /**
     * Asserts that the shapes are equal and that the largest difference is at most a share of the
     * largest expected absolute value.
     */
    public static void assertClose(
            NDArray expected, NDArray actual, double relative, String message) {
        assertEquals(expected.getShape(), actual.getShape(), message);
        assertClose(doubles(expected), doubles(actual), relative, message);
    }

    /**
     * Asserts that the largest difference is at most a share of the largest expected absolute
     * value. NaN is close to nothing.
     */
    public static void assertClose(
            double[] expected, double[] actual, double relative, String message) {
        double scale = 0;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertNear(expected, actual, relative * scale, 0, message);
    }

    /**
     * Asserts of each value by itself that it differs from the expected one by at most {@code
     * absolute} and a share of its absolute value. NaN is near nothing.
     */
    public static void assertNear(
            double[] expected, double[] actual, double absolute, double relative, String message) {
        assertEquals(expected.length, actual.length, message);
        for (int i = 0; i < expected.length; i++) {
            double tolerance = absolute + relative * Math.abs(expected[i]);
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
                fail(
                        "%s: value %s must be %s within %s, but is %s"
                                .formatted(message, i, expected[i], tolerance, actual[i]));
            }
        }
    }
}
