package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernel, stride and what is cut off the full output of size (n - 1) stride + kernel.
 *
 * @param kernel the size of the kernel, [L] or [H, W]
 * @param stride the distance between the copies of the kernel, as many axes
 * @param padding values cut off at the begin and at the end of each axis
 * @param outputPadding values then added to the end of each axis, from -1, which cuts off one more
 *     there; only the bias reaches those beyond the full output
 */
public record TransposedGeometry(Shape kernel, Shape stride, Shape padding, Shape outputPadding) {

    public TransposedGeometry {
        int dimensions = kernel.dimension();
        if (dimensions < 1 || dimensions > 2) {
            throw new IllegalArgumentException(
                    "kernel must have one or two axes, but is " + kernel);
        }
        requirePositive("kernel", kernel);
        requireAxes("stride", stride, dimensions);
        requirePositive("stride", stride);
        requireAxes("padding", padding, dimensions);
        requireAxes("outputPadding", outputPadding, dimensions);
        for (long cut : padding.getShape()) {
            if (cut < 0) {
                throw new IllegalArgumentException(
                        "padding must not be negative, but is " + padding);
            }
        }
        for (long added : outputPadding.getShape()) {
            if (added < -1) {
                throw new IllegalArgumentException(
                        "outputPadding must be at least -1, but is " + outputPadding);
            }
        }
    }

    /**
     * Returns PyTorch's geometry: {@code padding} is cut off on both sides, and {@code
     * outputPadding} is added to the end.
     *
     * @param outputPadding from 0 to stride - 1
     */
    public static TransposedGeometry of(
            Shape kernel, Shape stride, Shape padding, Shape outputPadding) {
        TransposedGeometry geometry =
                new TransposedGeometry(kernel, stride, padding, outputPadding);
        for (int d = 0; d < geometry.dimensions(); d++) {
            if (outputPadding.get(d) < 0 || outputPadding.get(d) >= stride.get(d)) {
                throw new IllegalArgumentException(
                        "outputPadding must be from 0 to stride - 1, but is %s with a stride of %s"
                                .formatted(outputPadding, stride));
            }
        }
        return geometry;
    }

    /**
     * Returns Keras' "same" geometry: the output is the input's size times the stride, and what is
     * too much is cut off evenly, an odd rest at the end.
     */
    public static TransposedGeometry same(Shape kernel, Shape stride) {
        int dimensions = kernel.dimension();
        requireAxes("stride", stride, dimensions);
        long[] padding = new long[dimensions];
        long[] outputPadding = new long[dimensions];
        for (int d = 0; d < dimensions; d++) {
            long surplus = kernel.get(d) - stride.get(d);
            padding[d] = Math.max(0, surplus) / 2;
            outputPadding[d] = 2 * padding[d] - surplus;
        }
        return new TransposedGeometry(kernel, stride, new Shape(padding), new Shape(outputPadding));
    }

    /** Returns the number of spatial axes, 1 or 2. */
    public int dimensions() {
        return kernel.dimension();
    }

    /**
     * Returns the spatial size of the output.
     *
     * @param input the spatial size of the input, [L] or [H, W]
     * @throws IllegalArgumentException if nothing would be left
     */
    public Shape outputSize(Shape input) {
        long[] sizes = new long[dimensions()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] =
                    (input.get(d) - 1) * stride.get(d)
                            + kernel.get(d)
                            - 2 * padding.get(d)
                            + outputPadding.get(d);
            if (sizes[d] < 1) {
                throw new IllegalArgumentException(
                        "output must have a size of at least 1, but an input of %s gives %s"
                                .formatted(input, sizes[d]));
            }
        }
        return new Shape(sizes);
    }

    // With o = m s + t, the taps are those with k = t + p (mod s); tap r + j s of them meets
    // input m + c - j, where t + p = c s + r.
    List<Phase> phases(int d, long input, long output) {
        long s = stride.get(d);
        long k = kernel.get(d);
        long outputs = (output + s - 1) / s;
        List<Phase> phases = new ArrayList<>();
        for (long t = 0; t < s; t++) {
            long r = (t + padding.get(d)) % s;
            long c = (t + padding.get(d)) / s;
            long taps = r < k ? (k - r + s - 1) / s : 0;
            long firstInput = c - taps + 1;
            long beyond = outputs - 1 + c - (input - 1);
            long padding = Math.max(0, Math.max(-firstInput, beyond));
            long firstTap = k - 1 - r - s * (taps - 1);
            phases.add(
                    new Phase(taps, firstTap, k - 1 - r, padding, firstInput + padding, outputs));
        }
        return phases;
    }

    private static void requireAxes(String name, Shape shape, int dimensions) {
        if (shape.dimension() != dimensions) {
            throw new IllegalArgumentException(
                    "%s must have as many axes as the kernel, %s, but is %s"
                            .formatted(name, dimensions, shape));
        }
    }

    private static void requirePositive(String name, Shape shape) {
        for (long size : shape.getShape()) {
            if (size < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, but is " + shape);
            }
        }
    }
}
