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
            requireConvolutions(layers, outputKernel);
            requirePositive("encoderUnits", encoderUnits);
        }

        @Override
        public Block newEncoder(Shape sample) {
            return flattened().newEncoder(sample);
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            return flattened().newDecoder(sample, parametersPerValue);
        }

        private Flattened flattened() {
            SpatialConvolutional maps =
                    new SpatialConvolutional(
                            layers,
                            activation,
                            Downsampling.STRIDE,
                            Upsampling.TRANSPOSED,
                            0,
                            0,
                            outputKernel);
            return new Flattened(maps, encoderUnits, projection);
        }
    }

    /**
     * Convolutions only, for images [C, H, W] and sequences [C, L] of any size: the features are
     * the last map, and the decoder takes a map of the same shape, both flattened in the order of
     * channels, then places. {@link io.github.autoencoders.latent.Bottleneck.FeatureMap} makes
     * those features the code.
     *
     * <p>Each convolution is padded by (kernel - 1) / 2 on both sides. The decoder mirrors the
     * encoder and restores all sizes exactly, also those that the strides do not divide.
     *
     * @param layers the encoder's, in order; the decoder's have the same filters, kernels and
     *     strides in reverse
     * @param activation after each layer's convolution
     * @param downsampling how the encoder's layers divide sizes by their strides
     * @param upsampling how the decoder's layers multiply them
     * @param dropout the share of values that are set to zero between two layers, in training only;
     *     in [0, 1)
     * @param codeChannels the channels that a convolution of kernel 1, without activation, gives
     *     the code, or 0 for none: then the code is what the last layer gives
     * @param outputKernel the odd kernel of the decoder's last convolution, which maps the first
     *     layer's filters to the sample's channels
     */
    record SpatialConvolutional(
            List<ConvolutionalLayer> layers,
            Activation activation,
            Downsampling downsampling,
            Upsampling upsampling,
            double dropout,
            int codeChannels,
            int outputKernel)
            implements Architecture {

        public SpatialConvolutional {
            layers = List.copyOf(layers);
            requireConvolutions(layers, outputKernel);
            if (upsampling == Upsampling.NEAREST) {
                for (ConvolutionalLayer layer : layers) {
                    requireOdd("kernel", layer.kernel());
                }
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout must be in [0, 1), but is " + dropout);
            }
            if (codeChannels < 0) {
                throw new IllegalArgumentException(
                        "codeChannels must not be negative, but is " + codeChannels);
            }
        }

        /**
         * Returns the shape of the code's map: [C, L] or [C, H, W].
         *
         * @throws IllegalArgumentException if the convolutions do not fit the sample
         */
        public Shape codeShape(Shape sample) {
            Shape deepest = ConvolutionalStack.of(this, sample).deepest();
            return codeChannels == 0 ? deepest : new Shape(codeChannels).addAll(deepest.slice(1));
        }

        @Override
        public Block newEncoder(Shape sample) {
            SequentialBlock network = new SequentialBlock();
            addEncoder(network, sample);
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new SequentialBlock();
            addDecoder(network, sample, parametersPerValue);
            return network;
        }

        private void addEncoder(SequentialBlock network, Shape sample) {
            ConvolutionalStack stack = ConvolutionalStack.of(this, sample);
            stack.addLayers(network);
            if (codeChannels > 0) {
                network.add(stack.newCodeConvolution(codeChannels));
            }
            network.add(new ReshapeBlock(new Shape(codeShape(sample).size())));
        }

        private void addDecoder(SequentialBlock network, Shape sample, int parametersPerValue) {
            ConvolutionalStack stack = ConvolutionalStack.of(this, sample);
            network.add(new ReshapeBlock(codeShape(sample)));
            stack.addMirroredLayers(network);
            network.add(stack.newOutputConvolution(parametersPerValue));
        }
    }

    /**
     * Dense layers around convolutions, for codes of any size.
     *
     * @param maps the convolutions
     * @param encoderUnits dense layers after the encoder's convolutions, often none, each with the
     *     convolutions' activation
     * @param projection after the decoder's first layer, which maps a code to the shape of the
     *     convolutions' code
     */
    record Flattened(SpatialConvolutional maps, List<Integer> encoderUnits, Activation projection)
            implements Architecture {

        public Flattened {
            encoderUnits = List.copyOf(encoderUnits);
            requirePositive("encoderUnits", encoderUnits);
        }

        @Override
        public Block newEncoder(Shape sample) {
            SequentialBlock network = new SequentialBlock();
            maps.addEncoder(network, sample);
            for (int width : encoderUnits) {
                addDense(network, width, maps.activation());
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new SequentialBlock();
            addDense(network, maps.codeShape(sample).size(), projection);
            maps.addDecoder(network, sample, parametersPerValue);
            return network;
        }
    }

    /**
     * One convolution of an encoder.
     *
     * @param filters output channels
     * @param kernel the kernel's size along each spatial axis
     * @param stride along each spatial axis: what sizes are divided by
     */
    record ConvolutionalLayer(int filters, int kernel, int stride) {

        public ConvolutionalLayer {
            requirePositive("filters", List.of(filters));
            requirePositive("kernel", List.of(kernel));
            requirePositive("stride", List.of(stride));
        }
    }

    private static void requireConvolutions(List<ConvolutionalLayer> layers, int outputKernel) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers must hold at least one layer");
        }
        requireOdd("outputKernel", outputKernel);
    }

    private static void requireOdd(String name, int kernel) {
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException(
                    name + " must be odd and positive, but is " + kernel);
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
