package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.Dropout;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.SpatialConvolutional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arithmetic of convolutions that change sizes, and of mirroring them.
 *
 * @param description of the layers
 * @param shapes the sample's shape, then that of each layer's output: [C, L] or [C, H, W]
 */
record ConvolutionalStack(SpatialConvolutional description, List<Shape> shapes) {

    static ConvolutionalStack of(SpatialConvolutional description, Shape sample) {
        requireMap("sample", sample, "convolutions");
        List<Shape> shapes = new ArrayList<>(List.of(sample));
        for (ConvolutionalLayer layer : description.layers()) {
            long[] sizes = shapes.get(shapes.size() - 1).getShape().clone();
            sizes[0] = layer.filters();
            for (int axis = 1; axis < sizes.length; axis++) {
                sizes[axis] = outputSize(layer, description.downsampling(), sizes[axis]);
            }
            shapes.add(new Shape(sizes));
        }
        return new ConvolutionalStack(description, List.copyOf(shapes));
    }

    /** Checks that a shape is one of maps, [C, L] or [C, H, W], as somebody needs. */
    static void requireMap(String name, Shape shape, String user) {
        if (shape.dimension() < 2 || shape.dimension() > 3) {
            throw new IllegalArgumentException(
                    "%s must be [C, L] or [C, H, W] for %s, but has shape %s"
                            .formatted(name, user, shape));
        }
    }

    private static long outputSize(
            ConvolutionalLayer layer, Downsampling downsampling, long input) {
        long room = input + 2L * padding(layer) - layer.kernel();
        if (room < 0) {
            throw new IllegalArgumentException(
                    "kernel must fit its padded input, but is %s on an input of size %s"
                            .formatted(layer.kernel(), input));
        }
        long convolved = room / downsampling.convolutionStride(layer) + 1;
        int window = downsampling.window(layer);
        if (window > convolved) {
            throw new IllegalArgumentException(
                    "stride must fit what is pooled, but is %s on an input of size %s"
                            .formatted(window, convolved));
        }
        return (convolved + window - 1) / window;
    }

    private static int padding(ConvolutionalLayer layer) {
        return (layer.kernel() - 1) / 2;
    }

    /** Returns the shape of the last layer's output. */
    Shape deepest() {
        return shapes.get(shapes.size() - 1);
    }

    private ConvolutionalLayer layer(int i) {
        return description.layers().get(i);
    }

    /** Adds the encoder's layers, with dropout between them. */
    void addLayers(SequentialBlock network) {
        Downsampling downsampling = description.downsampling();
        int last = description.layers().size() - 1;
        for (int i = 0; i <= last; i++) {
            network.add(newConvolution(i, downsampling.convolutionStride(layer(i))))
                    .add(new ActivationBlock(description.activation()));
            if (downsampling.window(layer(i)) > 1) {
                network.add(new MaxPoolingBlock(downsampling.window(layer(i))));
            }
            if (i < last) {
                addDropout(network);
            }
        }
    }

    /** Adds the decoder's layers, the encoder's in reverse, with dropout between them. */
    void addMirroredLayers(SequentialBlock network) {
        for (int i = description.layers().size() - 1; i >= 0; i--) {
            description.upsampling().addTo(network, this, i);
            network.add(new ActivationBlock(description.activation()));
            if (i > 0) {
                addDropout(network);
            }
        }
    }

    private void addDropout(SequentialBlock network) {
        if (description.dropout() > 0) {
            network.add(Dropout.builder().optRate((float) description.dropout()).build());
        }
    }

    /** Returns the convolution, of stride 1, that ends the decoder. */
    Block newOutputConvolution(int parametersPerValue) {
        Shape parameters = Architecture.timesChannels(shapes.get(0), parametersPerValue);
        int kernel = description.outputKernel();
        return newConvolution((int) parameters.get(0), kernel, 1, (kernel - 1) / 2);
    }

    /** Returns the convolution, of kernel and stride 1, that gives a code its channels. */
    Block newCodeConvolution(int channels) {
        return newConvolution(channels, 1, 1, 0);
    }

    private Block newConvolution(int i, int stride) {
        return newConvolution(layer(i).filters(), layer(i).kernel(), stride, padding(layer(i)));
    }

    private Block newConvolution(int filters, int kernel, int stride, int padding) {
        return newConvolution(filters, kernel, stride, sameOnEachAxis(padding));
    }

    /**
     * Returns a convolution.
     *
     * @param padding on both sides of each axis
     */
    static Block newConvolution(int filters, int kernel, int stride, Shape padding) {
        int axes = padding.dimension();
        if (axes == 1) {
            return Conv1d.builder()
                    .setFilters(filters)
                    .setKernelShape(sameOnEachAxis(axes, kernel))
                    .optStride(sameOnEachAxis(axes, stride))
                    .optPadding(padding)
                    .build();
        }
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(sameOnEachAxis(axes, kernel))
                .optStride(sameOnEachAxis(axes, stride))
                .optPadding(padding)
                .build();
    }

    /**
     * Returns the transposed convolution that undoes the sizes of layer i. The encoder's division
     * by the stride drops or adds a remainder; the output padding restores it.
     */
    Block newTransposedConvolution(int i) {
        ConvolutionalLayer layer = layer(i);
        long[] outputPadding = new long[dimensions()];
        for (int d = 0; d < outputPadding.length; d++) {
            long input = shapes.get(i + 1).get(d + 1);
            long plain = (input - 1) * layer.stride() + layer.kernel() - 2L * padding(layer);
            outputPadding[d] = shapes.get(i).get(d + 1) - plain;
        }
        TransposedGeometry geometry =
                TransposedGeometry.of(
                        sameOnEachAxis(layer.kernel()),
                        sameOnEachAxis(layer.stride()),
                        sameOnEachAxis(padding(layer)),
                        new Shape(outputPadding));
        return TransposedConvolution.of(geometry, layer.filters());
    }

    /** Returns what repeats values up to the size that layer i began with. */
    Block newRepetition(int i) {
        return new RepetitionBlock(layer(i).stride(), shapes.get(i).slice(1));
    }

    /** Returns a convolution with the kernel of layer i that keeps the size. */
    Block newUnitConvolution(int i) {
        return newConvolution(i, 1);
    }

    private int dimensions() {
        return shapes.get(0).dimension() - 1;
    }

    private Shape sameOnEachAxis(long size) {
        return sameOnEachAxis(dimensions(), size);
    }

    /** Returns a shape of as many axes, all of one size. */
    static Shape sameOnEachAxis(int axes, long size) {
        long[] sizes = new long[axes];
        Arrays.fill(sizes, size);
        return new Shape(sizes);
    }
}
