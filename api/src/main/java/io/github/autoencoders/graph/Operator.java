package io.github.autoencoders.graph;

import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.network.ChannelGroups;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.List;
import java.util.Locale;

/**
 * What one operation of a {@link Graph} computes of its inputs. The set is closed: a {@link Form}
 * has a method for each.
 */
public sealed interface Operator {

    /**
     * Writes an operation of this operator.
     *
     * @param inputs in the form, as many as {@link #inputs} allows
     * @param result the array that comes out
     */
    <T> T write(Form<T> form, List<T> inputs, Graph.Value result);

    /** Returns the least and the greatest number of inputs. */
    default Count inputs() {
        return Count.ONE;
    }

    /** Returns what operations of it are named by, as {@code maxPooling}. */
    default String word() {
        String name = getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Returns the operator for batches of any size, from that for one and that for another. */
    default Operator joined(Operator other, Batches batches) {
        if (!equals(other)) {
            throw Batches.unlike("an operation", this, other);
        }
        return this;
    }

    /**
     * How many inputs there may be.
     *
     * @param least number
     * @param greatest number
     */
    record Count(int least, int greatest) {

        static final Count ONE = new Count(1, 1);
        static final Count TWO = new Count(2, 2);
        static final Count THREE = new Count(3, 3);
    }

    /** A function of each value by itself. */
    enum Unary implements Operator {
        /** \(-x\). */
        NEGATE,
        /** \(|x|\). */
        ABS,
        /** -1, 0 or 1. */
        SIGN,
        /** \(x^2\). */
        SQUARE,
        /** The square root. */
        SQRT,
        /** \(e^x\). */
        EXP,
        /** The natural logarithm. */
        LOG,
        /** The sine, of radians. */
        SIN,
        /** \(1 / (1 + e^{-x})\). */
        SIGMOID,
        /** The hyperbolic tangent. */
        TANH,
        /** \(\max(x, 0)\). */
        RELU,
        /** \(\log(1 + e^x)\), which overflows nowhere. */
        SOFT_PLUS,
        /** The greatest whole number that is not greater. */
        FLOOR,
        /** Whether a truth value is false. */
        NOT,
        /** The value itself, through which no gradient passes. */
        STOP_GRADIENT;

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.unary(this, inputs.get(0), result);
        }

        @Override
        public String word() {
            return camelCase(name());
        }

        @Override
        public String toString() {
            return word();
        }
    }

    /** A function of each two values, whose shapes are made alike as engines broadcast them. */
    enum Binary implements Operator {
        /** \(a + b\). */
        ADD,
        /** \(a - b\). */
        SUBTRACT,
        /** \(a b\). */
        MULTIPLY,
        /** \(a / b\). */
        DIVIDE,
        /** \(a^b\). */
        POWER,
        /** The greater one. */
        MAXIMUM,
        /** The smaller one. */
        MINIMUM,
        /** Whether both are the same; NaN is not the same as itself. */
        EQUAL,
        /** Whether a is greater. */
        GREATER,
        /** Whether a is not smaller. */
        GREATER_OR_EQUAL,
        /** Whether a is smaller. */
        LESS,
        /** Whether a is not greater. */
        LESS_OR_EQUAL;

        /** Returns whether truth values come out. */
        public boolean isComparison() {
            return switch (this) {
                case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> true;
                default -> false;
            };
        }

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.binary(this, inputs.get(0), inputs.get(1), result);
        }

        @Override
        public Count inputs() {
            return Count.TWO;
        }

        @Override
        public String word() {
            return camelCase(name());
        }

        @Override
        public String toString() {
            return word();
        }
    }

    private static String camelCase(String name) {
        StringBuilder word = new StringBuilder();
        for (String part : name.toLowerCase(Locale.ROOT).split("_", -1)) {
            word.append(
                    word.isEmpty()
                            ? part
                            : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return word.toString();
    }

    /**
     * x above 0, and a share of it below.
     *
     * @param slope below 0
     */
    record LeakyRelu(double slope) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.leakyRelu(this, inputs.get(0), result);
        }
    }

    /**
     * x above 0, and \(\alpha (e^x - 1)\) below.
     *
     * @param alpha the limit
     */
    record Elu(double alpha) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.elu(this, inputs.get(0), result);
        }
    }

    /** Values below the least become the least, values above the greatest the greatest. */
    record Clip(double least, double greatest) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.clip(this, inputs.get(0), result);
        }
    }

    /** The same values in another type; truth values become 0 and 1. */
    record Cast(DataType type) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.cast(this, inputs.get(0), result);
        }
    }

    /** Of three arrays, the values of the second where the first is true, else of the third. */
    record Where() implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.where(this, inputs.get(0), inputs.get(1), inputs.get(2), result);
        }

        @Override
        public Count inputs() {
            return Count.THREE;
        }
    }

    /** The product of two matrices, [N, K] and [K, M], or of as many as the first axes say. */
    record MatMul() implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.matMul(this, inputs.get(0), inputs.get(1), result);
        }

        @Override
        public Count inputs() {
            return Count.TWO;
        }
    }

    /** x [..., in], weight [units, in] and perhaps a bias [units] to [..., units]. */
    record Linear() implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.linear(this, inputs, result);
        }

        @Override
        public Count inputs() {
            return new Count(2, 3);
        }
    }

    /**
     * x [B, C, L] or [B, C, H, W], weight [filters, C / groups, ...kernel] and perhaps a bias
     * [filters].
     *
     * @param stride along each axis
     * @param padding zeros at both ends of each axis
     * @param dilation along each axis
     * @param groups of channels
     */
    record Convolution(List<Long> stride, List<Long> padding, List<Long> dilation, long groups)
            implements Operator {
        public Convolution {
            stride = List.copyOf(stride);
            padding = List.copyOf(padding);
            dilation = List.copyOf(dilation);
        }

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.convolution(this, inputs, result);
        }

        @Override
        public Count inputs() {
            return new Count(2, 3);
        }
    }

    /** x [B, C, L] or [B, C, H, W], weight [C, filters, ...kernel] and a bias [filters]. */
    record TransposedConvolution(TransposedGeometry geometry) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.transposedConvolution(
                    this, inputs.get(0), inputs.get(1), inputs.get(2), result);
        }

        @Override
        public Count inputs() {
            return Count.THREE;
        }
    }

    /**
     * The greatest value of each window.
     *
     * @param window its size along each axis
     * @param stride along each axis
     * @param padding of both ends of each axis
     * @param roundUp whether a window may reach beyond the end
     */
    record MaxPooling(List<Long> window, List<Long> stride, List<Long> padding, boolean roundUp)
            implements Operator {
        public MaxPooling {
            window = List.copyOf(window);
            stride = List.copyOf(stride);
            padding = List.copyOf(padding);
        }

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.maxPooling(this, inputs.get(0), result);
        }
    }

    /**
     * x [B, C, ...], and of each channel a running mean, a running variance, a scale and a shift.
     *
     * @param epsilon added to the variance
     */
    record BatchNormalization(double epsilon) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.batchNormalization(this, inputs, result);
        }

        @Override
        public Count inputs() {
            return new Count(5, 5);
        }
    }

    /** x [B, C, L] or [B, C, H, W], and of each channel a scale and a shift. */
    record GroupNormalization(ChannelGroups groups) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.groupNormalization(
                    this, inputs.get(0), inputs.get(1), inputs.get(2), result);
        }

        @Override
        public Count inputs() {
            return Count.THREE;
        }
    }

    /** \(e^x\) divided by its sum along an axis. */
    record Softmax(int axis) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.softmax(this, inputs.get(0), result);
        }
    }

    /** The logarithm of {@link Softmax}. */
    record LogSoftmax(int axis) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.logSoftmax(this, inputs.get(0), result);
        }
    }

    /**
     * One number of all along some axes.
     *
     * @param kind which number
     * @param axes all of them for the whole array
     * @param keepAxes whether they stay, with a size of 1
     */
    record Reduction(Statistic kind, List<Integer> axes, boolean keepAxes) implements Operator {
        public Reduction {
            axes = List.copyOf(axes);
        }

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.reduction(this, inputs.get(0), result);
        }

        @Override
        public String word() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A number of several values. */
    enum Statistic {
        /** Their sum. */
        SUM,
        /** Their mean. */
        MEAN,
        /** The greatest. */
        MAX,
        /** The least. */
        MIN
    }

    /** The place of the greatest value along an axis, which goes: int64. */
    record ArgMax(int axis) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.argMax(this, inputs.get(0), result);
        }
    }

    /**
     * Indices [...] to [..., depth], 1 at the index and 0 elsewhere.
     *
     * @param depth how many indices there are
     * @param type of the result
     */
    record OneHot(long depth, DataType type) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.oneHot(this, inputs.get(0), result);
        }
    }

    /** The same values in another shape. */
    record Reshape(Sizes sizes) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.reshape(this, inputs.get(0), result);
        }

        @Override
        public Operator joined(Operator other, Batches batches) {
            return other instanceof Reshape reshape
                    ? new Reshape(batches.join(sizes, reshape.sizes))
                    : Operator.super.joined(other, batches);
        }
    }

    /** Axes of size 1 repeated up to a shape of as many axes. */
    record Broadcast(Sizes sizes) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.broadcast(this, inputs.get(0), result);
        }

        @Override
        public Operator joined(Operator other, Batches batches) {
            return other instanceof Broadcast broadcast
                    ? new Broadcast(batches.join(sizes, broadcast.sizes))
                    : Operator.super.joined(other, batches);
        }
    }

    /**
     * The axes in another order.
     *
     * @param axes which one comes first, second...
     */
    record Transpose(List<Integer> axes) implements Operator {
        public Transpose {
            axes = List.copyOf(axes);
        }

        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.transpose(this, inputs.get(0), result);
        }
    }

    /** Arrays one behind the other along an axis. */
    record Concatenation(int axis) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.concatenation(this, inputs, result);
        }

        @Override
        public Count inputs() {
            return new Count(1, Integer.MAX_VALUE);
        }
    }

    /**
     * A part along one axis.
     *
     * @param axis that is cut
     * @param from the first place
     * @param to the place behind the last
     * @param step from place to place, at least 1
     */
    record Slice(int axis, Size from, Size to, long step) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.slice(this, inputs.get(0), result);
        }

        @Override
        public Operator joined(Operator other, Batches batches) {
            return other instanceof Slice slice && slice.axis == axis && slice.step == step
                    ? new Slice(
                            axis, batches.join(from, slice.from), batches.join(to, slice.to), step)
                    : Operator.super.joined(other, batches);
        }
    }

    /** Each value several times, side by side along an axis. */
    record Repetition(int axis, long times) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.repetition(this, inputs.get(0), result);
        }
    }

    /**
     * One recurrent layer: x [B, L, C], memory [1, B, units], for an LSTM a second memory, weights
     * [gates * units, C] and [gates * units, units], and two biases [gates * units]; to the outputs
     * of all steps, [B, L, units]. Gates in the order of PyTorch: reset, update, new; or input,
     * forget, cell, output.
     *
     * @param cell what each step computes
     * @param units of the layer
     */
    record Recurrence(Memory cell, long units) implements Operator {
        @Override
        public <T> T write(Form<T> form, List<T> inputs, Graph.Value result) {
            return form.recurrence(this, inputs, result);
        }

        @Override
        public Count inputs() {
            return new Count(5 + cell.states(), 5 + cell.states());
        }
    }

    /** A kind of recurrent layer. */
    enum Memory {
        /** A gated recurrent unit that multiplies the reset gate behind the recurrent weights. */
        GRU(1),
        /** Long short-term memory. */
        LSTM(2);

        private final int states;

        Memory(int states) {
            this.states = states;
        }

        /** Returns how many arrays are remembered. */
        public int states() {
            return states;
        }
    }
}
