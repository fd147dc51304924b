package io.github.autoencoders.model;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A decoder for each label behind one encoder, against matrix products in plain Java. */
class SharedEncoderTest {

    private static final List<String> LABELS = List.of("red", "green", "blue");
    private static final Architecture LINEAR = new Architecture.Dense(List.of(), Activation.RELU);
    private static final float[][] X = {{0.25f, 1, 0, 0.5f}, {0.75f, 0, 0.125f, 1}};
    private static final float[][] BLUE_RED = {{0, 0, 1}, {1, 0, 0}};

    private static AutoencoderConfig config(Architecture architecture, List<String> labels) {
        return new AutoencoderConfig(
                new SampleFormat(new Shape(4), 0, new Scaling.UnitInterval(0, 1)),
                labels,
                architecture,
                new Bottleneck.Deterministic(2, Activation.IDENTITY),
                new Likelihood.Bernoulli());
    }

    private static AutoencoderBlock newBlock(NDManager manager) {
        AutoencoderBlock block = config(new Architecture.Shared(LINEAR, true), LABELS).newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
        return block;
    }

    private static NDList forward(Block block, NDArray... inputs) {
        ParameterStore parameters = new ParameterStore(inputs[0].getManager(), false);
        return block.forward(parameters, new NDList(inputs), false);
    }

    // What the decoder of one label makes of one code: W z + b.
    private static double[] decoded(AutoencoderBlock block, int label, double[] code) {
        double[] weight = doubles(block.decoder().getParameters().valueAt(2 * label).getArray());
        double[] bias = doubles(block.decoder().getParameters().valueAt(2 * label + 1).getArray());
        return IntStream.range(0, 4)
                .mapToDouble(o -> bias[o] + weight[2 * o] * code[0] + weight[2 * o + 1] * code[1])
                .toArray();
    }

    @Test
    void eachSampleIsDecodedByItsOwnLabelsDecoder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager);
            assertEquals(2 + 2 * 3, block.getParameters().size());
            NDList output = forward(block, manager.create(X), manager.create(BLUE_RED));
            double[] codes = doubles(output.get(1));
            double[] parameters = doubles(output.get(0));
            double[] blue = decoded(block, 2, new double[] {codes[0], codes[1]});
            double[] red = decoded(block, 0, new double[] {codes[2], codes[3]});
            for (int o = 0; o < 4; o++) {
                assertEquals(blue[o], parameters[o], 1e-6);
                assertEquals(red[o], parameters[4 + o], 1e-6);
            }
        }
    }

    @Test
    void theCodeKnowsNoLabel() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager);
            NDArray x = manager.create(X);
            NDArray one = forward(block.encoder(), x, manager.create(BLUE_RED)).head();
            NDArray other = forward(block.encoder(), x, manager.zeros(new Shape(2, 3))).head();
            assertArrayEquals(doubles(one), doubles(other));
            assertEquals(
                    new Shape(2, 4),
                    block.encoder().getParameters().valueAt(0).getArray().getShape());
        }
    }

    /** As between two looks. */
    @Test
    void partsOfTwoLabelsGiveThoseOfTheirDecoders() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager);
            double[] code = {0.5, -2};
            NDArray z = manager.create(new float[][] {{0.5f, -2}});
            NDArray parts = manager.create(new float[][] {{0.25f, 0.75f, 0}});
            double[] red = decoded(block, 0, code);
            double[] green = decoded(block, 1, code);
            double[] mixed =
                    IntStream.range(0, 4)
                            .mapToDouble(o -> 0.25 * red[o] + 0.75 * green[o])
                            .toArray();
            NDArray made = forward(block.decoder(), z, parts).head();
            assertNear(mixed, doubles(made), 1e-6, 1e-6, "parameters");
        }
    }

    @Test
    void onlyTheDecodersOfTheBatchLearn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager);
            List<Parameter> all = block.getParameters().values();
            all.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray made =
                        block.forward(
                                        new ParameterStore(manager, false),
                                        new NDList(manager.create(X), manager.create(BLUE_RED)),
                                        true)
                                .head();
                collector.backward(made.square().sum());
            }
            for (int i = 0; i < all.size(); i++) {
                double most = all.get(i).getArray().getGradient().abs().max().getFloat();
                boolean green = i == 4 || i == 5; // behind the encoder's two and red's two
                assertTrue(green ? most == 0 : most > 0, i + " has " + most);
            }
        }
    }

    @Test
    void whatHasNoDecoderForEachLabelIsRefused() {
        Architecture shared = new Architecture.Shared(LINEAR, true);
        String rule =
                "labels must be two or more for an architecture that has a decoder for each, but"
                        + " are ";
        assertRefused(rule + "[red]", () -> config(shared, List.of("red")));
        assertRefused(rule + "[]", () -> config(shared, List.of()));
        assertRefused(
                "networks must have one decoder, but has one for each label: " + shared,
                () -> new Architecture.Shared(shared, false));
        assertRefused(
                "decoder must have one decoder, but has one for each label: " + shared,
                () -> new Architecture.Paired(LINEAR, shared));
        Architecture symbols = new Architecture.Autoregressive(Cell.GRU, List.of(3), 0);
        assertRefused(
                "networks must not be autoregressive behind a shared encoder, but are " + symbols,
                () -> new Architecture.Shared(symbols, false));
    }

    private static void assertRefused(String message, Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
