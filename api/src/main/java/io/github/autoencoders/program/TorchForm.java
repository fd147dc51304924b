package io.github.autoencoders.program;

import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.graph.Form;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.PixelBlocks;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes operations as lines of TorchScript. Images lie with their channels last inside, which
 * PyTorch's convolutions on processors are fastest with; a rectifier behind a layer overwrites the
 * layer's output, which nothing else reads. A cross-entropy of logits is PyTorch's own, whose
 * gradient takes two passes over them, where that of the formula takes ten; {@link TorchGradients}
 * has a faster one.
 */
final class TorchForm implements Form<Term> {

    private static final String NO_BIAS = "None";
    private static final int MOST_NUMBERS = 10_000; // of a constant, which is part of the text

    private final Graph graph;
    private final String like; // an array on the device
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> uses = new HashMap<>(); // by names of the graph
    private final Set<String> overwritable = new HashSet<>(); // variables of layers
    private final Map<String, String> channelsLast = new HashMap<>();
    private final Map<String, Graph.Value> given = new HashMap<>(); // inputs by variables
    private final Map<String, Graph.Value> parameters = new HashMap<>(); // by variables
    private final Map<String, SoftPlus> softened = new HashMap<>(); // by variables
    private final Map<String, List<Term>> factors = new HashMap<>(); // by variables of products
    private final Map<String, Term> crossEntropies = new HashMap<>(); // x by variables
    private final Map<String, String> images = new HashMap<>(); // of rows, by variables
    private final Map<String, String> filters = new HashMap<>(); // of weights, by variables
    private final boolean packs; // weights of the layers
    private final DenseLayers dense;
    private final Map<String, String> packings = new LinkedHashMap<>(); // by variables
    private String batch = ""; // the variable of its size

    /** What became log(1 + e^l), and its sizes. */
    private record SoftPlus(Term logits, Sizes sizes) {}

    /**
     * Begins a function.
     *
     * @param given the function's arguments by the names of the graph's arrays
     */
    TorchForm(Graph graph, Map<String, Term> given) {
        this(graph, given, false, DenseLayers.NONE);
    }

    /**
     * Begins a function likewise.
     *
     * @param packs whether convolutions are given what {@link #packings} makes
     * @param dense which dense layers are computed as convolutions
     */
    TorchForm(Graph graph, Map<String, Term> given, boolean packs, DenseLayers dense) {
        this.graph = graph;
        this.packs = packs;
        this.dense = dense;
        like = Objects.requireNonNull(given.get(graph.inputs().get(0).value().name())).text();
        for (Graph.Input input : graph.inputs()) {
            Graph.Value value = input.value();
            this.given.put(Objects.requireNonNull(given.get(value.name())).text(), value);
        }
        for (Graph.Value value : graph.parameters()) {
            parameters.put(Objects.requireNonNull(given.get(value.name())).text(), value);
        }
        graph.operations().forEach(each -> each.inputs().forEach(this::use));
        graph.outputs().forEach(output -> use(output.array()));
    }

    private void use(String name) {
        uses.merge(name, 1, Integer::sum);
    }

    List<String> lines() {
        return lines;
    }

    /** Returns how weights and biases are laid as processors want them, by arguments. */
    Map<String, String> packings() {
        return packings;
    }

    /** Returns the variable of a packed weight or bias. */
    static String packed(String parameter) {
        return parameter + "packed";
    }

    // Only two axes: PyTorch knows no layout of its own for one.
    private boolean isPacked(Term weight, int axes) {
        return packs && axes == 2 && weight.text().startsWith("a");
    }

    /** Writes a line that gives a variable, and returns it. */
    Term add(String format, Object... parts) {
        String name = "v" + lines.size();
        lines.add(name + " = " + String.format(Locale.ROOT, format, parts));
        return Term.ofVariable(name);
    }

    /** Notes that a layer's output may be overwritten by what alone reads it. */
    Term ofLayer(Graph.Value result, Term layer) {
        if (uses.getOrDefault(result.name(), 0) == 1) {
            overwritable.add(layer.text());
        }
        return layer;
    }

    /** Returns a variable of what stands for an array. */
    String tensor(Term term) {
        return term.isNumber()
                ? add("torch.new_full(%s, [], %s, dtype=6)", like, term.text()).text()
                : term.text();
    }

    static String text(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    "numbers must be finite for a program, but are " + number);
        }
        return Double.toString(number).toLowerCase(Locale.ROOT);
    }

    static String text(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    static String text(long[] numbers) {
        return Arrays.toString(numbers);
    }

    /** Returns PyTorch's number of a type. */
    static int type(DataType type) {
        return switch (type) {
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case INT64 -> 4;
            case INT32 -> 3;
            case UINT8 -> 0;
            case BOOLEAN -> 11;
            default ->
                    throw new IllegalArgumentException(
                            "type must be one of a program's, but is " + type);
        };
    }

    /** Returns a size as a number or a variable. */
    String size(Size size) {
        if (!size.ofBatch()) {
            return Long.toString(size.factor());
        }
        String one = batch();
        return size.factor() == 1
                ? one
                : add("torch.mul(%s, %s)", one, Long.toString(size.factor())).text();
    }

    // The size of the batch: that of the first input that has one.
    private String batch() {
        if (batch.isEmpty()) {
            int first = 0;
            while (!graph.inputs().get(first).value().sizes().isOfBatch()) {
                first++;
            }
            batch = add("torch.size(a%s, 0)", first).text();
        }
        return batch;
    }

    /** Returns sizes as a list. */
    String sizes(Sizes sizes) {
        return sizes.axes().stream().map(this::size).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public Term constant(Graph.Constant constant) {
        Graph.Value value = constant.value();
        if (!constant.isUniform()) {
            return numbers(constant);
        }
        double number = constant.numbers().get(0);
        boolean plain = value.type() == DataType.FLOAT32 && value.sizes().dimension() == 0;
        return plain
                ? new Term(text(number), Optional.of(number))
                : add(
                        "torch.new_full(%s, %s, %s, dtype=%s)",
                        like, sizes(value.sizes()), text(number), type(value.type()));
    }

    private Term numbers(Graph.Constant constant) {
        if (constant.numbers().size() > MOST_NUMBERS) {
            throw new IllegalArgumentException(
                    "constants must have at most %s numbers for a program, but %s has %s"
                            .formatted(
                                    MOST_NUMBERS,
                                    constant.value().name(),
                                    constant.numbers().size()));
        }
        String all =
                DoubleStream.of(constant.values(1))
                        .mapToObj(TorchForm::text)
                        .collect(Collectors.joining(", ", "[", "]"));
        return add(
                "torch.to(torch.reshape(torch.tensor(%s, dtype=7), %s), %s, %s)",
                all,
                sizes(constant.value().sizes()),
                "ops.prim.device(" + like + ")",
                type(constant.value().type()));
    }

    @Override
    public Term unary(Operator.Unary function, Term x, Graph.Value result) {
        if (function == Operator.Unary.RELU && overwritable.contains(x.text())) {
            return add("torch.relu_(%s)", x.text());
        }
        String name =
                switch (function) {
                    case NEGATE -> "neg";
                    case SOFT_PLUS -> "softplus";
                    case NOT -> "logical_not";
                    case STOP_GRADIENT -> "detach";
                    default -> function.name().toLowerCase(Locale.ROOT);
                };
        Term made = add("torch.%s(%s)", name, tensor(x));
        if (function == Operator.Unary.SOFT_PLUS) {
            softened.put(made.text(), new SoftPlus(x, result.sizes()));
        }
        return made;
    }

    @Override
    public Term binary(Operator.Binary function, Term a, Term b, Graph.Value result) {
        return switch (function) {
            case ADD -> a.isNumber() ? call("add", b, a) : call("add", a, b);
            case MULTIPLY -> product(a, b);
            case SUBTRACT ->
                    crossEntropy(a, b)
                            .orElseGet(() -> a.isNumber() ? call("rsub", b, a) : call("sub", a, b));
            case DIVIDE -> call("div", Term.ofVariable(tensor(a)), b);
            case POWER -> call("pow", Term.ofVariable(tensor(a)), b);
            case MAXIMUM -> ofArrays("maximum", a, b);
            case MINIMUM -> ofArrays("minimum", a, b);
            case EQUAL -> ofArrays("eq", a, b);
            case GREATER -> ofArrays("gt", a, b);
            case GREATER_OR_EQUAL -> ofArrays("ge", a, b);
            case LESS -> ofArrays("lt", a, b);
            case LESS_OR_EQUAL -> ofArrays("le", a, b);
        };
    }

    private Term product(Term a, Term b) {
        Term made = a.isNumber() ? call("mul", b, a) : call("mul", a, b);
        factors.put(made.text(), List.of(a, b));
        return made;
    }

    // log(1 + e^l) - x l of an input x, as it is written for the Bernoulli likelihood; what was
    // written for its two parts is read by nobody then, and left out by the engine.
    private Optional<Term> crossEntropy(Term softPlus, Term product) {
        @Nullable SoftPlus softened = this.softened.get(softPlus.text());
        List<Term> two = factors.getOrDefault(product.text(), List.of());
        if (softened == null || !two.contains(softened.logits)) {
            return Optional.empty();
        }
        Term l = softened.logits;
        Term x = two.get(two.get(0).equals(l) ? 1 : 0);
        Graph.@Nullable Value input = given.get(x.text());
        boolean fits =
                input != null
                        && input.type() == DataType.FLOAT32
                        && input.sizes().equals(softened.sizes);
        if (!fits) {
            return Optional.empty();
        }
        Term made =
                add(
                        "torch.binary_cross_entropy_with_logits(%s, %s, None, None, 0)",
                        l.text(), x.text());
        crossEntropies.put(made.text(), x);
        return Optional.of(made);
    }

    /** Returns the input x of what became log(1 + e^l) - x l. */
    Optional<Term> ofCrossEntropy(Term made) {
        return Optional.ofNullable(crossEntropies.get(made.text()));
    }

    private Term call(String name, Term a, Term b) {
        return add("torch.%s(%s, %s)", name, tensor(a), b.text());
    }

    private Term ofArrays(String name, Term a, Term b) {
        return add("torch.%s(%s, %s)", name, tensor(a), tensor(b));
    }

    @Override
    public Term leakyRelu(Operator.LeakyRelu leakyRelu, Term x, Graph.Value result) {
        return add("torch.leaky_relu(%s, %s)", x.text(), text(leakyRelu.slope()));
    }

    @Override
    public Term elu(Operator.Elu elu, Term x, Graph.Value result) {
        return add("torch.elu(%s, %s)", x.text(), text(elu.alpha()));
    }

    @Override
    public Term clip(Operator.Clip clip, Term x, Graph.Value result) {
        return add(
                "torch.clamp(%s, %s, %s)", x.text(), bound(clip.least()), bound(clip.greatest()));
    }

    private static String bound(double bound) {
        return Double.isInfinite(bound) ? "None" : text(bound);
    }

    @Override
    public Term cast(Operator.Cast cast, Term x, Graph.Value result) {
        return add("torch.to(%s, %s, False, False, None)", tensor(x), type(cast.type()));
    }

    @Override
    public Term where(Operator.Where where, Term condition, Term a, Term b, Graph.Value result) {
        return add("torch.where(%s, %s, %s)", condition.text(), tensor(a), tensor(b));
    }

    @Override
    public Term matMul(Operator.MatMul matMul, Term a, Term b, Graph.Value result) {
        return call("matmul", a, b);
    }

    @Override
    public Term linear(Operator.Linear linear, List<Term> inputs, Graph.Value result) {
        return isConvolution(inputs.get(1), result.sizes())
                ? ofRows(inputs, result)
                : ofLayer(
                        result,
                        add(
                                "torch.linear(%s, %s, %s)",
                                inputs.get(0).text(), inputs.get(1).text(), bias(inputs)));
    }

    /** Returns whether a dense layer is computed as a convolution of one point. */
    boolean isConvolution(Term weight, Sizes result) {
        Graph.@Nullable Value parameter = parameters.get(weight.text());
        return parameter != null && dense.areConvolutions(parameter.sizes(), result);
    }

    // The rows are the points of an image. A step from point to point of a filter that has only one
    // changes nothing, but PyTorch takes oneDNN with one thread too then.
    private Term ofRows(List<Term> inputs, Graph.Value result) {
        Sizes weight = sizesOf(inputs.get(1));
        Term made =
                add(
                        "torch.conv2d(%s, %s, %s, [1, 1], [0, 0], [2, 2], 1)",
                        image(inputs.get(0), weight.get(1)), filters(inputs.get(1)), bias(inputs));
        Term rows =
                add(
                        "torch.reshape(torch.permute(%s, [0, 2, 3, 1]), %s)",
                        made.text(), sizes(result.sizes()));
        return ofLayer(result, rows);
    }

    private Sizes sizesOf(Term parameter) {
        return Objects.requireNonNull(parameters.get(parameter.text())).sizes();
    }

    /** Returns the variable of rows as the points of an image, with its channels last. */
    String image(Term rows, Size channels) {
        return images.computeIfAbsent(
                rows.text(),
                key ->
                        add(
                                        "torch.permute(torch.reshape(%s, [1, 1, -1, %s]),"
                                                + " [0, 3, 1, 2])",
                                        key, size(channels))
                                .text());
    }

    /** Returns the variable of a dense layer's weight as filters of one point. */
    String filters(Term weight) {
        Sizes sizes = sizesOf(weight);
        return filters.computeIfAbsent(
                weight.text(),
                key ->
                        add(
                                        "torch.reshape(%s, [%s, %s, 1, 1])",
                                        key, size(sizes.get(0)), size(sizes.get(1)))
                                .text());
    }

    private static String bias(List<Term> inputs) {
        return inputs.size() > 2 ? inputs.get(2).text() : NO_BIAS;
    }

    /** Returns the variable of an image or a weight as it lies in convolutions. */
    String channelsLast(Term x, int axes) {
        return axes == 1
                ? x.text()
                : channelsLast.computeIfAbsent(
                        x.text(), key -> add("torch.contiguous(%s, memory_format=2)", key).text());
    }

    @Override
    public Term convolution(
            Operator.Convolution convolution, List<Term> inputs, Graph.Value result) {
        int axes = convolution.stride().size();
        Term weight = inputs.get(1);
        if (isPacked(weight, axes)) {
            return packedConvolution(convolution, inputs, result);
        }
        return ofLayer(
                result,
                add(
                        "torch.conv%sd(%s, %s, %s, %s, %s, %s, %s)",
                        axes,
                        channelsLast(inputs.get(0), axes),
                        channelsLast(weight, axes),
                        bias(inputs),
                        text(convolution.stride()),
                        text(convolution.padding()),
                        text(convolution.dilation()),
                        convolution.groups()));
    }

    private Term packedConvolution(
            Operator.Convolution convolution, List<Term> inputs, Graph.Value result) {
        String weight = inputs.get(1).text();
        String bias = bias(inputs);
        Optional<PixelBlocks> blocks = blocks(convolution, weight, bias, result.sizes());
        if (blocks.isPresent()) {
            return ofBlocks(blocks.get(), inputs.get(0), weight, bias);
        }
        String geometry =
                "%s, %s, %s, %s"
                        .formatted(
                                text(convolution.padding()),
                                text(convolution.stride()),
                                text(convolution.dilation()),
                                convolution.groups());
        packings.put(weight, reordered(weight, geometry));
        return ofLayer(result, pointwise(inputs.get(0), weight, bias, geometry));
    }

    // Only of parameters that nothing else is computed with, as each is packed once.
    private Optional<PixelBlocks> blocks(
            Operator.Convolution convolution, String weight, String bias, Sizes result) {
        boolean alone = isReadOnce(weight) && (bias.equals(NO_BIAS) || isReadOnce(bias));
        return alone
                ? PixelBlocks.of(
                        convolution, Objects.requireNonNull(parameters.get(weight)).sizes(), result)
                : Optional.empty();
    }

    private boolean isReadOnce(String variable) {
        Graph.@Nullable Value parameter = parameters.get(variable);
        return parameter != null && uses.getOrDefault(parameter.name(), 0) == 1;
    }

    private Term ofBlocks(PixelBlocks blocks, Term x, String weight, String bias) {
        TorchPixelBlocks form = new TorchPixelBlocks(blocks);
        String geometry = "%s, %s, [1, 1], 1".formatted(blocks.padding(), blocks.stride());
        packings.put(weight, reordered(form.weight(weight), geometry));
        String biases = bias;
        if (!bias.equals(NO_BIAS)) {
            packings.put(bias, form.bias(bias));
            biases = packed(bias);
        }
        Term made = pointwise(x, weight, biases, geometry);
        return add(form.images(made.text()));
    }

    private static String reordered(String weight, String geometry) {
        return "ops.mkldnn._reorder_convolution_weight(%s, %s, None)".formatted(weight, geometry);
    }

    private Term pointwise(Term x, String weight, String bias, String geometry) {
        return add(
                "ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, \"none\", [], \"\")",
                channelsLast(x, 2), packed(weight), bias, geometry);
    }

    @Override
    public Term transposedConvolution(
            Operator.TransposedConvolution convolution,
            Term x,
            Term weight,
            Term bias,
            Graph.Value result) {
        TransposedGeometry geometry = convolution.geometry();
        int axes = geometry.dimensions();
        OutputPadding padding = OutputPadding.of(geometry);
        Term made =
                isPacked(weight, axes)
                        ? packedTransposed(geometry, padding, x, weight, bias)
                        : add(
                                "torch.conv_transpose%sd(%s, %s, %s, %s, %s, %s)",
                                axes,
                                channelsLast(x, axes),
                                channelsLast(weight, axes),
                                bias.text(),
                                text(geometry.stride().getShape()),
                                text(geometry.padding().getShape()),
                                text(padding.added()));
        for (int axis : padding.cut()) {
            made = add("torch.slice(%s, %s, 0, -1, 1)", made.text(), axis + 2);
        }
        return padding.cut().isEmpty() ? ofLayer(result, made) : made;
    }

    /**
     * What is added to the end of each axis, which PyTorch wants to be at least 0.
     *
     * @param added along each axis
     * @param cut axes, from 0, of which the last value is to be cut off
     */
    record OutputPadding(List<Long> added, List<Integer> cut) {

        static OutputPadding of(TransposedGeometry geometry) {
            List<Long> added = new ArrayList<>();
            List<Integer> cut = new ArrayList<>();
            for (int axis = 0; axis < geometry.dimensions(); axis++) {
                long wanted = geometry.outputPadding().get(axis);
                if (wanted >= geometry.stride().get(axis)) {
                    throw new IllegalArgumentException(
                            "outputPadding must be below the stride for a program, but is "
                                    + geometry.outputPadding());
                }
                added.add(Math.max(0, wanted));
                if (wanted < 0) {
                    cut.add(axis);
                }
            }
            return new OutputPadding(added, cut);
        }
    }

    private Term packedTransposed(
            TransposedGeometry geometry, OutputPadding padding, Term x, Term weight, Term bias) {
        String all =
                "%s, %s, %s, [1, 1], 1"
                        .formatted(
                                text(geometry.padding().getShape()),
                                text(padding.added()),
                                text(geometry.stride().getShape()));
        packings.put(
                weight.text(),
                "ops.mkldnn._reorder_convolution_transpose_weight(%s, %s, None)"
                        .formatted(weight.text(), all));
        return add(
                "ops.mkldnn._convolution_transpose_pointwise(%s, %s, %s, %s, \"none\", [], \"\")",
                channelsLast(x, 2), packed(weight.text()), bias.text(), all);
    }

    @Override
    public Term maxPooling(Operator.MaxPooling pooling, Term x, Graph.Value result) {
        int axes = pooling.window().size();
        return add(
                "torch.max_pool%sd(%s, %s, %s, %s, %s, %s)",
                axes,
                x.text(),
                text(pooling.window()),
                text(pooling.stride()),
                text(pooling.padding()),
                axes == 1 ? "[1]" : "[1, 1]",
                pooling.roundUp() ? "True" : "False");
    }

    @Override
    public Term batchNormalization(
            Operator.BatchNormalization normalization, List<Term> inputs, Graph.Value result) {
        return add(
                "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.0, %s, False)",
                inputs.get(0).text(),
                inputs.get(3).text(),
                inputs.get(4).text(),
                inputs.get(1).text(),
                inputs.get(2).text(),
                text(normalization.epsilon()));
    }

    @Override
    public Term groupNormalization(
            Operator.GroupNormalization normalization,
            Term x,
            Term scale,
            Term shift,
            Graph.Value result) {
        return ofLayer(
                result,
                add(
                        "torch.group_norm(%s, %s, %s, %s, %s, False)",
                        x.text(),
                        normalization.groups().count(),
                        scale.text(),
                        shift.text(),
                        text(normalization.groups().epsilon())));
    }

    @Override
    public Term softmax(Operator.Softmax softmax, Term x, Graph.Value result) {
        return add("torch.softmax(%s, %s, None)", x.text(), softmax.axis());
    }

    @Override
    public Term logSoftmax(Operator.LogSoftmax logSoftmax, Term x, Graph.Value result) {
        return add("torch.log_softmax(%s, %s, None)", x.text(), logSoftmax.axis());
    }

    @Override
    public Term reduction(Operator.Reduction reduction, Term x, Graph.Value result) {
        String name =
                switch (reduction.kind()) {
                    case SUM -> "sum";
                    case MEAN -> "mean";
                    case MAX -> "amax";
                    case MIN -> "amin";
                };
        String axes =
                reduction.axes().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return add(
                "torch.%s(%s, [%s], %s)",
                name, tensor(x), axes, reduction.keepAxes() ? "True" : "False");
    }

    @Override
    public Term argMax(Operator.ArgMax argMax, Term x, Graph.Value result) {
        return add("torch.argmax(%s, %s, False)", x.text(), argMax.axis());
    }

    @Override
    public Term oneHot(Operator.OneHot oneHot, Term indices, Graph.Value result) {
        return add(
                "torch.to(torch.one_hot(torch.to(%s, 4, False, False, None), %s), %s, False, False,"
                        + " None)",
                indices.text(), oneHot.depth(), type(oneHot.type()));
    }

    @Override
    public Term reshape(Operator.Reshape reshape, Term x, Graph.Value result) {
        String sizes = sizes(reshape.sizes());
        return add("torch.reshape(%s, %s)", tensor(x), sizes);
    }

    @Override
    public Term broadcast(Operator.Broadcast broadcast, Term x, Graph.Value result) {
        String sizes = sizes(broadcast.sizes());
        return add("torch.expand(%s, %s)", tensor(x), sizes);
    }

    @Override
    public Term transpose(Operator.Transpose transpose, Term x, Graph.Value result) {
        return add("torch.permute(%s, %s)", x.text(), transpose.axes());
    }

    @Override
    public Term concatenation(
            Operator.Concatenation concatenation, List<Term> inputs, Graph.Value result) {
        String all = inputs.stream().map(this::tensor).collect(Collectors.joining(", ", "[", "]"));
        return add("torch.cat(%s, %s)", all, concatenation.axis());
    }

    @Override
    public Term slice(Operator.Slice slice, Term x, Graph.Value result) {
        String from = size(slice.from());
        String to = size(slice.to());
        return add(
                "torch.slice(%s, %s, %s, %s, %s)", x.text(), slice.axis(), from, to, slice.step());
    }

    @Override
    public Term repetition(Operator.Repetition repetition, Term x, Graph.Value result) {
        return add(
                "torch.repeat_interleave(%s, %s, %s)",
                x.text(), repetition.times(), repetition.axis());
    }

    @Override
    public Term recurrence(Operator.Recurrence recurrence, List<Term> inputs, Graph.Value result) {
        boolean lstm = recurrence.cell() == Operator.Memory.LSTM;
        int states = recurrence.cell().states();
        List<String> all = inputs.stream().map(Term::text).toList();
        String memory = String.join(", ", all.subList(1, 1 + states));
        String parameters = String.join(", ", all.subList(1 + states, all.size()));
        Term layer =
                add(
                        "torch.%s(%s, %s, [%s], True, 1, 0.0, True, False, True)",
                        lstm ? "lstm" : "gru",
                        all.get(0),
                        lstm ? "[" + memory + "]" : memory,
                        parameters);
        String outputs = layer.text() + "o";
        lines.add(
                "%s, %sh,%s = %s"
                        .formatted(
                                outputs,
                                layer.text(),
                                lstm ? " " + layer.text() + "c," : "",
                                layer.text()));
        return Term.ofVariable(outputs);
    }
}
