package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Unary;
import java.util.List;

/**
 * Operations that are noted by themselves, none of DJL's methods having been called.
 *
 * @param trace that they are noted in
 */
record Arithmetic(Trace trace) {

    Traced reshape(Traced x, long... shape) {
        return trace.reshape(x, x.real().reshape(new Shape(shape)));
    }

    Traced linear(Traced x, Traced weight, Traced bias) {
        NDArray real =
                x.real()
                        .getNDArrayInternal()
                        .linear(x.real(), weight.real(), bias.real())
                        .singletonOrThrow();
        return trace.operation(new Operator.Linear(), List.of(x, weight, bias), real);
    }

    /** Notes the part of [B, gates * units] that is of one gate. */
    Traced gate(Traced gates, int gate, long units) {
        long from = gate * units;
        NDArray real = gates.real().get(":, %s:%s".formatted(from, from + units));
        return trace.slice(gates, 1, from, from + units, 1, real);
    }

    Traced unary(Unary function, Traced x) {
        NDArray real =
                function == Unary.TANH ? x.real().tanh() : x.real().getNDArrayInternal().sigmoid();
        return trace.unary(function, x, real);
    }

    Traced binary(Binary function, Traced a, Traced b) {
        NDArray real =
                switch (function) {
                    case ADD -> a.real().add(b.real());
                    case SUBTRACT -> a.real().sub(b.real());
                    default -> a.real().mul(b.real());
                };
        return trace.binary(function, a, b, real);
    }
}
