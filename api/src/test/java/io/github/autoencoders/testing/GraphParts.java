package io.github.autoencoders.testing;

import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import java.util.List;

/** What graphs of tests are made of. */
public final class GraphParts {

    private GraphParts() {}

    /** Returns an array of float32. */
    public static Graph.Value value(String name, Size... sizes) {
        return new Graph.Value(name, new Sizes(List.of(sizes)), DataType.FLOAT32);
    }

    /** Returns an operation on arrays of these names. */
    public static Graph.Operation operation(
            Operator operator, Graph.Value result, String... inputs) {
        return new Graph.Operation(operator, List.of(inputs), result);
    }
}
