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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes operations as {@link TorchForm} does, and behind them the gradients of a loss, by
 * automatic differentiation in reverse mode (<a href="https://arxiv.org/abs/1502.05767">Baydin et
 * al., 2018</a>, section 3.2). To have them in the program saves what PyTorch otherwise does at
 * each call: to note each operation, to look for what is to be done with it, and to add each
 * gradient to one of zeros. That is most of the time of a small network.
 */
final class TorchGradients implements Form<TorchGradients.Node> {

    // A product of so many numbers from 0.5 to 1 is a normal number of float32.
    private static final long MOST_FACTORS = 120;

    private final TorchForm form;
    private final boolean onProcessor;
    private final List<Node> written = new ArrayList<>(); // in their order
    private final Set<String> handed = new HashSet<>(); // variables of gradients
    private final Set<String> own = new HashSet<>(); // those in memory that nothing else reads
    private boolean passes = true; // every operator on the way

    /**
     * Begins to write.
     *
     * @param form that writes the operations themselves
     * @param onProcessor whether it is computed on processors, where convolutions of few filters
     *     are computed for blocks of pixels
     */
    TorchGradients(TorchForm form, boolean onProcessor) {
        this.form = form;
        this.onProcessor = onProcessor;
    }

    /**
     * An array of the graph, of which the loss has a gradient where it was computed by what learns.
     */
    static final class Node {

        private final Term term;
        private final DataType type;
        private final Sizes sizes;
        private final boolean learns;
        private final List<Node> inputs;
        private final Consumer<Term> rule; // hands a gradient to the inputs
        private Optional<Term> gradient = Optional.empty(); // as far as it was added up

        private Node(
                Term term,
                Graph.Value value,
                boolean learns,
                List<Node> inputs,
                Consumer<Term> rule) {
            this.term = term;
            this.type = value.type();
            this.sizes = value.sizes();
            this.learns = learns;
            this.inputs = inputs;
            this.rule = rule;
        }

        /** Returns what stands for a graph's input or parameter. */
        static Node given(Term term, Graph.Value value, boolean learns) {
            return new Node(term, value, learns, List.of(), gradient -> {});
        }

        /** Returns what stands for it in the program. */
        Term term() {
            return term;
        }
    }

    /**
     * Writes the gradients of what all else was written for.
     *
     * @param loss a number
     * @param learnt that of which the gradients are wanted
     * @return their variables, in the same order, laid as their arrays are; none if there is an
     *     operator on the way that gradients cannot pass here
     */
    Optional<List<Term>> gradients(Node loss, List<Node> learnt) {
        if (!passes) {
            return Optional.empty();
        }
        give(loss, () -> form.add("torch.ones_like(%s)", loss.term.text()));
        List<Node> backwards = new ArrayList<>(written);
        Collections.reverse(backwards);
        for (Node node : backwards) {
            node.gradient.ifPresent(node.rule);
        }
        return Optional.of(learnt.stream().map(this::gradient).toList());
    }

    private Term gradient(Node learnt) {
        return learnt.gradient
                .map(gradient -> call("contiguous", gradient))
                .orElseGet(() -> call("zeros_like", learnt.term));
    }

    private void give(Node to, Supplier<Term> gradient) {
        if (to.learns) {
            Term more = gradient.get();
            if (!handed.add(more.text())) {
                own.remove(more.text()); // as a sum gives its gradient to both summands
            }
            to.gradient = Optional.of(to.gradient.map(sum -> call("add", sum, more)).orElse(more));
        }
    }

    // Of an input whose axes were repeated, the gradients of all copies.
    private void giveSummed(Node to, Sizes from, Supplier<Term> gradient) {
        give(
                to,
                () ->
                        to.sizes.equals(from)
                                ? gradient.get()
                                : call("sum_to_size", gradient.get(), form.sizes(to.sizes)));
    }

    private Term call(String name, Object... arguments) {
        return form.add("torch.%s(%s)", name, arguments(arguments));
    }

    // Of a layer, which alone has it: what comes next may overwrite it.
    private Term own(Term gradient) {
        own.add(gradient.text());
        return gradient;
    }

    // What an operator's gradient is by that of its result, which it overwrites if it may.
    private Term passed(String name, Term gradient, Object... arguments) {
        String all = gradient.text() + ", " + arguments(arguments);
        return own.contains(gradient.text())
                ? own(form.add("torch.%s(%s, grad_input=%s)", name, all, gradient.text()))
                : form.add("torch.%s(%s)", name, all);
    }

    private static String arguments(Object... arguments) {
        return Arrays.stream(arguments)
                .map(each -> each instanceof Term term ? term.text() : text(each))
                .collect(Collectors.joining(", "));
    }

    private static String text(Object argument) {
        return argument instanceof Boolean truth
                ? truth ? "True" : "False"
                : argument instanceof Double number ? TorchForm.text(number) : argument.toString();
    }

    private Node node(Term term, Graph.Value result, List<Node> inputs, Consumer<Term> rule) {
        boolean learns = inputs.stream().anyMatch(input -> input.learns);
        Node node = new Node(term, result, learns, inputs, rule);
        written.add(node);
        return node;
    }

    // Of one input, whose gradient is of that of the result.
    private Node node(Term term, Graph.Value result, Node x, UnaryOperator<Term> gradient) {
        return node(term, result, List.of(x), of -> give(x, () -> gradient.apply(of)));
    }

    // Through which no gradient passes, whatever it was made of.
    private static Node still(Term term, Graph.Value result) {
        return Node.given(term, result, false);
    }

    // Whose gradient is left to the engine, and with it that of all else.
    private Node unknown(Term term, Graph.Value result, List<Node> inputs) {
        passes &= inputs.stream().noneMatch(input -> input.learns);
        return still(term, result);
    }

    private static List<Term> terms(List<Node> nodes) {
        return nodes.stream().map(Node::term).toList();
    }

    @Override
    public Node constant(Graph.Constant constant) {
        return still(form.constant(constant), constant.value());
    }

    @Override
    public Node unary(Operator.Unary function, Node x, Graph.Value result) {
        Term y = form.unary(function, x.term, result);
        return switch (function) {
            case SIGN, FLOOR, NOT, STOP_GRADIENT -> still(y, result);
            default -> node(y, result, x, gradient -> ofUnary(function, gradient, x.term, y));
        };
    }

    private Term ofUnary(Operator.Unary function, Term gradient, Term x, Term y) {
        return switch (function) {
            case NEGATE -> call("neg", gradient);
            case ABS -> call("mul", gradient, call("sign", x));
            case SQUARE -> call("mul", gradient, call("mul", x, 2.0));
            case SQRT -> call("div", gradient, call("mul", y, 2.0));
            case EXP -> call("mul", gradient, y);
            case LOG -> call("div", gradient, x);
            case SIN -> call("mul", gradient, call("cos", x));
            case SIGMOID -> passed("sigmoid_backward", gradient, y);
            case TANH -> passed("tanh_backward", gradient, y);
            case RELU -> passed("threshold_backward", gradient, y, 0);
            case SOFT_PLUS -> call("mul", gradient, call("sigmoid", x));
            case SIGN, FLOOR, NOT, STOP_GRADIENT -> throw withoutGradient(function);
        };
    }

    @Override
    public Node binary(Operator.Binary function, Node a, Node b, Graph.Value result) {
        Term y = form.binary(function, a.term, b.term, result);
        Optional<Term> x = form.ofCrossEntropy(y);
        if (x.isPresent()) {
            Node logits = a.inputs.get(0); // of log(1 + e^l)
            return node(y, result, logits, gradient -> ofLogits(logits, x.get(), gradient));
        }
        if (function.isComparison()) {
            return still(y, result);
        }
        return node(
                y,
                result,
                List.of(a, b),
                gradient -> {
                    giveSummed(a, result.sizes(), () -> ofFirst(function, gradient, a, b, y));
                    giveSummed(b, result.sizes(), () -> ofSecond(function, gradient, a, b, y));
                });
    }

    private Term ofFirst(Operator.Binary function, Term gradient, Node a, Node b, Term y) {
        return switch (function) {
            case ADD, SUBTRACT -> gradient;
            case MULTIPLY -> call("mul", gradient, b.term);
            case DIVIDE -> call("div", gradient, b.term);
            case POWER -> // b a^(b - 1)
                    call("mul", gradient, call("mul", call("pow", a.term, lessOne(b)), b.term));
            case MAXIMUM, MINIMUM -> ofChosen(gradient, a, b, y);
            default -> throw withoutGradient(function);
        };
    }

    private Term ofSecond(Operator.Binary function, Term gradient, Node a, Node b, Term y) {
        return switch (function) {
            case ADD -> gradient;
            case SUBTRACT -> call("neg", gradient);
            case MULTIPLY -> call("mul", gradient, a.term);
            case DIVIDE -> call("neg", call("div", call("mul", gradient, y), b.term));
            case POWER -> call("mul", gradient, call("mul", y, call("log", tensor(a))));
            case MAXIMUM, MINIMUM -> ofChosen(gradient, b, a, y);
            default -> throw withoutGradient(function);
        };
    }

    private static IllegalArgumentException withoutGradient(Operator function) {
        return new IllegalArgumentException("function must have a gradient, but is " + function);
    }

    private Term tensor(Node node) {
        return Term.ofVariable(form.tensor(node.term));
    }

    private Term lessOne(Node exponent) {
        return exponent.term
                .number()
                .map(number -> new Term(TorchForm.text(number - 1), Optional.of(number - 1)))
                .orElseGet(() -> call("sub", exponent.term, 1.0));
    }

    // Both have half where they are the same.
    private Term ofChosen(Term gradient, Node of, Node other, Term y) {
        Term half = call("mul", call("eq", tensor(of), other.term), 0.5);
        Term share = call("mul", gradient, call("rsub", half, 1.0));
        return call("where", call("eq", y, of.term), share, 0.0);
    }

    @Override
    public Node leakyRelu(Operator.LeakyRelu leakyRelu, Node x, Graph.Value result) {
        return node(
                form.leakyRelu(leakyRelu, x.term, result),
                result,
                x,
                gradient ->
                        passed("leaky_relu_backward", gradient, x.term, leakyRelu.slope(), false));
    }

    @Override
    public Node elu(Operator.Elu elu, Node x, Graph.Value result) {
        return node(
                form.elu(elu, x.term, result),
                result,
                x,
                gradient -> passed("elu_backward", gradient, elu.alpha(), 1, 1, false, x.term));
    }

    @Override
    public Node clip(Operator.Clip clip, Node x, Graph.Value result) {
        Term y = form.clip(clip, x.term, result);
        return node(y, result, x, gradient -> call("where", call("eq", x.term, y), gradient, 0.0));
    }

    @Override
    public Node cast(Operator.Cast cast, Node x, Graph.Value result) {
        Term y = form.cast(cast, x.term, result);
        return cast.type().isFloating()
                ? node(y, result, x, gradient -> to(gradient, x.type))
                : still(y, result);
    }

    private Term to(Term x, DataType type) {
        return call("to", x, TorchForm.type(type), false, false, "None");
    }

    @Override
    public Node where(Operator.Where where, Node condition, Node a, Node b, Graph.Value result) {
        return node(
                form.where(where, condition.term, a.term, b.term, result),
                result,
                List.of(a, b),
                gradient -> {
                    giveSummed(
                            a, result.sizes(), () -> call("where", condition.term, gradient, 0.0));
                    giveSummed(
                            b, result.sizes(), () -> call("where", condition.term, 0.0, gradient));
                });
    }

    @Override
    public Node matMul(Operator.MatMul matMul, Node a, Node b, Graph.Value result) {
        return node(
                form.matMul(matMul, a.term, b.term, result),
                result,
                List.of(a, b),
                gradient -> {
                    give(a, () -> call("matmul", gradient, transposed(b.term)));
                    give(b, () -> call("matmul", transposed(a.term), gradient));
                });
    }

    private Term transposed(Term matrices) {
        return call("transpose", matrices, -2, -1);
    }

    @Override
    public Node linear(Operator.Linear linear, List<Node> inputs, Graph.Value result) {
        Term made = form.linear(linear, terms(inputs), result);
        boolean asConvolution = form.isConvolution(inputs.get(1).term, result.sizes());
        return node(
                made,
                result,
                inputs,
                gradient -> {
                    if (asConvolution) {
                        passImage(inputs, gradient);
                    } else {
                        passRows(inputs, gradient, result.sizes());
                    }
                    giveBias(inputs, gradient, result.sizes(), result.sizes().dimension() - 1);
                });
    }

    private void passRows(List<Node> inputs, Term gradient, Sizes result) {
        Node x = inputs.get(0);
        Node weight = inputs.get(1);
        give(x, () -> own(call("matmul", gradient, weight.term)));
        Term each = rows(gradient, result);
        give(weight, () -> call("mm", call("t", each), rows(x.term, x.sizes)));
    }

    private Term rows(Term term, Sizes sizes) {
        return sizes.dimension() == 2
                ? term
                : call("reshape", term, "[-1, " + form.size(last(sizes)) + "]");
    }

    private static Size last(Sizes sizes) {
        return sizes.get(sizes.dimension() - 1);
    }

    private void passImage(List<Node> inputs, Term gradient) {
        Node x = inputs.get(0);
        Node weight = inputs.get(1);
        Term all =
                convolutionBackward(
                        form.image(gradient, weight.sizes.get(0)),
                        form.image(x.term, weight.sizes.get(1)),
                        form.filters(weight.term),
                        "[1, 1], [0, 0], [2, 2], False, [0, 0], 1",
                        x.learns,
                        weight.learns);
        give(x, () -> own(call("reshape", pixels(part(all, 0)), form.sizes(x.sizes))));
        give(weight, () -> call("reshape", part(all, 1), form.sizes(weight.sizes)));
    }

    private Term pixels(Term image) {
        return call("permute", image, "[0, 2, 3, 1]");
    }

    // Those of the input and the weight, where they are wanted. That of the bias would come with
    // them, but takes oneDNN twenty times as long as its sum where convolutions are transposed.
    private Term convolutionBackward(
            String gradient,
            String x,
            String weight,
            String geometry,
            boolean ofX,
            boolean ofWeight) {
        String wanted = wanted(ofX, ofWeight, false);
        return call("convolution_backward", gradient, x, weight, "None", geometry, wanted);
    }

    private static String wanted(Object... which) {
        return "[" + arguments(which) + "]";
    }

    private Term part(Term all, int index) {
        return form.add("%s[%s]", all.text(), index);
    }

    // The sum over all axes but that of the units or channels.
    private void giveBias(List<Node> inputs, Term gradient, Sizes sizes, int channels) {
        if (inputs.size() > 2) {
            List<Integer> others =
                    IntStream.range(0, sizes.dimension())
                            .filter(axis -> axis != channels)
                            .boxed()
                            .toList();
            give(inputs.get(2), () -> call("sum", gradient, others, false));
        }
    }

    @Override
    public Node convolution(
            Operator.Convolution convolution, List<Node> inputs, Graph.Value result) {
        Optional<PixelBlocks> blocks =
                onProcessor
                        ? PixelBlocks.of(convolution, inputs.get(1).sizes, result.sizes())
                        : Optional.empty();
        String geometry =
                arguments(
                        convolution.stride(),
                        convolution.padding(),
                        convolution.dilation(),
                        false,
                        Collections.nCopies(convolution.stride().size(), 0),
                        convolution.groups());
        return blocks.isPresent()
                ? ofBlocks(blocks.get(), inputs, result, geometry)
                : convolution(
                        form.convolution(convolution, terms(inputs), result),
                        inputs,
                        result,
                        geometry,
                        gradient -> gradient);
    }

    // Back to the input, it is faster without blocks.
    private Node ofBlocks(
            PixelBlocks blocks, List<Node> inputs, Graph.Value result, String geometry) {
        Node x = inputs.get(0);
        Node weight = inputs.get(1);
        TorchPixelBlocks ofPixels = new TorchPixelBlocks(blocks);
        Term larger = form.add(ofPixels.weight(weight.term.text()));
        String image = form.channelsLast(x.term, 2);
        String bias =
                inputs.size() > 2
                        ? form.add(ofPixels.bias(inputs.get(2).term.text())).text()
                        : "None";
        String steps = arguments(blocks.stride(), blocks.padding(), "[1, 1]");
        Term made = call("conv2d", image, larger, bias, steps, 1);
        return node(
                form.ofLayer(result, form.add(ofPixels.images(made.text()))),
                result,
                inputs,
                gradient -> {
                    give(
                            weight,
                            () -> {
                                Term of = form.add(ofPixels.unshuffled(gradient.text()));
                                Term all =
                                        convolutionBackward(
                                                form.channelsLast(of, 2),
                                                image,
                                                larger.text(),
                                                arguments(steps, false, "[0, 0]", 1),
                                                false,
                                                true);
                                return form.add(ofPixels.weightGradient(part(all, 1).text()));
                            });
                    give(
                            x,
                            () -> {
                                Term all =
                                        convolutionBackward(
                                                form.channelsLast(gradient, 2),
                                                image,
                                                form.channelsLast(weight.term, 2),
                                                geometry,
                                                true,
                                                false);
                                return own(part(all, 0));
                            });
                    giveBias(inputs, gradient, result.sizes(), 1);
                });
    }

    @Override
    public Node transposedConvolution(
            Operator.TransposedConvolution convolution,
            Node x,
            Node weight,
            Node bias,
            Graph.Value result) {
        TransposedGeometry geometry = convolution.geometry();
        TorchForm.OutputPadding padding = TorchForm.OutputPadding.of(geometry);
        List<Integer> one = Collections.nCopies(geometry.dimensions(), 1);
        return convolution(
                form.transposedConvolution(convolution, x.term, weight.term, bias.term, result),
                List.of(x, weight, bias),
                result,
                arguments(
                        TorchForm.text(geometry.stride().getShape()),
                        TorchForm.text(geometry.padding().getShape()),
                        one,
                        true,
                        TorchForm.text(padding.added()),
                        1),
                gradient -> whole(gradient, padding, geometry.dimensions()));
    }

    // With zeros where values were cut off. PyTorch's list of paddings begins with the last axis.
    private Term whole(Term gradient, TorchForm.OutputPadding padding, int axes) {
        if (padding.cut().isEmpty()) {
            return gradient;
        }
        List<Integer> zeros = new ArrayList<>();
        for (int axis = axes - 1; axis >= 0; axis--) {
            zeros.add(0);
            zeros.add(padding.cut().contains(axis) ? 1 : 0);
        }
        return call("constant_pad_nd", gradient, zeros, 0);
    }

    private Node convolution(
            Term made,
            List<Node> inputs,
            Graph.Value result,
            String geometry,
            UnaryOperator<Term> whole) {
        int axes = result.sizes().dimension() - 2;
        Node x = inputs.get(0);
        Node weight = inputs.get(1);
        return node(
                made,
                result,
                inputs,
                gradient -> {
                    Term all =
                            convolutionBackward(
                                    whole.apply(gradient).text(),
                                    form.channelsLast(x.term, axes),
                                    form.channelsLast(weight.term, axes),
                                    geometry,
                                    x.learns,
                                    weight.learns);
                    give(x, () -> own(part(all, 0)));
                    give(weight, () -> part(all, 1));
                    giveBias(inputs, gradient, result.sizes(), 1);
                });
    }

    @Override
    public Node maxPooling(Operator.MaxPooling pooling, Node x, Graph.Value result) {
        boolean isLine = pooling.window().size() == 1; // which PyTorch pools as an image of one row
        UnaryOperator<Term> asImage = isLine ? of -> call("unsqueeze", of, 2) : of -> of;
        UnaryOperator<Term> asItWas = isLine ? of -> call("squeeze", of, 2) : of -> of;
        Term image = asImage.apply(x.term);
        String geometry =
                arguments(
                        ofImage(1, pooling.window()),
                        ofImage(1, pooling.stride()),
                        ofImage(0, pooling.padding()),
                        "[1, 1]",
                        pooling.roundUp());
        Term all = call("max_pool2d_with_indices", image, geometry);
        Term pooled = asItWas.apply(part(all, 0));
        Term indices = part(all, 1);
        return node(
                pooled,
                result,
                x,
                gradient ->
                        asItWas.apply(
                                call(
                                        "max_pool2d_with_indices_backward",
                                        asImage.apply(gradient),
                                        image,
                                        geometry,
                                        indices)));
    }

    private static List<Long> ofImage(long ofRow, List<Long> axes) {
        return axes.size() == 1 ? List.of(ofRow, axes.get(0)) : axes;
    }

    @Override
    public Node batchNormalization(
            Operator.BatchNormalization normalization, List<Node> inputs, Graph.Value result) {
        return unknown(
                form.batchNormalization(normalization, terms(inputs), result), result, inputs);
    }

    @Override
    public Node groupNormalization(
            Operator.GroupNormalization normalization,
            Node x,
            Node scale,
            Node shift,
            Graph.Value result) {
        int axes = result.sizes().dimension() - 2;
        Term image = laid(x.term, axes);
        Sizes sizes = result.sizes();
        List<Integer> places = IntStream.range(2, sizes.dimension()).boxed().toList();
        String geometry =
                arguments(
                        form.size(sizes.get(0)),
                        form.size(sizes.get(1)),
                        form.size(count(sizes, places)),
                        normalization.groups().count());
        Term all =
                call(
                        "native_group_norm",
                        image,
                        scale.term,
                        shift.term,
                        geometry,
                        normalization.groups().epsilon());
        Term mean = part(all, 1);
        Term deviation = part(all, 2); // 1 by it
        return node(
                form.ofLayer(result, part(all, 0)),
                result,
                List.of(x, scale, shift),
                gradient -> {
                    Term of =
                            call(
                                    "native_group_norm_backward",
                                    laid(gradient, axes),
                                    image,
                                    mean,
                                    deviation,
                                    scale.term,
                                    geometry,
                                    wanted(x.learns, scale.learns, shift.learns));
                    give(x, () -> part(of, 0));
                    give(scale, () -> part(of, 1));
                    give(shift, () -> part(of, 2));
                });
    }

    // As PyTorch's normalization wants both: channels last are for images on processors only.
    private Term laid(Term x, int axes) {
        return onProcessor && axes == 2
                ? Term.ofVariable(form.channelsLast(x, axes))
                : call("contiguous", x);
    }

    @Override
    public Node softmax(Operator.Softmax softmax, Node x, Graph.Value result) {
        Term y = form.softmax(softmax, x.term, result);
        return ofProbabilities("_softmax_backward_data", y, softmax.axis(), x, result);
    }

    @Override
    public Node logSoftmax(Operator.LogSoftmax logSoftmax, Node x, Graph.Value result) {
        Term y = form.logSoftmax(logSoftmax, x.term, result);
        return ofProbabilities("_log_softmax_backward_data", y, logSoftmax.axis(), x, result);
    }

    private Node ofProbabilities(String backward, Term y, int axis, Node x, Graph.Value result) {
        int type = TorchForm.type(x.type);
        return node(y, result, x, gradient -> call(backward, gradient, y, axis, type));
    }

    @Override
    public Node reduction(Operator.Reduction reduction, Node x, Graph.Value result) {
        Optional<Term> target = form.ofCrossEntropy(x.term);
        if (target.isPresent() && isOfSamples(reduction, x.sizes)) {
            return crossEntropies(x.inputs.get(0), target.get(), reduction, result);
        }
        Term y = form.reduction(reduction, x.term, result);
        return switch (reduction.kind()) {
            case SUM, MEAN -> node(y, result, x, gradient -> spread(reduction, gradient, x.sizes));
            case MAX, MIN -> node(y, result, x, gradient -> ofExtremes(reduction, gradient, x, y));
        };
    }

    // Those that are the same share it.
    private Term ofExtremes(Operator.Reduction reduction, Term gradient, Node x, Term y) {
        Term found = call("eq", x.term, spread(reduction, y, x.sizes));
        Term share = call("div", found, call("sum", found, reduction.axes(), true));
        return call("mul", spread(reduction, gradient, x.sizes), share);
    }

    private Term spread(Operator.Reduction reduction, Term gradient, Sizes over) {
        return call("expand", shared(reduction, gradient, over), form.sizes(over));
    }

    // The share of each summand, of the same axes, of which those that were reduced are of one.
    private Term shared(Operator.Reduction reduction, Term gradient, Sizes over) {
        Term each =
                reduction.kind() == Operator.Statistic.MEAN
                        ? call("div", gradient, form.size(count(over, reduction.axes())))
                        : gradient;
        boolean isOfAll = reduction.axes().size() == over.dimension(); // and fits as it is
        return reduction.keepAxes() || isOfAll
                ? each
                : call("reshape", each, form.sizes(kept(reduction, over)));
    }

    private static Sizes kept(Operator.Reduction reduction, Sizes over) {
        List<Size> kept = new ArrayList<>(over.axes());
        reduction.axes().forEach(axis -> kept.set(axis, Size.of(1)));
        return new Sizes(kept);
    }

    // All axes but the first, which is the batch's.
    private static boolean isOfSamples(Operator.Reduction reduction, Sizes over) {
        List<Integer> others = IntStream.range(1, over.dimension()).boxed().toList();
        return reduction.kind() == Operator.Statistic.SUM
                && !reduction.keepAxes()
                && reduction.axes().equals(others)
                && over.axes().subList(1, over.dimension()).stream().noneMatch(Size::ofBatch);
    }

    private Term ofLogits(Node logits, Term x, Term gradient) {
        return call("mul", call("sub", call("sigmoid", logits.term), x), gradient);
    }

    // With p = 1 / (1 + e^-l), the gradient is p - x, and log(1 + e^l) is max(l, 0) - log(s), where
    // s is the greater of p and 1 - p. As s is from 0.5 to 1, the logarithms of many are one of
    // their product. Each is right to the rounding of s, 6e-8. PyTorch's own, log(1 + e^-|l|) of
    // each value, takes five times as long.
    private Node crossEntropies(
            Node logits, Term x, Operator.Reduction reduction, Graph.Value result) {
        Term l = logits.term;
        Sizes sizes = logits.sizes;
        Term p = call("sigmoid", l);
        Term s = call("clamp_min_", call("rsub", p, 1.0), p);
        long values = count(sizes, reduction.axes()).factor();
        long factors = divisor(values);
        Term products =
                call("prod", call("reshape", s, List.of(-1, values / factors, factors)), 2, false);
        Term logarithms = call("sum", call("log_", products), "[1]", false);
        Term rest = call("addcmul_", call("relu", l), l, x, "value=-1.0");
        Term sum = call("sum", rest, reduction.axes(), false);
        return node(
                call("sub_", sum, logarithms),
                result,
                logits,
                gradient -> call("mul_", call("sub_", p, x), shared(reduction, gradient, sizes)));
    }

    // How many values there are along some axes.
    private static Size count(Sizes sizes, List<Integer> axes) {
        long factor = 1;
        boolean ofBatch = false;
        for (int axis : axes) {
            factor *= sizes.get(axis).factor();
            ofBatch |= sizes.get(axis).ofBatch();
        }
        return new Size(factor, ofBatch);
    }

    // The greatest that products may have as their number of factors.
    private static long divisor(long values) {
        long divisor = Math.min(values, MOST_FACTORS);
        while (values % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    @Override
    public Node argMax(Operator.ArgMax argMax, Node x, Graph.Value result) {
        return still(form.argMax(argMax, x.term, result), result);
    }

    @Override
    public Node oneHot(Operator.OneHot oneHot, Node indices, Graph.Value result) {
        return still(form.oneHot(oneHot, indices.term, result), result);
    }

    @Override
    public Node reshape(Operator.Reshape reshape, Node x, Graph.Value result) {
        return node(
                form.reshape(reshape, x.term, result),
                result,
                x,
                gradient -> call("reshape", gradient, form.sizes(x.sizes)));
    }

    @Override
    public Node broadcast(Operator.Broadcast broadcast, Node x, Graph.Value result) {
        return node(
                form.broadcast(broadcast, x.term, result),
                result,
                List.of(x),
                gradient -> giveSummed(x, result.sizes(), () -> gradient));
    }

    @Override
    public Node transpose(Operator.Transpose transpose, Node x, Graph.Value result) {
        List<Integer> axes = transpose.axes();
        List<Integer> back = IntStream.range(0, axes.size()).mapToObj(axes::indexOf).toList();
        return node(
                form.transpose(transpose, x.term, result),
                result,
                x,
                gradient -> call("permute", gradient, back));
    }

    @Override
    public Node concatenation(
            Operator.Concatenation concatenation, List<Node> inputs, Graph.Value result) {
        List<String> sizes =
                inputs.stream()
                        .map(input -> form.size(input.sizes.get(concatenation.axis())))
                        .toList();
        return node(
                form.concatenation(concatenation, terms(inputs), result),
                result,
                inputs,
                gradient -> {
                    Term all = call("split_with_sizes", gradient, sizes, concatenation.axis());
                    for (int i = 0; i < inputs.size(); i++) {
                        int index = i;
                        give(inputs.get(i), () -> part(all, index));
                    }
                });
    }

    @Override
    public Node slice(Operator.Slice slice, Node x, Graph.Value result) {
        return node(
                form.slice(slice, x.term, result),
                result,
                x,
                gradient ->
                        call(
                                "slice_backward",
                                gradient,
                                form.sizes(x.sizes),
                                slice.axis(),
                                form.size(slice.from()),
                                form.size(slice.to()),
                                slice.step()));
    }

    @Override
    public Node repetition(Operator.Repetition repetition, Node x, Graph.Value result) {
        List<Size> each = new ArrayList<>(x.sizes.axes());
        each.add(repetition.axis() + 1, Size.of(repetition.times()));
        return node(
                form.repetition(repetition, x.term, result),
                result,
                x,
                gradient ->
                        call(
                                "sum",
                                call("reshape", gradient, form.sizes(new Sizes(each))),
                                List.of(repetition.axis() + 1),
                                false));
    }

    @Override
    public Node recurrence(Operator.Recurrence recurrence, List<Node> inputs, Graph.Value result) {
        return unknown(form.recurrence(recurrence, terms(inputs), result), result, inputs);
    }
}
