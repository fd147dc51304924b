package io.github.autoencoders.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.graph.Form;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.network.TransposedConvolution;
import java.util.List;

/**
 * Computes a graph by an engine's arrays, operation by operation.
 *
 * @param manager of the arrays
 * @param batch the size of the batch
 * @param training whether gradients are taken
 */
public record ArrayForm(NDManager manager, long batch, boolean training) implements Form<NDArray> {

    @Override
    public NDArray constant(Graph.Constant constant) {
        Graph.Value value = constant.value();
        return Numbers.of(manager, constant.values(batch), value.sizes().in(batch))
                .toType(value.type(), false);
    }

    @Override
    public NDArray unary(Operator.Unary function, NDArray x, Graph.Value result) {
        return switch (function) {
            case NEGATE -> x.neg();
            case ABS -> x.abs();
            case SIGN -> x.sign();
            case SQUARE -> x.square();
            case SQRT -> x.sqrt();
            case EXP -> x.exp();
            case LOG -> x.log();
            case SIN -> x.sin();
            case SIGMOID -> x.getNDArrayInternal().sigmoid();
            case TANH -> x.getNDArrayInternal().tanh();
            case RELU -> x.getNDArrayInternal().relu();
            case SOFT_PLUS -> x.getNDArrayInternal().softPlus();
            case FLOOR -> x.floor();
            case NOT -> x.logicalNot();
            case STOP_GRADIENT -> x.stopGradient();
        };
    }

    @Override
    public NDArray binary(Operator.Binary function, NDArray a, NDArray b, Graph.Value result) {
        return switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.sub(b);
            case MULTIPLY -> a.mul(b);
            case DIVIDE -> a.div(b);
            case POWER -> a.pow(b);
            case MAXIMUM -> a.maximum(b);
            case MINIMUM -> a.minimum(b);
            case EQUAL -> a.eq(b);
            case GREATER -> a.gt(b);
            case GREATER_OR_EQUAL -> a.gte(b);
            case LESS -> a.lt(b);
            case LESS_OR_EQUAL -> a.lte(b);
        };
    }

    @Override
    public NDArray leakyRelu(Operator.LeakyRelu leakyRelu, NDArray x, Graph.Value result) {
        return x.getNDArrayInternal().leakyRelu((float) leakyRelu.slope());
    }

    @Override
    public NDArray elu(Operator.Elu elu, NDArray x, Graph.Value result) {
        return x.getNDArrayInternal().elu((float) elu.alpha());
    }

    @Override
    public NDArray clip(Operator.Clip clip, NDArray x, Graph.Value result) {
        return x.clip(clip.least(), clip.greatest());
    }

    @Override
    public NDArray cast(Operator.Cast cast, NDArray x, Graph.Value result) {
        return x.toType(cast.type(), false);
    }

    @Override
    public NDArray where(
            Operator.Where where, NDArray condition, NDArray a, NDArray b, Graph.Value result) {
        return NDArrays.where(condition, a, b);
    }

    @Override
    public NDArray matMul(Operator.MatMul matMul, NDArray a, NDArray b, Graph.Value result) {
        return a.matMul(b);
    }

    @Override
    public NDArray linear(Operator.Linear linear, List<NDArray> inputs, Graph.Value result) {
        NDArray x = inputs.get(0);
        NDArray bias = inputs.size() > 2 ? inputs.get(2) : null;
        return x.getNDArrayInternal().linear(x, inputs.get(1), bias).singletonOrThrow();
    }

    @Override
    public NDArray convolution(
            Operator.Convolution convolution, List<NDArray> inputs, Graph.Value result) {
        NDArray x = inputs.get(0);
        NDArray bias = inputs.size() > 2 ? inputs.get(2) : null;
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        inputs.get(1),
                        bias,
                        new Shape(convolution.stride()),
                        new Shape(convolution.padding()),
                        new Shape(convolution.dilation()),
                        (int) convolution.groups())
                .singletonOrThrow();
    }

    @Override
    public NDArray transposedConvolution(
            Operator.TransposedConvolution convolution,
            NDArray x,
            NDArray weight,
            NDArray bias,
            Graph.Value result) {
        TransposedConvolution block =
                TransposedConvolution.of(convolution.geometry(), (int) weight.getShape().get(1));
        ParameterStore given =
                new ParameterStore(manager, false) {
                    @Override
                    public NDArray getValue(Parameter parameter, Device device, boolean training) {
                        return parameter.getName().equals("weight") ? weight : bias;
                    }
                };
        block.initialize(manager, DataType.FLOAT32, x.getShape());
        return block.forward(given, new NDList(x), true).singletonOrThrow();
    }

    @Override
    public NDArray maxPooling(Operator.MaxPooling pooling, NDArray x, Graph.Value result) {
        return x.getNDArrayInternal()
                .maxPool(
                        new Shape(pooling.window()),
                        new Shape(pooling.stride()),
                        new Shape(pooling.padding()),
                        pooling.roundUp());
    }

    @Override
    public NDArray batchNormalization(
            Operator.BatchNormalization normalization, List<NDArray> inputs, Graph.Value result) {
        NDArray x = inputs.get(0);
        return x.getNDArrayInternal()
                .batchNorm(
                        x,
                        inputs.get(1),
                        inputs.get(2),
                        inputs.get(3),
                        inputs.get(4),
                        1,
                        0.9f,
                        (float) normalization.epsilon(),
                        false)
                .head();
    }

    @Override
    public NDArray groupNormalization(
            Operator.GroupNormalization normalization,
            NDArray x,
            NDArray scale,
            NDArray shift,
            Graph.Value result) {
        return normalization.groups().normalize(x, scale, shift);
    }

    @Override
    public NDArray softmax(Operator.Softmax softmax, NDArray x, Graph.Value result) {
        return x.softmax(softmax.axis());
    }

    @Override
    public NDArray logSoftmax(Operator.LogSoftmax logSoftmax, NDArray x, Graph.Value result) {
        return x.logSoftmax(logSoftmax.axis());
    }

    @Override
    public NDArray reduction(Operator.Reduction reduction, NDArray x, Graph.Value result) {
        int[] axes = reduction.axes().stream().mapToInt(axis -> axis).toArray();
        boolean keep = reduction.keepAxes();
        boolean all = axes.length == x.getShape().dimension() && !keep;
        return switch (reduction.kind()) {
            case SUM -> all ? x.sum() : x.sum(axes, keep);
            case MEAN -> all ? x.mean() : x.mean(axes, keep);
            case MAX -> all ? x.max() : x.max(axes, keep);
            case MIN -> all ? x.min() : x.min(axes, keep);
        };
    }

    @Override
    public NDArray argMax(Operator.ArgMax argMax, NDArray x, Graph.Value result) {
        return x.argMax(argMax.axis());
    }

    @Override
    public NDArray oneHot(Operator.OneHot oneHot, NDArray indices, Graph.Value result) {
        return indices.oneHot((int) oneHot.depth(), oneHot.type());
    }

    @Override
    public NDArray reshape(Operator.Reshape reshape, NDArray x, Graph.Value result) {
        return x.reshape(reshape.sizes().in(batch));
    }

    @Override
    public NDArray broadcast(Operator.Broadcast broadcast, NDArray x, Graph.Value result) {
        return x.broadcast(broadcast.sizes().in(batch));
    }

    @Override
    public NDArray transpose(Operator.Transpose transpose, NDArray x, Graph.Value result) {
        return x.transpose(transpose.axes().stream().mapToInt(axis -> axis).toArray());
    }

    @Override
    public NDArray concatenation(
            Operator.Concatenation concatenation, List<NDArray> inputs, Graph.Value result) {
        return NDArrays.concat(new NDList(inputs), concatenation.axis());
    }

    @Override
    public NDArray slice(Operator.Slice slice, NDArray x, Graph.Value result) {
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < slice.axis(); axis++) {
            index.addAllDim();
        }
        return x.get(index.addSliceDim(slice.from().in(batch), slice.to().in(batch), slice.step()));
    }

    @Override
    public NDArray repetition(Operator.Repetition repetition, NDArray x, Graph.Value result) {
        return x.repeat(repetition.axis(), repetition.times());
    }

    @Override
    public NDArray recurrence(
            Operator.Recurrence recurrence, List<NDArray> inputs, Graph.Value result) {
        int states = recurrence.cell().states();
        NDArray x = inputs.get(0);
        NDList parameters = new NDList(inputs.subList(1 + states, inputs.size()));
        return recurrence.cell() == Operator.Memory.GRU
                ? x.getNDArrayInternal()
                        .gru(x, inputs.get(1), parameters, true, 1, 0, training, false, true)
                        .head()
                : x.getNDArrayInternal()
                        .lstm(
                                x,
                                new NDList(inputs.subList(1, 3)),
                                parameters,
                                true,
                                1,
                                0,
                                training,
                                false,
                                true)
                        .head();
    }
}
