package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Memory;
import io.github.autoencoders.graph.Operator.Statistic;
import io.github.autoencoders.graph.Operator.Unary;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.network.ChannelGroups;
import io.github.autoencoders.network.TransposedGeometry;
import io.github.autoencoders.testing.ArrayForm;
import io.github.autoencoders.testing.ClosedSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator in an engine's program, beside the engine's arrays operation by operation. */
class OperatorContractTest {

    private static final Size B = Size.ofBatch(1);
    private static final double LEAST = 0.2; // above 0, for roots and logarithms

    /**
     * One operation.
     *
     * @param operands the names of inputs "x0", "x1" and so on, and of constants
     * @param learns whether gradients are compared too
     */
    private record Trial(
            Operator operator,
            List<Graph.Value> inputs,
            List<Graph.Constant> constants,
            List<String> operands,
            Graph.Value result,
            double least,
            boolean learns) {

        Trial from(double other) {
            return new Trial(operator, inputs, constants, operands, result, other, learns);
        }

        Trial withoutGradients() {
            return new Trial(operator, inputs, constants, operands, result, least, false);
        }

        Trial giving(DataType type) {
            Graph.Value other = new Graph.Value(result.name(), result.sizes(), type);
            return new Trial(operator, inputs, constants, operands, other, least, false);
        }

        Trial taking(int index, DataType type) {
            List<Graph.Value> others = new ArrayList<>(inputs);
            Graph.Value before = inputs.get(index);
            others.set(index, new Graph.Value(before.name(), before.sizes(), type));
            return new Trial(operator, others, constants, operands, result, least, learns);
        }

        Graph graph() {
            return new Graph(
                    inputs.stream()
                            .map(value -> new Graph.Input(value, Graph.Source.CALLER))
                            .toList(),
                    List.of(),
                    constants,
                    List.of(new Graph.Operation(operator, operands, result)),
                    List.of(new Graph.Output("out", result.name())));
        }

        // The sum of the squares, by what learns as parameters. The first input has the batch's
        // size.
        Graph loss() {
            List<Graph.Value> given = new ArrayList<>(List.of(value("rows", B)));
            List<Graph.Value> learnt = new ArrayList<>();
            inputs.forEach(each -> (each.type() == DataType.FLOAT32 ? learnt : given).add(each));
            List<Integer> axes = IntStream.range(0, result.sizes().dimension()).boxed().toList();
            Graph.Value square = new Graph.Value("square", result.sizes(), result.type());
            Graph.Value total = new Graph.Value("total", new Sizes(List.of()), result.type());
            return new Graph(
                    given.stream().map(each -> new Graph.Input(each, Graph.Source.CALLER)).toList(),
                    learnt,
                    constants,
                    List.of(
                            new Graph.Operation(operator, operands, result),
                            new Graph.Operation(Unary.SQUARE, List.of("out"), square),
                            new Graph.Operation(
                                    new Operator.Reduction(Statistic.SUM, axes, false),
                                    List.of("square"),
                                    total)),
                    List.of(new Graph.Output("out", "out"), new Graph.Output("total", "total")));
        }

        NDList arrays(NDManager manager, long batch) {
            NDList arrays = new NDList();
            for (Graph.Value input : inputs) {
                NDArray drawn = manager.randomUniform(0, 1, input.sizes().in(batch));
                arrays.add(
                        switch (input.type()) {
                            case BOOLEAN -> drawn.gte(0.5);
                            case INT64 -> drawn.mul(5).floor().toType(DataType.INT64, false);
                            default -> drawn.mul(1.7 - least).add(least);
                        });
            }
            return arrays;
        }

        @Override
        public String toString() {
            return operator + " of " + inputs + " and " + constants;
        }
    }

    private static Size[] sizes(Object... sizes) {
        return Arrays.stream(sizes)
                .map(size -> size instanceof Size of ? of : Size.of((Integer) size))
                .toArray(Size[]::new);
    }

    private static Trial trial(Operator operator, Size[] result, Size[]... inputs) {
        List<Graph.Value> values = new ArrayList<>();
        for (Size[] input : inputs) {
            values.add(value("x" + values.size(), input));
        }
        List<String> operands = values.stream().map(Graph.Value::name).toList();
        return new Trial(operator, values, List.of(), operands, value("out", result), LEAST, true);
    }

    private static Graph.Constant constant(List<Double> numbers, Object... sizes) {
        return new Graph.Constant(value("c", sizes(sizes)), numbers);
    }

    // An array [B, 3] and a constant, in this order or the other.
    private static List<Trial> withConstant(Binary function, Graph.Constant constant) {
        Graph.Value x = value("x0", B, Size.of(3));
        Graph.Value out = value("out", B, Size.of(3));
        return Stream.of(List.of("x0", "c"), List.of("c", "x0"))
                .map(
                        operands ->
                                new Trial(
                                        function,
                                        List.of(x),
                                        List.of(constant),
                                        operands,
                                        out,
                                        LEAST,
                                        true))
                .map(trial -> function.isComparison() ? trial.giving(DataType.BOOLEAN) : trial)
                .toList();
    }

    static Stream<Trial> functions() {
        List<Trial> trials = new ArrayList<>();
        for (Unary function : Unary.values()) {
            Trial trial = trial(function, sizes(B, 3), sizes(B, 3));
            boolean positive = function == Unary.SQRT || function == Unary.LOG;
            boolean flat = function == Unary.SIGN || function == Unary.FLOOR;
            trials.add(
                    function == Unary.NOT
                            ? trial.taking(0, DataType.BOOLEAN).giving(DataType.BOOLEAN)
                            : flat || function == Unary.STOP_GRADIENT
                                    ? trial.from(-2).withoutGradients()
                                    : trial.from(positive ? LEAST : -2));
        }
        for (Binary function : Binary.values()) {
            Trial same = trial(function, sizes(B, 3), sizes(B, 3), sizes(B, 3));
            Trial unlike = trial(function, sizes(B, 4, 3), sizes(B, 1, 3), sizes(4, 1));
            Stream.of(same, unlike)
                    .map(trial -> function.isComparison() ? trial.giving(DataType.BOOLEAN) : trial)
                    .forEach(trials::add);
            trials.addAll(withConstant(function, constant(List.of(0.75))));
            trials.addAll(withConstant(function, constant(List.of(0.75), B, 3)));
            trials.addAll(withConstant(function, constant(List.of(0.5, 1.0, 1.5), 3)));
        }
        trials.add(trial(new Operator.LeakyRelu(0.1), sizes(B, 3), sizes(B, 3)).from(-2));
        trials.add(trial(new Operator.Elu(0.7), sizes(B, 3), sizes(B, 3)).from(-2));
        trials.add(trial(new Operator.Clip(0.5, 1), sizes(B, 3), sizes(B, 3)));
        trials.add(
                trial(new Operator.Clip(0.5, Double.POSITIVE_INFINITY), sizes(B, 3), sizes(B, 3)));
        for (DataType type : List.of(DataType.FLOAT64, DataType.INT64, DataType.INT32)) {
            trials.add(trial(new Operator.Cast(type), sizes(B, 3), sizes(B, 3)).giving(type));
        }
        trials.add(
                trial(new Operator.Cast(DataType.FLOAT32), sizes(B, 3), sizes(B, 3))
                        .taking(0, DataType.BOOLEAN)
                        .withoutGradients());
        trials.add(
                trial(new Operator.Cast(DataType.BOOLEAN), sizes(B, 3), sizes(B, 3))
                        .taking(0, DataType.INT64)
                        .giving(DataType.BOOLEAN));
        return trials.stream();
    }

    static Stream<Trial> layers() {
        List<Long> one = List.of(1L);
        List<Long> two = List.of(2L);
        return Stream.of(
                trial(new Operator.Linear(), sizes(B, 4), sizes(B, 3), sizes(4, 3), sizes(4)),
                trial(new Operator.Linear(), sizes(B, 5, 4), sizes(B, 5, 3), sizes(4, 3)),
                trial(new Operator.MatMul(), sizes(B, 4), sizes(B, 3), sizes(3, 4)),
                trial(new Operator.MatMul(), sizes(B, 2, 4), sizes(B, 2, 3), sizes(B, 3, 4)),
                trial(
                        new Operator.Convolution(two, one, one, 1),
                        sizes(B, 4, 3),
                        sizes(B, 2, 5),
                        sizes(4, 2, 3),
                        sizes(4)),
                trial(
                        new Operator.Convolution(
                                List.of(1L, 2L), List.of(0L, 1L), List.of(1L, 1L), 2),
                        sizes(B, 6, 3, 4),
                        sizes(B, 4, 5, 8),
                        sizes(6, 2, 3, 3)),
                transposed(TransposedGeometry.same(new Shape(3), new Shape(2)), 5),
                transposed(TransposedGeometry.same(new Shape(4, 3), new Shape(2, 3)), 5, 5),
                transposed(
                        TransposedGeometry.of(
                                new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), new Shape(1, 1)),
                        5,
                        5),
                trial(
                        new Operator.MaxPooling(two, two, List.of(0L), true),
                        sizes(B, 2, 3),
                        sizes(B, 2, 5)),
                trial(
                        new Operator.MaxPooling(
                                List.of(2L, 3L), List.of(2L, 2L), List.of(0L, 1L), false),
                        sizes(B, 2, 2, 3),
                        sizes(B, 2, 4, 5)),
                trial(
                                new Operator.BatchNormalization(1e-3),
                                sizes(B, 2, 3, 3),
                                sizes(B, 2, 3, 3),
                                sizes(2),
                                sizes(2),
                                sizes(2),
                                sizes(2))
                        .withoutGradients(),
                trial(
                        new Operator.GroupNormalization(ChannelGroups.of(2)),
                        sizes(B, 4, 3, 3),
                        sizes(B, 4, 3, 3),
                        sizes(4),
                        sizes(4)),
                trial(
                        new Operator.GroupNormalization(ChannelGroups.of(2)),
                        sizes(B, 4, 5),
                        sizes(B, 4, 5),
                        sizes(4),
                        sizes(4)),
                recurrence(Memory.GRU),
                recurrence(Memory.LSTM));
    }

    private static Trial transposed(TransposedGeometry geometry, int... size) {
        return transposed(geometry, 2, 3, new Shape(Arrays.stream(size).asLongStream().toArray()));
    }

    private static Trial transposed(
            TransposedGeometry geometry, int channels, int filters, Shape input) {
        return trial(
                new Operator.TransposedConvolution(geometry),
                wide(B, filters, geometry.outputSize(input)),
                wide(B, channels, input),
                wide(Size.of(channels), filters, geometry.kernel()),
                sizes(filters));
    }

    // Convolutions of both kinds as they come, also with few filters, trained and not.
    static Stream<Trial> geometries() {
        Random random = new Random(3);
        return Stream.generate(() -> Stream.of(transposed(random), convolution(random)))
                .limit(60)
                .flatMap(both -> both)
                .map(trial -> random.nextBoolean() ? trial : trial.withoutGradients());
    }

    private static int oneOf(Random random, int... numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    private static Trial transposed(Random random) {
        int axes = oneOf(random, 1, 2);
        long[][] each = new long[axes][];
        for (int axis = 0; axis < axes; axis++) {
            long kernel = random.nextLong(1, 6);
            long stride = random.nextLong(1, 4);
            long padding = random.nextLong(kernel);
            long added = random.nextLong(-1, stride);
            long missing = Math.max(0, 2 * padding + 1 - kernel - added); // with an input of 1
            long size = (missing + stride - 1) / stride + 1 + random.nextInt(4);
            each[axis] = new long[] {kernel, stride, padding, added, size};
        }
        return transposed(
                new TransposedGeometry(
                        shape(each, 0), shape(each, 1), shape(each, 2), shape(each, 3)),
                oneOf(random, 1, 2, 8, 16, 48),
                oneOf(random, 1, 2, 3, 16),
                shape(each, 4));
    }

    private static Trial convolution(Random random) {
        int axes = oneOf(random, 1, 2);
        long[][] each = new long[axes][];
        long[] output = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            long kernel = random.nextLong(1, 5);
            long stride = oneOf(random, 1, 1, 2);
            long dilation = oneOf(random, 1, 1, 2);
            long padding = random.nextLong(4);
            long reach = dilation * (kernel - 1) + 1 - 2 * padding;
            long size = Math.max(1, reach) + random.nextInt(4);
            output[axis] = (size - reach) / stride + 1;
            each[axis] = new long[] {kernel, stride, padding, dilation, size};
        }
        int channels = oneOf(random, 1, 8, 16, 48);
        int filters = oneOf(random, 1, 2, 3, 16);
        return trial(
                new Operator.Convolution(list(each, 1), list(each, 2), list(each, 3), 1),
                wide(B, filters, new Shape(output)),
                wide(B, channels, shape(each, 4)),
                wide(Size.of(filters), channels, shape(each, 0)),
                sizes(filters));
    }

    private static Shape shape(long[][] each, int index) {
        return new Shape(list(each, index));
    }

    private static List<Long> list(long[][] each, int index) {
        return Arrays.stream(each).map(of -> of[index]).toList();
    }

    private static Size[] wide(Size first, long second, Shape others) {
        List<Size> sizes = new ArrayList<>(List.of(first, Size.of(second)));
        for (long size : others.getShape()) {
            sizes.add(Size.of(size));
        }
        return sizes.toArray(Size[]::new);
    }

    private static Trial recurrence(Memory cell) {
        int rows = 3 * (cell == Memory.GRU ? 3 : 4);
        List<Size[]> inputs = new ArrayList<>(List.<Size[]>of(sizes(B, 4, 2)));
        for (int state = 0; state < cell.states(); state++) {
            inputs.add(sizes(1, B, 3));
        }
        inputs.addAll(List.of(sizes(rows, 2), sizes(rows, 3), sizes(rows), sizes(rows)));
        Operator operator = new Operator.Recurrence(cell, 3);
        return trial(operator, sizes(B, 4, 3), inputs.toArray(Size[][]::new)).from(-1);
    }

    static Stream<Trial> shapes() {
        Size twice = Size.ofBatch(2);
        Size all = Size.of(3);
        List<Trial> trials = new ArrayList<>();
        for (Statistic kind : Statistic.values()) {
            for (boolean keeps : new boolean[] {true, false}) {
                trials.add(
                        trial(
                                new Operator.Reduction(kind, List.of(1), keeps),
                                keeps ? sizes(B, 1, 3) : sizes(B, 3),
                                sizes(B, 4, 3)));
            }
            trials.add(
                    trial(
                            new Operator.Reduction(kind, List.of(0, 1), false),
                            sizes(),
                            sizes(B, 3)));
        }
        trials.addAll(
                List.of(
                        trial(new Operator.Softmax(1), sizes(B, 4, 3), sizes(B, 4, 3)),
                        trial(new Operator.LogSoftmax(2), sizes(B, 4, 3), sizes(B, 4, 3)),
                        trial(new Operator.ArgMax(1), sizes(B), sizes(B, 5)).giving(DataType.INT64),
                        trial(new Operator.OneHot(5, DataType.FLOAT32), sizes(B, 5), sizes(B))
                                .taking(0, DataType.INT64)
                                .withoutGradients(),
                        trial(new Operator.Where(), sizes(B, 3), sizes(B, 3), sizes(B, 3), sizes(3))
                                .taking(0, DataType.BOOLEAN),
                        trial(
                                new Operator.Reshape(new Sizes(List.of(twice, all))),
                                sizes(twice, 3),
                                sizes(B, 2, 3)),
                        trial(
                                new Operator.Broadcast(new Sizes(List.of(B, Size.of(4), all))),
                                sizes(B, 4, 3),
                                sizes(B, 1, 3)),
                        trial(
                                new Operator.Transpose(List.of(1, 0, 2)),
                                sizes(4, B, 3),
                                sizes(B, 4, 3)),
                        trial(new Operator.Concatenation(1), sizes(B, 5), sizes(B, 2), sizes(B, 3)),
                        trial(
                                new Operator.Slice(1, Size.of(1), Size.of(4), 2),
                                sizes(B, 2, 3),
                                sizes(B, 5, 3)),
                        trial(
                                new Operator.Slice(1, Size.of(2), Size.of(5), 1),
                                sizes(B, 3),
                                sizes(B, 5)),
                        trial(new Operator.Slice(0, Size.of(0), B, 1), sizes(B, 3), sizes(B, 3)),
                        trial(new Operator.Repetition(1, 3), sizes(B, 6), sizes(B, 2)),
                        onto(new Sizes(List.of(B, all)))));
        return trials.stream();
    }

    // A row that becomes as many as the batch has samples, beside an array that has them.
    private static Trial onto(Sizes sizes) {
        return new Trial(
                new Operator.Broadcast(sizes),
                List.of(value("x0", Size.of(1), Size.of(3)), value("x1", B)),
                List.of(),
                List.of("x0"),
                new Graph.Value("out", sizes, DataType.FLOAT32),
                LEAST,
                true);
    }

    static Stream<Trial> trials() {
        return Stream.of(functions(), layers(), geometries(), shapes()).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("trials")
    void aProgramComputesWhatTheEnginesArraysDo(Trial trial) throws IOException {
        Graph graph = trial.graph();
        try (NDManager manager = NDManager.newBaseManager();
                LoadedGraph program = load(trial, graph)) {
            for (int batch : new int[] {2, 5, 1, 2}) {
                NDList arrays = trial.arrays(manager, batch);
                NDList expected = byArrays(trial, graph, arrays, batch);
                NDList actual = byProgram(trial, program, arrays);
                assertEquals(expected.get(0).getDataType(), actual.get(0).getDataType());
                for (int i = 0; i < expected.size(); i++) {
                    assertClose(expected.get(i), actual.get(i), 1e-5, "array " + i);
                }
            }
        }
    }

    private static LoadedGraph load(Trial trial, Graph graph) throws IOException {
        Placement place = Placement.ofDefault();
        Language language = Language.require(place.engine());
        return trial.learns
                ? language.loadForGradients(graph, place, 3)
                : language.load(graph, place);
    }

    /** Whether the gradients are part of it or the engine takes them. */
    @ParameterizedTest
    @MethodSource("trained")
    void aLossProgramTakesTheGradientsOfTheEnginesArrays(Trial trial) throws IOException {
        Graph graph = trial.loss();
        List<String> learnt = graph.parameters().stream().map(Graph.Value::name).toList();
        try (NDManager manager = NDManager.newBaseManager();
                LossProgram program =
                        LossProgram.of(
                                new LossGraph(graph, "total", learnt), Placement.ofDefault(), 3)) {
            assertEquals(
                    Placement.ofDefault().engine().equals("PyTorch")
                            && !(trial.operator instanceof Operator.Recurrence),
                    program.hasGradients());
            for (int batch : new int[] {2, 5, 1, 2}) {
                NDList arrays = trial.arrays(manager, batch);
                NDList expected = byArrays(trial, trial.graph(), arrays, batch);
                NDList given = new NDList(manager.zeros(new Shape(batch)));
                NDList copies = copies(trial, arrays);
                copies.stream().filter(each -> !each.hasGradient()).forEach(given::add);
                copies.stream().filter(NDArray::hasGradient).forEach(given::add);
                program.run(given); // whose gradients are not added to the next
                LossProgram.Result made = program.run(given);
                assertClose(expected.get(0), made.outputs().get(0), 1e-5, "output");
                for (int i = 1; i < expected.size(); i++) {
                    assertClose(expected.get(i), made.gradients().get(i - 1), 1e-5, "array " + i);
                }
            }
        }
    }

    static Stream<Trial> trained() {
        return trials().filter(trial -> trial.learns);
    }

    private static NDList byArrays(Trial trial, Graph graph, NDList arrays, int batch) {
        return computed(
                trial,
                copies(trial, arrays),
                given -> {
                    Map<String, NDArray> named = new HashMap<>();
                    for (int i = 0; i < given.size(); i++) {
                        named.put("x" + i, given.get(i));
                    }
                    ArrayForm form = new ArrayForm(arrays.getManager(), batch, trial.learns);
                    return graph.write(form, named).get(0);
                });
    }

    private static NDList byProgram(Trial trial, LoadedGraph program, NDList arrays) {
        return computed(
                trial,
                copies(trial, arrays),
                given -> program.run(given, trial.learns).singletonOrThrow());
    }

    private interface Computation {
        NDArray of(NDList given);
    }

    // What came out, and the gradients of a sum that weighs each value otherwise.
    private static NDList computed(Trial trial, NDList given, Computation computation) {
        if (!trial.learns) {
            return new NDList(computation.of(given));
        }
        NDManager manager = given.getManager();
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            NDArray out = computation.of(given);
            collector.backward(out.square().sum());
            NDList all = new NDList(out);
            given.stream().filter(NDArray::hasGradient).forEach(x -> all.add(x.getGradient()));
            return all;
        }
    }

    private static NDList copies(Trial trial, NDList arrays) {
        NDList copies = new NDList();
        for (NDArray array : arrays) {
            NDArray copy = array.duplicate();
            if (trial.learns && copy.getDataType() == DataType.FLOAT32) {
                copy.setRequiresGradient(true);
            }
            copies.add(copy);
        }
        return copies;
    }

    @Test
    void everyOperatorIsTried() {
        List<Operator> operators = trials().map(Trial::operator).toList();
        Set<Class<?>> all = Set.of(Operator.class.getPermittedSubclasses());
        assertEquals(all, ClosedSet.membersAmong(Operator.class, operators));
    }
}
