package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The operations of one recording, in the order of their computation. What was computed before is
 * not computed again, and what changes nothing is left out.
 */
final class Trace {

    private final boolean differentiable;
    private final List<Graph.Input> inputs = new ArrayList<>();
    private final Map<String, Traced> parameters = new HashMap<>();
    private final List<Graph.Value> parameterValues = new ArrayList<>();
    private final List<Graph.Constant> constants = new ArrayList<>();
    private final List<Graph.Operation> operations = new ArrayList<>();
    private final Map<List<Object>, Traced> computed = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * Begins a recording.
     *
     * @param differentiable whether gradients are taken of it
     */
    Trace(boolean differentiable) {
        this.differentiable = differentiable;
    }

    private String named(String word) {
        int count = names.merge(word, 1, Integer::sum);
        return count == 1 ? word : word + count;
    }

    private Graph.Value value(String name, NDArray real) {
        return new Graph.Value(name, Sizes.of(real.getShape()), real.getDataType());
    }

    Traced input(String word, Graph.Source source, NDArray real) {
        Graph.Value value = value(named(word), real);
        inputs.add(new Graph.Input(value, source));
        return new Traced(value, real, Optional.empty());
    }

    Traced parameter(String name, NDArray real) {
        return parameters.computeIfAbsent(
                name,
                key -> {
                    Graph.Value value = value(named(name), real);
                    parameterValues.add(value);
                    return new Traced(value, real, Optional.empty());
                });
    }

    /** Notes an array whose numbers nothing changes. */
    Traced constant(NDArray real) {
        List<Double> numbers = numbers(real);
        List<Object> key = List.of(real.getShape(), real.getDataType(), numbers);
        return computed.computeIfAbsent(
                key,
                all -> {
                    Graph.Constant constant =
                            new Graph.Constant(value(named("constant"), real), numbers);
                    constants.add(constant);
                    return new Traced(constant.value(), real, Optional.of(constant));
                });
    }

    private static List<Double> numbers(NDArray real) {
        double[] values =
                Digits.of(
                        real.getDataType() == DataType.FLOAT64
                                ? real
                                : real.toType(DataType.FLOAT64, false));
        boolean uniform = values.length > 0 && Arrays.stream(values).allMatch(v -> v == values[0]);
        return Arrays.stream(values).limit(uniform ? 1 : values.length).boxed().toList();
    }

    /** Notes a number as an array without axes, of the type of an array that it meets. */
    Traced number(Number number, Traced like) {
        return constant(Numbers.like(like.real(), new double[] {number.doubleValue()}));
    }

    /** Notes what an operator made of some arrays; of known ones, as known itself. */
    Traced operation(Operator operator, List<Traced> of, NDArray real) {
        if (of.stream().allMatch(Traced::isKnown)) {
            return constant(real);
        }
        List<Object> key = new ArrayList<>(List.of(operator));
        of.forEach(traced -> key.add(traced.name()));
        return computed.computeIfAbsent(
                key,
                all -> {
                    Graph.Value value = value(named(operator.word()), real);
                    List<String> names = of.stream().map(Traced::name).toList();
                    operations.add(new Graph.Operation(operator, names, value));
                    return new Traced(value, real, Optional.empty());
                });
    }

    /** Notes a function of each value. */
    Traced unary(Operator.Unary function, Traced x, NDArray real) {
        boolean nothing = function == Operator.Unary.STOP_GRADIENT && !differentiable;
        return nothing ? x : operation(function, List.of(x), real);
    }

    /** Notes a function of each two values. */
    Traced binary(Operator.Binary function, Traced a, Traced b, NDArray computed) {
        NDArray real = ofType(function, a, b, computed);
        if (changesNothing(function, b) && alike(a, real)) {
            return a;
        }
        boolean commutes = function == Operator.Binary.ADD || function == Operator.Binary.MULTIPLY;
        if (commutes && changesNothing(function, a) && alike(b, real)) {
            return b;
        }
        // Without gradients, x - x is what a bound through which they pass leaves.
        if (!differentiable && function == Operator.Binary.SUBTRACT && a.equals(b)) {
            return constant(real.zerosLike());
        }
        return operation(function, List.of(alone(a, b, real), alone(b, a, real)), real);
    }

    // PyTorch makes float64 of two arrays without axes if one is a number of Java's.
    private static NDArray ofType(Operator.Binary function, Traced a, Traced b, NDArray computed) {
        DataType type = a.value().type();
        return function.isComparison() || b.value().type() != type
                ? computed
                : computed.toType(type, false);
    }

    // One number is enough where the other array has the shape.
    private Traced alone(Traced array, Traced other, NDArray real) {
        boolean uniform = array.known().filter(Graph.Constant::isUniform).isPresent();
        return uniform && !other.isKnown() && other.shape().equals(real.getShape())
                ? number(array.known().orElseThrow().numbers().get(0), array)
                : array;
    }

    private static boolean changesNothing(Operator.Binary function, Traced b) {
        return switch (function) {
            case ADD, SUBTRACT -> b.isAll(0);
            case MULTIPLY, DIVIDE, POWER -> b.isAll(1);
            default -> false;
        };
    }

    private static boolean alike(Traced a, NDArray real) {
        return a.shape().equals(real.getShape()) && a.real().getDataType() == real.getDataType();
    }

    /** Notes another shape. */
    Traced reshape(Traced x, NDArray real) {
        Shape shape = real.getShape();
        return x.shape().equals(shape)
                ? x
                : operation(new Operator.Reshape(Sizes.of(shape)), List.of(x), real);
    }

    /** Notes a part along one axis. */
    Traced slice(Traced x, int axis, long from, long to, long step, NDArray real) {
        boolean whole = from == 0 && step == 1 && to == x.shape().get(axis);
        Size end = Size.of(to);
        return whole
                ? x
                : operation(new Operator.Slice(axis, Size.of(from), end, step), List.of(x), real);
    }

    /** Returns the graph of what some arrays need, named by what they are. */
    Graph graph(List<String> outputs, List<Traced> arrays) {
        Set<String> needed = new HashSet<>();
        arrays.forEach(traced -> needed.add(traced.name()));
        for (int i = operations.size() - 1; i >= 0; i--) {
            if (needed.contains(operations.get(i).value().name())) {
                needed.addAll(operations.get(i).inputs());
            }
        }
        Map<String, String> renamed = renamed(outputs, arrays, needed);
        UnaryOperator<String> rename = name -> renamed.getOrDefault(name, name);
        return new Graph(
                inputs.stream().filter(input -> isWanted(input, needed)).toList(),
                parameterValues.stream().filter(value -> needed.contains(value.name())).toList(),
                constants.stream()
                        .filter(constant -> needed.contains(constant.value().name()))
                        .toList(),
                operations.stream()
                        .filter(operation -> needed.contains(operation.value().name()))
                        .map(operation -> renamed(operation, rename))
                        .toList(),
                IntStream.range(0, outputs.size())
                        .mapToObj(
                                i ->
                                        new Graph.Output(
                                                outputs.get(i), rename.apply(arrays.get(i).name())))
                        .toList());
    }

    private static boolean isWanted(Graph.Input input, Set<String> needed) {
        return input.source() == Graph.Source.CALLER || needed.contains(input.value().name());
    }

    // What comes out is called so inside too; what was called so by chance gives way.
    private Map<String, String> renamed(
            List<String> outputs, List<Traced> arrays, Set<String> needed) {
        Set<String> computedHere = new HashSet<>();
        operations.forEach(operation -> computedHere.add(operation.value().name()));
        Map<String, String> renamed = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (computedHere.contains(arrays.get(i).name())) {
                renamed.putIfAbsent(arrays.get(i).name(), outputs.get(i));
            }
        }
        for (String output : outputs) {
            if (needed.contains(output) && computedHere.contains(output)) {
                renamed.putIfAbsent(output, named(output));
            }
        }
        return renamed;
    }

    private static Graph.Operation renamed(
            Graph.Operation operation, UnaryOperator<String> rename) {
        Graph.Value value = operation.value();
        return new Graph.Operation(
                operation.operator(),
                operation.inputs().stream().map(rename).toList(),
                new Graph.Value(rename.apply(value.name()), value.sizes(), value.type()));
    }
}
