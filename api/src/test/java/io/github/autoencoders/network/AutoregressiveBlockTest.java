package io.github.autoencoders.network;

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
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Architecture.Autoregressive;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strings of 4 places and 3 symbols, with a code of 2, through layers of 4 and 5 units. */
class AutoregressiveBlockTest {

    private static final int SYMBOLS = 3;
    private static final int LENGTH = 4;
    private static final int CODE = 2;
    private static final Shape SAMPLE = new Shape(SYMBOLS, LENGTH);
    private static final double[] Z = {0.7, -1.2};

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    // Parameters far enough from zero that each symbol matters to all that follow.
    private Block newDecoder(Cell cell, double wordDropout) {
        Block decoder = new Autoregressive(cell, List.of(5, 4), wordDropout).newDecoder(SAMPLE, 1);
        decoder.initialize(manager, DataType.FLOAT32, new Shape(-1, CODE));
        Random random = new Random(8);
        for (Parameter parameter : decoder.getParameters().values()) {
            float[] values = new float[(int) parameter.getArray().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (1.2 * random.nextGaussian());
            }
            parameter.getArray().set(values);
        }
        return decoder;
    }

    private NDArray array(Shape shape, double... values) {
        return manager.create(values, shape).toType(DataType.FLOAT32, false);
    }

    private NDArray code(int batch) {
        double[] values = new double[batch * CODE];
        for (int i = 0; i < values.length; i++) {
            values[i] = Z[i % CODE];
        }
        return array(new Shape(batch, CODE), values);
    }

    private NDArray oneHot(int[]... strings) {
        double[] values = new double[strings.length * SYMBOLS * LENGTH];
        for (int b = 0; b < strings.length; b++) {
            for (int t = 0; t < LENGTH; t++) {
                values[(b * SYMBOLS + strings[b][t]) * LENGTH + t] = 1;
            }
        }
        Shape shape = new Shape(strings.length, SYMBOLS, LENGTH);
        return array(shape, values);
    }

    private static int[][] allStrings() {
        int count = (int) Math.pow(SYMBOLS, LENGTH);
        int[][] strings = new int[count][LENGTH];
        for (int i = 0; i < count; i++) {
            for (int t = 0, rest = i; t < LENGTH; t++, rest /= SYMBOLS) {
                strings[i][t] = rest % SYMBOLS;
            }
        }
        return strings;
    }

    private NDArray forward(Block decoder, NDArray... inputs) {
        ParameterStore parameters = new ParameterStore(manager, false);
        return decoder.forward(parameters, new NDList(inputs), false).singletonOrThrow();
    }

    private static NDArray negativeLogDensity(NDArray parameters, NDArray x) {
        return new Likelihood.Categorical().negativeLogDensity(parameters, x);
    }

    /** A string's density is what a plain walk over its symbols multiplies up. */
    @ParameterizedTest
    @EnumSource
    void densityIsTheProductOfTheStepsProbabilities(Cell cell) {
        Block decoder = newDecoder(cell, 0.5); // no dropout in inference
        int[][] strings = {{0, 1, 2, 0}, {2, 2, 1, 0}, {1, 1, 1, 1}};
        NDArray x = oneHot(strings);
        NDArray parameters = forward(decoder, code(3), x);
        double[] expected = new double[3];
        for (int b = 0; b < 3; b++) {
            PlainSteps steps = new PlainSteps(cell, decoder);
            double[] before = new double[SYMBOLS];
            for (int symbol : strings[b]) {
                double[] logits = steps.next(before);
                double sum = 0;
                for (double logit : logits) {
                    sum += Math.exp(logit);
                }
                expected[b] -= Math.log(Math.exp(logits[symbol]) / sum);
                before = new double[SYMBOLS];
                before[symbol] = 1;
            }
        }
        double[] actual = doubles(negativeLogDensity(parameters, x));
        assertNear(expected, actual, 1e-4, 1e-5, "nats"); // float32 against double
    }

    @ParameterizedTest
    @EnumSource
    void probabilitiesOfAllStringsSumToOne(Cell cell) {
        Block decoder = newDecoder(cell, 0);
        int[][] strings = allStrings();
        NDArray x = oneHot(strings);
        NDArray parameters = forward(decoder, code(strings.length), x);
        double sum = 0;
        for (double nats : doubles(negativeLogDensity(parameters, x))) {
            sum += Math.exp(-nats);
        }
        assertEquals(1, sum, 1e-5);
    }

    /** Another symbol at one place changes what is said of the places behind it, and no other. */
    @ParameterizedTest
    @EnumSource
    void noStepSeesItsOwnSymbolOrLaterOnes(Cell cell) {
        Block decoder = newDecoder(cell, 0);
        for (int place = 0; place < LENGTH; place++) {
            int[][] strings = {{0, 1, 2, 0}, {0, 1, 2, 0}};
            strings[1][place] = (strings[1][place] + 1) % SYMBOLS;
            double[] values = doubles(forward(decoder, code(2), oneHot(strings)));
            for (int t = 0; t < LENGTH; t++) {
                double difference = 0;
                for (int v = 0; v < SYMBOLS; v++) {
                    int at = v * LENGTH + t;
                    difference += Math.abs(values[at] - values[SYMBOLS * LENGTH + at]);
                }
                if (t <= place) {
                    assertEquals(0, difference, 1e-6, "place " + t);
                } else {
                    assertTrue(difference > 1e-3, "place " + t + ": " + difference);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGeneratedIsTheMostProbableAfterItself(Cell cell) {
        Block decoder = newDecoder(cell, 0);
        Random random = new Random(1);
        double[] codes = random.doubles(20L * CODE, -3, 3).toArray();
        NDArray z = array(new Shape(20, CODE), codes);
        NDArray generated = forward(decoder, z);
        int[][] strings = greatest(generated);
        NDArray shown = forward(decoder, z, oneHot(strings));
        assertNear(doubles(shown), doubles(generated), 1e-4, 0, "logits");
        assertArrayEquals(strings, greatest(shown));
        assertTrue(
                Arrays.stream(strings).map(Arrays::toString).distinct().count() > 1,
                "the code matters");
    }

    private static int[][] greatest(NDArray parameters) { // [B, V, L]
        double[] values = doubles(parameters);
        int[][] strings = new int[(int) parameters.getShape().get(0)][LENGTH];
        for (int b = 0; b < strings.length; b++) {
            for (int t = 0; t < LENGTH; t++) {
                for (int v = 1; v < SYMBOLS; v++) {
                    int best = (b * SYMBOLS + strings[b][t]) * LENGTH + t;
                    if (values[(b * SYMBOLS + v) * LENGTH + t] > values[best]) {
                        strings[b][t] = v;
                    }
                }
            }
        }
        return strings;
    }

    /** Noise that outweighs the logits decides all symbols; without it, the logits are theirs. */
    @ParameterizedTest
    @EnumSource
    void noiseIsAddedToTheLogitsBeforeTheChoice(Cell cell) {
        Block decoder = newDecoder(cell, 0);
        int[][] strings = allStrings();
        NDArray x = oneHot(strings);
        NDArray noise = x.mul(1024).reshape(strings.length, SYMBOLS * LENGTH);
        NDArray noisy = forward(decoder, code(strings.length), noise);
        assertArrayEquals(strings, greatest(noisy));
        NDArray shown = forward(decoder, code(strings.length), x);
        double[] without = doubles(noisy.sub(x.mul(1024)));
        assertNear(doubles(shown), without, 2e-3, 0, "logits"); // beside 1024
    }

    /** Hidden from the decoder, the symbols change nothing; in inference none is hidden. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // the collector is held: MXNet's layers train only while it is
    void droppedSymbolsAreHiddenInTrainingOnly(Cell cell) {
        Block decoder = newDecoder(cell, 1);
        NDArray x = oneHot(new int[] {0, 1, 2, 0}, new int[] {2, 2, 0, 1});
        double[] training;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            training = doubles(decoder.forward(parameters, new NDList(code(2), x), true).head());
        }
        double[] inference = doubles(forward(decoder, code(2), x));
        int values = SYMBOLS * LENGTH;
        double apart = 0;
        for (int i = 0; i < values; i++) {
            assertEquals(training[i], training[i + values], 1e-6);
            apart = Math.max(apart, Math.abs(inference[i] - inference[i + values]));
        }
        assertTrue(apart > 0.01, "" + apart);
    }

    /** About the share of the symbols that was asked for: each hidden one leaves its place 0. */
    @Test
    @SuppressWarnings("try") // the collector is held: MXNet's layers train only while it is
    void theShareOfDroppedSymbolsIsTheOneAskedFor() {
        Block decoder = newDecoder(Cell.GRU, 0.25);
        int batch = 2000;
        int[][] strings = new int[batch][LENGTH];
        NDArray x = oneHot(strings);
        NDArray seen = forward(decoder, code(1), oneHot(new int[LENGTH]));
        double[] whole = doubles(seen);
        int changed = 0;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            NDList inputs = new NDList(code(batch), x);
            double[] values = doubles(decoder.forward(parameters, inputs, true).head());
            for (int b = 0; b < batch; b++) {
                // Place 1 sees one symbol before it: hidden or not.
                changed += Math.abs(values[b * SYMBOLS * LENGTH + 1] - whole[1]) > 1e-4 ? 1 : 0;
            }
        }
        assertEquals(0.25, changed / (double) batch, 0.04); // four standard errors
    }

    @ParameterizedTest
    @EnumSource
    void gradientIsThatOfTheDensity(Cell cell) {
        Block decoder = newDecoder(cell, 0);
        NDArray x = oneHot(new int[] {0, 1, 2, 0});
        NDArray z = code(1);
        ParameterStore store = new ParameterStore(manager, false);
        NDArray weight = decoder.getParameters().valueAt(0).getArray();
        EngineGradient.collect(
                () ->
                        negativeLogDensity(decoder.forward(store, new NDList(z, x), true).head(), x)
                                .sum(),
                z,
                weight);
        double[] actual = doubles(z.getGradient());
        double[] ofWeight = doubles(weight.getGradient());
        z.setRequiresGradient(false);
        weight.setRequiresGradient(false);
        double[] expected = NumericalGradient.of(code -> plainNats(cell, decoder, code), z);
        assertNear(expected, actual, 1e-4, 1e-3, "z");
        double[] expectedOfWeight =
                NumericalGradient.of(moved -> plainNats(cell, decoder, z, doubles(moved)), weight);
        assertNear(expectedOfWeight, ofWeight, 1e-4, 1e-3, "weight");
    }

    private NDArray plainNats(Cell cell, Block decoder, NDArray code) {
        return plainNats(
                cell, decoder, code, doubles(decoder.getParameters().valueAt(0).getArray()));
    }

    // By the plain steps, in double.
    private NDArray plainNats(Cell cell, Block decoder, NDArray code, double[] firstWeight) {
        PlainSteps steps = new PlainSteps(cell, decoder);
        steps.parameters.set(0, firstWeight);
        steps.code = doubles(code);
        double nats = 0;
        double[] before = new double[SYMBOLS];
        for (int symbol : new int[] {0, 1, 2, 0}) {
            double[] logits = steps.next(before);
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit);
            }
            nats += Math.log(sum) - logits[symbol];
            before = new double[SYMBOLS];
            before[symbol] = 1;
        }
        return manager.create(nats);
    }

    @Test
    void otherInputsAreRefused() {
        Block decoder = newDecoder(Cell.GRU, 0);
        for (Shape wrong : List.of(new Shape(2, 4, 3), new Shape(1, 3, 4), new Shape(2, 11))) {
            assertEquals(
                    "x must have shape (2, 3, 4), or noise (2, 12), but it has shape " + wrong,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> forward(decoder, code(2), manager.zeros(wrong)))
                            .getMessage());
        }
    }

    /** The layers' formulas for one string, from the block's numbers, in double. */
    private static final class PlainSteps {

        private final Cell cell;
        private final List<double[]> parameters;
        private final int[] units = {4, 5};
        private final double[][] outputs = {new double[4], new double[5]};
        private final double[][] states = {new double[4], new double[5]}; // LSTM only
        private double[] code = {(float) Z[0], (float) Z[1]};

        PlainSteps(Cell cell, Block decoder) {
            this.cell = cell;
            parameters =
                    new ArrayList<>(
                            decoder.getParameters().values().stream()
                                    .map(parameter -> doubles(parameter.getArray()))
                                    .toList());
        }

        double[] next(double[] before) {
            double[] input = new double[SYMBOLS + CODE];
            System.arraycopy(before, 0, input, 0, SYMBOLS);
            System.arraycopy(code, 0, input, SYMBOLS, CODE);
            for (int layer = 0; layer < 2; layer++) {
                double[] fromInput =
                        linear(parameters.get(4 * layer), parameters.get(4 * layer + 2), input);
                double[] fromMemory =
                        linear(
                                parameters.get(4 * layer + 1),
                                parameters.get(4 * layer + 3),
                                outputs[layer]);
                for (int u = 0; u < units[layer]; u++) {
                    if (cell == Cell.GRU) {
                        gru(layer, u, fromInput, fromMemory);
                    } else {
                        lstm(layer, u, fromInput, fromMemory);
                    }
                }
                input = outputs[layer].clone();
            }
            return linear(parameters.get(8), parameters.get(9), input);
        }

        // Reset, update, new: h' = (1 - u) n + u h.
        private void gru(int layer, int u, double[] i, double[] h) {
            int n = units[layer];
            double reset = sigmoid(i[u] + h[u]);
            double update = sigmoid(i[n + u] + h[n + u]);
            double fresh = Math.tanh(i[2 * n + u] + reset * h[2 * n + u]);
            outputs[layer][u] = (1 - update) * fresh + update * outputs[layer][u];
        }

        // Input, forget, new, output.
        private void lstm(int layer, int u, double[] i, double[] h) {
            int n = units[layer];
            double in = sigmoid(i[u] + h[u]);
            double forget = sigmoid(i[n + u] + h[n + u]);
            double fresh = Math.tanh(i[2 * n + u] + h[2 * n + u]);
            double out = sigmoid(i[3 * n + u] + h[3 * n + u]);
            states[layer][u] = forget * states[layer][u] + in * fresh;
            outputs[layer][u] = out * Math.tanh(states[layer][u]);
        }

        private static double sigmoid(double value) {
            return 1 / (1 + Math.exp(-value));
        }

        private static double[] linear(double[] weight, double[] bias, double[] input) {
            double[] output = bias.clone();
            for (int o = 0; o < output.length; o++) {
                for (int i = 0; i < input.length; i++) {
                    output[o] += weight[o * input.length + i] * input[i];
                }
            }
            return output;
        }
    }
}
