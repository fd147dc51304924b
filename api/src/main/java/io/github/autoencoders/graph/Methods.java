package io.github.autoencoders.graph;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Statistic;
import io.github.autoencoders.graph.Operator.Unary;
import io.github.autoencoders.network.ChannelGroups;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What DJL's methods are in a graph, by their names; those of the internal interface after "ex".
 */
final class Methods {

    /** What is noted of a call: an array for each of its results. */
    private interface Rule {
        List<Traced> note(Call call);
    }

    private static final Map<String, Rule> RULES =
            Map.ofEntries(
                    unary("neg", Unary.NEGATE),
                    unary("abs", Unary.ABS),
                    unary("sign", Unary.SIGN),
                    unary("square", Unary.SQUARE),
                    unary("sqrt", Unary.SQRT),
                    unary("exp", Unary.EXP),
                    unary("log", Unary.LOG),
                    unary("sin", Unary.SIN),
                    unary("floor", Unary.FLOOR),
                    unary("tanh", Unary.TANH),
                    unary("logicalNot", Unary.NOT),
                    unary("stopGradient", Unary.STOP_GRADIENT),
                    unary("ex.relu", Unary.RELU),
                    unary("ex.sigmoid", Unary.SIGMOID),
                    unary("ex.tanh", Unary.TANH),
                    unary("ex.softPlus", Unary.SOFT_PLUS),
                    one("ex.leakyRelu", call -> call.of(new Operator.LeakyRelu(call.number(0)))),
                    one("ex.elu", call -> call.of(new Operator.Elu(call.number(0)))),
                    one("clip", call -> call.of(new Operator.Clip(call.number(0), call.number(1)))),
                    binary("add", Binary.ADD),
                    binary("sub", Binary.SUBTRACT),
                    binary("mul", Binary.MULTIPLY),
                    binary("div", Binary.DIVIDE),
                    binary("pow", Binary.POWER),
                    binary("maximum", Binary.MAXIMUM),
                    binary("minimum", Binary.MINIMUM),
                    binary("eq", Binary.EQUAL),
                    binary("gt", Binary.GREATER),
                    binary("gte", Binary.GREATER_OR_EQUAL),
                    binary("lt", Binary.LESS),
                    binary("lte", Binary.LESS_OR_EQUAL),
                    one("matMul", call -> of(call, new Operator.MatMul(), call.array(0))),
                    one("toType", Methods::toType),
                    one("toDevice", Call::self),
                    one("duplicate", Call::self),
                    one("zerosLike", call -> call.trace().constant(call.result())),
                    one("onesLike", call -> call.trace().constant(call.result())),
                    one("sum", call -> reduced(call, Statistic.SUM)),
                    one("mean", call -> reduced(call, Statistic.MEAN)),
                    one("max", call -> reduced(call, Statistic.MAX)),
                    one("min", call -> reduced(call, Statistic.MIN)),
                    one(
                            "softmax",
                            call -> call.of(new Operator.Softmax(call.axis(call.integer(0))))),
                    one(
                            "logSoftmax",
                            call -> call.of(new Operator.LogSoftmax(call.axis(call.integer(0))))),
                    one("argMax", call -> call.of(new Operator.ArgMax(call.axis(call.integer(0))))),
                    one("oneHot", Methods::oneHot),
                    reshape("reshape"),
                    reshape("expandDims"),
                    reshape("squeeze"),
                    reshape("flatten"),
                    one("broadcast", Methods::broadcast),
                    one("transpose", Methods::transpose),
                    one("swapAxes", Methods::swapAxes),
                    one("repeat", Methods::repeat),
                    one("get", Slicing::get),
                    entry("split", Slicing::split),
                    one("ex.concat", Methods::concat),
                    one("ex.stack", Methods::stack),
                    one("ex.where", Methods::where),
                    one("ex.maxPool", Methods::maxPool),
                    one("ex.linear", Methods::linear),
                    one("ex.convolution", Methods::convolution),
                    one("ex.batchNorm", Methods::batchNorm),
                    one("ex.dropout", Methods::dropout),
                    entry("ex.gru", call -> Recurrent.note(Operator.Memory.GRU, call)),
                    entry("ex.lstm", call -> Recurrent.note(Operator.Memory.LSTM, call)));

    private Methods() {}

    /** Returns what is noted of a call, an array for each of its results. */
    static List<Traced> note(String method, Call call) {
        Rule rule = RULES.get(method);
        if (rule == null) {
            if (isKnown(call)) {
                return call.results().stream().map(call.trace()::constant).toList();
            }
            throw new IllegalArgumentException(
                    "computation must be made of operations that a graph has, but calls "
                            + method.replace("ex.", ""));
        }
        return rule.note(call);
    }

    private static boolean isKnown(Call call) {
        return call.self().isKnown()
                && call.arguments().stream().noneMatch(argument -> argument instanceof NDArray)
                && call.arguments().stream().noneMatch(argument -> argument instanceof NDList);
    }

    /** Notes a computation of our own that is one operation. */
    static Traced whole(Trace trace, Object operation, List<Traced> of, NDArray result) {
        if (operation instanceof TransposedGeometry geometry) {
            return trace.operation(new Operator.TransposedConvolution(geometry), of, result);
        }
        if (operation instanceof ChannelGroups groups) {
            return trace.operation(new Operator.GroupNormalization(groups), of, result);
        }
        throw new IllegalArgumentException(
                "operation must be one that a graph has, but is " + operation);
    }

    private static Map.Entry<String, Rule> one(String method, Function<Call, Traced> rule) {
        return entry(method, call -> List.of(rule.apply(call)));
    }

    private static Map.Entry<String, Rule> unary(String method, Unary function) {
        return one(method, call -> call.trace().unary(function, call.self(), call.result()));
    }

    private static Map.Entry<String, Rule> binary(String method, Binary function) {
        return one(
                method,
                call -> call.trace().binary(function, call.self(), call.array(0), call.result()));
    }

    private static Map.Entry<String, Rule> reshape(String method) {
        return one(method, call -> call.trace().reshape(call.self(), call.result()));
    }

    private static Traced of(Call call, Operator operator, Traced other) {
        return call.trace().operation(operator, List.of(call.self(), other), call.result());
    }

    private static Traced toType(Call call) {
        DataType type = (DataType) call.arguments().get(0);
        return type == call.self().value().type() ? call.self() : call.of(new Operator.Cast(type));
    }

    private static Traced reduced(Call call, Statistic kind) {
        boolean all = call.arguments().isEmpty();
        List<Integer> axes = all ? call.allAxes() : call.axes((int[]) call.arguments().get(0));
        return axes.isEmpty()
                ? call.self()
                : call.of(new Operator.Reduction(kind, axes, call.flag(1)));
    }

    private static Traced oneHot(Call call) {
        Object last = call.arguments().get(call.arguments().size() - 1);
        DataType type = last instanceof DataType given ? given : DataType.FLOAT32;
        return call.of(new Operator.OneHot(call.integer(0), type));
    }

    private static Traced broadcast(Call call) {
        Shape shape = call.result().getShape();
        if (shape.equals(call.self().shape())) {
            return call.self();
        }
        NDArray real = call.self().real();
        long[] widened = new long[shape.dimension()];
        int missing = shape.dimension() - real.getShape().dimension();
        for (int axis = 0; axis < widened.length; axis++) {
            widened[axis] = axis < missing ? 1 : real.getShape().get(axis - missing);
        }
        Traced wide =
                missing == 0
                        ? call.self()
                        : call.trace().reshape(call.self(), real.reshape(new Shape(widened)));
        return call.trace()
                .operation(new Operator.Broadcast(Sizes.of(shape)), List.of(wide), call.result());
    }

    private static Traced transpose(Call call) {
        List<Integer> axes = new ArrayList<>(call.allAxes());
        Collections.reverse(axes);
        return permuted(
                call,
                call.arguments().isEmpty() ? axes : call.axes((int[]) call.arguments().get(0)));
    }

    private static Traced swapAxes(Call call) {
        List<Integer> axes = new ArrayList<>(call.allAxes());
        Collections.swap(axes, call.axis(call.integer(0)), call.axis(call.integer(1)));
        return permuted(call, axes);
    }

    private static Traced permuted(Call call, List<Integer> axes) {
        return axes.equals(call.allAxes()) ? call.self() : call.of(new Operator.Transpose(axes));
    }

    private static Traced repeat(Call call) {
        if (call.arguments().size() != 2) {
            throw new IllegalArgumentException(
                    "repeat must be along one axis, but is along several");
        }
        long times = ((Number) call.arguments().get(1)).longValue();
        return times == 1
                ? call.self()
                : call.of(new Operator.Repetition(call.axis(call.integer(0)), times));
    }

    private static Traced concat(Call call) {
        List<Traced> all = withSelf(call);
        int axis = call.arguments().size() == 1 ? 0 : call.axis(call.integer(1));
        return all.size() == 1
                ? call.self()
                : call.trace().operation(new Operator.Concatenation(axis), all, call.result());
    }

    // The array itself comes before those of the list.
    private static List<Traced> withSelf(Call call) {
        return Stream.concat(Stream.of(call.self()), call.arrays(0).stream()).toList();
    }

    private static Traced stack(Call call) {
        int given = call.arguments().size() == 1 ? 0 : call.integer(1);
        int axis = given < 0 ? given + call.self().shape().dimension() + 1 : given;
        List<Traced> wide =
                withSelf(call).stream()
                        .map(x -> call.trace().reshape(x, x.real().expandDims(axis)))
                        .toList();
        return call.trace().operation(new Operator.Concatenation(axis), wide, call.result());
    }

    private static Traced where(Call call) {
        List<Traced> of = List.of(call.array(0), call.self(), call.array(1));
        return call.trace().operation(new Operator.Where(), of, call.result());
    }

    private static Traced maxPool(Call call) {
        Operator pooling =
                new Operator.MaxPooling(call.sizes(0), call.sizes(1), call.sizes(2), call.flag(3));
        return call.of(pooling);
    }

    private static Traced linear(Call call) {
        return call.trace().operation(new Operator.Linear(), given(call, 3), call.result());
    }

    private static Traced convolution(Call call) {
        Operator convolution =
                new Operator.Convolution(
                        call.sizes(3), call.sizes(4), call.sizes(5), call.integer(6));
        return call.trace().operation(convolution, given(call, 3), call.result());
    }

    // The first arguments, of which a bias may be missing.
    private static List<Traced> given(Call call, int count) {
        return IntStream.range(0, count)
                .filter(i -> call.arguments().get(i) != null)
                .mapToObj(call::array)
                .toList();
    }

    private static Traced batchNorm(Call call) {
        if (call.flag(8)) {
            throw new IllegalArgumentException(
                    "normalization must have learnt its means, but is in training");
        }
        if (call.integer(5) != 1 || given(call, 5).size() < 5) {
            throw new IllegalArgumentException(
                    "normalization must be of channels, with scale and shift");
        }
        Operator normalization = new Operator.BatchNormalization(call.number(7));
        return call.trace().operation(normalization, given(call, 5), call.result());
    }

    // As the engines do: what is kept, is divided by the share of what is.
    private static Traced dropout(Call call) {
        double rate = call.number(1);
        Traced x = call.array(0);
        if (!call.flag(2) || rate == 0) {
            return x;
        }
        Trace trace = call.trace();
        NDArray real = x.real();
        NDArray chances =
                real.getManager()
                        .randomUniform(0, 1, real.getShape(), real.getDataType(), real.getDevice());
        Traced chance = call.recorder().random("dropout", Graph.Source.UNIFORM, chances);
        NDArray kept = chances.gte(rate);
        Traced isKept = trace.binary(Binary.GREATER_OR_EQUAL, chance, trace.number(rate, x), kept);
        NDArray mask = kept.toType(real.getDataType(), false);
        Traced masked =
                trace.operation(new Operator.Cast(real.getDataType()), List.of(isKept), mask);
        Traced scaled =
                trace.binary(
                        Binary.MULTIPLY, masked, trace.number(1 / (1 - rate), x), mask.zerosLike());
        return trace.binary(Binary.MULTIPLY, x, scaled, call.result());
    }
}
