package io.github.autoencoders.graph;

import java.util.List;

/**
 * A way to write the operations of a {@link Graph}: as names in a file, as an engine's arrays. It
 * has a method for each {@link Operator}, with the operator's inputs and the array that comes out,
 * and returns what stands for that array in later operations.
 *
 * @param <T> what stands for an array
 */
public interface Form<T> {

    /** Writes a constant. */
    T constant(Graph.Constant constant);

    /** Writes a function of each value. */
    T unary(Operator.Unary function, T x, Graph.Value result);

    /** Writes a function of each two values. */
    T binary(Operator.Binary function, T a, T b, Graph.Value result);

    /** Writes a leaky rectifier. */
    T leakyRelu(Operator.LeakyRelu leakyRelu, T x, Graph.Value result);

    /** Writes an exponential linear unit. */
    T elu(Operator.Elu elu, T x, Graph.Value result);

    /** Writes bounds. */
    T clip(Operator.Clip clip, T x, Graph.Value result);

    /** Writes a change of type. */
    T cast(Operator.Cast cast, T x, Graph.Value result);

    /** Writes a choice. */
    T where(Operator.Where where, T condition, T a, T b, Graph.Value result);

    /** Writes a product of matrices. */
    T matMul(Operator.MatMul matMul, T a, T b, Graph.Value result);

    /** Writes a linear layer of x, weight and perhaps bias. */
    T linear(Operator.Linear linear, List<T> inputs, Graph.Value result);

    /** Writes a convolution of x, weight and perhaps bias. */
    T convolution(Operator.Convolution convolution, List<T> inputs, Graph.Value result);

    /** Writes a transposed convolution. */
    T transposedConvolution(
            Operator.TransposedConvolution convolution, T x, T weight, T bias, Graph.Value result);

    /** Writes a pooling. */
    T maxPooling(Operator.MaxPooling pooling, T x, Graph.Value result);

    /** Writes a normalization of x by running mean, running variance, scale and shift. */
    T batchNormalization(
            Operator.BatchNormalization normalization, List<T> inputs, Graph.Value result);

    /** Writes a normalization of groups of x's channels by scale and shift. */
    T groupNormalization(
            Operator.GroupNormalization normalization, T x, T scale, T shift, Graph.Value result);

    /** Writes probabilities. */
    T softmax(Operator.Softmax softmax, T x, Graph.Value result);

    /** Writes logarithms of probabilities. */
    T logSoftmax(Operator.LogSoftmax logSoftmax, T x, Graph.Value result);

    /** Writes a number of several. */
    T reduction(Operator.Reduction reduction, T x, Graph.Value result);

    /** Writes the place of the greatest. */
    T argMax(Operator.ArgMax argMax, T x, Graph.Value result);

    /** Writes indices one-hot. */
    T oneHot(Operator.OneHot oneHot, T indices, Graph.Value result);

    /** Writes another shape. */
    T reshape(Operator.Reshape reshape, T x, Graph.Value result);

    /** Writes a repetition of whole axes. */
    T broadcast(Operator.Broadcast broadcast, T x, Graph.Value result);

    /** Writes another order of axes. */
    T transpose(Operator.Transpose transpose, T x, Graph.Value result);

    /** Writes arrays one behind the other. */
    T concatenation(Operator.Concatenation concatenation, List<T> inputs, Graph.Value result);

    /** Writes a part. */
    T slice(Operator.Slice slice, T x, Graph.Value result);

    /** Writes a repetition of each value. */
    T repetition(Operator.Repetition repetition, T x, Graph.Value result);

    /** Writes a recurrent layer of x, its memory, its two weights and its two biases. */
    T recurrence(Operator.Recurrence recurrence, List<T> inputs, Graph.Value result);
}
