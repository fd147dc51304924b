package io.github.autoencoders.network;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.EngineGradient;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every activation and its derivative, against Java's own mathematics. */
class ActivationTest {

    private static final double[] POINTS = {-30, -4, -1, -0.25, -1e-3, 1e-3, 0.5, 1, 3, 30};

    private static double value(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case ELU -> x > 0 ? x : Math.expm1(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
        };
    }

    private static double derivative(Activation activation, double x) {
        double y = value(activation, x);
        return switch (activation) {
            case IDENTITY -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : 0.01;
            case ELU -> x > 0 ? 1 : Math.exp(x);
            case TANH -> 1 / Math.pow(Math.cosh(x), 2);
            case SIGMOID -> y * (1 - y);
        };
    }

    private static double[] at(DoubleUnaryOperator function) {
        return Arrays.stream(POINTS).map(function).toArray();
    }

    private static NDArray points(NDManager manager) {
        return manager.create(POINTS, new Shape(2, 5))
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, true);
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreThoseOfItsFormula(Activation activation) {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] values = doubles(activation.of(points(manager)));
            assertNear(at(x -> value(activation, x)), values, 1e-6, 1e-6, "value");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreItsDerivative(Activation activation) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = points(manager);
            NDArray gradient = EngineGradient.of(() -> activation.of(x).mul(1).sum(), x);
            assertNear(at(v -> derivative(activation, v)), doubles(gradient), 1e-6, 1e-6, "slope");
        }
    }
}
