package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;

/**
 * What an encoder and its decoder are made of. The decoder mirrors the encoder; the layers that
 * turn features into a code belong to the {@link io.github.autoencoders.latent.Bottleneck}.
 */
public sealed interface Architecture {

    /**
     * Returns a new encoder network: [B, ...sample] to features [B, E].
     *
     * @param sample the shape of one sample in model units
     * @throws IllegalArgumentException if the architecture does not fit the shape
     */
    Block newEncoder(Shape sample);

    /**
     * Returns a new decoder network: codes [B, D] to the parameters of the likelihood, [B,
     * ...sample] with P times as many channels, or features where there are none: first all first
     * parameters, then all second ones.
     *
     * @param sample the shape of one sample in model units
     * @param parametersPerValue P, as the likelihood wants
     * @throws IllegalArgumentException if the architecture does not fit the shape
     */
    Block newDecoder(Shape sample, int parametersPerValue);

    /**
     * Fully connected layers, for samples of any shape, which are flattened.
     *
     * @param units the units of the encoder's hidden layers, in order; the decoder's are the same
     *     in reverse
     * @param activation after each hidden layer
     */
    record Dense(List<Integer> units, Activation activation) implements Architecture {

        public Dense {
            units = List.copyOf(units);
            requirePositive("units", units);
        }

        @Override
        public Block newEncoder(Shape sample) {
            SequentialBlock network =
                    new SequentialBlock().add(new ReshapeBlock(new Shape(sample.size())));
            for (int width : units) {
                addDense(network, width, activation);
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new SequentialBlock();
            for (int i = units.size() - 1; i >= 0; i--) {
                addDense(network, units.get(i), activation);
            }
            Shape parameters = ConvolutionalStack.timesChannels(sample, parametersPerValue);
            addDense(network, parameters.size(), Activation.IDENTITY);
            return network.add(new ReshapeBlock(parameters));
        }
    }

    /**
     * Convolutions with strides, for images [C, H, W] and sequences [C, L] of any size, mirrored by
     * transposed convolutions that restore the sizes exactly, odd ones too. Each convolution is
     * padded by (kernel - 1) / 2 on both sides: with an odd kernel the output's size is the input's
     * divided by the stride, rounded up.
     *
     * @param layers the encoder's convolutions, in order; the decoder's transposed convolutions
     *     have the same filters, kernels and strides in reverse
     * @param activation after each convolution and after each layer of {@code encoderUnits}
     * @param encoderUnits dense layers after the convolutions, often none
     * @param projection after the decoder's first layer, which maps a code to the shape of the last
     *     convolution's output
     * @param outputKernel the odd kernel of the decoder's last convolution, which maps the first
     *     layer's filters to the sample's channels
     */
    record Convolutional(
            List<ConvolutionalLayer> layers,
            Activation activation,
            List<Integer> encoderUnits,
            Activation projection,
            int outputKernel)
            implements Architecture {

        public Convolutional {
            layers = List.copyOf(layers);
            encoderUnits = List.copyOf(encoderUnits);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("layers must hold at least one layer");
            }
            requirePositive("encoderUnits", encoderUnits);
            if (outputKernel < 1 || outputKernel % 2 == 0) {
                throw new IllegalArgumentException(
                        "outputKernel must be odd and positive, but is " + outputKernel);
            }
        }

        @Override
        public Block newEncoder(Shape sample) {
            ConvolutionalStack stack = ConvolutionalStack.of(layers, sample);
            SequentialBlock network = new SequentialBlock();
            for (int i = 0; i < layers.size(); i++) {
                network.add(stack.newConvolution(i)).add(new ActivationBlock(activation));
            }
            network.add(new ReshapeBlock(new Shape(stack.deepest().size())));
            for (int width : encoderUnits) {
                addDense(network, width, activation);
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            ConvolutionalStack stack = ConvolutionalStack.of(layers, sample);
            SequentialBlock network = new SequentialBlock();
            addDense(network, stack.deepest().size(), projection);
            network.add(new ReshapeBlock(stack.deepest()));
            for (int i = layers.size() - 1; i >= 0; i--) {
                network.add(stack.newTransposedConvolution(i)).add(new ActivationBlock(activation));
            }
            return network.add(stack.newOutputConvolution(outputKernel, parametersPerValue));
        }
    }

    /**
     * One convolution of an encoder.
     *
     * @param filters output channels
     * @param kernel the kernel's size along each spatial axis
     * @param stride along each spatial axis
     */
    record ConvolutionalLayer(int filters, int kernel, int stride) {

        public ConvolutionalLayer {
            requirePositive("filters", List.of(filters));
            requirePositive("kernel", List.of(kernel));
            requirePositive("stride", List.of(stride));
        }
    }

    private static void addDense(SequentialBlock network, long units, Activation activation) {
        network.add(Linear.builder().setUnits(units).build());
        if (activation != Activation.IDENTITY) {
            network.add(new ActivationBlock(activation));
        }
    }

    private static void requirePositive(String name, List<Integer> values) {
        for (int value : values) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        name + " must be at least 1, but holds " + value);
            }
        }
    }
}
