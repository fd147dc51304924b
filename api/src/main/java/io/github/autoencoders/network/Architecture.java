package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.github.autoencoders.argument.Require;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What an encoder and its decoder are made of. The decoder mirrors the encoder; the layers that
 * turn features into a code belong to the {@link io.github.autoencoders.latent.Bottleneck}.
 */
public sealed interface Architecture {

    /**
     * Networks of one's own: a record of theirs, whose components are written into what is saved,
     * beside the name of the class. A saved model of them is opened with {@link
     * io.github.autoencoders.config.OwnClasses}.
     *
     * <pre>{@code
     * public record Perceptron(int units) implements Architecture.Custom {
     *     public Block encoder(Shape sample) {
     *         return new SequentialBlock()
     *                 .add(new ReshapeBlock(new Shape(sample.size())))
     *                 .add(Linear.builder().setUnits(units).build())
     *                 .add(new ActivationBlock(Activation.RELU));
     *     }
     *
     *     public Block decoder(Shape sample, int parametersPerValue) {
     *         Shape parameters = Architecture.timesChannels(sample, parametersPerValue);
     *         return new SequentialBlock()
     *                 .add(Linear.builder().setUnits(parameters.size()).build())
     *                 .add(new ReshapeBlock(parameters));
     *     }
     * }
     * }</pre>
     *
     * <p>Any DJL Block will do, but where both engines are on the class path {@link
     * io.github.autoencoders.network.ActivationBlock} and {@link ReshapeBlock} are to be preferred
     * to DJL's lambda blocks, which load the default engine. On PyTorch no gradient may be taken of
     * {@code array.mul(number)}: use {@link io.github.autoencoders.array.Scaled}.
     */
    non-sealed interface Custom extends Architecture {

        /**
         * Returns a new encoder network: [B, ...sample] to features [B, E]; maps are flattened.
         *
         * @param sample the shape of one sample in model units
         */
        Block encoder(Shape sample);

        /**
         * Returns a new decoder network: codes [B, D] to the parameters of the likelihood, of the
         * shape that {@link #timesChannels} gives.
         *
         * @param sample the shape of one sample in model units
         * @param parametersPerValue P, as the likelihood wants
         */
        Block decoder(Shape sample, int parametersPerValue);

        @Override
        default boolean isOwn() {
            return true;
        }

        @Override
        default Block newEncoder(Shape sample) {
            return OwnNetwork.encoder(encoder(sample));
        }

        @Override
        default Block newDecoder(Shape sample, int parametersPerValue) {
            return OwnNetwork.decoder(
                    decoder(sample, parametersPerValue), timesChannels(sample, parametersPerValue));
        }
    }

    /** Returns the shape of P parameters for each value of a sample: P times the channels. */
    static Shape timesChannels(Shape sample, int parametersPerValue) {
        long[] sizes = sample.getShape().clone();
        sizes[0] *= parametersPerValue;
        return new Shape(sizes);
    }

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
     * Returns a new decoder network of a conditional model: codes and behind each its label,
     * one-hot, [B, D + K], to the same.
     *
     * @param sample the shape of one sample in model units
     * @param parametersPerValue P, as the likelihood wants
     * @param labels K
     */
    default Block newDecoder(Shape sample, int parametersPerValue, int labels) {
        return newDecoder(sample, parametersPerValue);
    }

    /**
     * Returns whether each label has a decoder of its own behind one encoder, which is told no
     * label.
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Returns whether the decoder is autoregressive: what it says of a step of a sequence depends
     * on the symbols at the steps before. Its network takes a second input: x itself, [B,
     * ...sample], of which no step sees more than the steps before it, and gives the parameters of
     * \(p(x \mid z)\). Without it, the network chooses the symbols one after the other, each time
     * the one that is most probable after those that it chose before. Noise [B, F], F being the
     * number of values in a sample, is added to the logits: Gumbel noise makes the choice a draw.
     */
    default boolean isAutoregressive() {
        return false;
    }

    /** Returns whether a class of a user's own, which may do anything, gives a network. */
    default boolean isOwn() {
        return false;
    }

    /**
     * Returns the same networks without dropout, whose noise is the engine's own: so trained, two
     * engines can be compared.
     */
    default Architecture withoutDropout() {
        return this;
    }

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
            SequentialBlock network = new Chain().add(new ReshapeBlock(new Shape(sample.size())));
            for (int width : units) {
                addDense(network, width, activation);
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new Chain();
            for (int i = units.size() - 1; i >= 0; i--) {
                addDense(network, units.get(i), activation);
            }
            Shape parameters = timesChannels(sample, parametersPerValue);
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
            Require.notNegative("codeChannels", codeChannels);
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
            SequentialBlock network = new Chain();
            addEncoder(network, sample);
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new Chain();
            addDecoder(network, sample, parametersPerValue);
            return network;
        }

        @Override
        public SpatialConvolutional withoutDropout() {
            return new SpatialConvolutional(
                    layers, activation, downsampling, upsampling, 0, codeChannels, outputKernel);
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
            SequentialBlock network = new Chain();
            maps.addEncoder(network, sample);
            for (int width : encoderUnits) {
                addDense(network, width, maps.activation());
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new Chain();
            addDense(network, maps.codeShape(sample).size(), projection);
            maps.addDecoder(network, sample, parametersPerValue);
            return network;
        }

        @Override
        public Architecture withoutDropout() {
            return new Flattened(maps.withoutDropout(), encoderUnits, projection);
        }
    }

    /**
     * Residual networks, for images [C, H, W] and sequences [C, L] of any size: blocks that add to
     * what goes in, with {@linkplain ChannelGroups group normalization} and activation before each
     * convolution, the pre-activation of <a href="https://arxiv.org/abs/1603.05027">He et al.
     * (2016)</a>. A convolution of stride 2 begins each level of the encoder; the decoder mirrors
     * the levels, each value repeated and convolved, and restores all sizes exactly. All kernels
     * have size 3.
     *
     * <p>How many levels there are follows from the sample: halved until no size is above {@code
     * coarsest}, at least once, an image of 64 x 64 has 3 levels down to 8, one of 96 x 128 has 4
     * down to 6 x 8.
     *
     * @param filters the channels of the first level, a multiple of the groups; each level has
     *     twice those of the one before
     * @param maxFilters what no level has more of, a multiple of the groups
     * @param coarsest the greatest size that the last level may have
     * @param blocks residual blocks of each level
     * @param groups of channels that are normalized together, fewer than the channels of a level
     *     that has one place, as of a value by itself nothing would be left
     * @param activation after each normalization
     * @param codeChannels the channels of a code that is a map of the last level's size, as {@link
     *     io.github.autoencoders.latent.Bottleneck.FeatureMap} and {@link
     *     io.github.autoencoders.latent.Bottleneck.VectorQuantized} want it; or 0 for codes of any
     *     size, between dense layers
     */
    record Residual(
            int filters,
            int maxFilters,
            int coarsest,
            int blocks,
            int groups,
            Activation activation,
            int codeChannels)
            implements Architecture {

        public Residual {
            Require.atLeast(1, "groups", groups);
            requireMultiple("filters", filters, groups);
            requireMultiple("maxFilters", maxFilters, groups);
            Require.atLeast(filters, "maxFilters", maxFilters);
            Require.atLeast(1, "coarsest", coarsest);
            Require.atLeast(1, "blocks", blocks);
            Require.notNegative("codeChannels", codeChannels);
        }

        private static void requireMultiple(String name, int value, int groups) {
            if (value < 1 || value % groups != 0) {
                throw new IllegalArgumentException(
                        "%s must be a multiple of the %s groups, but is %s"
                                .formatted(name, groups, value));
            }
        }

        /**
         * Returns the shape of the map that the code is, or that a dense layer makes of it: [C, L]
         * or [C, H, W].
         */
        public Shape codeShape(Shape sample) {
            Shape deepest = ResidualStack.of(this, sample).deepest();
            return codeChannels == 0 ? deepest : new Shape(codeChannels).addAll(deepest.slice(1));
        }

        @Override
        public Block newEncoder(Shape sample) {
            ResidualStack stack = ResidualStack.of(this, sample);
            SequentialBlock network = new Chain();
            stack.addLevels(network);
            if (codeChannels > 0) {
                network.add(stack.newConvolution(codeChannels, 1));
            }
            return network.add(new ReshapeBlock(new Shape(codeShape(sample).size())));
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            ResidualStack stack = ResidualStack.of(this, sample);
            Shape code = codeShape(sample);
            SequentialBlock network = new Chain();
            if (codeChannels == 0) {
                addDense(network, code.size(), Activation.IDENTITY);
            }
            network.add(new ReshapeBlock(code));
            if (codeChannels > 0) {
                network.add(stack.newConvolution((int) stack.deepest().get(0), 1));
            }
            stack.addMirroredLevels(network, parametersPerValue);
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

    /**
     * Recurrent layers, for sequences [C, L], which are read step by step from first to last. The
     * encoder's features are the last layer's output at the last step; the decoder gives each step
     * the same input, the projected code, and what differs from step to step is its memory: the
     * sequence decoder of Sec. 3.1 of <a href="https://arxiv.org/abs/1502.04681">Srivastava et al.
     * (2015)</a> without the previous output as an input.
     *
     * @param cell what each layer computes at a step
     * @param units the units of the encoder's layers, in order, at least one; the decoder's are the
     *     same in reverse
     * @param projection after the decoder's first layer, which maps a code to as many values as the
     *     encoder has features
     */
    record Recurrent(Cell cell, List<Integer> units, Activation projection)
            implements Architecture {

        public Recurrent {
            units = List.copyOf(units);
            requireLayers("units", units);
            requirePositive("units", units);
        }

        @Override
        public Block newEncoder(Shape sample) {
            requireSequence(sample);
            SequentialBlock network =
                    new Chain().add(new SequenceBlock(SequenceBlock.Change.EXCHANGE));
            for (int width : units) {
                network.add(new RecurrentLayer(cell, width));
            }
            return network.add(new SequenceBlock(SequenceBlock.Change.LAST)); // [B, E]
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            requireSequence(sample);
            SequentialBlock network = new Chain();
            addDense(network, units.get(units.size() - 1), projection);
            network.add(new RepeatBlock(sample.get(1))); // [B, L, E]
            for (int i = units.size() - 1; i >= 0; i--) {
                network.add(new RecurrentLayer(cell, units.get(i)));
            }
            Shape parameters = timesChannels(sample, parametersPerValue);
            addDense(network, parameters.get(0), Activation.IDENTITY); // at each step the same
            return network.add(new SequenceBlock(SequenceBlock.Change.EXCHANGE));
        }

        private static void requireSequence(Shape sample) {
            if (sample.dimension() != 2) {
                throw new IllegalArgumentException(
                        "sample must be [C, L] for recurrent layers, but has shape " + sample);
            }
        }
    }

    /**
     * Recurrent layers that see the symbols before, for one-hot symbols [V, L]: \(p(x \mid z) =
     * \prod_t p(x_t \mid x_{&lt;t}, z)\), the decoder of <a
     * href="https://arxiv.org/abs/1511.06349">Bowman et al. (2016)</a>. The input of the decoder's
     * first layer is, at each step, the symbol before, one-hot, or zeros at the first step, and the
     * code beside it. The encoder is that of {@link Recurrent}.
     *
     * @param cell what each layer computes at a step
     * @param units the units of the encoder's layers, in order, at least one; the decoder's are the
     *     same in reverse
     * @param wordDropout the share of the symbols before that are hidden from the decoder, as
     *     zeros, in training only, so that it has to ask the code: the word dropout of Bowman et
     *     al.; in [0, 1]
     */
    record Autoregressive(Cell cell, List<Integer> units, double wordDropout)
            implements Architecture {

        public Autoregressive {
            units = List.copyOf(units);
            requireLayers("units", units);
            requirePositive("units", units);
            if (!(wordDropout >= 0 && wordDropout <= 1)) {
                throw new IllegalArgumentException(
                        "wordDropout must be in [0, 1], but is " + wordDropout);
            }
        }

        @Override
        public Block newEncoder(Shape sample) {
            return new Recurrent(cell, units, Activation.IDENTITY).newEncoder(sample);
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            Recurrent.requireSequence(sample);
            if (parametersPerValue != 1) {
                throw new IllegalArgumentException(
                        "parametersPerValue must be 1 for symbols, but is " + parametersPerValue);
            }
            return new AutoregressiveBlock(cell, units, wordDropout, sample);
        }

        @Override
        public boolean isAutoregressive() {
            return true;
        }

        @Override
        public Architecture withoutDropout() {
            return new Autoregressive(cell, units, 0);
        }
    }

    /**
     * Both networks layer by layer, neither the other's mirror: for networks that were built
     * elsewhere, as those whose parameters are imported.
     *
     * @param encoder from [B, ...sample] to features; maps are flattened, in the order of channels,
     *     then places
     * @param decoder from codes [B, D] to the parameters of the likelihood, of the shape that
     *     {@link #timesChannels} gives, or as many values. Its last activation is often none, where
     *     the likelihood has its own
     */
    record Layered(List<Layer> encoder, List<Layer> decoder) implements Architecture {

        public Layered {
            encoder = List.copyOf(encoder);
            decoder = List.copyOf(decoder);
            requireLayers("decoder", decoder);
        }

        @Override
        public Block newEncoder(Shape sample) {
            SequentialBlock network = new Chain();
            Shape features = sample;
            for (Layer layer : encoder) {
                features = layer.addTo(network, features);
            }
            if (features.dimension() > 1 || encoder.isEmpty()) {
                network.add(new ReshapeBlock(new Shape(features.size())));
            }
            return network;
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new Chain();
            Shape given = decoder.get(0).flatInput();
            for (Layer layer : decoder) {
                given = layer.addTo(network, given);
            }
            Shape parameters = timesChannels(sample, parametersPerValue);
            if (given.size() != parameters.size()
                    || (given.dimension() > 1 && !given.equals(parameters))) {
                throw new IllegalArgumentException(
                        "decoder must give parameters of shape %s, but gives %s"
                                .formatted(parameters, given));
            }
            return given.equals(parameters) ? network : network.add(new ReshapeBlock(parameters));
        }
    }

    /**
     * The encoder of one architecture and the decoder of another, such as convolutions that read a
     * string and recurrent layers that write it: Sec. 2.1 of <a
     * href="https://arxiv.org/abs/1610.02415">G&oacute;mez-Bombarelli et al. (2018)</a>.
     *
     * @param encoder gives the encoder; its decoder is not built
     * @param decoder gives the decoder; its encoder is not built
     */
    record Paired(Architecture encoder, Architecture decoder) implements Architecture {

        public Paired {
            requireOneDecoder("encoder", encoder);
            requireOneDecoder("decoder", decoder);
        }

        @Override
        public Block newEncoder(Shape sample) {
            return encoder.newEncoder(sample);
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            return decoder.newDecoder(sample, parametersPerValue);
        }

        @Override
        public boolean isAutoregressive() {
            return decoder.isAutoregressive();
        }

        @Override
        public boolean isOwn() {
            return encoder.isOwn() || decoder.isOwn();
        }

        @Override
        public Architecture withoutDropout() {
            return new Paired(encoder.withoutDropout(), decoder.withoutDropout());
        }
    }

    /**
     * One encoder, which is told no label, and a decoder for each label: a set of images, say, of
     * each of two styles. A code says what the sets have in common, as place, size and expression,
     * and a decoder how it looks in its set, so that the code of one set's sample, decoded by
     * another's decoder, is that sample in the other's look. The shared code of <a
     * href="https://arxiv.org/abs/1703.00848">Liu et al. (2017)</a>, where the bottleneck is {@link
     * io.github.autoencoders.latent.Bottleneck.Gaussian}, without their discriminators; with a
     * plain code, what exchanges faces.
     *
     * @param networks give the encoder, and each decoder; not autoregressive
     * @param withoutContrast whether the encoder sees each image or sequence brought to mean 0 and
     *     standard deviation 1, channel by channel, so that looks that differ in brightness and
     *     contrast cannot get codes of their own by them
     */
    record Shared(Architecture networks, boolean withoutContrast) implements Architecture {

        private static final int LEAST = 2;

        public Shared {
            requireInner("behind a shared encoder", networks);
        }

        @Override
        public Block newEncoder(Shape sample) {
            Block network = networks.newEncoder(sample);
            return withoutContrast && sample.dimension() > 1
                    ? new Chain().add(new ContrastBlock()).add(network)
                    : network;
        }

        /** Returns a new decoder of one label. */
        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            return networks.newDecoder(sample, parametersPerValue);
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue, int labels) {
            Require.atLeast(LEAST, "labels", labels);
            return new DecoderBank(
                    Stream.generate(() -> newDecoder(sample, parametersPerValue))
                            .limit(labels)
                            .toList());
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public Architecture withoutDropout() {
            return new Shared(networks.withoutDropout(), withoutContrast);
        }

        @Override
        public boolean isOwn() {
            return networks.isOwn();
        }
    }

    /**
     * Other networks, and a linear way past them for what is coarse: beside the networks' features,
     * the code is made of the sample shrunk to a few places, and the decoder's networks add to
     * parameters of as few places, linear in the code, that are enlarged. So a code holds from the
     * first steps on what principal components of the shrunk samples would, brightness and colours
     * of large parts, and the networks learn what that lacks; without, each value of the code has
     * to be found through all layers at once, and most are not found in a short training.
     *
     * <p>The samples are halved until no size is above {@code coarsest}: an image of 64 x 64 is
     * shrunk to 8 x 8, one of 96 x 128 to 6 x 8. Shrunk values are means; enlarged ones lie on
     * lines between their neighbours, as in the coarsest picture of a pyramid of <a
     * href="https://doi.org/10.1109/TCOM.1983.1095851">Burt and Adelson (1983)</a>.
     *
     * @param networks what it leads past, not autoregressive, with one decoder; of images or
     *     sequences whose values are in [0, 1], for which the way is scaled
     * @param coarsest the greatest size of what is coarse
     */
    record Shortcut(Architecture networks, int coarsest) implements Architecture {

        public Shortcut {
            requireInner("beside a shortcut", networks);
            Require.atLeast(1, "coarsest", coarsest);
        }

        /** Returns the sizes of what is coarse, [L] or [H, W]. */
        Shape coarse(Shape sample) {
            ConvolutionalStack.requireMap("sample", sample, "a shortcut");
            long[] sizes = sample.slice(1).getShape().clone();
            while (LongStream.of(sizes).max().orElseThrow() > coarsest) {
                sizes = LongStream.of(sizes).map(size -> (size + 1) / 2).toArray();
            }
            return new Shape(sizes);
        }

        @Override
        public Block newEncoder(Shape sample) {
            Shape coarse = coarse(sample);
            Shape values = new Shape(sample.get(0) * coarse.size());
            Block shortcut =
                    new Chain()
                            .add(new ResizingBlock(coarse))
                            .add(new StretchBlock())
                            .add(new ReshapeBlock(values));
            return new ShortcutBlock(
                    networks.newEncoder(sample), shortcut, ShortcutBlock.Join.BESIDE);
        }

        @Override
        public Block newDecoder(Shape sample, int parametersPerValue) {
            Shape parameters = timesChannels(sample, parametersPerValue);
            Shape coarse = new Shape(parameters.get(0)).addAll(coarse(sample));
            SequentialBlock shortcut = new Chain();
            addDense(shortcut, coarse.size(), Activation.IDENTITY);
            shortcut.add(new ReshapeBlock(coarse)).add(new ResizingBlock(sample.slice(1)));
            return new ShortcutBlock(
                    networks.newDecoder(sample, parametersPerValue),
                    shortcut,
                    ShortcutBlock.Join.SUM);
        }

        @Override
        public Architecture withoutDropout() {
            return new Shortcut(networks.withoutDropout(), coarsest);
        }

        @Override
        public boolean isOwn() {
            return networks.isOwn();
        }
    }

    private static void requireInner(String place, Architecture networks) {
        requireOneDecoder("networks", networks);
        if (networks.isAutoregressive()) {
            throw new IllegalArgumentException(
                    "networks must not be autoregressive %s, but are %s"
                            .formatted(place, networks));
        }
    }

    private static void requireOneDecoder(String name, Architecture part) {
        if (part.isShared()) {
            throw new IllegalArgumentException(
                    name + " must have one decoder, but has one for each label: " + part);
        }
    }

    private static void requireConvolutions(List<ConvolutionalLayer> layers, int outputKernel) {
        requireLayers("layers", layers);
        requireOdd("outputKernel", outputKernel);
    }

    private static void requireLayers(String name, List<?> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(name + " must hold at least one layer");
        }
    }

    private static void requireOdd(String name, int kernel) {
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException(
                    name + " must be odd and positive, but is " + kernel);
        }
    }

    private static void addDense(SequentialBlock network, long units, Activation activation) {
        network.add(Linear.builder().setUnits(units).build());
        activation.addTo(network);
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
