package io.github.autoencoders.program;

import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.graph.Form;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Writes operations as nodes of MXNet, mostly those that DJL's blocks call one by one. Constants
 * are variables too, so that their numbers are no part of the text; where one number is enough for
 * an operation, it is an attribute of it.
 */
final class SymbolForm implements Form<SymbolForm.Entry> {

    private static final int VECTOR = 8; // numbers that a processor computes at once, at least
    private static final double EPSILON = 0x1p-10; // exact, as what is left of 1 is

    private final Symbol symbol = new Symbol();
    private final Map<Integer, Graph.Constant> constants = new HashMap<>(); // by their variables
    private final Map<Integer, TapWeights> tapWeights = new HashMap<>(); // by their variables
    private final Map<Size, Axis> axes = new HashMap<>(); // where sizes of the batch are found

    /**
     * What stands for an array.
     *
     * @param node that it comes out of
     * @param sizes its shape
     * @param number that all its values are, if it is a constant
     */
    record Entry(int node, Sizes sizes, Optional<Double> number) {}

    private record Axis(int node, int axis) {}

    /** Adds an array that is given. */
    Entry given(Graph.Value value) {
        return noted(new Entry(symbol.variable(), value.sizes(), Optional.empty()));
    }

    private Entry noted(Entry entry) {
        for (int axis = 0; axis < entry.sizes.dimension(); axis++) {
            Size size = entry.sizes.get(axis);
            if (size.ofBatch()) {
                axes.putIfAbsent(size, new Axis(entry.node, axis));
            }
        }
        return entry;
    }

    Symbol symbol() {
        return symbol;
    }

    /** Returns the constants by the variables that are to be given their numbers. */
    Map<Integer, Graph.Constant> constants() {
        return constants;
    }

    /** Returns the weights by the variables that are to be given them, of others' variables. */
    Map<Integer, TapWeights> tapWeights() {
        return tapWeights;
    }

    /** Returns the nodes of arrays that come out, each a node of its own. */
    List<Integer> outputs(List<Entry> entries) {
        List<Integer> nodes = new ArrayList<>();
        for (Entry entry : entries) {
            int node = node(entry);
            boolean own = !symbol.isVariable(node) && !nodes.contains(node);
            nodes.add(own ? node : symbol.add("_copy", Map.of(), List.of(node)));
        }
        return nodes;
    }

    // A constant whose shape depends on the batch is given with axes of 1, see below.
    private int node(Entry entry) {
        return entry.number.isPresent() && entry.sizes.isOfBatch()
                ? broadcast(entry.node, ones(entry.sizes), entry.sizes)
                : entry.node;
    }

    private static Sizes ones(Sizes sizes) {
        return new Sizes(
                sizes.axes().stream().map(size -> size.ofBatch() ? Size.of(1) : size).toList());
    }

    private Entry add(
            String operation, Map<String, String> attributes, Sizes sizes, Entry... inputs) {
        List<Integer> nodes = Arrays.stream(inputs).map(this::node).toList();
        return noted(new Entry(symbol.add(operation, attributes, nodes), sizes, Optional.empty()));
    }

    private Entry add(String operation, Sizes sizes, Entry... inputs) {
        return add(operation, Map.of(), sizes, inputs);
    }

    private static String tuple(List<?> numbers) {
        return numbers.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "(", numbers.size() == 1 ? ",)" : ")"));
    }

    private static String tuple(long... numbers) {
        return tuple(LongStream.of(numbers).boxed().toList());
    }

    private static String flag(boolean flag) {
        return flag ? "True" : "False";
    }

    private static String text(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    "numbers must be finite for a program, but are " + number);
        }
        return Double.toString(number);
    }

    // The one axis of the batch is found by the engine from how many values there are.
    private static String openShape(Sizes sizes) {
        if (sizes.axes().stream().filter(Size::ofBatch).count() > 1) {
            throw new IllegalArgumentException(
                    "shapes must have one axis of the batch for a program, but are " + sizes);
        }
        return tuple(
                sizes.axes().stream().map(size -> size.ofBatch() ? -1 : size.factor()).toList());
    }

    private Entry reshape(Entry x, Sizes sizes) {
        return add("_np_reshape", Map.of("newshape", openShape(sizes)), sizes, x);
    }

    // Axes of size 1 repeated: those of fixed sizes, then those of the batch, like another array's.
    private int broadcast(int node, Sizes from, Sizes to) {
        List<Integer> fixed = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        List<Integer> ofBatch = new ArrayList<>();
        for (int axis = 0; axis < to.dimension(); axis++) {
            if (from.get(axis).equals(to.get(axis))) {
                continue;
            }
            if (to.get(axis).ofBatch()) {
                ofBatch.add(axis);
            } else {
                fixed.add(axis);
                sizes.add(to.get(axis).factor());
            }
        }
        int made = node;
        if (!fixed.isEmpty()) {
            made =
                    symbol.add(
                            "broadcast_axis",
                            Map.of("axis", tuple(fixed), "size", tuple(sizes)),
                            List.of(made));
        }
        for (int axis : ofBatch) {
            made = broadcastLike(made, axis, to.get(axis));
        }
        return made;
    }

    private int broadcastLike(int node, int axis, Size size) {
        Axis like = axes.get(size);
        if (like == null) {
            throw new IllegalArgumentException(
                    "sizes must be of another array for a program, but are " + size);
        }
        return symbol.add(
                "broadcast_like",
                Map.of("lhs_axes", tuple(axis), "rhs_axes", tuple(like.axis)),
                List.of(node, like.node));
    }

    @Override
    public Entry constant(Graph.Constant constant) {
        Optional<Double> number =
                constant.isUniform() ? Optional.of(constant.numbers().get(0)) : Optional.empty();
        Graph.Value value = constant.value();
        Graph.Value given = new Graph.Value(value.name(), ones(value.sizes()), value.type());
        int node = symbol.variable();
        constants.put(node, new Graph.Constant(given, constant.numbers()));
        return new Entry(node, value.sizes(), number);
    }

    private Entry uniform(Sizes sizes, double number) {
        Graph.Value value = new Graph.Value("constant", sizes, DataType.FLOAT32);
        return constant(new Graph.Constant(value, List.of(number)));
    }

    @Override
    public Entry unary(Operator.Unary function, Entry x, Graph.Value result) {
        Sizes sizes = result.sizes();
        return switch (function) {
            case NEGATE -> add("_npi_negative", sizes, x);
            case ABS -> add("_npi_absolute", sizes, x);
            case SIGMOID, TANH -> activation(function.word(), sizes, x);
            case RELU -> activation("relu", sizes, x);
            case SOFT_PLUS -> activation("softrelu", sizes, x);
            case NOT -> add("_npi_logical_not", sizes, x);
            case STOP_GRADIENT -> add("BlockGrad", sizes, x);
            default -> add("_npi_" + function.word(), sizes, x);
        };
    }

    private Entry activation(String kind, Sizes sizes, Entry x) {
        return add("_npx_activation", Map.of("act_type", kind), sizes, x);
    }

    @Override
    public Entry binary(Operator.Binary function, Entry a, Entry b, Graph.Value result) {
        Sizes sizes = result.sizes();
        if (b.number.isPresent() && a.sizes.equals(sizes)) {
            return scalar(name(function), a, b.number.get());
        }
        if (a.number.isPresent() && b.sizes.equals(sizes)) {
            return scalar(reversed(function), b, a.number.get());
        }
        return add("_npi_" + name(function), sizes, a, b);
    }

    private Entry scalar(String name, Entry x, double number) {
        return add("_npi_" + name + "_scalar", Map.of("scalar", text(number)), x.sizes, x);
    }

    private static String name(Operator.Binary function) {
        return switch (function) {
            case DIVIDE -> "true_divide";
            case GREATER_OR_EQUAL -> "greater_equal";
            case LESS_OR_EQUAL -> "less_equal";
            default -> function.word();
        };
    }

    // Of a number and an array, as that of the array and the number.
    private static String reversed(Operator.Binary function) {
        return switch (function) {
            case SUBTRACT, DIVIDE, POWER -> "r" + name(function);
            case GREATER -> name(Operator.Binary.LESS);
            case GREATER_OR_EQUAL -> name(Operator.Binary.LESS_OR_EQUAL);
            case LESS -> name(Operator.Binary.GREATER);
            case LESS_OR_EQUAL -> name(Operator.Binary.GREATER_OR_EQUAL);
            default -> name(function);
        };
    }

    @Override
    public Entry leakyRelu(Operator.LeakyRelu leakyRelu, Entry x, Graph.Value result) {
        return leaky("leaky", leakyRelu.slope(), x);
    }

    @Override
    public Entry elu(Operator.Elu elu, Entry x, Graph.Value result) {
        return leaky("elu", elu.alpha(), x);
    }

    private Entry leaky(String kind, double slope, Entry x) {
        Map<String, String> attributes = Map.of("act_type", kind, "slope", text(slope));
        return add("_npx_leaky_relu", attributes, x.sizes, x);
    }

    @Override
    public Entry clip(Operator.Clip clip, Entry x, Graph.Value result) {
        Map<String, String> bounds =
                Map.of("a_min", bound(clip.least()), "a_max", bound(clip.greatest()));
        return add("_npi_clip", bounds, x.sizes, x);
    }

    private static String bound(double bound) {
        return Double.toString(Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, bound)));
    }

    @Override
    public Entry cast(Operator.Cast cast, Entry x, Graph.Value result) {
        return cast(x, cast.type());
    }

    private Entry cast(Entry x, DataType type) {
        return type == DataType.BOOLEAN
                ? scalar("not_equal", x, 0)
                : add("Cast", Map.of("dtype", name(type)), x.sizes, x);
    }

    private static String name(DataType type) {
        return switch (type) {
            case FLOAT32, FLOAT64, INT64, INT32, UINT8 -> type.name().toLowerCase(Locale.ROOT);
            default ->
                    throw new IllegalArgumentException(
                            "type must be one of a program's, but is " + type);
        };
    }

    @Override
    public Entry where(
            Operator.Where where, Entry condition, Entry a, Entry b, Graph.Value result) {
        return add("_npi_where", result.sizes(), condition, a, b);
    }

    @Override
    public Entry matMul(Operator.MatMul matMul, Entry a, Entry b, Graph.Value result) {
        return add("_npi_matmul", result.sizes(), a, b);
    }

    @Override
    public Entry linear(Operator.Linear linear, List<Entry> inputs, Graph.Value result) {
        Map<String, String> attributes =
                Map.of(
                        "num_hidden",
                        String.valueOf(inputs.get(1).sizes.get(0)),
                        "flatten",
                        flag(false),
                        "no_bias",
                        flag(inputs.size() == 2));
        return add(
                "_npx_fully_connected", attributes, result.sizes(), inputs.toArray(Entry[]::new));
    }

    // [..., ...kernel]
    private static List<Long> kernel(Entry weight) {
        return weight.sizes.axes().stream().skip(2).map(Size::factor).toList();
    }

    @Override
    public Entry convolution(
            Operator.Convolution convolution, List<Entry> inputs, Graph.Value result) {
        Entry weight = inputs.get(1);
        Optional<Scattering> scattering =
                Scattering.mirrored(convolution, kernel(weight))
                        .filter(each -> isGiven(weight))
                        .filter(each -> scatters(weight.sizes.get(0), weight.sizes.get(1), each));
        if (scattering.isPresent()) {
            TapWeights taps = new TapWeights(weight.node, true);
            Optional<Entry> bias = inputs.stream().skip(2).findFirst();
            return scattered(inputs.get(0), taps, bias, scattering.get(), result.sizes());
        }
        Map<String, String> attributes =
                Map.of(
                        "kernel", tuple(kernel(weight)),
                        "stride", tuple(convolution.stride()),
                        "pad", tuple(convolution.padding()),
                        "dilate", tuple(convolution.dilation()),
                        "num_group", String.valueOf(convolution.groups()),
                        "num_filter", String.valueOf(weight.sizes.get(0)),
                        "no_bias", flag(inputs.size() == 2));
        return add("_npx_convolution", attributes, result.sizes(), inputs.toArray(Entry[]::new));
    }

    private boolean isGiven(Entry entry) {
        return symbol.isVariable(entry.node) && !constants.containsKey(entry.node);
    }

    // The engine's own convolutions are slow with filters that fill no vector. What each value adds
    // to the output is computed instead where that is no more than there are values.
    private static boolean scatters(Size filters, Size channels, Scattering scattering) {
        return filters.factor() < VECTOR
                && scattering.taps() > 1
                && filters.factor() * scattering.taps() <= channels.factor();
    }

    // Adds every value of x to the output [B, filters, ...], each times its channel's kernel.
    private Entry scattered(
            Entry x, TapWeights weights, Optional<Entry> bias, Scattering scattering, Sizes sizes) {
        Size batch = x.sizes.get(0);
        Size taps = Size.of(sizes.get(1).factor() * scattering.taps());
        List<Size> size = x.sizes.axes().subList(2, x.sizes.dimension());
        List<Size> one = Collections.nCopies(size.size(), Size.of(1));
        int variable = symbol.variable();
        tapWeights.put(variable, weights);
        Entry weight = new Entry(variable, wide(taps, x.sizes.get(1), one), Optional.empty());
        Map<String, String> pointwise =
                Map.of("kernel", tuple(one), "num_filter", taps.toString(), "no_bias", flag(true));
        Entry copies = add("_npx_convolution", pointwise, wide(batch, taps, size), x, weight);
        Entry columns = reshape(copies, wide(batch, taps, List.of(Size.of(values(size)))));
        Sizes image = image(sizes);
        Map<String, String> attributes = new HashMap<>();
        attributes.put("output_size", tuple(image.axes().subList(2, 4)));
        attributes.put("kernel", onImages(scattering.kernel(), 1));
        attributes.put("stride", onImages(scattering.stride(), 1));
        attributes.put("pad", onImages(scattering.padding(), 0));
        attributes.put("dilate", onImages(scattering.dilation(), 1));
        Entry sum = add("col2im", attributes, image, columns);
        Entry made = bias.map(each -> shifted(sum, each)).orElse(sum);
        return image.equals(sizes) ? made : reshape(made, sizes);
    }

    // The engine adds up images only: a sequence is one of height 1.
    private static Sizes image(Sizes sizes) {
        List<Size> axes = new ArrayList<>(sizes.axes());
        if (axes.size() == 3) {
            axes.add(2, Size.of(1));
        }
        return new Sizes(axes);
    }

    private static String onImages(List<Long> numbers, long first) {
        return numbers.size() == 1 ? tuple(first, numbers.get(0)) : tuple(numbers);
    }

    private static Sizes wide(Size first, Size second, List<Size> others) {
        return new Sizes(Stream.concat(Stream.of(first, second), others.stream()).toList());
    }

    // Of images, a normalization that only adds: of variance 1 and mean 0. It takes what the
    // convolutions give as it lies in memory, and a fraction of the time that the engine's
    // transposed one takes to add a bias.
    private Entry shifted(Entry x, Entry bias) {
        Entry mean = uniform(bias.sizes, 0);
        Entry variance = uniform(bias.sizes, 1 - EPSILON);
        return normalized(EPSILON, x, uniform(bias.sizes, 1), bias, mean, variance);
    }

    @Override
    public Entry transposedConvolution(
            Operator.TransposedConvolution convolution,
            Entry x,
            Entry weight,
            Entry bias,
            Graph.Value result) {
        TransposedGeometry geometry = convolution.geometry();
        long[] more = geometry.outputPadding().getShape().clone();
        List<Size> whole = new ArrayList<>(result.sizes().axes());
        List<Integer> cut = new ArrayList<>();
        for (int axis = 0; axis < more.length; axis++) {
            if (more[axis] < 0) {
                cut.add(axis + 2);
                more[axis] = 0;
                whole.set(axis + 2, Size.of(whole.get(axis + 2).factor() + 1));
            }
            if (more[axis] >= geometry.stride().get(axis)) {
                throw new IllegalArgumentException(
                        "outputPadding must be below the stride for a program, but is "
                                + geometry.outputPadding());
            }
        }
        Entry made = transposed(geometry, more, List.of(x, weight, bias), new Sizes(whole));
        for (int axis : cut) {
            whole.set(axis, result.sizes().get(axis));
            made = slice(made, axis, "0", "-1", 1, new Sizes(whole));
        }
        return made;
    }

    // With one filter, the engine's own operator finds no way to compute gradients.
    private Entry transposed(
            TransposedGeometry geometry, long[] more, List<Entry> inputs, Sizes sizes) {
        Entry x = inputs.get(0);
        Entry weight = inputs.get(1);
        Entry bias = inputs.get(2);
        Size filters = weight.sizes.get(1);
        Scattering scattering = Scattering.of(geometry);
        boolean alone = filters.factor() == 1;
        if (isGiven(weight) && (alone || scatters(filters, weight.sizes.get(0), scattering))) {
            TapWeights taps = new TapWeights(weight.node, false);
            return scattered(x, taps, Optional.of(bias), scattering, sizes);
        }
        requireSafe(filters, weight);
        boolean ofImages = geometry.dimensions() == 2;
        Map<String, String> attributes =
                Map.of(
                        "kernel", tuple(kernel(weight)),
                        "stride", tuple(geometry.stride().getShape()),
                        "pad", tuple(geometry.padding().getShape()),
                        "adj", tuple(more),
                        "num_filter", filters.toString(),
                        "no_bias", flag(ofImages));
        return ofImages
                ? shifted(add("_npx_deconvolution", attributes, sizes, x, weight), bias)
                : add("_npx_deconvolution", attributes, sizes, x, weight, bias);
    }

    // With a weight that is computed, it writes where it must not, and ends the process.
    private void requireSafe(Size filters, Entry weight) {
        if (filters.factor() < 2 || !symbol.isVariable(weight.node)) {
            throw new IllegalArgumentException(
                    "weights of a transposed convolution must be given to a program, but are"
                            + " computed or constant");
        }
    }

    @Override
    public Entry maxPooling(Operator.MaxPooling pooling, Entry x, Graph.Value result) {
        Map<String, String> attributes =
                Map.of(
                        "kernel", tuple(pooling.window()),
                        "stride", tuple(pooling.stride()),
                        "pad", tuple(pooling.padding()),
                        "pool_type", "max",
                        "pooling_convention", pooling.roundUp() ? "full" : "valid");
        return add("_npx_pooling", attributes, result.sizes(), x);
    }

    @Override
    public Entry batchNormalization(
            Operator.BatchNormalization normalization, List<Entry> inputs, Graph.Value result) {
        return normalized(
                normalization.epsilon(),
                inputs.get(0),
                inputs.get(3),
                inputs.get(4),
                inputs.get(1),
                inputs.get(2));
    }

    private Entry normalized(
            double epsilon, Entry x, Entry scale, Entry shift, Entry mean, Entry variance) {
        Map<String, String> attributes =
                Map.of(
                        "axis", "1",
                        "fix_gamma", flag(false),
                        "use_global_stats", flag(true),
                        "eps", text(epsilon));
        return add("_npx_batch_norm", attributes, x.sizes, x, scale, shift, mean, variance);
    }

    // As ChannelGroups has it: each group by itself, then scale and shift of each channel.
    @Override
    public Entry groupNormalization(
            Operator.GroupNormalization normalization,
            Entry x,
            Entry scale,
            Entry shift,
            Graph.Value result) {
        Sizes sizes = result.sizes();
        int groups = normalization.groups().count();
        Size batch = sizes.get(0);
        Size rows = new Size(batch.factor() * groups, batch.ofBatch());
        Size group = Size.of(values(sizes.axes().subList(1, sizes.dimension())) / groups);
        Sizes row = new Sizes(List.of(group));
        Sizes all = new Sizes(List.of(rows, group));
        String epsilon = text(normalization.groups().epsilon());
        Entry normal =
                add(
                        "_npx_layer_norm",
                        Map.of("axis", "-1", "eps", epsilon),
                        all,
                        reshape(x, all),
                        uniform(row, 1),
                        uniform(row, 0));
        Entry scaled =
                add("_npi_multiply", sizes, reshape(normal, sizes), ofChannels(scale, sizes));
        return add("_npi_add", sizes, scaled, ofChannels(shift, sizes));
    }

    private static long values(List<Size> sizes) {
        return sizes.stream().mapToLong(Size::factor).reduce(1, Math::multiplyExact);
    }

    private Entry ofChannels(Entry values, Sizes like) {
        List<Size> wide = new ArrayList<>(Collections.nCopies(like.dimension(), Size.of(1)));
        wide.set(1, like.get(1));
        return reshape(values, new Sizes(wide));
    }

    @Override
    public Entry softmax(Operator.Softmax softmax, Entry x, Graph.Value result) {
        return add("_npx_softmax", axis(softmax.axis()), x.sizes, x);
    }

    @Override
    public Entry logSoftmax(Operator.LogSoftmax logSoftmax, Entry x, Graph.Value result) {
        return add("_npx_log_softmax", axis(logSoftmax.axis()), x.sizes, x);
    }

    private static Map<String, String> axis(int axis) {
        return Map.of("axis", String.valueOf(axis));
    }

    @Override
    public Entry reduction(Operator.Reduction reduction, Entry x, Graph.Value result) {
        String name =
                switch (reduction.kind()) {
                    case SUM -> "_np_sum";
                    case MEAN -> "_npi_mean";
                    case MAX -> "_np_max";
                    case MIN -> "_np_min";
                };
        Map<String, String> attributes =
                Map.of("axis", tuple(reduction.axes()), "keepdims", flag(reduction.keepAxes()));
        return add(name, attributes, result.sizes(), x);
    }

    @Override
    public Entry argMax(Operator.ArgMax argMax, Entry x, Graph.Value result) {
        return add("_npi_argmax", axis(argMax.axis()), result.sizes(), x);
    }

    @Override
    public Entry oneHot(Operator.OneHot oneHot, Entry indices, Graph.Value result) {
        Map<String, String> attributes =
                Map.of("depth", String.valueOf(oneHot.depth()), "dtype", "float32");
        Entry made = add("_npx_one_hot", attributes, result.sizes(), indices);
        return oneHot.type() == DataType.FLOAT32 ? made : cast(made, oneHot.type());
    }

    @Override
    public Entry reshape(Operator.Reshape reshape, Entry x, Graph.Value result) {
        return reshape(x, reshape.sizes());
    }

    @Override
    public Entry broadcast(Operator.Broadcast broadcast, Entry x, Graph.Value result) {
        int made = broadcast(node(x), x.sizes, broadcast.sizes());
        return noted(new Entry(made, broadcast.sizes(), Optional.empty()));
    }

    @Override
    public Entry transpose(Operator.Transpose transpose, Entry x, Graph.Value result) {
        return transpose(x, transpose.axes(), result.sizes());
    }

    private Entry transpose(Entry x, List<Integer> order, Sizes sizes) {
        return add("_np_transpose", Map.of("axes", tuple(order)), sizes, x);
    }

    @Override
    public Entry concatenation(
            Operator.Concatenation concatenation, List<Entry> inputs, Graph.Value result) {
        return concatenation(inputs, concatenation.axis(), result.sizes());
    }

    private Entry concatenation(List<Entry> inputs, int axis, Sizes sizes) {
        Map<String, String> attributes =
                Map.of("axis", String.valueOf(axis), "num_args", String.valueOf(inputs.size()));
        return add("_npi_concatenate", attributes, sizes, inputs.toArray(Entry[]::new));
    }

    @Override
    public Entry slice(Operator.Slice slice, Entry x, Graph.Value result) {
        boolean toEnd = slice.to().equals(x.sizes.get(slice.axis()));
        if (slice.from().ofBatch() || (slice.to().ofBatch() && !toEnd)) {
            return batches(slice, x, result.sizes());
        }
        return slice(
                x,
                slice.axis(),
                slice.from().toString(),
                toEnd ? "None" : slice.to().toString(),
                slice.step(),
                result.sizes());
    }

    // Whole batches of several, [3B, ...] say, as a part of [3, B, ...].
    private Entry batches(Operator.Slice slice, Entry x, Sizes result) {
        Size from = slice.from();
        if (slice.step() != 1 || (from.factor() > 0 && !from.ofBatch()) || !slice.to().ofBatch()) {
            throw new IllegalArgumentException(
                    "parts must be of whole batches or of none for a program, but are from %s to %s"
                            .formatted(from, slice.to()));
        }
        int axis = slice.axis();
        Sizes apart = apart(x.sizes, axis);
        Sizes parts = apart(result, axis);
        String first = String.valueOf(from.factor());
        String end = String.valueOf(slice.to().factor());
        return reshape(slice(reshape(x, apart), axis, first, end, 1, parts), result);
    }

    private static Sizes apart(Sizes sizes, int axis) {
        List<Size> axes = new ArrayList<>(sizes.axes());
        axes.set(axis, Size.of(sizes.get(axis).factor()));
        axes.add(axis + 1, Size.ofBatch(1));
        return new Sizes(axes);
    }

    private Entry slice(Entry x, int axis, String from, String to, long step, Sizes sizes) {
        List<String> begin = new ArrayList<>(Collections.nCopies(axis, "None"));
        List<String> end = new ArrayList<>(begin);
        List<String> steps = new ArrayList<>(Collections.nCopies(axis, "1"));
        begin.add(from);
        end.add(to);
        steps.add(String.valueOf(step));
        Map<String, String> attributes =
                Map.of("begin", tuple(begin), "end", tuple(end), "step", tuple(steps));
        return add("slice", attributes, sizes, x);
    }

    @Override
    public Entry repetition(Operator.Repetition repetition, Entry x, Graph.Value result) {
        Map<String, String> attributes = new LinkedHashMap<>(axis(repetition.axis()));
        attributes.put("repeats", String.valueOf(repetition.times()));
        return add("_np_repeat", attributes, result.sizes(), x);
    }

    // The engine's own has the steps first, and its weights and biases in one row.
    @Override
    public Entry recurrence(
            Operator.Recurrence recurrence, List<Entry> inputs, Graph.Value result) {
        int states = recurrence.cell().states();
        List<Integer> swapped = List.of(1, 0, 2);
        Sizes x = inputs.get(0).sizes;
        Sizes outputs = result.sizes();
        List<Entry> parameters =
                inputs.subList(1 + states, inputs.size()).stream().map(this::flat).toList();
        long numbers = parameters.stream().mapToLong(flat -> flat.sizes.get(0).factor()).sum();
        List<Entry> given = new ArrayList<>();
        given.add(transpose(inputs.get(0), swapped, ordered(x, swapped)));
        given.add(concatenation(parameters, 0, new Sizes(List.of(Size.of(numbers)))));
        given.addAll(inputs.subList(1, 1 + states));
        Map<String, String> attributes =
                Map.of(
                        "mode", recurrence.cell().name().toLowerCase(Locale.ROOT),
                        "state_size", String.valueOf(recurrence.units()),
                        "num_layers", "1",
                        "state_outputs", flag(true));
        Entry layer =
                add("_npx_rnn", attributes, ordered(outputs, swapped), given.toArray(Entry[]::new));
        return transpose(layer, swapped, outputs);
    }

    private Entry flat(Entry parameter) {
        Size all = Size.of(values(parameter.sizes.axes()));
        return reshape(parameter, new Sizes(List.of(all)));
    }

    private static Sizes ordered(Sizes sizes, List<Integer> order) {
        return new Sizes(
                IntStream.range(0, order.size()).mapToObj(i -> sizes.get(order.get(i))).toList());
    }
}
