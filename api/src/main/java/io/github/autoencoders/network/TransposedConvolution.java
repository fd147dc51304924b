package io.github.autoencoders.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transposed convolution in one or two dimensions, exact on every engine: each input value adds
 * a scaled copy of the kernel to the output, \(y_o = b + \sum_{i,k\,:\,i s + k - p = o} x_i w_k\).
 * It is the gradient of a convolution with respect to its input; see <a
 * href="https://arxiv.org/abs/1603.07285">Dumoulin and Visin (2016)</a>, chapter 4.
 *
 * <p>DJL's own block fails on both engines, so the sum is taken apart by the output position modulo
 * the stride. The outputs of one such phase see only every s-th tap of the kernel, which makes the
 * phase an ordinary convolution of the input with those taps; the phases are then interleaved. No
 * tap is multiplied with an inserted zero.
 *
 * <p>Input [B, C, L] or [B, C, H, W], output [B, filters, ...]. Parameters: {@code weight} [C,
 * filters, ...kernel], laid out as in PyTorch, and {@code bias} [filters].
 */
public final class TransposedConvolution extends AbstractBlock {

    private final Geometry geometry;
    private final int filters;
    private final Parameter weight;
    private final Parameter bias;

    private TransposedConvolution(Geometry geometry, int filters) {
        this.geometry = geometry;
        this.filters = filters;
        weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
        bias = addParameter(parameter("bias", Parameter.Type.BIAS));
    }

    /**
     * Returns a new block.
     *
     * @param geometry kernel, stride and what is cut off the full output
     * @param filters the number of output channels, at least 1
     */
    public static TransposedConvolution of(Geometry geometry, int filters) {
        if (filters < 1) {
            throw new IllegalArgumentException("filters must be at least 1, but is " + filters);
        }
        return new TransposedConvolution(geometry, filters);
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        return Parameter.builder().setName(name).setType(type).build();
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        requireFits(inputShapes[0]);
        weight.setShape(new Shape(inputShapes[0].get(1), filters).addAll(geometry.kernel()));
        bias.setShape(new Shape(filters));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        requireFits(inputShapes[0]);
        return new Shape[] {
            new Shape(inputShapes[0].get(0), filters)
                    .addAll(geometry.outputSize(inputShapes[0].slice(2)))
        };
    }

    private void requireFits(Shape input) {
        if (input.dimension() != geometry.dimensions() + 2) {
            throw new IllegalArgumentException(
                    "input must have "
                            + (geometry.dimensions() + 2)
                            + " axes for a kernel of "
                            + geometry.kernel()
                            + ", but has shape "
                            + input);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        requireFits(x.getShape());
        Device device = x.getDevice();
        NDArray w = parameterStore.getValue(weight, device, training);
        NDArray b = parameterStore.getValue(bias, device, training);
        return new NDList(forward(x, w, b));
    }

    private NDArray forward(NDArray x, NDArray w, NDArray b) {
        Shape size = geometry.outputSize(x.getShape().slice(2));
        NDArray taps = w.swapAxes(0, 1); // [filters, C, ...kernel]
        taps.attach(x.getManager()); // else it would live as long as the parameter
        for (int axis = 2; axis < geometry.dimensions() + 2; axis++) {
            if (geometry.kernel().get(axis - 2) > 1) {
                taps = taps.flip(axis);
            }
        }
        List<List<Phase>> phases = new ArrayList<>();
        for (int d = 0; d < geometry.dimensions(); d++) {
            phases.add(geometry.phases(d, x.getShape().get(d + 2), size.get(d)));
        }
        return interleave(x, taps, b, phases, new ArrayList<>(), size);
    }

    // Recurses over the spatial axes: the phases of the last one are interleaved first.
    private NDArray interleave(
            NDArray x,
            NDArray taps,
            NDArray b,
            List<List<Phase>> phases,
            List<Phase> chosen,
            Shape size) {
        int d = chosen.size();
        if (d == phases.size()) {
            return convolve(x, taps, b, chosen);
        }
        NDList parts = new NDList();
        for (Phase phase : phases.get(d)) {
            List<Phase> next = new ArrayList<>(chosen);
            next.add(phase);
            parts.add(interleave(x, taps, b, phases, next, size));
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int axis = d + 2;
        long[] joined = parts.get(0).getShape().getShape().clone();
        joined[axis] *= parts.size();
        NDArray whole = NDArrays.stack(parts, axis + 1).reshape(new Shape(joined));
        return slice(whole, axis, 0, size.get(d), 1);
    }

    // One phase of the output: [B, filters, ...phase.outputs].
    private NDArray convolve(NDArray x, NDArray taps, NDArray b, List<Phase> phases) {
        int dimensions = phases.size();
        long[] ones = new long[dimensions];
        long[] padding = new long[dimensions];
        NDArray kernel = taps;
        for (int d = 0; d < dimensions; d++) {
            Phase phase = phases.get(d);
            if (phase.taps() == 0) {
                return biasOnly(x, b, phases);
            }
            ones[d] = 1;
            padding[d] = phase.padding();
            kernel =
                    slice(
                            kernel,
                            d + 2,
                            phase.firstTap(),
                            phase.lastTap() + 1,
                            geometry.stride().get(d));
        }
        Shape one = new Shape(ones);
        NDArray y =
                x.getNDArrayInternal()
                        .convolution(x, kernel, b, one, new Shape(padding), one, 1)
                        .singletonOrThrow();
        for (int d = 0; d < dimensions; d++) {
            Phase phase = phases.get(d);
            y = slice(y, d + 2, phase.skipped(), phase.skipped() + phase.outputs(), 1);
        }
        return y;
    }

    // A stride above the kernel leaves outputs that no input reaches.
    private NDArray biasOnly(NDArray x, NDArray b, List<Phase> phases) {
        long[] shape = new long[phases.size() + 2];
        long[] broadcast = new long[phases.size() + 2];
        shape[0] = x.getShape().get(0);
        shape[1] = filters;
        for (int d = 0; d < phases.size(); d++) {
            shape[d + 2] = phases.get(d).outputs();
            broadcast[d + 2] = 1;
        }
        broadcast[0] = 1;
        broadcast[1] = filters;
        NDArray channels = b.reshape(new Shape(broadcast));
        channels.attach(x.getManager());
        return x.getManager().zeros(new Shape(shape), x.getDataType(), x.getDevice()).add(channels);
    }

    private static NDArray slice(NDArray array, int axis, long from, long to, long step) {
        if (from == 0 && to == array.getShape().get(axis) && step == 1) {
            return array;
        }
        NDIndex index = new NDIndex();
        for (int i = 0; i < axis; i++) {
            index.addAllDim();
        }
        return array.get(index.addSliceDim(from, to, step).addEllipseDim());
    }

    /**
     * Outputs at positions that are equal modulo the stride, along one axis.
     *
     * @param taps how many taps of the kernel they see
     * @param firstTap the first of these in the flipped kernel
     * @param lastTap the last of these in the flipped kernel
     * @param padding zeros that the convolution puts on both sides
     * @param skipped leading outputs of the convolution that do not belong to the result
     * @param outputs how many outputs there are
     */
    private record Phase(
            long taps, long firstTap, long lastTap, long padding, long skipped, long outputs) {}

    /**
     * Kernel, stride and what is cut off the full output of size (n - 1) stride + kernel.
     *
     * @param kernel the size of the kernel, [L] or [H, W]
     * @param stride the distance between the copies of the kernel, as many axes
     * @param padding values cut off at the begin and at the end of each axis
     * @param outputPadding values then added to the end of each axis, from -1, which cuts off one
     *     more there; only the bias reaches those beyond the full output
     */
    public record Geometry(Shape kernel, Shape stride, Shape padding, Shape outputPadding) {

        public Geometry {
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
        }

        /**
         * Returns PyTorch's geometry: {@code padding} is cut off on both sides, and {@code
         * outputPadding} is added to the end.
         *
         * @param outputPadding from 0 to stride - 1
         */
        public static Geometry of(Shape kernel, Shape stride, Shape padding, Shape outputPadding) {
            Geometry geometry = new Geometry(kernel, stride, padding, outputPadding);
            for (int d = 0; d < geometry.dimensions(); d++) {
                if (outputPadding.get(d) < 0 || outputPadding.get(d) >= stride.get(d)) {
                    throw new IllegalArgumentException(
                            "outputPadding must be from 0 to stride - 1, but is "
                                    + outputPadding
                                    + " with a stride of "
                                    + stride);
                }
            }
            return geometry;
        }

        /**
         * Returns Keras' "same" geometry: the output is the input's size times the stride, and what
         * is too much is cut off evenly, an odd rest at the end.
         */
        public static Geometry same(Shape kernel, Shape stride) {
            int dimensions = kernel.dimension();
            requireAxes("stride", stride, dimensions);
            long[] padding = new long[dimensions];
            long[] outputPadding = new long[dimensions];
            for (int d = 0; d < dimensions; d++) {
                long surplus = kernel.get(d) - stride.get(d);
                padding[d] = Math.max(0, surplus) / 2;
                outputPadding[d] = 2 * padding[d] - surplus;
            }
            return new Geometry(kernel, stride, new Shape(padding), new Shape(outputPadding));
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
                            "output must have a size of at least 1, but an input of "
                                    + input
                                    + " gives "
                                    + sizes[d]);
                }
            }
            return new Shape(sizes);
        }

        // With o = m s + t, the taps are those with k = t + p (mod s); tap r + j s of them meets
        // input m + c - j, where t + p = c s + r.
        private List<Phase> phases(int d, long input, long output) {
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
                        new Phase(
                                taps, firstTap, k - 1 - r, padding, firstInput + padding, outputs));
            }
            return phases;
        }

        private static void requireAxes(String name, Shape shape, int dimensions) {
            if (shape.dimension() != dimensions) {
                throw new IllegalArgumentException(
                        name
                                + " must have as many axes as the kernel, "
                                + dimensions
                                + ", but is "
                                + shape);
            }
        }

        private static void requirePositive(String name, Shape shape) {
            for (long size : shape.getShape()) {
                if (size < 1) {
                    throw new IllegalArgumentException(
                            name + " must be at least 1, but is " + shape);
                }
            }
        }
    }
}
