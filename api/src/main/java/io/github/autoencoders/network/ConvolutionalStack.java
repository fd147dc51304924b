package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arithmetic of strided convolutions and of mirroring them.
 *
 * @param layers the encoder's convolutions
 * @param shapes the sample's shape, then that of each layer's output: [C, L] or [C, H, W]
 */
record ConvolutionalStack(List<ConvolutionalLayer> layers, List<Shape> shapes) {

    static ConvolutionalStack of(List<ConvolutionalLayer> layers, Shape sample) {
        if (sample.dimension() < 2 || sample.dimension() > 3) {
            throw new IllegalArgumentException(
                    "sample must be [C, L] or [C, H, W] for convolutions, but has shape " + sample);
        }
        List<Shape> shapes = new ArrayList<>(List.of(sample));
        for (ConvolutionalLayer layer : layers) {
            long[] sizes = shapes.get(shapes.size() - 1).getShape().clone();
            sizes[0] = layer.filters();
            for (int axis = 1; axis < sizes.length; axis++) {
                long room = sizes[axis] + 2L * padding(layer) - layer.kernel();
                if (room < 0) {
                    throw new IllegalArgumentException(
                            "kernel must fit its padded input, but is "
                                    + layer.kernel()
                                    + " on an input of size "
                                    + sizes[axis]);
                }
                sizes[axis] = room / layer.stride() + 1;
            }
            shapes.add(new Shape(sizes));
        }
        return new ConvolutionalStack(layers, List.copyOf(shapes));
    }

    private static int padding(ConvolutionalLayer layer) {
        return (layer.kernel() - 1) / 2;
    }

    /** Returns the shape of the last convolution's output. */
    Shape deepest() {
        return shapes.get(shapes.size() - 1);
    }

    /** Returns convolution i of the encoder. */
    Block newConvolution(int i) {
        ConvolutionalLayer layer = layers.get(i);
        return newConvolution(layer.filters(), layer.kernel(), layer.stride(), padding(layer));
    }

    /** Returns the convolution, of stride 1, that ends the decoder. */
    Block newOutputConvolution(int kernel, int parametersPerValue) {
        Shape parameters = timesChannels(shapes.get(0), parametersPerValue);
        return newConvolution((int) parameters.get(0), kernel, 1, (kernel - 1) / 2);
    }

    /** Returns the shape of as many parameters for each value of a sample. */
    static Shape timesChannels(Shape sample, int parametersPerValue) {
        long[] sizes = sample.getShape().clone();
        sizes[0] *= parametersPerValue;
        return new Shape(sizes);
    }

    private Block newConvolution(int filters, int kernel, int stride, int padding) {
        if (dimensions() == 1) {
            return Conv1d.builder()
                    .setFilters(filters)
                    .setKernelShape(sameOnEachAxis(kernel))
                    .optStride(sameOnEachAxis(stride))
                    .optPadding(sameOnEachAxis(padding))
                    .build();
        }
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(sameOnEachAxis(kernel))
                .optStride(sameOnEachAxis(stride))
                .optPadding(sameOnEachAxis(padding))
                .build();
    }

    /**
     * Returns the transposed convolution that undoes the sizes of layer i. The encoder's division
     * by the stride drops a remainder; the output padding puts it back.
     */
    Block newTransposedConvolution(int i) {
        ConvolutionalLayer layer = layers.get(i);
        long[] outputPadding = new long[dimensions()];
        for (int d = 0; d < outputPadding.length; d++) {
            long room = shapes.get(i).get(d + 1) + 2L * padding(layer) - layer.kernel();
            outputPadding[d] = room % layer.stride();
        }
        TransposedGeometry geometry =
                TransposedGeometry.of(
                        sameOnEachAxis(layer.kernel()),
                        sameOnEachAxis(layer.stride()),
                        sameOnEachAxis(padding(layer)),
                        new Shape(outputPadding));
        return TransposedConvolution.of(geometry, layer.filters());
    }

    private int dimensions() {
        return shapes.get(0).dimension() - 1;
    }

    private Shape sameOnEachAxis(long size) {
        long[] sizes = new long[dimensions()];
        Arrays.fill(sizes, size);
        return new Shape(sizes);
    }
}
