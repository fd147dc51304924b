package io.github.autoencoders.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.file.ProtobufMessage;
import io.github.autoencoders.graph.Form;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.PixelBlocks;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes operations as nodes of ONNX; arrays are their names. */
final class OnnxForm implements Form<String> {

    private static final long TO_THE_END = Long.MAX_VALUE;

    private final Graph graph;
    private final Map<String, Graph.Value> values;
    private final List<ProtobufMessage> nodes = new ArrayList<>();
    private final List<ProtobufMessage> initializers = new ArrayList<>();
    private final Map<Object, String> known = new HashMap<>(); // what need not be written twice
    private final Map<String, Graph.Constant> fills = new HashMap<>(); // of one number
    private final Map<String, Frame> frames = new HashMap<>();
    private final Map<String, Runnable> unwritten = new HashMap<>();
    private final Set<String> parameters = new HashSet<>();
    private final Map<String, Map<String, Made>> ofParameters = new HashMap<>(); // by both names
    private final Set<String> read = new HashSet<>(); // by nodes

    OnnxForm(Graph graph) {
        this.graph = graph;
        values = graph.values();
        graph.parameters().forEach(value -> parameters.add(value.name()));
    }

    /**
     * What is made of a parameter when the file is written.
     *
     * @param shape of it
     * @param values of it by those of the parameter
     */
    private record Made(Shape shape, UnaryOperator<float[]> values) {}

    /**
     * Returns a parameter, if nodes read it as it is, and what else they read that is made of it.
     *
     * @param name of the parameter
     * @param isOutput whether it is read anyway
     */
    List<ProtobufMessage> parameter(String name, boolean isOutput, NDArray array) {
        float[] values = array.toFloatArray();
        List<ProtobufMessage> tensors = new ArrayList<>();
        Map<String, Made> made = ofParameters.getOrDefault(name, Map.of());
        if (isOutput || read.contains(name) || made.isEmpty()) {
            tensors.add(Tensor.ofFloats(name, array.getShape().getShape(), values));
        }
        made.forEach(
                (other, how) ->
                        tensors.add(
                                Tensor.ofFloats(
                                        other,
                                        how.shape().getShape(),
                                        how.values().apply(values))));
        return tensors;
    }

    List<ProtobufMessage> nodes() {
        return nodes;
    }

    List<ProtobufMessage> initializers() {
        return initializers;
    }

    /**
     * One number around an array.
     *
     * @param pads how often before it, axis by axis, and then behind it
     */
    private record Frame(String x, Graph.Constant fill, List<Long> pads) {}

    /** Adds a node, and returns what comes out. */
    String add(Node node) {
        node.inputs().forEach(this::complete);
        read.addAll(node.inputs());
        nodes.add(node.message());
        return node.output();
    }

    /** Writes an array, if it is one of those that are written only where they are used. */
    void complete(String array) {
        Runnable writing = unwritten.remove(array);
        if (writing != null) {
            writing.run();
        }
    }

    private String number(Graph.Constant fill) {
        return number(fill.numbers().get(0), fill.value().type());
    }

    String add(String type, String output, String... inputs) {
        return add(new Node(type, List.of(inputs), output));
    }

    private String add(String type, Graph.Value result, String... inputs) {
        return add(type, result.name(), inputs);
    }

    private static Node node(String type, Graph.Value result, String... inputs) {
        return new Node(type, List.of(inputs), result.name());
    }

    private String initializer(
            String kind, List<?> numbers, Function<String, ProtobufMessage> tensor) {
        return known.computeIfAbsent(
                List.of(kind, numbers),
                key -> {
                    String name = kind + "_" + known.size();
                    initializers.add(tensor.apply(name));
                    return name;
                });
    }

    /** Returns whole numbers, [N]. */
    String longs(List<Long> numbers) {
        return initializer("int64", numbers, name -> Tensor.ofLongs(name, numbers));
    }

    private String number(double number, DataType type) {
        return initializer(
                "number",
                List.of(number, type),
                name -> Tensor.of(name, type, new long[0], new double[] {number}));
    }

    // The size of the batch, [1]: that of the first input that has one.
    private String batch() {
        return known.computeIfAbsent(
                "batch",
                key -> {
                    String input =
                            graph.inputs().stream()
                                    .map(Graph.Input::value)
                                    .filter(value -> value.sizes().isOfBatch())
                                    .findFirst()
                                    .orElseThrow()
                                    .name();
                    Node node = new Node("Shape", List.of(input), "batch");
                    return add(node.with("start", 0).with("end", 1));
                });
    }

    private Sizes sizes(String x) {
        return Objects.requireNonNull(values.get(x)).sizes(); // every array is the graph's
    }

    private String size(Size size) {
        if (!size.ofBatch()) {
            return longs(List.of(size.factor()));
        }
        if (size.factor() == 1) {
            return batch();
        }
        String batch = batch();
        String factor = longs(List.of(size.factor()));
        return known.computeIfAbsent(
                size, key -> add("Mul", "batch_times_" + size.factor(), batch, factor));
    }

    private String shape(Sizes sizes) {
        if (!sizes.isOfBatch()) {
            return longs(sizes.axes().stream().map(Size::factor).toList());
        }
        List<String> axes = sizes.axes().stream().map(this::size).toList();
        return known.computeIfAbsent(
                sizes,
                key -> {
                    String name = "shape_" + known.size();
                    return add(new Node("Concat", axes, name).with("axis", 0));
                });
    }

    @Override
    public String constant(Graph.Constant constant) {
        Graph.Value value = constant.value();
        if (!value.sizes().isOfBatch()) {
            Shape shape = value.sizes().in(1);
            initializers.add(
                    Tensor.of(value.name(), value.type(), shape.getShape(), constant.values(1)));
            return value.name();
        }
        fills.put(value.name(), constant);
        unwritten.put(
                value.name(), () -> add("Expand", value, number(constant), shape(value.sizes())));
        return value.name();
    }

    @Override
    public String unary(Operator.Unary function, String x, Graph.Value result) {
        return switch (function) {
            case NEGATE -> add("Neg", result, x);
            case ABS -> add("Abs", result, x);
            case SIGN -> add("Sign", result, x);
            case SQUARE -> add("Mul", result, x, x);
            case SQRT -> add("Sqrt", result, x);
            case EXP -> add("Exp", result, x);
            case LOG -> add("Log", result, x);
            case SIN -> add("Sin", result, x);
            case SIGMOID -> add("Sigmoid", result, x);
            case TANH -> add("Tanh", result, x);
            case RELU -> add("Relu", result, x);
            case SOFT_PLUS -> add("Softplus", result, x);
            case FLOOR -> add("Floor", result, x);
            case NOT -> add("Not", result, x);
            case STOP_GRADIENT -> add("Identity", result, x);
        };
    }

    @Override
    public String binary(Operator.Binary function, String a, String b, Graph.Value result) {
        return switch (function) {
            case ADD -> add("Add", result, a, b);
            case SUBTRACT -> add("Sub", result, a, b);
            case MULTIPLY -> add("Mul", result, a, b);
            case DIVIDE -> add("Div", result, a, b);
            case POWER -> add("Pow", result, a, b);
            case MAXIMUM -> add("Max", result, a, b);
            case MINIMUM -> add("Min", result, a, b);
            case EQUAL -> add("Equal", result, a, b);
            case GREATER -> add("Greater", result, a, b);
            case GREATER_OR_EQUAL -> add("GreaterOrEqual", result, a, b);
            case LESS -> add("Less", result, a, b);
            case LESS_OR_EQUAL -> add("LessOrEqual", result, a, b);
        };
    }

    @Override
    public String leakyRelu(Operator.LeakyRelu leakyRelu, String x, Graph.Value result) {
        return add(node("LeakyRelu", result, x).with("alpha", leakyRelu.slope()));
    }

    @Override
    public String elu(Operator.Elu elu, String x, Graph.Value result) {
        return add(node("Elu", result, x).with("alpha", elu.alpha()));
    }

    @Override
    public String clip(Operator.Clip clip, String x, Graph.Value result) {
        return add(
                "Clip",
                result,
                x,
                number(clip.least(), result.type()),
                number(clip.greatest(), result.type()));
    }

    @Override
    public String cast(Operator.Cast cast, String x, Graph.Value result) {
        return add(node("Cast", result, x).with("to", Tensor.type(cast.type())));
    }

    @Override
    public String where(
            Operator.Where where, String condition, String a, String b, Graph.Value result) {
        return add("Where", result, condition, a, b);
    }

    @Override
    public String matMul(Operator.MatMul matMul, String a, String b, Graph.Value result) {
        return add("MatMul", result, a, b);
    }

    @Override
    public String linear(Operator.Linear linear, List<String> inputs, Graph.Value result) {
        if (result.sizes().dimension() == 2) {
            return add(new Node("Gemm", inputs, result.name()).with("transB", 1));
        }
        String turned = inputs.get(1) + "_transposed";
        if (known.putIfAbsent(turned, turned) == null) {
            transposed(inputs.get(1), List.of(1L, 0L), turned);
        }
        if (inputs.size() == 2) {
            return add("MatMul", result, inputs.get(0), turned);
        }
        String product = add("MatMul", result.name() + "_product", inputs.get(0), turned);
        return add("Add", result, product, inputs.get(2));
    }

    private static List<Long> twice(List<Long> padding) {
        List<Long> both = new ArrayList<>(padding);
        both.addAll(padding);
        return both;
    }

    @Override
    public String convolution(
            Operator.Convolution convolution, List<String> inputs, Graph.Value result) {
        Optional<PixelBlocks> blocks =
                parameters.containsAll(inputs.subList(1, inputs.size()))
                        ? PixelBlocks.of(convolution, sizes(inputs.get(1)), result.sizes())
                        : Optional.empty();
        return blocks.isPresent()
                ? ofBlocks(blocks.get(), inputs, result)
                : add(
                        new Node("Conv", inputs, result.name())
                                .with("strides", convolution.stride())
                                .with("pads", twice(convolution.padding()))
                                .with("dilations", convolution.dilation())
                                .with("group", convolution.groups()));
    }

    private String ofBlocks(PixelBlocks blocks, List<String> inputs, Graph.Value result) {
        long filters = blocks.pixels() * blocks.filters();
        List<String> larger = new ArrayList<>(List.of(inputs.get(0)));
        Shape weight =
                new Shape(filters, blocks.channels(), blocks.largerHeight(), blocks.largerWidth());
        larger.add(made(inputs.get(1), blocks, new Made(weight, blocks::largerWeight)));
        if (inputs.size() > 2) {
            Made bias = new Made(new Shape(filters), blocks::largerBias);
            larger.add(made(inputs.get(2), blocks, bias));
        }
        String made =
                add(
                        new Node("Conv", larger, result.name() + "_blocks")
                                .with("strides", blocks.stride())
                                .with("pads", twice(blocks.padding())));
        return add(node("DepthToSpace", result, made).with("blocksize", blocks.side()));
    }

    private String made(String parameter, PixelBlocks blocks, Made how) {
        String name = parameter + "_blocks" + blocks.side();
        ofParameters.computeIfAbsent(parameter, key -> new LinkedHashMap<>()).put(name, how);
        return name;
    }

    // What is added to the end is less cut off, as long as there is something to cut.
    @Override
    public String transposedConvolution(
            Operator.TransposedConvolution convolution,
            String x,
            String weight,
            String bias,
            Graph.Value result) {
        TransposedGeometry geometry = convolution.geometry();
        List<Long> pads = list(geometry.padding());
        List<Long> added = new ArrayList<>();
        for (int d = 0; d < geometry.dimensions(); d++) {
            long rest = geometry.outputPadding().get(d) - geometry.padding().get(d);
            pads.add(Math.max(0, -rest));
            added.add(Math.max(0, rest));
        }
        return add(
                node("ConvTranspose", result, x, weight, bias)
                        .with("strides", list(geometry.stride()))
                        .with("pads", pads)
                        .with("output_padding", added));
    }

    private static List<Long> list(Shape shape) {
        return new ArrayList<>(LongStream.of(shape.getShape()).boxed().toList());
    }

    @Override
    public String maxPooling(Operator.MaxPooling pooling, String x, Graph.Value result) {
        return add(
                node("MaxPool", result, x)
                        .with("kernel_shape", pooling.window())
                        .with("strides", pooling.stride())
                        .with("pads", twice(pooling.padding()))
                        .with("ceil_mode", pooling.roundUp() ? 1 : 0));
    }

    // ONNX has scale and shift before mean and variance.
    @Override
    public String batchNormalization(
            Operator.BatchNormalization normalization, List<String> inputs, Graph.Value result) {
        List<String> ordered = IntStream.of(0, 3, 4, 1, 2).mapToObj(inputs::get).toList();
        Node node = new Node("BatchNormalization", ordered, result.name());
        return add(node.with("epsilon", normalization.epsilon()));
    }

    // Each group as one channel; these have no scale and shift of their own.
    @Override
    public String groupNormalization(
            Operator.GroupNormalization normalization,
            String x,
            String scale,
            String shift,
            Graph.Value result) {
        int groups = normalization.groups().count();
        String name = result.name();
        String rows = add("Reshape", name + "_groups", x, longs(List.of(0L, (long) groups, -1L)));
        String ones = numbers(groups, 1, result.type());
        String zeros = numbers(groups, 0, result.type());
        Node node = new Node("InstanceNormalization", List.of(rows, ones, zeros), name + "_normal");
        String normal = add(node.with("epsilon", normalization.groups().epsilon()));
        Graph.Value whole = new Graph.Value(name + "_channels", result.sizes(), result.type());
        String back = reshape(new Operator.Reshape(result.sizes()), normal, whole);
        String scaled = add("Mul", name + "_scaled", back, ofChannels(scale, result));
        return add("Add", result, scaled, ofChannels(shift, result));
    }

    private String numbers(int count, double number, DataType type) {
        double[] all = new double[count];
        Arrays.fill(all, number);
        return initializer(
                "numbers",
                List.of(count, number, type),
                name -> Tensor.of(name, type, new long[] {count}, all));
    }

    // [C] to [C, 1, 1]
    private String ofChannels(String parameter, Graph.Value result) {
        List<Long> sizes = new ArrayList<>(Collections.nCopies(result.sizes().dimension() - 1, 1L));
        sizes.set(0, -1L);
        String shape = longs(List.copyOf(sizes));
        return add("Reshape", result.name() + "_" + parameter, parameter, shape);
    }

    @Override
    public String softmax(Operator.Softmax softmax, String x, Graph.Value result) {
        return add(node("Softmax", result, x).with("axis", softmax.axis()));
    }

    @Override
    public String logSoftmax(Operator.LogSoftmax logSoftmax, String x, Graph.Value result) {
        return add(node("LogSoftmax", result, x).with("axis", logSoftmax.axis()));
    }

    // In this version the sum has its axes as an input, all others as an attribute.
    @Override
    public String reduction(Operator.Reduction reduction, String x, Graph.Value result) {
        List<Long> axes = reduction.axes().stream().map(Integer::longValue).toList();
        Node node =
                switch (reduction.kind()) {
                    case SUM -> node("ReduceSum", result, x, longs(axes));
                    case MEAN -> node("ReduceMean", result, x);
                    case MAX -> node("ReduceMax", result, x);
                    case MIN -> node("ReduceMin", result, x);
                };
        if (reduction.kind() != Operator.Statistic.SUM) {
            node.with("axes", axes);
        }
        return add(node.with("keepdims", reduction.keepAxes() ? 1 : 0));
    }

    @Override
    public String argMax(Operator.ArgMax argMax, String x, Graph.Value result) {
        return add(node("ArgMax", result, x).with("axis", argMax.axis()).with("keepdims", 0));
    }

    @Override
    public String oneHot(Operator.OneHot oneHot, String indices, Graph.Value result) {
        DataType type = oneHot.type();
        double[] offAndOn = {0, 1};
        String values =
                initializer(
                        "off_on",
                        List.of(type),
                        name -> Tensor.of(name, type, new long[] {2}, offAndOn));
        String depth = longs(List.of(oneHot.depth()));
        return add("OneHot", result, indices, depth, values);
    }

    // With one open size, ONNX finds it by itself.
    @Override
    public String reshape(Operator.Reshape reshape, String x, Graph.Value result) {
        List<Size> axes = reshape.sizes().axes();
        String shape =
                axes.stream().filter(Size::ofBatch).count() == 1
                        ? longs(axes.stream().map(s -> s.ofBatch() ? -1 : s.factor()).toList())
                        : shape(reshape.sizes());
        return add("Reshape", result, x, shape);
    }

    // A size of 1 leaves an axis as it is.
    @Override
    public String broadcast(Operator.Broadcast broadcast, String x, Graph.Value result) {
        Sizes given = sizes(x);
        List<Size> axes = new ArrayList<>();
        for (int axis = 0; axis < given.dimension(); axis++) {
            Size wanted = broadcast.sizes().get(axis);
            axes.add(wanted.equals(given.get(axis)) ? Size.of(1) : wanted);
        }
        return add("Expand", result, x, shape(new Sizes(axes)));
    }

    @Override
    public String transpose(Operator.Transpose transpose, String x, Graph.Value result) {
        List<Long> axes = transpose.axes().stream().map(Integer::longValue).toList();
        return transposed(x, axes, result.name());
    }

    @Override
    public String concatenation(
            Operator.Concatenation concatenation, List<String> inputs, Graph.Value result) {
        Optional<Frame> frame = frame(concatenation.axis(), inputs);
        if (frame.isPresent()) {
            frames.put(result.name(), frame.get());
            unwritten.put(result.name(), () -> write(frame.get(), result));
            return result.name();
        }
        Node node = new Node("Concat", inputs, result.name());
        return add(node.with("axis", concatenation.axis()));
    }

    private void write(Frame frame, Graph.Value result) {
        add("Pad", result, frame.x(), longs(frame.pads()), number(frame.fill()));
    }

    // Axis by axis the same number on both sides of an array is one frame.
    private Optional<Frame> frame(int axis, List<String> inputs) {
        Graph.Constant before = fills.get(inputs.get(0));
        Graph.Constant behind = fills.get(inputs.get(inputs.size() - 1));
        if (inputs.size() != 3
                || before == null
                || behind == null
                || !before.numbers().equals(behind.numbers())
                || sizes(inputs.get(0)).get(axis).ofBatch()) {
            return Optional.empty();
        }
        int axes = before.value().sizes().dimension();
        String x = inputs.get(1);
        Frame inner = frames.get(x);
        if (inner == null || !inner.fill().numbers().equals(before.numbers())) {
            inner = new Frame(x, before, Collections.nCopies(2 * axes, 0L));
        }
        List<Long> pads = new ArrayList<>(inner.pads());
        pads.set(axis, pads.get(axis) + sizes(inputs.get(0)).get(axis).factor());
        pads.set(axes + axis, pads.get(axes + axis) + sizes(inputs.get(2)).get(axis).factor());
        return Optional.of(new Frame(inner.x(), before, List.copyOf(pads)));
    }

    @Override
    public String slice(Operator.Slice slice, String x, Graph.Value result) {
        boolean toTheEnd = slice.to().equals(sizes(x).get(slice.axis()));
        return add(
                "Slice",
                result,
                x,
                size(slice.from()),
                toTheEnd ? longs(List.of(TO_THE_END)) : size(slice.to()),
                longs(List.of((long) slice.axis())),
                longs(List.of(slice.step())));
    }

    @Override
    public String repetition(Operator.Repetition repetition, String x, Graph.Value result) {
        long size = sizes(x).get(repetition.axis()).factor() * repetition.times();
        List<Long> places =
                LongStream.range(0, size).mapToObj(i -> i / repetition.times()).toList();
        return add(node("Gather", result, x, longs(places)).with("axis", repetition.axis()));
    }

    @Override
    public String recurrence(
            Operator.Recurrence recurrence, List<String> inputs, Graph.Value result) {
        return new RecurrentNodes(this, recurrence, result).write(inputs);
    }

    String transposed(String x, List<Long> axes, String name) {
        return add(new Node("Transpose", List.of(x), name).with("perm", axes));
    }
}
