package io.github.autoencoders.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.array.Numbers;
import java.util.function.Function;

/**
 * Central differences in float64, which both engines have for element-wise functions, sums and
 * convolutions. They show that a gradient belongs to its function, not that the function is right.
 */
public final class NumericalGradient {

    // The cube root of float64's precision balances rounding against the curvature: the error is
    // about 1e-10 of the values.
    private static final double STEP = 1e-5;

    private NumericalGradient() {}

    /**
     * Returns \(\partial f / \partial x_i\) of each value, in row-major order.
     *
     * @param function from a float64 array of x's shape to a scalar
     * @param x any shape, any type
     */
    public static double[] of(Function<NDArray, NDArray> function, NDArray x) {
        double[] values = ArrayAssertions.doubles(x);
        double[] gradient = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            values[i] = value + STEP;
            double above = at(values, function, x);
            values[i] = value - STEP;
            double below = at(values, function, x);
            values[i] = value;
            gradient[i] = (above - below) / (2 * STEP);
        }
        return gradient;
    }

    private static double at(double[] values, Function<NDArray, NDArray> function, NDArray like) {
        try (NDManager manager = like.getManager().newSubManager()) {
            NDArray x = Numbers.of(manager, values, like.getShape());
            NDArray result = function.apply(x);
            result.attach(manager);
            return result.toType(DataType.FLOAT64, false).getDouble();
        }
    }
}
