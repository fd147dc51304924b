package io.github.autoencoders.testing;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;

/** The gradient that the engine computes, which is what training uses. */
public final class EngineGradient {

    private EngineGradient() {}

    /**
     * Returns the gradient of a scalar with respect to one array.
     *
     * @param scalar computes it from {@code x}
     * @param x any shape
     * @return the shape of {@code x}
     */
    public static NDArray of(Supplier<NDArray> scalar, NDArray x) {
        collect(scalar, x);
        return x.getGradient();
    }

    /**
     * Differentiates a scalar; the arrays' {@code getGradient} then gives the answers.
     *
     * @param scalar computes it from the arrays
     * @param arrays with respect to which
     * @return the scalar's value
     */
    public static double collect(Supplier<NDArray> scalar, NDArray... arrays) {
        for (NDArray array : arrays) {
            array.setRequiresGradient(true);
        }
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = scalar.get();
            collector.backward(value);
            return ArrayAssertions.doubles(value)[0];
        }
    }
}
