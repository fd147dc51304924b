package io.github.autoencoders.model;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.Dense;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same parameters, samples and noise as in PyTorch give the same outputs, terms, gradients. */
class PyTorchParityTest {

    private static final double PENALTY_WEIGHT = 0.7;

    /** The models of make_golden.py. */
    private enum Case {
        CONVOLUTIONAL(
                "convolutional-vae",
                new AutoencoderConfig(
                        new SampleFormat(new Shape(1, 9, 8), 0, new Scaling.UnitInterval(0, 1)),
                        List.of(),
                        convolutions(),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli())),
        DENSE(
                "dense-vae",
                new AutoencoderConfig(
                        new SampleFormat(
                                new Shape(7),
                                0,
                                new Scaling.Standardized(List.of(0.0), List.of(1.0))),
                        List.of(),
                        new Dense(List.of(5), Activation.RELU),
                        new Bottleneck.Gaussian(3),
                        new Likelihood.Gaussian(0.8))),
        GRU("gru-vae", recurrent(Cell.GRU)),
        LSTM("lstm-vae", recurrent(Cell.LSTM));

        private final String file;
        private final AutoencoderConfig config;

        Case(String file, AutoencoderConfig config) {
            this.file = file;
            this.config = config;
        }

        private static AutoencoderConfig recurrent(Cell cell) {
            return new AutoencoderConfig(
                    new SampleFormat(
                            new Shape(2, 6),
                            0,
                            new Scaling.Standardized(List.of(0.0), List.of(1.0))),
                    List.of(),
                    new Architecture.Recurrent(cell, List.of(5, 4), Activation.TANH),
                    new Bottleneck.Gaussian(3),
                    new Likelihood.Gaussian(0.8));
        }

        private static Architecture convolutions() {
            List<ConvolutionalLayer> layers =
                    List.of(new ConvolutionalLayer(4, 3, 2), new ConvolutionalLayer(6, 3, 2));
            return new Convolutional(layers, Activation.RELU, List.of(), Activation.IDENTITY, 3);
        }

        GoldenFile golden(NDManager manager) {
            return GoldenFile.read(file, manager);
        }

        AutoencoderLoss loss() {
            return new AutoencoderLoss(
                    config.likelihood(),
                    new Regularizer.KlDivergence(),
                    new Reduction.Sum(),
                    PENALTY_WEIGHT);
        }

        // Our parameters come in the order of PyTorch's and have the same shapes.
        AutoencoderBlock newBlock(GoldenFile golden, NDManager manager) {
            AutoencoderBlock block = config.newBlock();
            GoldenFile values = golden.part("parameter");
            assertEquals(values.arrays().size(), block.getParameters().size());
            Iterator<NDArray> next = values.arrays().values().iterator();
            for (Parameter parameter : block.getParameters().values()) {
                NDArray value = next.next();
                parameter.setInitializer((owner, shape, type) -> checked(value, shape));
            }
            block.initialize(manager, DataType.FLOAT32, golden.array("x").getShape());
            return block;
        }

        private static NDArray checked(NDArray value, Shape shape) {
            assertEquals(value.getShape(), shape, value.getName());
            return value.duplicate();
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputsAndTermsAreThoseOfPyTorch(Case model) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = model.golden(manager);
            AutoencoderBlock block = model.newBlock(golden, manager);
            NDList labels = new NDList(golden.array("x"));
            NDList predictions = forward(block, false, golden.array("x"), golden.array("noise"));
            AutoencoderOutput output = AutoencoderOutput.of(predictions);
            assertClose(golden.array("output"), output.parameters(), 1e-5, "output");
            assertClose(golden.array("z"), output.code(), 1e-5, "z");
            assertClose(golden.array("mean"), predictions.get(2), 1e-5, "mean");
            assertClose(golden.array("logVariance"), predictions.get(3), 1e-5, "logVariance");
            AutoencoderLoss loss = model.loss();
            LossTerms terms = loss.terms(labels, predictions);
            assertClose(
                    golden.array("reconstruction"), terms.reconstruction(), 1e-5, "reconstruction");
            assertClose(golden.array("divergence"), terms.penalty(), 1e-5, "divergence");
            assertClose(golden.array("total"), loss.evaluate(labels, predictions), 1e-5, "total");
        }
    }

    @ParameterizedTest
    @EnumSource
    void halvesAloneGiveWhatTheyGiveInPyTorch(Case model) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = model.golden(manager);
            AutoencoderBlock block = model.newBlock(golden, manager);
            NDList posterior = forward(block.encoder(), false, golden.array("x"));
            assertClose(golden.array("mean"), posterior.get(0), 1e-5, "mean");
            assertClose(golden.array("logVariance"), posterior.get(1), 1e-5, "logVariance");
            NDList output = forward(block.decoder(), false, golden.array("z"));
            assertClose(golden.array("output"), output.singletonOrThrow(), 1e-5, "output");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfPyTorch(Case model) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = model.golden(manager);
            AutoencoderBlock block = model.newBlock(golden, manager);
            AutoencoderLoss loss = model.loss();
            NDList labels = new NDList(golden.array("x"));
            NDArray[] parameters =
                    block.getParameters().values().stream()
                            .map(Parameter::getArray)
                            .toArray(NDArray[]::new);
            EngineGradient.collect(
                    () ->
                            loss.evaluate(
                                    labels,
                                    forward(block, true, golden.array("x"), golden.array("noise"))),
                    parameters);
            int next = 0;
            for (NDArray expected : golden.part("gradient").arrays().values()) {
                NDArray actual = parameters[next++].getGradient();
                assertClose(expected, actual, 1e-4, expected.getName());
            }
        }
    }

    private static NDList forward(Block block, boolean training, NDArray... inputs) {
        ParameterStore parameters = new ParameterStore(inputs[0].getManager(), false);
        return block.forward(parameters, new NDList(inputs), training);
    }
}
