package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.github.autoencoders.argument.Require;
import java.util.stream.LongStream;

/**
 * One layer of {@link Architecture.Layered}: a record that adds its blocks to a network. Maps are
 * [B, C, L] or [B, C, H, W].
 */
public sealed interface Layer {

    /**
     * Adds the layer to a network.
     *
     * @param input the shape of one sample's input
     * @return the shape of its output
     * @throws IllegalArgumentException if the layer does not fit the input
     */
    Shape addTo(SequentialBlock network, Shape input);

    /**
     * Returns the shape of the codes that it takes as the first layer of a decoder; of one value
     * where any will do.
     */
    default Shape flatInput() {
        return new Shape(1);
    }

    /**
     * A fully connected layer; maps are flattened first, in the order of channels, then places.
     *
     * @param units its outputs
     * @param activation after it
     */
    record Dense(int units, Activation activation) implements Layer {

        public Dense {
            Require.atLeast(1, "units", units);
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            if (input.dimension() > 1) {
                network.add(new ReshapeBlock(new Shape(input.size())));
            }
            network.add(Linear.builder().setUnits(units).build());
            activation.addTo(network);
            return new Shape(units);
        }
    }

    /**
     * A convolution.
     *
     * @param filters output channels
     * @param kernel its size along each axis
     * @param stride along each axis
     * @param padding beyond the edges
     * @param activation after it
     */
    record Convolution(int filters, int kernel, int stride, Padding padding, Activation activation)
            implements Layer {

        public Convolution {
            requireSizes(filters, kernel, stride);
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            ConvolutionalStack.requireMap("input", input, "this layer");
            int axes = input.dimension() - 1;
            long[] both = new long[axes];
            long[] rest = new long[axes];
            long[] output = input.getShape().clone();
            output[0] = filters;
            for (int d = 0; d < axes; d++) {
                long size = input.get(d + 1);
                long[] zeros = padding.around(size, kernel, stride);
                both[d] = zeros[0];
                rest[d] = zeros[1] - zeros[0];
                output[d + 1] = requireFits(size + zeros[0] + zeros[1]) / stride + 1;
            }
            if (LongStream.of(rest).sum() > 0) {
                network.add(new EndPaddingBlock(new Shape(rest)));
            }
            network.add(
                    ConvolutionalStack.newConvolution(filters, kernel, stride, new Shape(both)));
            activation.addTo(network);
            return new Shape(output);
        }

        // Returns how far the kernel can move.
        private long requireFits(long padded) {
            if (padded < kernel) {
                throw new IllegalArgumentException(
                        "kernel must be at most its padded input, %s, but is %s"
                                .formatted(padded, kernel));
            }
            return padded - kernel;
        }
    }

    /**
     * A transposed convolution.
     *
     * @param filters output channels
     * @param kernel its size along each axis
     * @param stride along each axis: what sizes are multiplied by
     * @param padding what is cut off the edges
     * @param activation after it
     */
    record Transposed(int filters, int kernel, int stride, Padding padding, Activation activation)
            implements Layer {

        public Transposed {
            requireSizes(filters, kernel, stride);
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            ConvolutionalStack.requireMap("input", input, "this layer");
            int axes = input.dimension() - 1;
            TransposedGeometry geometry =
                    padding.geometry(
                            ConvolutionalStack.sameOnEachAxis(axes, kernel),
                            ConvolutionalStack.sameOnEachAxis(axes, stride));
            network.add(TransposedConvolution.of(geometry, filters));
            activation.addTo(network);
            return new Shape(filters).addAll(geometry.outputSize(input.slice(1)));
        }
    }

    /**
     * The greatest value of each window; windows do not overlap, and the last may be cut off by the
     * edge.
     *
     * @param size of a window along each axis
     */
    record MaxPooling(int size) implements Layer {

        public MaxPooling {
            Require.atLeast(1, "size", size);
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            ConvolutionalStack.requireMap("input", input, "this layer");
            MaxPoolingBlock pooling = new MaxPoolingBlock(size);
            network.add(pooling);
            return pooling.of(new Shape(1).addAll(input)).slice(1);
        }
    }

    /**
     * Repeats each value along each axis.
     *
     * @param times how often
     */
    record Repetition(int times) implements Layer {

        public Repetition {
            Require.atLeast(1, "times", times);
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            ConvolutionalStack.requireMap("input", input, "this layer");
            long[] output = input.getShape().clone();
            for (int axis = 1; axis < output.length; axis++) {
                output[axis] = Math.multiplyExact(output[axis], times);
            }
            network.add(new RepetitionBlock(times, new Shape(output).slice(1)));
            return new Shape(output);
        }
    }

    /**
     * Another shape of as many values, as from a dense layer to maps.
     *
     * @param shape of one sample: [F], [C, L] or [C, H, W]
     */
    record Reshaped(Shape shape) implements Layer {

        public Reshaped {
            for (long size : shape.getShape()) {
                Require.atLeast(1, "shape", size);
            }
        }

        @Override
        public Shape flatInput() {
            return new Shape(shape.size());
        }

        @Override
        public Shape addTo(SequentialBlock network, Shape input) {
            if (input.size() != shape.size()) {
                throw new IllegalArgumentException(
                        "shape must have %s values, as its input %s, but is %s"
                                .formatted(input.size(), input, shape));
            }
            network.add(new ReshapeBlock(shape));
            return shape;
        }
    }

    private static void requireSizes(int filters, int kernel, int stride) {
        Require.atLeast(1, "filters", filters);
        Require.atLeast(1, "kernel", kernel);
        Require.atLeast(1, "stride", stride);
    }
}
