package io.github.autoencoders.model;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.EngineGradient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The condition in both halves, against matrix products in plain Java. */
class ConditionalTest {

    private static final List<String> LABELS = List.of("red", "green", "blue");
    private static final double[][] X = {{0.25, 1, 0, 0.5}, {0.75, 0, 0.125, 1}};
    private static final double[][] CONDITION = {{0, 0, 1}, {0, 1, 0}};
    private static final double[][] NOISE = {{1, -2}, {0.5, 3}};

    static List<Bottleneck> bottlenecks() {
        return List.of(
                new Bottleneck.Deterministic(2, Activation.IDENTITY), new Bottleneck.Gaussian(2));
    }

    private static AutoencoderConfig config(
            Bottleneck bottleneck, Architecture architecture, Shape sample, List<String> labels) {
        return new AutoencoderConfig(
                new SampleFormat(sample, 0, new Scaling.UnitInterval(0, 1)),
                labels,
                architecture,
                bottleneck,
                new Likelihood.Bernoulli());
    }

    // Without hidden layers both halves are linear.
    private static AutoencoderConfig linear(Bottleneck bottleneck) {
        Architecture none = new Architecture.Dense(List.of(), Activation.RELU);
        return config(bottleneck, none, new Shape(4), LABELS);
    }

    private static AutoencoderBlock newBlock(NDManager manager, AutoencoderConfig config) {
        AutoencoderBlock block = config.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
        return block;
    }

    private static NDArray array(NDManager manager, double[][] values) {
        float[][] floats = new float[values.length][values[0].length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                floats[i][j] = (float) values[i][j];
            }
        }
        return manager.create(floats);
    }

    private static NDList forward(Block block, NDArray... inputs) {
        ParameterStore parameters = new ParameterStore(inputs[0].getManager(), false);
        return block.forward(parameters, new NDList(inputs), false);
    }

    /** [first, second] W^T + b, by the numbers of one of a half's layers. */
    private static double[] layer(Block half, int index, double[][] first, double[][] second) {
        double[] weight = doubles(half.getParameters().valueAt(2 * index).getArray());
        double[] bias = doubles(half.getParameters().valueAt(2 * index + 1).getArray());
        int inputs = first[0].length + second[0].length;
        assertEquals(bias.length * inputs, weight.length);
        double[] outputs = new double[first.length * bias.length];
        for (int b = 0; b < first.length; b++) {
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int i = 0; i < inputs; i++) {
                    boolean own = i < first[b].length;
                    double input = own ? first[b][i] : second[b][i - first[b].length];
                    sum += weight[o * inputs + i] * input;
                }
                outputs[b * bias.length + o] = sum;
            }
        }
        return outputs;
    }

    private static double[][] rows(double[] values) {
        return new double[][] {{values[0], values[1]}, {values[2], values[3]}};
    }

    @Test
    void plainAutoencoderHasTheConditionBesideXAndBesideTheCode() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block =
                    newBlock(manager, linear(new Bottleneck.Deterministic(2, Activation.IDENTITY)));
            NDList output = forward(block, array(manager, X), array(manager, CONDITION));
            double[] code = layer(block.encoder(), 0, X, CONDITION);
            double[] parameters = layer(block.decoder(), 0, rows(code), CONDITION);
            assertNear(code, doubles(output.get(1)), 1e-6, 1e-6, "code");
            assertNear(parameters, doubles(output.get(0)), 1e-6, 1e-6, "parameters");
        }
    }

    @Test
    void variationalAutoencoderTakesTheNoiseBehindTheCondition() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager, linear(new Bottleneck.Gaussian(2)));
            NDList output =
                    forward(
                            block,
                            array(manager, X),
                            array(manager, CONDITION),
                            array(manager, NOISE));
            double[] mean = layer(block.encoder(), 0, X, CONDITION);
            double[] logVariance = layer(block.encoder(), 1, X, CONDITION);
            double[] z = new double[4];
            for (int i = 0; i < z.length; i++) {
                z[i] = mean[i] + Math.exp(logVariance[i] / 2) * NOISE[i / 2][i % 2];
            }
            double[] parameters = layer(block.decoder(), 0, rows(z), CONDITION);
            assertNear(mean, doubles(output.get(2)), 1e-6, 1e-6, "mean");
            assertNear(logVariance, doubles(output.get(3)), 1e-6, 1e-6, "log-variance");
            assertNear(z, doubles(output.get(1)), 1e-6, 1e-6, "z");
            assertNear(parameters, doubles(output.get(0)), 1e-6, 1e-6, "parameters");
        }
    }

    /**
     * Of two draws of each sample, both have its condition: first all first draws, then all second.
     */
    @Test
    void everyDrawHasTheConditionOfItsSample() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block =
                    linear(new Bottleneck.Gaussian(2)).newBlock(new MonteCarlo(2, 0));
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            NDArray noise = array(manager, new double[][] {{1, -2, 0.5, 3}, {2, 0, -1, 1}});
            NDList output = forward(block, array(manager, X), array(manager, CONDITION), noise);
            assertEquals(new Shape(4, 2), output.get(1).getShape());
            double[] codes = doubles(output.get(1));
            double[][] z = new double[4][];
            double[][] conditions = new double[4][];
            for (int i = 0; i < 4; i++) {
                z[i] = new double[] {codes[2 * i], codes[2 * i + 1]};
                conditions[i] = CONDITION[i % 2];
            }
            double[] parameters = layer(block.decoder(), 0, z, conditions);
            assertNear(parameters, doubles(output.get(0)), 1e-6, 1e-6, "parameters");
        }
    }

    @ParameterizedTest
    @MethodSource("bottlenecks")
    void shapesAreThoseAnnouncedBehindConvolutions(Bottleneck bottleneck) {
        Architecture convolutions =
                new Architecture.Convolutional(
                        List.of(new Architecture.ConvolutionalLayer(4, 3, 2)),
                        Activation.RELU,
                        List.of(7),
                        Activation.RELU,
                        3);
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block =
                    newBlock(manager, config(bottleneck, convolutions, new Shape(1, 5, 6), LABELS));
            assertArrayEquals(
                    new Shape[] {new Shape(-1, 1, 5, 6), new Shape(-1, 3)}, block.inputShapes());
            Shape[] inputs = {new Shape(2, 1, 5, 6), new Shape(2, 3)};
            NDList output = forward(block, manager.ones(inputs[0]), array(manager, CONDITION));
            assertArrayEquals(output.getShapes(), block.getOutputShapes(inputs));
            // Three more inputs of each head and of the decoder's first layer.
            Shape head = block.encoder().getParameters().valueAt(4).getArray().getShape();
            Shape first = block.decoder().getParameters().valueAt(0).getArray().getShape();
            assertEquals(new Shape(2, 7 + 3), head);
            assertEquals(new Shape(3 * 3 * 4, 2 + 3), first);
        }
    }

    @ParameterizedTest
    @MethodSource("bottlenecks")
    void partsOfASavedModelTakeTheCondition(Bottleneck bottleneck, @TempDir Path folder)
            throws Exception {
        AutoencoderConfig config = linear(bottleneck);
        try (Model model = Model.newInstance("conditional");
                Model encoding = Model.newInstance("conditional");
                Model decoding = Model.newInstance("conditional")) {
            NDManager manager = model.getNDManager();
            AutoencoderBlock block = newBlock(manager, config);
            model.setBlock(block);
            model.save(folder, "conditional");
            encoding.setBlock(Part.ENCODER.of(config.newBlock()));
            encoding.load(folder, "conditional");
            decoding.setBlock(Part.DECODER.of(config.newBlock()));
            decoding.load(folder, "conditional");
            NDArray condition = array(manager, CONDITION);
            NDList output = forward(block, array(manager, X), condition);
            NDList code = forward(encoding.getBlock(), array(manager, X), condition);
            NDList decoded = forward(decoding.getBlock(), code.head(), condition);
            assertArrayEquals(doubles(output.get(1)), doubles(code.head()));
            assertArrayEquals(doubles(output.get(0)), doubles(decoded.head()));
        }
    }

    /** The last columns of the weights meet the condition, so theirs is the gradient to look at. */
    @ParameterizedTest
    @MethodSource("bottlenecks")
    void gradientReachesTheCondition(Bottleneck bottleneck) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager, linear(bottleneck));
            NDArray x = array(manager, X);
            NDArray condition = array(manager, CONDITION);
            Function<NDArray, NDArray> loss = c -> forward(block, x, c).head().square().sum();
            NDArray gradient = EngineGradient.of(() -> loss.apply(condition), condition);
            for (int i = 0; i < 6; i++) { // quadratic, so that central differences are exact
                NDArray step = manager.zeros(new Shape(6));
                step.set(new NDIndex(i), 0.5f);
                NDArray along = step.reshape(2, 3);
                double above = loss.apply(condition.add(along)).getFloat();
                double below = loss.apply(condition.sub(along)).getFloat();
                assertEquals(above - below, doubles(gradient)[i], 1e-4);
            }
        }
    }

    @Test
    void wrongConditionsAreRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderBlock block = newBlock(manager, linear(new Bottleneck.Gaussian(2)));
            NDArray x = array(manager, X);
            assertRefused(
                    "inputs must hold x and a condition of shape (-1, 3), but hold 1 arrays",
                    () -> forward(block, x));
            assertRefused(
                    "condition must have shape (-1, 3), but has shape (2, 2)",
                    () -> forward(block, x, array(manager, NOISE)));
            assertRefused(
                    "inputs must be an array and its condition, but have the shapes [(2, 2)]",
                    () -> forward(block.decoder(), array(manager, NOISE)));
            AutoencoderConfig without = linear(new Bottleneck.Gaussian(2)).withoutConditions();
            assertRefused(
                    "inputs must be one array, but have the shapes [(2, 4), (2, 3)]",
                    () -> forward(newBlock(manager, without).encoder(), x, x.get(":,:3")));
        }
    }

    @Test
    void labelsAreFoundByTheirNames() {
        AutoencoderConfig config = linear(new Bottleneck.Gaussian(2));
        assertEquals(2, config.condition("blue"));
        assertRefused(
                "label must be one of red, green, blue, but is \"Blue\"",
                () -> config.condition("Blue"));
        assertRefused(
                "label must not be given for a model without conditions, but is \"blue\"",
                () -> config.withoutConditions().condition("blue"));
        assertRefused(
                "conditions must be names, each once, but are [a, a]",
                () -> config(config.bottleneck(), config.architecture(), new Shape(4), twice()));
    }

    private static List<String> twice() {
        return List.of("a", "a");
    }

    private static void assertRefused(String message, Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
