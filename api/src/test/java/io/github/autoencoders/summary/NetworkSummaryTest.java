package io.github.autoencoders.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Encoder;
import io.github.autoencoders.model.MonteCarlo;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.Autoregressive;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.Dense;
import io.github.autoencoders.network.Architecture.Flattened;
import io.github.autoencoders.network.Architecture.Paired;
import io.github.autoencoders.network.Architecture.Recurrent;
import io.github.autoencoders.network.Architecture.SpatialConvolutional;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.network.Composite;
import io.github.autoencoders.network.Downsampling;
import io.github.autoencoders.network.TransposedConvolution;
import io.github.autoencoders.network.TransposedGeometry;
import io.github.autoencoders.network.Upsampling;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against counts by hand, by loops, and of the arrays that an engine makes. */
class NetworkSummaryTest {

    private static final Architecture KERAS =
            new Convolutional(
                    List.of(new ConvolutionalLayer(32, 3, 2), new ConvolutionalLayer(64, 3, 2)),
                    Activation.RELU,
                    List.of(16),
                    Activation.RELU,
                    3);
    private static final Shape DIGIT = new Shape(1, 28, 28);

    private static AutoencoderConfig config(
            Shape sample, Architecture architecture, Bottleneck bottleneck, String... conditions) {
        return new AutoencoderConfig(
                new SampleFormat(sample, 0, Scaling.UnitInterval.BYTES),
                List.of(conditions),
                architecture,
                bottleneck,
                new Likelihood.Bernoulli());
    }

    private static AutoencoderConfig strings(Architecture architecture) {
        Scaling symbols = new OneHot(List.of("", "a", "b", "c"));
        return new AutoencoderConfig(
                new SampleFormat(new Shape(1, 6), 0, symbols),
                List.of(),
                architecture,
                new Bottleneck.Gaussian(3),
                new Likelihood.Categorical());
    }

    static List<AutoencoderConfig> everyKind() {
        SpatialConvolutional maps =
                new SpatialConvolutional(
                        List.of(new ConvolutionalLayer(3, 3, 2), new ConvolutionalLayer(4, 5, 3)),
                        Activation.LEAKY_RELU,
                        Downsampling.MAX_POOLING,
                        Upsampling.NEAREST,
                        0.1,
                        2,
                        3);
        Bottleneck two = new Bottleneck.Gaussian(2);
        Recurrent lstm = new Recurrent(Cell.LSTM, List.of(5, 4), Activation.TANH);
        return List.of(
                config(DIGIT, KERAS, two),
                config(DIGIT, KERAS, two, "a", "b", "c"),
                config(
                        new Shape(7),
                        new Dense(List.of(6, 4), Activation.RELU),
                        new Bottleneck.Deterministic(3, Activation.RELU)),
                config(
                        new Shape(2, 11),
                        new Convolutional(
                                List.of(new ConvolutionalLayer(3, 4, 3)),
                                Activation.ELU,
                                List.of(),
                                Activation.IDENTITY,
                                1),
                        two),
                config(new Shape(1, 12, 12), maps, new Bottleneck.FeatureMap(8)),
                config(new Shape(1, 12, 12), maps, new Bottleneck.VectorQuantized(4, 2, 16, 0.99)),
                config(new Shape(1, 12, 12), new Flattened(maps, List.of(9), Activation.RELU), two),
                config(
                        new Shape(3, 11, 8),
                        new Architecture.Residual(4, 8, 3, 2, 2, Activation.RELU, 0),
                        two),
                config(new Shape(3, 11, 8), new Architecture.Shortcut(KERAS, 3), two),
                config(new Shape(2, 6), lstm, two),
                config(new Shape(2, 6), new Paired(KERAS, lstm), two),
                strings(new Autoregressive(Cell.GRU, List.of(5, 4), 0.2)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void anInitializedModelHasTheSameSummary(AutoencoderConfig config) {
        NetworkSummary summary = NetworkSummary.of(config);
        AutoencoderBlock block = config.newBlock();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            assertEquals(size(block), summary.parameters());
            assertEquals(size(block.encoder()), summary.sections().get(0).parameters());
            assertEquals(size(block.decoder()), summary.sections().get(1).parameters());
            assertEquals(summary, NetworkSummary.of(block));
            assertEquals(List.of(), summary.uncounted());
        }
    }

    private static long size(Block block) {
        return block.getParameters().values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    /** What Keras' own example of a variational autoencoder prints of its two models. */
    @Test
    void theExampleOfKerasHasItsParameters() {
        NetworkSummary summary =
                NetworkSummary.of(config(DIGIT, KERAS, new Bottleneck.Gaussian(2)));
        assertEquals(69_076, summary.sections().get(0).parameters());
        assertEquals(65_089, summary.sections().get(1).parameters());
        assertEquals(134_165, summary.trained());
        assertEquals(4 * 134_165, summary.bytes());
        assertEquals(
                List.of(320L, 18_496L, 50_192L, 34L, 34L, 9_408L, 36_928L, 18_464L, 289L),
                summary.layers().stream().map(Layer::parameters).filter(n -> n > 0).toList());
        assertEquals(
                List.of(
                        14 * 14 * 32L * 9,
                        7 * 7 * 64L * 32 * 9,
                        3136L * 16,
                        16L * 2,
                        16L * 2,
                        2L * 3136,
                        7 * 7 * 64L * 64 * 9,
                        14 * 14 * 64L * 32 * 9,
                        28 * 28 * 32L * 9),
                summary.layers().stream().map(Layer::multiplyAdds).filter(n -> n > 0).toList());
        assertEquals(6 * 128 * summary.multiplyAdds(), summary.operations(128));
        Layer first = summary.layers().get(0);
        assertEquals("network/01Conv2d", first.name());
        assertEquals("Conv2d 32, 3x3, stride 2", first.kind());
        assertEquals(DIGIT, first.input());
        assertEquals(new Shape(32, 14, 14), first.output());
    }

    /** The loops of a convolution, of which each turn multiplies and adds once. */
    @ParameterizedTest
    @CsvSource({"3, 4, 3, 2, 1, 9, 8, 1", "2, 6, 2, 3, 0, 11, 7, 1", "4, 6, 5, 1, 2, 6, 6, 2"})
    void convolutionsTakeAsManyProductsAsTheirLoops(
            int channels,
            int filters,
            int kernel,
            int stride,
            int padding,
            int h,
            int w,
            int groups) {
        Block block =
                Conv2d.builder()
                        .setFilters(filters)
                        .setKernelShape(new Shape(kernel, kernel + 1))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(padding, padding))
                        .optGroups(groups)
                        .build();
        long turns = 0;
        for (int top = -padding; top + kernel <= h + padding; top += stride) {
            for (int left = -padding; left + kernel + 1 <= w + padding; left += stride) {
                for (int filter = 0; filter < filters; filter++) {
                    for (int channel = 0; channel < channels / groups; channel++) {
                        for (int tap = 0; tap < kernel * (kernel + 1); tap++) {
                            turns++;
                        }
                    }
                }
            }
        }
        NetworkSummary summary = NetworkSummary.of(block, new Shape(5, channels, h, w));
        assertEquals(turns, summary.multiplyAdds());
    }

    /** The loops of a transposed convolution: each input adds its multiple of each tap. */
    @ParameterizedTest
    @CsvSource({"3, 4, 3, 2, 7, 6", "2, 5, 4, 3, 1, 9", "1, 1, 2, 1, 5, 5"})
    void transposedConvolutionsTakeAsManyProductsAsTheirLoops(
            int channels, int filters, int kernel, int stride, int h, int w) {
        Block block =
                TransposedConvolution.of(
                        TransposedGeometry.same(
                                new Shape(kernel, kernel), new Shape(stride, stride)),
                        filters);
        long turns = 0;
        for (int place = 0; place < h * w; place++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int filter = 0; filter < filters; filter++) {
                    for (int tap = 0; tap < kernel * kernel; tap++) {
                        turns++;
                    }
                }
            }
        }
        NetworkSummary summary = NetworkSummary.of(block, new Shape(-1, channels, h, w));
        assertEquals(turns, summary.multiplyAdds());
        assertEquals(
                turns / ((long) h * w) + filters, // each tap once, and the biases
                summary.parameters());
        assertEquals(
                new Shape(filters, (long) h * stride, (long) w * stride),
                summary.layers().get(0).output());
    }

    /** Each step of a layer of U units on C values multiplies the input and the U values before. */
    @ParameterizedTest
    @CsvSource({"GRU, 3", "LSTM, 4"})
    void recurrentLayersMultiplyAtEachStep(Cell cell, int gates) {
        Recurrent layers = new Recurrent(cell, List.of(5, 4), Activation.TANH);
        NetworkSummary summary =
                NetworkSummary.of(config(new Shape(2, 6), layers, new Bottleneck.Gaussian(3)));
        List<Long> expected =
                List.of(
                        6L * gates * 5 * (2 + 5),
                        6L * gates * 4 * (5 + 4),
                        4L * 3, // mean
                        4L * 3, // log-variance
                        3L * 4, // projection
                        6L * gates * 4 * (4 + 4),
                        6L * gates * 5 * (4 + 5),
                        6L * 5 * 2); // at each step
        assertEquals(
                expected,
                summary.layers().stream().map(Layer::multiplyAdds).filter(n -> n > 0).toList());
        assertEquals(cell + " 5", summary.layers().get(1).kind());
        assertEquals("network/02RecurrentLayer", summary.layers().get(1).name());
    }

    /** The layers of an autoregressive decoder see the symbol before, of 4, and the code, of 3. */
    @Test
    void autoregressiveLayersSeeSymbolAndCode() {
        NetworkSummary.Section decoder =
                NetworkSummary.of(strings(new Autoregressive(Cell.GRU, List.of(5, 4), 0.2)))
                        .sections()
                        .get(1);
        assertEquals(
                List.of(6L * 3 * 4 * (4 + 3 + 4), 6L * 3 * 5 * (4 + 5), 6L * 5 * 4),
                decoder.layers().stream().map(Layer::multiplyAdds).toList());
        assertEquals(
                List.of("network/01layer", "network/02layer", "network/logits"),
                decoder.layers().stream().map(Layer::name).toList());
    }

    /** Four vectors of two values, 16 entries: compared, then chosen; no gradient takes section. */
    @Test
    void aCodebookIsNotTrainedByGradients() {
        NetworkSummary summary = NetworkSummary.of(everyKind().get(5));
        Layer codebook =
                summary.layers().stream().filter(l -> l.name().equals("code")).findFirst().get();
        assertEquals(16 * 2 + 16 + 16 * 2, codebook.parameters());
        assertEquals(0, codebook.trained());
        assertEquals(2 * 4 * 2 * 16, codebook.multiplyAdds());
        assertEquals(codebook.multiplyAdds(), codebook.stepMultiplyAdds());
    }

    @Test
    void frozenHalvesTakeFewerGradients() {
        AutoencoderConfig config = everyKind().get(0);
        NetworkSummary whole = NetworkSummary.of(config);
        long encoder = whole.sections().get(0).multiplyAdds();
        long decoder = whole.sections().get(1).multiplyAdds();
        assertEquals(2 * 10 * (3 * encoder + 3 * decoder), whole.operations(10));
        AutoencoderBlock block = config.newBlock();
        block.encoder().freezeParameters(true);
        NetworkSummary frozen = NetworkSummary.of(block);
        assertEquals(2 * 10 * (encoder + 3 * decoder), frozen.operations(10));
        assertEquals(65_089, frozen.trained());
        assertEquals(134_165, frozen.parameters());
        block.encoder().freezeParameters(false);
        block.decoder().freezeParameters(true);
        assertEquals(2 * 10 * (3 * encoder + 2 * decoder), NetworkSummary.of(block).operations(10));
    }

    @Test
    void drawsAndPerturbationsAreRunAgain() {
        AutoencoderConfig variational = everyKind().get(0);
        NetworkSummary once = NetworkSummary.of(variational);
        NetworkSummary five = NetworkSummary.of(variational.newBlock(new MonteCarlo(5, 0)));
        assertEquals(
                once.operations(1) + 4 * 6 * once.sections().get(1).multiplyAdds(),
                five.operations(1));
        assertEquals(once.multiplyAdds(), five.multiplyAdds());
        AutoencoderConfig plain = everyKind().get(2);
        NetworkSummary contractive = NetworkSummary.of(plain.newBlock(new MonteCarlo(1, 0.1)));
        assertEquals(
                NetworkSummary.of(plain).operations(1)
                        + 6 * contractive.sections().get(0).multiplyAdds(),
                contractive.operations(1));
    }

    /** A petabyte of weights. */
    @Test
    void sizeIsNoMatter() {
        AutoencoderConfig config =
                config(
                        new Shape(1, 1000, 1000),
                        new Dense(List.of(200_000_000), Activation.RELU),
                        new Bottleneck.Gaussian(2));
        long hidden = 200_000_000;
        assertEquals(
                2 * 1_000_000 * hidden
                        + hidden // biases
                        + 1_000_000
                        + 2 * (2 * hidden + 2)
                        + 2 * hidden
                        + hidden,
                NetworkSummary.of(config).parameters());
    }

    /** Twice the values plus themselves; what it does with its weights is not known. */
    private static class Residual extends AbstractBlock {

        final Block inner = addChildBlock("inner", dense(6));

        @Override
        protected void initializeChildBlocks(
                NDManager manager, DataType dataType, Shape... inputShapes) {
            inner.initialize(manager, dataType, inputShapes);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            NDList output = inner.forward(parameterStore, inputs, training);
            return new NDList(inputs.head().add(output.head()));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    private static final class OpenResidual extends Residual implements Composite {}

    private static Block dense(int units) {
        return Linear.builder().setUnits(units).build();
    }

    @Test
    void anUnknownBlockIsOneLayerOfWhichTheParametersAreKnown() {
        SequentialBlock network = new SequentialBlock().add(dense(6)).add(new Residual());
        NetworkSummary summary = NetworkSummary.of(network, new Shape(1, 3));
        Layer unknown = summary.layers().get(1);
        assertEquals("Residual", unknown.kind());
        assertEquals(42, unknown.parameters());
        assertFalse(unknown.isCounted());
        assertEquals(List.of("network/02Residual"), summary.uncounted());
        assertEquals(18, summary.multiplyAdds());
        String table = summary.table(120);
        assertTrue(table.contains("for each sample, without those of network/02Residual\n"), table);
        assertTrue(table.matches("(?s).*02 Residual +\\[B, 6\\] +42 +-\n.*"), table);
        SequentialBlock open = new SequentialBlock().add(dense(6)).add(new OpenResidual());
        assertEquals(18 + 36, NetworkSummary.of(open, new Shape(1, 3)).multiplyAdds());
    }

    @Test
    void networksOfOnesOwnAreLookedInto() {
        Encoder encoder =
                Encoder.of(
                        new Shape(3),
                        new SequentialBlock().add(dense(6)).add(new OpenResidual()),
                        new Bottleneck.Deterministic(2, Activation.IDENTITY));
        NetworkSummary summary = NetworkSummary.of(encoder, new Shape(-1, 3));
        assertEquals(
                List.of("network/01Linear", "network/02OpenResidual", "code"),
                summary.layers().stream().map(Layer::name).toList());
        assertEquals(18 + 36 + 12, summary.multiplyAdds());
    }

    @Test
    void sharedParametersAreCountedOnce() {
        Block shared = dense(4);
        SequentialBlock network = new SequentialBlock().add(shared).add(shared);
        NetworkSummary summary = NetworkSummary.of(network, new Shape(1, 4));
        assertEquals(20, summary.parameters());
        assertEquals(32, summary.multiplyAdds());
    }

    @Test
    void aBlockStaysAsItIs() {
        Initializer ones = Initializer.ONES;
        Block block = dense(2);
        block.setInitializer(ones, Parameter.Type.WEIGHT);
        NetworkSummary.of(block, new Shape(1, 3));
        assertFalse(block.isInitialized());
        assertSame(ones, block.getDirectParameters().get("weight").getInitializer());
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(9, 3));
            float[] weights = block.getDirectParameters().get("weight").getArray().toFloatArray();
            assertEquals(6, IntStream.range(0, 6).filter(i -> weights[i] == 1).count());
            assertEquals(8, NetworkSummary.of(block).parameters());
            assertTrue(block.isInitialized());
        }
    }

    @Test
    void shapesAreWantedOfABlockWithoutThem() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> NetworkSummary.of(dense(2)));
        assertEquals(
                "inputs must be given for a block that is not initialized, but are none",
                error.getMessage());
    }

    @Test
    void aKernelSaysHowItMoves() {
        Block block =
                Conv1d.builder().setFilters(8).setKernelShape(new Shape(5)).optGroups(2).build();
        Layer layer = NetworkSummary.of(block, new Shape(1, 4, 20)).layers().get(0);
        assertEquals("Conv1d 8, 5, groups 2", layer.kind());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void tablesFitTheirWidth(AutoencoderConfig config) {
        for (int width : new int[] {60, 80, 120}) {
            NetworkSummary summary = NetworkSummary.of(config);
            for (String line : summary.table(width, "a word ".repeat(40)).split("\n", -1)) {
                assertTrue(line.length() <= width, line);
                assertEquals(line.stripTrailing(), line);
            }
        }
    }

    @Test
    void theTableHasEncoderCodeAndDecoderApart() {
        assertEquals(
                """
                VariationalAutoencoder of [B, 1, 28, 28]

                LAYER                                  OUTPUT          PARAMETERS MULTIPLY-ADDS
                encoder
                  01 Conv2d 32, 3x3, stride 2          [B, 32, 14, 14]        320        56,448
                  02 relu                              [B, 32, 14, 14]
                  03 Conv2d 64, 3x3, stride 2          [B, 64, 7, 7]       18,496       903,168
                  04 relu                              [B, 64, 7, 7]
                  05 flattened                         [B, 3136]
                  06 Dense 16                          [B, 16]             50,192        50,176
                  07 relu                              [B, 16]
                  mean: Dense 2                        [B, 2]                  34            32
                  logVariance: Dense 2                 [B, 2]                  34            32
                code: 2 values, drawn from N(mean, exp(logVariance))
                decoder
                  01 Dense 3136                        [B, 3136]            9,408         6,272
                  02 relu                              [B, 3136]
                  03 reshaped                          [B, 64, 7, 7]
                  04 ConvTranspose2d 64, 3x3, stride 2 [B, 64, 14, 14]     36,928     1,806,336
                  05 relu                              [B, 64, 14, 14]
                  06 ConvTranspose2d 32, 3x3, stride 2 [B, 32, 28, 28]     18,464     3,612,672
                  07 relu                              [B, 32, 28, 28]
                  08 Conv2d 1, 3x3                     [B, 1, 28, 28]         289       225,792
                -------------------------------------------------------------------------------
                encoder                                                    69,076     1,009,856
                decoder                                                    65,089     5,651,072
                all                                                       134,165     6,660,928

                134,165 parameters, 536,660 bytes in float32; 134,165 of them are trained
                a training step takes 39,965,568 floating-point operations for each sample
                the rest
                """,
                NetworkSummary.of(everyKind().get(0)).table(80, "the rest"));
    }
}
