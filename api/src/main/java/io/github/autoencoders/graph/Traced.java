package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * An array of a recording.
 *
 * @param value what it is in the graph, for the recording's batch
 * @param real the engine's array
 * @param known its numbers, where no input and no parameter changes them
 */
record Traced(Graph.Value value, NDArray real, java.util.Optional<Graph.Constant> known) {

    String name() {
        return value.name();
    }

    Shape shape() {
        return real.getShape();
    }

    boolean isKnown() {
        return known.isPresent();
    }

    /** Returns whether every value is known to be one number. */
    boolean isAll(double number) {
        return known.filter(Graph.Constant::isUniform)
                .filter(constant -> constant.numbers().get(0) == number)
                .isPresent();
    }
}
