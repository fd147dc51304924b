package io.github.autoencoders.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.network.Architecture.Autoregressive;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.Dense;
import io.github.autoencoders.network.Architecture.Flattened;
import io.github.autoencoders.network.Architecture.Layered;
import io.github.autoencoders.network.Architecture.Paired;
import io.github.autoencoders.network.Architecture.Recurrent;
import io.github.autoencoders.network.Architecture.Residual;
import io.github.autoencoders.network.Architecture.Shared;
import io.github.autoencoders.network.Architecture.Shortcut;
import io.github.autoencoders.network.Architecture.SpatialConvolutional;
import io.github.autoencoders.testing.ClosedSet;
import io.github.autoencoders.testing.ResidualNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every architecture must do; a new one needs rows in {@link #members}. */
class ArchitectureContractTest {

    private static final int CODE_SIZE = 3;

    /** An architecture, the shape of a sample, and the sizes of features and code. */
    private record Member(Architecture architecture, Shape sample, long features, long codeSize) {

        Member(Architecture architecture, Shape sample, long features) {
            this(architecture, sample, features, CODE_SIZE);
        }
    }

    static List<Member> members() {
        Dense dense = new Dense(List.of(6, 4), Activation.TANH);
        List<Member> members = new ArrayList<>();
        members.add(new Member(dense, new Shape(7), 4));
        members.add(new Member(dense, new Shape(1, 5, 6), 4));
        members.add(new Member(new Dense(List.of(), Activation.RELU), new Shape(2, 3), 6));
        for (int kernel = 2; kernel <= 5; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                members.add(convolutional(new Shape(2, 17), kernel, stride));
                members.add(convolutional(new Shape(1, 16), kernel, stride));
                members.add(convolutional(new Shape(1, 9, 8), kernel, stride));
            }
        }
        members.add(convolutional(new Shape(3, 28, 28), 3, 2));
        members.add(convolutional(new Shape(3, 28, 28), 4, 3));
        members.add(convolutional(new Shape(1, 32, 32), 5, 2));
        Convolutional units =
                new Convolutional(
                        List.of(new ConvolutionalLayer(2, 3, 2)),
                        Activation.RELU,
                        List.of(11, 5),
                        Activation.RELU,
                        1);
        members.add(new Member(units, new Shape(1, 7, 6), 5));
        for (Downsampling downsampling : Downsampling.values()) {
            for (Upsampling upsampling : Upsampling.values()) {
                for (int kernel = 2; kernel <= 5; kernel++) {
                    if (upsampling == Upsampling.NEAREST && kernel % 2 == 0) {
                        continue;
                    }
                    for (int stride = 1; stride <= 3; stride++) {
                        members.add(
                                spatial(
                                        new Shape(2, 17),
                                        kernel,
                                        stride,
                                        downsampling,
                                        upsampling,
                                        0));
                        members.add(
                                spatial(
                                        new Shape(1, 16),
                                        kernel,
                                        stride,
                                        downsampling,
                                        upsampling,
                                        0));
                        members.add(
                                spatial(
                                        new Shape(1, 12, 13),
                                        kernel,
                                        stride,
                                        downsampling,
                                        upsampling,
                                        2));
                    }
                }
            }
        }
        Member maps =
                spatial(new Shape(1, 11, 8), 3, 2, Downsampling.MAX_POOLING, Upsampling.NEAREST, 5);
        members.add(
                new Member(
                        new Flattened(
                                (SpatialConvolutional) maps.architecture(),
                                List.of(9),
                                Activation.TANH),
                        maps.sample(),
                        9));
        Recurrent gru = new Recurrent(Cell.GRU, List.of(6, 4), Activation.TANH);
        members.add(new Member(gru, new Shape(3, 7), 4));
        members.add(new Member(gru, new Shape(1, 1), 4));
        Recurrent lstm = new Recurrent(Cell.LSTM, List.of(5), Activation.IDENTITY);
        members.add(new Member(lstm, new Shape(2, 9), 5));
        members.add(new Member(new Paired(dense, lstm), new Shape(2, 9), 4));
        for (Cell cell : Cell.values()) {
            Autoregressive symbols = new Autoregressive(cell, List.of(6, 5), 0.5);
            members.add(new Member(symbols, new Shape(4, 7), 5));
            members.add(new Member(symbols, new Shape(2, 1), 5));
            members.add(new Member(new Paired(dense, symbols), new Shape(3, 5), 4));
        }
        for (Padding padding : Padding.values()) {
            members.add(layered(new Shape(1, 12, 13), padding));
            members.add(layered(new Shape(2, 17), padding));
        }
        members.add(residual(new Shape(3, 64, 64), 8, 0, 6 * 4 * 8 * 8));
        members.add(residual(new Shape(3, 96, 128), 8, 2, 2 * 6 * 8));
        members.add(residual(new Shape(1, 37, 50), 7, 1, 5 * 7));
        members.add(residual(new Shape(3, 9, 200), 1, 0, 6 * 4));
        members.add(residual(new Shape(2, 1, 1), 8, 3, 3));
        members.add(residual(new Shape(2, 45), 6, 0, 6 * 4 * 6));
        members.add(new Member(new Shared(dense, false), new Shape(2, 9), 4));
        members.add(new Member(new Shared(units, true), new Shape(1, 7, 6), 5));
        members.add(new Member(new Shortcut(units, 3), new Shape(1, 7, 6), 5 + 2 * 2));
        members.add(new Member(new Shortcut(dense, 8), new Shape(2, 9), 4 + 2 * 5));
        members.add(new Member(new Shortcut(dense, 8), new Shape(3, 2, 5), 4 + 3 * 2 * 5));
        ResidualNetwork own = new ResidualNetwork(4, 2);
        members.add(new Member(own, new Shape(1, 6, 8), 4 * 3 * 4));
        members.add(new Member(own, new Shape(3, 2, 2), 4));
        members.add(new Member(new Paired(own, dense), new Shape(1, 6, 8), 4 * 3 * 4));
        return members;
    }

    // Up to 24 channels; a code that is a map has as many values as there are features.
    private static Member residual(Shape sample, int coarsest, int codeChannels, long features) {
        return new Member(
                new Residual(6, 24, coarsest, 2, 3, Activation.ELU, codeChannels),
                sample,
                features,
                codeChannels == 0 ? CODE_SIZE : features);
    }

    @Test
    void levelsAreHalvedUntilNoneIsTooLarge() {
        Residual network = new Residual(6, 24, 8, 1, 3, Activation.RELU, 0);
        assertEquals(new Shape(24, 8, 8), network.codeShape(new Shape(3, 64, 64)));
        assertEquals(new Shape(24, 6, 8), network.codeShape(new Shape(3, 96, 128)));
        assertEquals(new Shape(6, 5, 7), network.codeShape(new Shape(1, 10, 13)));
        assertEquals(new Shape(6, 2, 1), network.codeShape(new Shape(1, 3, 1)));
        assertEquals(new Shape(12, 5), network.codeShape(new Shape(1, 17)));
    }

    @Test
    void shortcutsThatCannotBeBuiltAreRefused() {
        Dense dense = new Dense(List.of(), Activation.RELU);
        assertRefused("coarsest must be at least 1, but is 0", () -> new Shortcut(dense, 0));
        Shared shared = new Shared(dense, false);
        assertRefused(
                "networks must have one decoder, but has one for each label: " + shared,
                () -> new Shortcut(shared, 8));
        Autoregressive words = new Autoregressive(Cell.GRU, List.of(5), 0.5);
        assertRefused(
                "networks must not be autoregressive beside a shortcut, but are " + words,
                () -> new Shortcut(words, 8));
        for (Shape sample : new Shape[] {new Shape(7), new Shape(1, 2, 3, 4)}) {
            String message =
                    "sample must be [C, L] or [C, H, W] for a shortcut, but has shape " + sample;
            assertRefused(message, () -> new Shortcut(dense, 8).newEncoder(sample));
            assertRefused(message, () -> new Shortcut(dense, 8).newDecoder(sample, 1));
        }
    }

    @Test
    void residualNetworksThatCannotBeBuiltAreRefused() {
        assertRefused("groups must be at least 1, but is 0", () -> residual(8, 8, 8, 1, 0));
        assertRefused(
                "filters must be a multiple of the 3 groups, but is 8",
                () -> residual(8, 9, 8, 1, 3));
        assertRefused(
                "maxFilters must be a multiple of the 4 groups, but is 0",
                () -> residual(8, 0, 8, 1, 4));
        assertRefused("maxFilters must be at least 8, but is 4", () -> residual(8, 4, 8, 1, 4));
        assertRefused("coarsest must be at least 1, but is 0", () -> residual(8, 8, 0, 1, 4));
        assertRefused("blocks must be at least 1, but is 0", () -> residual(8, 8, 8, 0, 4));
        assertRefused(
                "sample must be [C, L] or [C, H, W] for convolutions, but has shape (7)",
                () -> residual(8, 8, 8, 1, 4).newEncoder(new Shape(7)));
        assertRefused(
                "groups must have several values each, but at the level of shape (8, 1, 1) the 8"
                        + " groups have one",
                () -> residual(8, 8, 8, 1, 8).newEncoder(new Shape(3, 2, 2)));
    }

    private static Residual residual(
            int filters, int maxFilters, int coarsest, int blocks, int groups) {
        return new Residual(filters, maxFilters, coarsest, blocks, groups, Activation.RELU, 0);
    }

    // Each layer once; a kernel of 3 without padding takes 2 of each size.
    private static Member layered(Shape sample, Padding padding) {
        int axes = sample.dimension() - 1;
        long features = 4;
        for (int d = 0; d < axes; d++) {
            long size = sample.get(d + 1);
            long convolved = padding == Padding.VALID ? (size - 3) / 2 + 1 : (size + 1) / 2;
            features *= (convolved + 1) / 2;
        }
        Shape small = new Shape(axes == 1 ? new long[] {2, 3} : new long[] {2, 3, 2});
        Architecture architecture =
                new Layered(
                        List.of(
                                new Layer.Convolution(4, 3, 2, padding, Activation.RELU),
                                new Layer.MaxPooling(2)),
                        List.of(
                                new Layer.Dense((int) small.size(), Activation.TANH),
                                new Layer.Reshaped(small),
                                new Layer.Repetition(2),
                                new Layer.Transposed(3, 3, 2, padding, Activation.ELU),
                                new Layer.Convolution(1, 3, 1, padding, Activation.RELU),
                                new Layer.Dense((int) sample.size(), Activation.IDENTITY)));
        return new Member(architecture, sample, features);
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        Layer convolution = new Layer.Convolution(2, 5, 1, Padding.VALID, Activation.RELU);
        Layered deep = new Layered(List.of(convolution), List.of(convolution));
        assertRefused(
                "kernel must be at most its padded input, 4, but is 5",
                () -> deep.newEncoder(new Shape(1, 4, 4)));
        assertRefused(
                "input must be [C, L] or [C, H, W] for this layer, but has shape (1)",
                () -> deep.newDecoder(new Shape(1, 4, 4), 1));
        Layer reshaped = new Layer.Reshaped(new Shape(2, 2, 2));
        assertRefused(
                "decoder must give parameters of shape (1, 4, 4), but gives (2, 2, 2)",
                () -> new Layered(List.of(), List.of(reshaped)).newDecoder(new Shape(1, 4, 4), 1));
        assertRefused(
                "shape must have 9 values, as its input (9), but is (2, 2, 2)",
                () ->
                        new Layered(
                                        List.of(),
                                        List.of(new Layer.Dense(9, Activation.RELU), reshaped))
                                .newDecoder(new Shape(2, 2, 2), 1));
        assertRefused(
                "decoder must hold at least one layer", () -> new Layered(List.of(), List.of()));
    }

    // Two layers; pooled sizes are those of the convolutions divided by the stride, rounded up.
    private static Member spatial(
            Shape sample,
            int kernel,
            int stride,
            Downsampling downsampling,
            Upsampling upsampling,
            int codeChannels) {
        List<ConvolutionalLayer> layers =
                List.of(
                        new ConvolutionalLayer(3, kernel, stride),
                        new ConvolutionalLayer(4, kernel, stride));
        long features = codeChannels == 0 ? 4 : codeChannels;
        for (int axis = 1; axis < sample.dimension(); axis++) {
            long size = sample.get(axis);
            for (int layer = 0; layer < 2; layer++) {
                long room = size + 2L * ((kernel - 1) / 2) - kernel;
                size =
                        downsampling == Downsampling.STRIDE
                                ? room / stride + 1
                                : (long) Math.ceil((room + 1) / (double) stride);
            }
            features *= size;
        }
        return new Member(
                new SpatialConvolutional(
                        layers, Activation.ELU, downsampling, upsampling, 0.25, codeChannels, 3),
                sample,
                features,
                features);
    }

    // Two layers; the size of each by the textbook: (n + 2 p - k) / s + 1, p = (k - 1) / 2.
    private static Member convolutional(Shape sample, int kernel, int stride) {
        List<ConvolutionalLayer> layers =
                List.of(
                        new ConvolutionalLayer(3, kernel, stride),
                        new ConvolutionalLayer(4, kernel, stride));
        long features = 4;
        for (int axis = 1; axis < sample.dimension(); axis++) {
            long size = sample.get(axis);
            for (int layer = 0; layer < 2; layer++) {
                size = (size + 2L * ((kernel - 1) / 2) - kernel) / stride + 1;
            }
            features *= size;
        }
        return new Member(
                new Convolutional(layers, Activation.ELU, List.of(), Activation.IDENTITY, 3),
                sample,
                features);
    }

    @Test
    void everyMemberIsTested() {
        List<Architecture> tested = members().stream().map(Member::architecture).toList();
        assertEquals(
                Set.of(Architecture.class.getPermittedSubclasses()),
                ClosedSet.membersAmong(Architecture.class, tested));
    }

    @ParameterizedTest
    @MethodSource("members")
    void samplesBecomeFeatures(Member member) {
        Shape input = new Shape(2).addAll(member.sample());
        assertEquals(
                new Shape(2, member.features()),
                outputShape(member.architecture().newEncoder(member.sample()), input));
    }

    @ParameterizedTest
    @MethodSource("members")
    void codesBecomeSamples(Member member) {
        assertEquals(
                new Shape(2).addAll(member.sample()),
                outputShape(
                        member.architecture().newDecoder(member.sample(), 1),
                        new Shape(2, member.codeSize())));
    }

    // The shape of the array that comes out, which must be the one that the block announces.
    private static Shape outputShape(Block network, Shape input) {
        try (NDManager manager = NDManager.newBaseManager()) {
            network.initialize(manager, DataType.FLOAT32, input);
            NDArray x = manager.randomNormal(input);
            NDArray y =
                    network.forward(new ParameterStore(manager, false), new NDList(x), false)
                            .singletonOrThrow();
            assertArrayEquals(
                    new Shape[] {y.getShape()}, network.getOutputShapes(new Shape[] {input}));
            for (float value : y.toFloatArray()) {
                assertEquals(value, value, "NaN");
            }
            return y.getShape();
        }
    }

    /** As is asked before there is a batch, by DJL's Trainer too. */
    @ParameterizedTest
    @MethodSource("members")
    void theSizeOfABatchNeedNotBeKnown(Member member) {
        Shape[] features =
                member.architecture()
                        .newEncoder(member.sample())
                        .getOutputShapes(new Shape[] {new Shape(-1).addAll(member.sample())});
        assertArrayEquals(new Shape[] {new Shape(-1, member.features())}, features);
        Shape[] parameters =
                member.architecture()
                        .newDecoder(member.sample(), 1)
                        .getOutputShapes(new Shape[] {new Shape(-1, member.codeSize())});
        assertArrayEquals(new Shape[] {new Shape(-1).addAll(member.sample())}, parameters);
    }

    @Test
    void ownDecodersMustGiveParametersOfTheSample() {
        Block odd = new ResidualNetwork(4, 1).newDecoder(new Shape(1, 5, 6), 2);
        assertEquals(
                new Shape(-1, 2, 5, 6), odd.getOutputShapes(new Shape[] {new Shape(-1, 3)})[0]);
        Architecture wrong =
                new Architecture.Custom() {
                    @Override
                    public Block encoder(Shape sample) {
                        return new ReshapeBlock(sample);
                    }

                    @Override
                    public Block decoder(Shape sample, int parametersPerValue) {
                        return new ReshapeBlock(sample);
                    }
                };
        assertRefused(
                "decoder must give parameters of shape (-1, 2, 3), but gives (1, 1, 3)",
                () ->
                        wrong.newDecoder(new Shape(1, 3), 2)
                                .getOutputShapes(new Shape[] {new Shape(-1, 3)}));
    }

    /** Row 4 of the systems: three convolutions of stride 2 on images of 32 x 32. */
    @Test
    void layersHaveTheParametersComputedByHand() {
        List<ConvolutionalLayer> layers =
                List.of(
                        new ConvolutionalLayer(32, 3, 2),
                        new ConvolutionalLayer(64, 3, 2),
                        new ConvolutionalLayer(128, 3, 2));
        Convolutional architecture =
                new Convolutional(layers, Activation.RELU, List.of(), Activation.IDENTITY, 3);
        Shape image = new Shape(1, 32, 32);
        assertEquals(
                List.of(
                        new Shape(32, 1, 3, 3),
                        new Shape(32),
                        new Shape(64, 32, 3, 3),
                        new Shape(64),
                        new Shape(128, 64, 3, 3),
                        new Shape(128)),
                parameterShapes(architecture.newEncoder(image), new Shape(1).addAll(image)));
        assertEquals(
                List.of(
                        new Shape(2048, 2), // to 128 x 4 x 4
                        new Shape(2048),
                        new Shape(128, 128, 3, 3),
                        new Shape(128),
                        new Shape(128, 64, 3, 3),
                        new Shape(64),
                        new Shape(64, 32, 3, 3),
                        new Shape(32),
                        new Shape(1, 32, 3, 3),
                        new Shape(1)),
                parameterShapes(architecture.newDecoder(image, 1), new Shape(1, 2)));
    }

    /** The Keras blog's convolutional autoencoder, whose summary has 28,353 parameters. */
    @Test
    void pooledLayersHaveTheParametersOfThePublishedNetwork() {
        List<ConvolutionalLayer> layers =
                List.of(new ConvolutionalLayer(32, 3, 2), new ConvolutionalLayer(32, 3, 2));
        SpatialConvolutional architecture =
                new SpatialConvolutional(
                        layers,
                        Activation.RELU,
                        Downsampling.MAX_POOLING,
                        Upsampling.TRANSPOSED,
                        0,
                        0,
                        3);
        Shape image = new Shape(1, 28, 28);
        assertEquals(new Shape(32, 7, 7), architecture.codeShape(image));
        assertEquals(
                List.of(320L, 9_248L),
                parameterCounts(architecture.newEncoder(image), new Shape(1).addAll(image)));
        assertEquals(
                List.of(9_248L, 9_248L, 289L),
                parameterCounts(architecture.newDecoder(image, 1), new Shape(1, 1_568)));
    }

    /** The Keras detector of anomalies in series, whose summary has 9,505 parameters. */
    @Test
    void sequenceLayersHaveTheParametersOfThePublishedNetwork() {
        List<ConvolutionalLayer> layers =
                List.of(new ConvolutionalLayer(32, 7, 2), new ConvolutionalLayer(16, 7, 2));
        SpatialConvolutional architecture =
                new SpatialConvolutional(
                        layers,
                        Activation.RELU,
                        Downsampling.STRIDE,
                        Upsampling.TRANSPOSED,
                        0.2,
                        0,
                        7);
        Shape window = new Shape(1, 288);
        assertEquals(new Shape(16, 72), architecture.codeShape(window));
        assertEquals(
                List.of(256L, 3_600L),
                parameterCounts(architecture.newEncoder(window), new Shape(1).addAll(window)));
        assertEquals(
                List.of(1_808L, 3_616L, 225L),
                parameterCounts(architecture.newDecoder(window, 1), new Shape(1, 1_152)));
        assertEquals(1, dropouts(architecture.newEncoder(window)));
        assertEquals(1, dropouts(architecture.newDecoder(window, 1)));
    }

    private static long dropouts(Block network) {
        return network.getChildren().values().stream()
                .filter(child -> child instanceof ai.djl.nn.norm.Dropout)
                .count();
    }

    // Of each layer, kernel and bias together.
    private static List<Long> parameterCounts(Block network, Shape input) {
        List<Shape> shapes = parameterShapes(network, input);
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i += 2) {
            counts.add(shapes.get(i).size() + shapes.get(i + 1).size());
        }
        return counts;
    }

    /** A GRU has three weights of each kind for each unit, an LSTM four. */
    @Test
    void recurrentLayersHaveTheParametersComputedByHand() {
        Shape strings = new Shape(35, 120);
        Recurrent gru = new Recurrent(Cell.GRU, List.of(8, 6), Activation.TANH);
        assertEquals(
                List.of(
                        new Shape(3 * 8, 35),
                        new Shape(3 * 8, 8),
                        new Shape(3 * 8),
                        new Shape(3 * 8),
                        new Shape(3 * 6, 8),
                        new Shape(3 * 6, 6),
                        new Shape(3 * 6),
                        new Shape(3 * 6)),
                parameterShapes(gru.newEncoder(strings), new Shape(1).addAll(strings)));
        Recurrent lstm = new Recurrent(Cell.LSTM, List.of(8, 6), Activation.TANH);
        assertEquals(
                List.of(
                        new Shape(6, 2),
                        new Shape(6),
                        new Shape(4 * 6, 6),
                        new Shape(4 * 6, 6),
                        new Shape(4 * 6),
                        new Shape(4 * 6),
                        new Shape(4 * 8, 6),
                        new Shape(4 * 8, 8),
                        new Shape(4 * 8),
                        new Shape(4 * 8),
                        new Shape(2 * 35, 8), // two parameters for each value
                        new Shape(2 * 35)),
                parameterShapes(lstm.newDecoder(strings, 2), new Shape(1, 2)));
    }

    /** The first layer sees one of 35 symbols and a code of 2. */
    @Test
    void autoregressiveLayersHaveTheParametersComputedByHand() {
        Shape strings = new Shape(35, 120);
        Autoregressive gru = new Autoregressive(Cell.GRU, List.of(8, 6), 0);
        assertEquals(
                List.of(
                        new Shape(3 * 6, 35 + 2),
                        new Shape(3 * 6, 6),
                        new Shape(3 * 6),
                        new Shape(3 * 6),
                        new Shape(3 * 8, 6),
                        new Shape(3 * 8, 8),
                        new Shape(3 * 8),
                        new Shape(3 * 8),
                        new Shape(35, 8),
                        new Shape(35)),
                parameterShapes(gru.newDecoder(strings, 1), new Shape(1, 2)));
        Recurrent same = new Recurrent(Cell.GRU, List.of(8, 6), Activation.TANH);
        Shape input = new Shape(1).addAll(strings);
        assertEquals(
                parameterShapes(same.newEncoder(strings), input),
                parameterShapes(gru.newEncoder(strings), input));
    }

    private static List<Shape> parameterShapes(Block network, Shape input) {
        try (NDManager manager = NDManager.newBaseManager()) {
            network.initialize(manager, DataType.FLOAT32, input);
            return network.getParameters().values().stream()
                    .map(parameter -> parameter.getArray().getShape())
                    .toList();
        }
    }

    @Test
    void whatCannotBeBuiltIsRefused() {
        assertRefused(
                "units must be at least 1, but holds 0",
                () -> new Dense(List.of(3, 0), Activation.RELU));
        assertRefused(
                "filters must be at least 1, but holds 0", () -> new ConvolutionalLayer(0, 3, 2));
        assertRefused(
                "kernel must be at least 1, but holds -1", () -> new ConvolutionalLayer(4, -1, 2));
        assertRefused(
                "stride must be at least 1, but holds 0", () -> new ConvolutionalLayer(4, 3, 0));
        assertRefused("layers must hold at least one layer", () -> convolutions(List.of(), 3));
        List<ConvolutionalLayer> one = List.of(new ConvolutionalLayer(4, 3, 2));
        assertRefused(
                "outputKernel must be odd and positive, but is 2", () -> convolutions(one, 2));
        assertRefused(
                "outputKernel must be odd and positive, but is -1", () -> convolutions(one, -1));
        assertRefused(
                "units must hold at least one layer",
                () -> new Recurrent(Cell.GRU, List.of(), Activation.TANH));
        assertRefused(
                "units must be at least 1, but holds 0",
                () -> new Recurrent(Cell.LSTM, List.of(2, 0), Activation.TANH));
        assertRefused(
                "units must hold at least one layer",
                () -> new Autoregressive(Cell.GRU, List.of(), 0));
        assertRefused(
                "units must be at least 1, but holds -1",
                () -> new Autoregressive(Cell.LSTM, List.of(-1), 0));
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertRefused(
                    "wordDropout must be in [0, 1], but is " + share,
                    () -> new Autoregressive(Cell.GRU, List.of(3), share));
        }
        assertRefused(
                "parametersPerValue must be 1 for symbols, but is 2",
                () -> new Autoregressive(Cell.GRU, List.of(3), 0).newDecoder(new Shape(2, 3), 2));
        assertRefused(
                "encoderUnits must be at least 1, but holds -2",
                () -> new Convolutional(one, Activation.RELU, List.of(-2), Activation.IDENTITY, 3));
    }

    @Test
    void convolutionsThatCannotBeBuiltAreRefused() {
        assertRefused("layers must hold at least one layer", () -> spatial(List.of(), 0, 0, 3));
        List<ConvolutionalLayer> even = List.of(new ConvolutionalLayer(4, 4, 2));
        assertRefused("kernel must be odd and positive, but is 4", () -> spatial(even, 0, 0, 3));
        List<ConvolutionalLayer> odd = List.of(new ConvolutionalLayer(4, 3, 2));
        assertRefused(
                "outputKernel must be odd and positive, but is 0", () -> spatial(odd, 0, 0, 0));
        for (double dropout : new double[] {-0.1, 1, Double.NaN}) {
            assertRefused(
                    "dropout must be in [0, 1), but is " + dropout,
                    () -> spatial(odd, dropout, 0, 3));
        }
        assertRefused("codeChannels must not be negative, but is -1", () -> spatial(odd, 0, -1, 3));
        SpatialConvolutional maps = spatial(odd, 0, 0, 3);
        assertRefused(
                "encoderUnits must be at least 1, but holds 0",
                () -> new Flattened(maps, List.of(0), Activation.RELU));
        assertRefused(
                "stride must fit what is pooled, but is 2 on an input of size 1",
                () -> maps.newEncoder(new Shape(1, 4, 1)));
        assertRefused(
                "code must have a size of 24, that of maps (4, 3, 2), but has 5",
                () ->
                        maps.newDecoder(new Shape(1, 5, 4), 1)
                                .getOutputShapes(new Shape[] {new Shape(-1, 5)}));
    }

    private static SpatialConvolutional spatial(
            List<ConvolutionalLayer> layers, double dropout, int codeChannels, int outputKernel) {
        return new SpatialConvolutional(
                layers,
                Activation.RELU,
                Downsampling.MAX_POOLING,
                Upsampling.NEAREST,
                dropout,
                codeChannels,
                outputKernel);
    }

    @Test
    void samplesThatDoNotFitAreRefused() {
        Convolutional wide = convolutions(List.of(new ConvolutionalLayer(4, 8, 2)), 3);
        for (Shape sample : new Shape[] {new Shape(7), new Shape(1, 2, 3, 4)}) {
            String message =
                    "sample must be [C, L] or [C, H, W] for convolutions, but has shape " + sample;
            assertRefused(message, () -> wide.newEncoder(sample));
            assertRefused(message, () -> wide.newDecoder(sample, 1));
        }
        Recurrent recurrent = new Recurrent(Cell.GRU, List.of(3), Activation.TANH);
        for (Shape sample : new Shape[] {new Shape(7), new Shape(1, 2, 3)}) {
            String rule = "sample must be [C, L] for recurrent layers, but has shape " + sample;
            assertRefused(rule, () -> recurrent.newEncoder(sample));
            assertRefused(rule, () -> recurrent.newDecoder(sample, 1));
            Autoregressive symbols = new Autoregressive(Cell.GRU, List.of(3), 0);
            assertRefused(rule, () -> symbols.newEncoder(sample));
            assertRefused(rule, () -> symbols.newDecoder(sample, 1));
        }
        String message = "kernel must fit its padded input, but is 8 on an input of size 1";
        assertRefused(message, () -> wide.newEncoder(new Shape(1, 9, 1)));
        assertRefused(message, () -> wide.newDecoder(new Shape(1, 9, 1), 1));
    }

    private static Convolutional convolutions(List<ConvolutionalLayer> layers, int outputKernel) {
        return new Convolutional(
                layers, Activation.RELU, List.of(), Activation.IDENTITY, outputKernel);
    }

    private static void assertRefused(String message, Executable construction) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, construction).getMessage());
    }

    /** Of all members but these, what is left without dropout is the member itself. */
    @Test
    void dropoutCanBeLeftOut() {
        SpatialConvolutional maps = maps(0.3);
        assertEquals(maps(0), maps.withoutDropout());
        Flattened flattened = new Flattened(maps, List.of(4), Activation.RELU);
        assertEquals(
                new Flattened(maps(0), List.of(4), Activation.RELU), flattened.withoutDropout());
        Autoregressive words = new Autoregressive(Cell.GRU, List.of(5), 0.5);
        assertEquals(
                new Paired(flattened.withoutDropout(), new Autoregressive(Cell.GRU, List.of(5), 0)),
                new Paired(flattened, words).withoutDropout());
        Dense dense = new Dense(List.of(3), Activation.TANH);
        assertEquals(dense, dense.withoutDropout());
        assertEquals(new Shortcut(maps(0), 8), new Shortcut(maps, 8).withoutDropout());
    }

    private static SpatialConvolutional maps(double dropout) {
        return new SpatialConvolutional(
                List.of(new ConvolutionalLayer(2, 3, 2)),
                Activation.RELU,
                Downsampling.STRIDE,
                Upsampling.NEAREST,
                dropout,
                1,
                3);
    }
}
