package io.github.autoencoders.benchmark;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;

/** Differentiates as a training step does. */
final class Gradients {

    private Gradients() {}

    /**
     * Returns the gradients of a scalar.
     *
     * @param scalar computes it
     * @param arrays with respect to which, of which each requires its gradient
     * @param scope owns the gradients
     */
    static NDList of(String engine, Supplier<NDArray> scalar, NDList arrays, NDManager scope) {
        try (GradientCollector collector = Engine.getEngine(engine).newGradientCollector()) {
            collector.backward(scalar.get());
        }
        NDList gradients = new NDList();
        for (NDArray array : arrays) {
            NDArray gradient = array.getGradient();
            gradient.attach(scope);
            gradients.add(gradient);
        }
        return gradients;
    }
}
