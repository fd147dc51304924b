package io.github.autoencoders.array;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {

    private static void assertIs(NDArray other, long[] shape, double[] values, NDArray actual) {
        assertEquals(new Shape(shape), actual.getShape());
        assertEquals(other.getDataType(), actual.getDataType());
        assertEquals(other.getDevice(), actual.getDevice());
        assertArrayEquals(values, doubles(actual));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void numbersTakeTheTypeOfOthers(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray other = manager.zeros(new Shape(7), type);
            double third = type == DataType.FLOAT32 ? 1f / 3 : 1.0 / 3;
            long[] shape = {2, 1};
            double[] doubles = {1.0 / 3, -2};
            assertIs(other, shape, new double[] {third, -2}, Numbers.like(other, doubles, shape));
            float[] floats = {0.5f, -2};
            assertIs(other, shape, new double[] {0.5, -2}, Numbers.like(other, floats, shape));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void eachIndexIsOneAlongTheAxis(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            int[][] indices = {{2, 0, 1}, {3, 3, 0}};
            for (int axis : List.of(1, 2)) {
                Shape alone = axis == 1 ? new Shape(2, 1, 3) : new Shape(2, 3, 1);
                NDArray given =
                        manager.create(new int[] {2, 0, 1, 3, 3, 0}, alone).toType(type, false);
                long[] shape = axis == 1 ? new long[] {2, 4, 3} : new long[] {2, 3, 4};
                double[] expected = new double[24];
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 3; j++) {
                        int at = indices[i][j];
                        expected[12 * i + (axis == 1 ? 3 * at + j : 4 * j + at)] = 1;
                    }
                }
                assertIs(given, shape, expected, Numbers.oneHot(given, axis, 4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void zerosFitBesideOthers(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray other = manager.ones(new Shape(2, 3, 4), type);
            NDArray zeros = Numbers.zeros(other, 1, 2);
            assertIs(other, new long[] {2, 2, 4}, new double[16], zeros);
            assertEquals(new Shape(2, 5, 4), other.concat(zeros, 1).getShape());
        }
    }
}
