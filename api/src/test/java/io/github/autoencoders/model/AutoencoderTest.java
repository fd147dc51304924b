package io.github.autoencoders.model;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The joined blocks and their halves, each alone and from one file. */
class AutoencoderTest {

    private enum Kind {
        PLAIN(new Bottleneck.Deterministic(2, Activation.TANH), new Regularizer.None(), 2),
        VARIATIONAL(new Bottleneck.Gaussian(2), new Regularizer.KlDivergence(), 4);

        private final AutoencoderConfig config;
        private final Regularizer regularizer;
        private final int outputs;

        Kind(Bottleneck bottleneck, Regularizer regularizer, int outputs) {
            this.regularizer = regularizer;
            this.outputs = outputs;
            Architecture convolutions =
                    new Convolutional(
                            List.of(new ConvolutionalLayer(4, 3, 2)),
                            Activation.RELU,
                            List.of(8),
                            Activation.RELU,
                            3);
            config =
                    new AutoencoderConfig(
                            new SampleFormat(new Shape(1, 6, 5), 0, new Scaling.UnitInterval(0, 1)),
                            List.of(),
                            convolutions,
                            bottleneck,
                            new Likelihood.Bernoulli());
        }

        AutoencoderBlock newBlock(NDManager manager) {
            AutoencoderBlock block = config.newBlock();
            block.initialize(manager, DataType.FLOAT32, block.inputShape());
            return block;
        }

        AutoencoderLoss newLoss() {
            return new AutoencoderLoss(config.likelihood(), regularizer, new Reduction.Sum(), 1);
        }
    }

    private static NDArray samples(NDManager manager, int count) {
        return manager.randomUniform(0, 1, new Shape(count, 1, 6, 5));
    }

    private static NDList forward(Block block, boolean training, NDArray... inputs) {
        ParameterStore parameters = new ParameterStore(inputs[0].getManager(), false);
        return block.forward(parameters, new NDList(inputs), training);
    }

    @ParameterizedTest
    @EnumSource
    void shapesAreThoseAnnounced(Kind kind) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(manager);
            assertEquals(new Shape(-1, 1, 6, 5), block.inputShape());
            NDList output = forward(block, false, samples(manager, 3));
            assertEquals(kind.outputs, output.size());
            assertEquals(new Shape(3, 1, 6, 5), output.get(0).getShape());
            for (NDArray code : output.subNDList(1)) {
                assertEquals(new Shape(3, 2), code.getShape());
            }
            assertArrayEquals(
                    output.getShapes(), block.getOutputShapes(new Shape[] {new Shape(3, 1, 6, 5)}));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inferenceIsDeterministic(Kind kind) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(manager);
            NDArray x = samples(manager, 3);
            NDList first = forward(block, false, x);
            NDList second = forward(block, false, x);
            for (int i = 0; i < first.size(); i++) {
                assertArrayEquals(doubles(first.get(i)), doubles(second.get(i)));
            }
        }
    }

    @Test
    void inTrainingCodesAreDrawnFromThePosterior() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = Kind.VARIATIONAL.newBlock(manager);
            NDArray x = samples(manager, 1).broadcast(new Shape(4000, 1, 6, 5));
            NDList output = forward(block, true, x);
            double mean = output.get(2).getFloat(0, 0);
            double deviation = Math.exp(output.get(3).getFloat(0, 0) / 2);
            double[] z = doubles(output.get(1).get(":,0"));
            double sum = 0;
            double squares = 0;
            for (double value : z) {
                double noise = (value - mean) / deviation;
                sum += noise;
                squares += noise * noise;
            }
            // Six standard errors of the mean, and of the mean square, of N(0, 1).
            assertEquals(0, sum / z.length, 6 / Math.sqrt(z.length));
            assertEquals(1, squares / z.length, 6 * Math.sqrt(2.0 / z.length));
        }
    }

    @Test
    void inInferenceTheCodeIsTheMean() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = Kind.VARIATIONAL.newBlock(manager);
            NDList output = forward(block, false, samples(manager, 3));
            assertArrayEquals(doubles(output.get(2)), doubles(output.get(1)));
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(booleans = {false, true})
    void noiseAsSecondInputDecidesTheCode(boolean training) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = Kind.VARIATIONAL.newBlock(manager);
            NDArray noise = manager.create(new float[][] {{1, -2}, {0.5f, 0}, {3, -0.25f}});
            NDList output = forward(block, training, samples(manager, 3), noise);
            double[] mean = doubles(output.get(2));
            double[] logVariance = doubles(output.get(3));
            double[] expected = doubles(noise);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = mean[i] + Math.exp(logVariance[i] / 2) * expected[i];
            }
            assertClose(expected, doubles(output.get(1)), 1e-6, "z");
            NDList decoded = forward(block.decoder(), false, output.get(1));
            assertClose(decoded.head(), output.get(0), 1e-6, "parameters");
        }
    }

    @ParameterizedTest
    @EnumSource
    void halvesShareTheParametersOfTheWhole(Kind kind) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(manager);
            NDArray x = samples(manager, 3);
            NDList code = forward(block.encoder(), false, x);
            NDList output = forward(block, false, x);
            assertClose(output.get(1), code.get(0), 1e-6, "code");
            assertClose(
                    output.get(0),
                    forward(block.decoder(), false, code.get(0)).head(),
                    1e-6,
                    "parameters");
            int halves = 0;
            for (Block half : new Block[] {block.encoder(), block.decoder()}) {
                for (var parameter : half.getParameters().values()) {
                    assertTrue(block.getParameters().values().contains(parameter));
                    halves++;
                }
            }
            assertEquals(block.getParameters().size(), halves);
            assertSame(block, Part.WHOLE.of(block));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPartLoadsTheFileOfTheWhole(Kind kind, @TempDir Path folder)
            throws IOException, MalformedModelException {
        try (Model model = Model.newInstance("whole");
                NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(model.getNDManager());
            model.setBlock(block);
            model.save(folder, "whole");
            NDArray x = samples(manager, 3);
            NDList output = forward(block, false, x);
            NDArray z = output.get(1);
            for (Part part : Part.values()) {
                try (Model loaded = Model.newInstance("whole")) {
                    Block view = part.of(kind.config.newBlock());
                    loaded.setBlock(view);
                    assertFalse(view.isInitialized());
                    loaded.load(folder, "whole");
                    assertTrue(view.isInitialized());
                    NDArray actual = forward(view, false, part == Part.DECODER ? z : x).head();
                    NDArray expected = part == Part.ENCODER ? z : output.get(0);
                    assertClose(expected, actual, 1e-6, part.name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartWritesTheFileOfTheWhole(Kind kind, @TempDir Path folder)
            throws IOException, MalformedModelException {
        try (Model model = Model.newInstance("part");
                Model loaded = Model.newInstance("part");
                NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(model.getNDManager());
            model.setBlock(Part.ENCODER.of(block));
            model.save(folder, "part");
            loaded.setBlock(kind.config.newBlock());
            loaded.load(folder, "part");
            NDArray x = samples(manager, 2);
            assertClose(
                    forward(block, false, x).head(),
                    forward(loaded.getBlock(), false, x).head(),
                    1e-6,
                    "parameters");
        }
    }

    @ParameterizedTest
    @EnumSource
    void halvesAreUsableWithoutAWhole(Kind kind) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = kind.config.newEncoder();
            assertEquals(new Shape(1, 6, 5), encoder.sampleShape());
            encoder.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 6, 5));
            NDList code = forward(encoder, false, samples(manager, 4));
            assertEquals(kind.outputs / 2, code.size());
            assertEquals(new Shape(4, 2), code.head().getShape());
            Decoder decoder = kind.config.newDecoder();
            assertEquals(2, decoder.codeSize());
            decoder.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
            NDList parameters = forward(decoder, false, code.head());
            assertEquals(new Shape(4, 1, 6, 5), parameters.singletonOrThrow().getShape());
        }
    }

    @ParameterizedTest
    @EnumSource
    void inputsOfOtherShapesAreRefused(Kind kind) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = kind.newBlock(manager);
            NDArray x = manager.zeros(new Shape(3, 1, 5, 6));
            assertEquals(
                    "x must have shape (-1, 1, 6, 5), but has shape (3, 1, 5, 6)",
                    assertThrows(IllegalArgumentException.class, () -> forward(block, false, x))
                            .getMessage());
            NDArray z = manager.zeros(new Shape(3, 4));
            assertEquals(
                    "z must have shape (-1, 2), but has shape (3, 4)",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> forward(block.decoder(), false, z))
                            .getMessage());
            assertEquals(
                    "x must have shape (-1, 1, 6, 5), but has shape (1, 30)",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () ->
                                            kind.config
                                                    .newBlock()
                                                    .initialize(
                                                            manager,
                                                            DataType.FLOAT32,
                                                            new Shape(1, 30)))
                            .getMessage());
        }
    }

    @Test
    void encodersOfTheOtherKindAreRefused() {
        AutoencoderConfig plain = Kind.PLAIN.config;
        AutoencoderConfig variational = Kind.VARIATIONAL.config;
        assertEquals(
                "encoder must give mean and log-variance, but gives [code]",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new VariationalAutoencoder(
                                                plain.newEncoder(), plain.newDecoder()))
                        .getMessage());
        assertEquals(
                "encoder must give one code, but gives [mean, logVariance]",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new Autoencoder(
                                                variational.newEncoder(), variational.newDecoder()))
                        .getMessage());
    }

    @Test
    void bernoulliDoesNotFitStandardizedSamples() {
        SampleFormat rows =
                new SampleFormat(
                        new Shape(4), 0, new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        assertEquals(
                "likelihood must be one of unbounded values for Standardized samples, but is"
                        + " Bernoulli[]",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new AutoencoderConfig(
                                                rows,
                                                List.of(),
                                                new Architecture.Dense(List.of(), Activation.RELU),
                                                new Bottleneck.Gaussian(2),
                                                new Likelihood.Bernoulli()))
                        .getMessage());
    }

    /** Any program with DJL's own Trainer can train the block, and nothing is left behind. */
    @ParameterizedTest
    @EnumSource
    void trainingReducesTheLossAndLeavesNoArrays(Kind kind) throws IOException, TranslateException {
        AutoencoderLoss loss = kind.newLoss();
        DefaultTrainingConfig training =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(
                                Optimizer.adam()
                                        .optLearningRateTracker(Tracker.fixed(0.03f))
                                        .build());
        try (Model model = Model.newInstance("trained")) {
            AutoencoderBlock block = kind.config.newBlock();
            model.setBlock(block);
            try (Trainer trainer = model.newTrainer(training)) {
                trainer.initialize(new Shape(32, 1, 6, 5));
                // Nine values in ten are 0, which the biases alone can learn.
                NDArray x =
                        samples(model.getNDManager(), 32).gt(0.9).toType(DataType.FLOAT32, false);
                ArrayDataset data =
                        new ArrayDataset.Builder()
                                .setData(x)
                                .optLabels(x)
                                .setSampling(32, false)
                                .build();
                double before = step(trainer, data, loss);
                int arrays = model.getNDManager().getManagedArrays().size();
                double after = 0;
                for (int i = 0; i < 25; i++) {
                    after = step(trainer, data, loss);
                }
                assertTrue(after < 0.85 * before, before + " nats became " + after);
                assertEquals(arrays, model.getNDManager().getManagedArrays().size());
            }
        }
    }

    private static double step(Trainer trainer, ArrayDataset data, AutoencoderLoss loss)
            throws IOException, TranslateException {
        loss.addAccumulator("step");
        loss.resetAccumulator("step");
        for (Batch batch : trainer.iterateDataset(data)) {
            try (batch) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                NDList x = batch.getLabels();
                loss.updateAccumulators(new String[] {"step"}, x, trainer.forward(batch.getData()));
            }
        }
        return loss.getAccumulator("step");
    }
}
