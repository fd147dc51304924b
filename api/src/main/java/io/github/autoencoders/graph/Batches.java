package io.github.autoencoders.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sizes of a batch, by which numbers of two recordings become sizes that hold for any.
 *
 * @param first size
 * @param second size, another
 */
record Batches(long first, long second) {

    /** What is unlike in two recordings in another way than by the size of the batch. */
    static IllegalArgumentException unlike(String what, Object first, Object second) {
        return new IllegalArgumentException(
                "computation must be the same for batches of any size, but %s is %s for one and %s for another"
                        .formatted(what, first, second));
    }

    Size join(Size one, Size other) {
        long a = one.factor();
        long b = other.factor();
        if (a == b) {
            return one;
        }
        if (a % first != 0 || b % second != 0 || a / first != b / second) {
            throw unlike("a size", one, other);
        }
        return Size.ofBatch(a / first);
    }

    Sizes join(Sizes one, Sizes other) {
        if (one.dimension() != other.dimension()) {
            throw unlike("a shape", one, other);
        }
        List<Size> axes = new ArrayList<>();
        for (int axis = 0; axis < one.dimension(); axis++) {
            axes.add(join(one.get(axis), other.get(axis)));
        }
        return new Sizes(axes);
    }

    Graph join(Graph one, Graph other) {
        List<Graph.Input> inputs = new ArrayList<>();
        List<Graph.Value> parameters = new ArrayList<>();
        List<Graph.Constant> constants = new ArrayList<>();
        List<Graph.Operation> operations = new ArrayList<>();
        requireAlike("the number of inputs", one.inputs().size(), other.inputs().size());
        requireAlike("the parameters", one.parameters(), other.parameters());
        requireAlike("the number of constants", one.constants().size(), other.constants().size());
        requireAlike(
                "the number of operations", one.operations().size(), other.operations().size());
        requireAlike("the outputs", one.outputs(), other.outputs());
        for (int i = 0; i < one.inputs().size(); i++) {
            inputs.add(join(one.inputs().get(i), other.inputs().get(i)));
        }
        parameters.addAll(one.parameters());
        for (int i = 0; i < one.constants().size(); i++) {
            constants.add(join(one.constants().get(i), other.constants().get(i)));
        }
        for (int i = 0; i < one.operations().size(); i++) {
            operations.add(join(one.operations().get(i), other.operations().get(i)));
        }
        return new Graph(inputs, parameters, constants, operations, one.outputs());
    }

    private Graph.Value join(Graph.Value one, Graph.Value other) {
        requireAlike("an array", one.name(), other.name());
        requireAlike("a type", one.type(), other.type());
        return new Graph.Value(one.name(), join(one.sizes(), other.sizes()), one.type());
    }

    private Graph.Input join(Graph.Input one, Graph.Input other) {
        requireAlike("where an input comes from", one.source(), other.source());
        return new Graph.Input(join(one.value(), other.value()), one.source());
    }

    private Graph.Constant join(Graph.Constant one, Graph.Constant other) {
        requireAlike("a constant of " + one.value().sizes(), one.numbers(), other.numbers());
        return new Graph.Constant(join(one.value(), other.value()), one.numbers());
    }

    private Graph.Operation join(Graph.Operation one, Graph.Operation other) {
        requireAlike("what " + one.value().name() + " is of", one.inputs(), other.inputs());
        return new Graph.Operation(
                one.operator().joined(other.operator(), this),
                one.inputs(),
                join(one.value(), other.value()));
    }

    private static void requireAlike(String what, Object one, Object other) {
        if (!one.equals(other)) {
            throw unlike(what, one, other);
        }
    }
}
