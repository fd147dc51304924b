package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;

/** What a convolution of a {@link Layer} takes for the values beyond the edges: zeros, or none. */
public enum Padding {
    /**
     * As many zeros on both sides as make the output's size the input's divided by the stride,
     * rounded up; of an odd number, the one more stands at the end: Keras' and TensorFlow's "same".
     * A transposed convolution multiplies the size by the stride.
     */
    SAME {
        @Override
        long[] around(long input, int kernel, int stride) {
            long all = Math.max(0, ((input + stride - 1) / stride - 1) * stride + kernel - input);
            return new long[] {all / 2, all - all / 2};
        }

        @Override
        TransposedGeometry geometry(Shape kernel, Shape stride) {
            return TransposedGeometry.same(kernel, stride);
        }
    },

    /** None; a transposed convolution gives all that its kernel reaches. */
    VALID {
        @Override
        long[] around(long input, int kernel, int stride) {
            return new long[] {0, 0};
        }

        @Override
        TransposedGeometry geometry(Shape kernel, Shape stride) {
            return cut(kernel, stride, 0, Math.max(0, stride.get(0) - kernel.get(0)));
        }
    },

    /**
     * (kernel - 1) / 2 zeros on each side, as PyTorch's networks mostly have it. A transposed
     * convolution multiplies the size by the stride: there, PyTorch's {@code output_padding} is
     * stride - kernel + 2 padding.
     */
    CENTRED {
        @Override
        long[] around(long input, int kernel, int stride) {
            return new long[] {(kernel - 1) / 2, (kernel - 1) / 2};
        }

        @Override
        TransposedGeometry geometry(Shape kernel, Shape stride) {
            long padding = (kernel.get(0) - 1) / 2;
            return cut(kernel, stride, padding, stride.get(0) - kernel.get(0) + 2 * padding);
        }
    };

    /** Returns how many zeros stand before and behind an axis. */
    abstract long[] around(long input, int kernel, int stride);

    /** Returns what a transposed convolution cuts off. */
    abstract TransposedGeometry geometry(Shape kernel, Shape stride);

    private static TransposedGeometry cut(Shape kernel, Shape stride, long ends, long added) {
        int axes = kernel.dimension();
        return new TransposedGeometry(
                kernel,
                stride,
                ConvolutionalStack.sameOnEachAxis(axes, ends),
                ConvolutionalStack.sameOnEachAxis(axes, added));
    }
}
