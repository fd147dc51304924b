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
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
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
public final class TransposedConvolution extends AbstractBlock implements Described {

    private final TransposedGeometry geometry;
    private final int filters;
    private final Parameter weight;
    private final Parameter bias;

    private TransposedConvolution(TransposedGeometry geometry, int filters) {
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
    public static TransposedConvolution of(TransposedGeometry geometry, int filters) {
        Require.atLeast(1, "filters", filters);
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
    public String description() {
        String kernel = Described.kernel(geometry.kernel(), geometry.stride());
        return "ConvTranspose%sd %s, %s".formatted(geometry.dimensions(), filters, kernel);
    }

    /** Returns the taps that meet an input, those cut off among them. */
    @Override
    public long multiplyAdds(Shape input) {
        long taps = Math.multiplyExact(input.get(1) * filters, geometry.kernel().size());
        return Math.multiplyExact(taps, input.slice(2).size());
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
                    "input must have %s axes for a kernel of %s, but has shape %s"
                            .formatted(geometry.dimensions() + 2, geometry.kernel(), input));
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
        NDList arrays = new NDList(x, w, b);
        return new NDList(
                Watched.compute(
                        geometry, arrays, all -> forward(all.get(0), all.get(1), all.get(2))));
    }

    private NDArray forward(NDArray x, NDArray w, NDArray b) {
        Shape size = geometry.outputSize(x.getShape().slice(2));
        NDArray taps = w.swapAxes(0, 1); // [filters, C, ...kernel]
        taps.attach(x.getManager()); // else it would live as long as the parameter
        taps = taps.flip(IntStream.range(2, geometry.dimensions() + 2).toArray());
        List<List<Phase>> phases = new ArrayList<>();
        for (int d = 0; d < geometry.dimensions(); d++) {
            phases.add(geometry.phases(d, x.getShape().get(d + 2), size.get(d)));
        }
        NDArray whole = interleave(x, taps, b, phases, new ArrayList<>());
        return slice(whole, d -> 0, size::get, d -> 1);
    }

    // Recurses over the spatial axes: the phases of the last one are interleaved first. The result
    // is up to stride - 1 values too long at the end of each axis.
    private NDArray interleave(
            NDArray x, NDArray taps, NDArray b, List<List<Phase>> phases, List<Phase> chosen) {
        int d = chosen.size();
        if (d == phases.size()) {
            return convolve(x, taps, b, chosen);
        }
        NDList parts = new NDList();
        for (Phase phase : phases.get(d)) {
            List<Phase> next = new ArrayList<>(chosen);
            next.add(phase);
            parts.add(interleave(x, taps, b, phases, next));
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int axis = d + 2;
        long[] joined = parts.get(0).getShape().getShape().clone();
        joined[axis] *= parts.size();
        // What was copied is closed at once, as in a chain.
        NDArray stacked = NDArrays.stack(parts, axis + 1);
        parts.close();
        NDArray whole = stacked.reshape(new Shape(joined));
        stacked.close();
        return whole;
    }

    // One phase of the output: [B, filters, ...phase.outputs].
    private NDArray convolve(NDArray x, NDArray taps, NDArray b, List<Phase> phases) {
        if (phases.stream().anyMatch(phase -> phase.taps() == 0)) {
            return biasOnly(x, b, phases);
        }
        NDArray kernel =
                slice(
                        taps,
                        d -> phases.get(d).firstTap(),
                        d -> phases.get(d).lastTap() + 1,
                        geometry.stride()::get);
        Shape padding = new Shape(phases.stream().mapToLong(Phase::padding).toArray());
        Shape one = new Shape(phases.stream().mapToLong(phase -> 1).toArray());
        NDArray y =
                x.getNDArrayInternal()
                        .convolution(x, kernel, b, one, padding, one, 1)
                        .singletonOrThrow();
        return slice(
                y,
                d -> phases.get(d).skipped(),
                d -> phases.get(d).skipped() + phases.get(d).outputs(),
                d -> 1);
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

    // All spatial axes at once, given by their number from 0: each slice is one more array for the
    // gradient.
    private static NDArray slice(
            NDArray array, IntToLongFunction from, IntToLongFunction to, IntToLongFunction step) {
        NDIndex index = new NDIndex().addAllDim().addAllDim();
        boolean whole = true;
        for (int d = 0; d < array.getShape().dimension() - 2; d++) {
            long first = from.applyAsLong(d);
            long end = to.applyAsLong(d);
            index.addSliceDim(first, end, step.applyAsLong(d));
            whole &= first == 0 && end == array.getShape().get(d + 2) && step.applyAsLong(d) == 1;
        }
        return whole ? array : array.get(index);
    }
}
