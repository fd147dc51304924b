package io.github.autoencoders.model;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose decoder sees the symbols before: what it is shown, and when. */
class AutoregressiveModelTest {

    private static final List<String> LABELS = List.of("acid", "base");
    private static final Shape RAW = new Shape(1, 5);
    private static final SampleFormat FORMAT =
            new SampleFormat(RAW, 0, new OneHot(List.of("", "a", "b")));
    private static final Architecture ARCHITECTURE =
            new Architecture.Paired(
                    new Architecture.Dense(List.of(4), Activation.TANH),
                    new Architecture.Autoregressive(Cell.GRU, List.of(6), 0));
    private static final Bottleneck NORMAL = new Bottleneck.Gaussian(2);
    private static final Bottleneck PLAIN = new Bottleneck.Deterministic(2, Activation.IDENTITY);

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    static List<AutoencoderConfig> configs() {
        return List.of(
                config(NORMAL, List.of()),
                config(PLAIN, List.of()),
                config(NORMAL, LABELS),
                config(PLAIN, LABELS));
    }

    private static AutoencoderConfig config(Bottleneck bottleneck, List<String> labels) {
        return new AutoencoderConfig(
                FORMAT, labels, ARCHITECTURE, bottleneck, new Likelihood.Categorical());
    }

    private AutoencoderBlock newBlock(AutoencoderConfig config, MonteCarlo monteCarlo) {
        AutoencoderBlock block = config.newBlock(monteCarlo);
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
        Random random = new Random(3);
        for (Parameter parameter : block.getParameters().values()) {
            float[] values = new float[(int) parameter.getArray().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            parameter.getArray().set(values);
        }
        return block;
    }

    private NDArray samples() {
        float[] raw = {1, 2, 2, 1, 0, 2, 1, 1, 0, 0, 1, 0, 0, 0, 0};
        return FORMAT.toModel(manager.create(raw, new Shape(3).addAll(RAW)));
    }

    private NDList condition(AutoencoderConfig config) {
        return config.conditions().isEmpty()
                ? new NDList()
                : new NDList(manager.create(new float[][] {{0, 1}, {1, 0}, {0, 1}}));
    }

    private NDList forward(Block block, NDList inputs) {
        return block.forward(new ParameterStore(manager, false), inputs, false);
    }

    /** The loss is that of each symbol after the true ones before it. */
    @ParameterizedTest
    @MethodSource("configs")
    void theWholeShowsTheSampleToItsDecoder(AutoencoderConfig config) {
        AutoencoderBlock block = newBlock(config, MonteCarlo.ONE_DRAW);
        NDArray x = samples();
        NDList given = condition(config);
        NDList output = forward(block, new NDList(x).addAll(given));
        NDList inputs = new NDList(output.get(1)).addAll(given).addAll(new NDList(x));
        NDArray expected = forward(block.decoder(), inputs).head();
        assertNear(doubles(expected), doubles(output.head()), 1e-6, 0, "parameters");
        NDList withTarget = block.decoder().withTarget(new NDList(output.get(1)), x);
        assertEquals(2, withTarget.size());
        assertSame(x, withTarget.get(1));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void aReconstructionIsMadeOfTheCodeAlone(AutoencoderConfig config) {
        AutoencoderBlock block = newBlock(config, MonteCarlo.ONE_DRAW);
        NDList given = condition(config);
        NDList inputs = new NDList(samples()).addAll(given);
        NDList output = forward(Part.RECONSTRUCTION.of(block), inputs);
        NDArray z = output.get(1);
        NDArray expected = forward(block.decoder(), new NDList(z).addAll(given)).head();
        assertNear(doubles(expected), doubles(output.head()), 1e-6, 0, "parameters");
        assertSame(output.head(), AutoencoderOutput.decoded(output));
        NDList whole = forward(block, inputs);
        double apart = expected.sub(whole.head()).abs().max().getFloat();
        assertTrue(apart > 0.01, "what is shown matters: " + apart);
        assertEquals(
                "part must be RECONSTRUCTION to reconstruct samples with an autoregressive decoder,"
                        + " but is WHOLE, which shows them to it",
                assertThrows(IllegalArgumentException.class, () -> AutoencoderOutput.decoded(whole))
                        .getMessage());
    }

    @Test
    void severalCodesOfASampleAreShownTheSameSample() {
        AutoencoderConfig config = config(NORMAL, LABELS);
        AutoencoderBlock block = newBlock(config, new MonteCarlo(3, 0));
        NDArray x = samples();
        NDArray noise =
                manager.create(
                        new float[] {1, 2, 3, -1, -2, -3, 0, 1, 0, 2, 0, 3, 1, 1, 1, -1, -1, -1},
                        new Shape(3, 6));
        NDList given = condition(config);
        NDList output = forward(block, new NDList(x).addAll(given).addAll(new NDList(noise)));
        NDArray z = output.get(1);
        NDArray condition = given.head();
        NDList repeated =
                new NDList(
                        z,
                        NDArrays.concat(new NDList(condition, condition, condition)),
                        NDArrays.concat(new NDList(x, x, x)));
        assertEquals(new Shape(9, 2), z.getShape());
        NDArray expected = forward(block.decoder(), repeated).head();
        assertNear(doubles(expected), doubles(output.head()), 1e-6, 0, "parameters");
    }

    @Test
    void modelsWithoutSuchADecoderReconstructAsTheyAre() {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        FORMAT,
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.RELU),
                        NORMAL,
                        new Likelihood.Categorical());
        AutoencoderBlock block = newBlock(config, MonteCarlo.ONE_DRAW);
        assertSame(block, block.reconstructing());
        assertSame(block, Part.RECONSTRUCTION.of(block));
        NDArray x = samples();
        assertEquals(1, block.decoder().withTarget(new NDList(x), x).size());
        AutoencoderOutput.decoded(forward(block, new NDList(x)));
    }

    /**
     * With logits that are the same at each step, p = softmax(logits / T); frequencies within four
     * standard errors.
     */
    @Test
    void symbolsAreDrawnWithTheirProbabilities() throws TranslateException {
        AutoencoderConfig config = config(NORMAL, List.of());
        double[] logits = {0.1, 1.2, -0.7};
        AutoencoderBlock block = constant(config, logits);
        for (double temperature : new double[] {0.5, 1, 2}) {
            double[] frequencies = new double[3];
            List<float[]> samples =
                    predict(block, Part.DECODER, Task.sampling(config, temperature), 800);
            for (float[] sample : samples) {
                for (float symbol : sample) {
                    frequencies[(int) symbol] += 1.0 / (800 * sample.length);
                }
            }
            double sum = Arrays.stream(logits).map(l -> Math.exp(l / temperature)).sum();
            double[] expected =
                    Arrays.stream(logits).map(l -> Math.exp(l / temperature) / sum).toArray();
            assertNear(expected, frequencies, 0.032, 0, "temperature " + temperature);
        }
        for (float[] sample : predict(block, Part.DECODER, Task.sampling(config, 0), 5)) {
            assertArrayEquals(new float[] {1, 1, 1, 1, 1}, sample);
        }
    }

    private AutoencoderBlock constant(AutoencoderConfig config, double... logits) {
        AutoencoderBlock block = newBlock(config, MonteCarlo.ONE_DRAW);
        List<Parameter> parameters = block.decoder().getParameters().values();
        for (Parameter parameter : parameters) {
            parameter.getArray().set(new float[(int) parameter.getArray().size()]);
        }
        float[] bias = new float[logits.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) logits[i];
        }
        parameters.get(parameters.size() - 1).getArray().set(bias);
        return block;
    }

    /** In one batch, in several or alone, with or without a label, a seed is a string. */
    @Test
    void theSeedDecidesTheDraws() throws TranslateException {
        AutoencoderConfig plain = config(NORMAL, List.of());
        AutoencoderBlock block = newBlock(plain, MonteCarlo.ONE_DRAW);
        List<float[]> once = predict(block, Part.DECODER, Task.sampling(plain, 1), 30);
        List<float[]> again = predict(block, Part.DECODER, Task.sampling(plain, 1), 30);
        List<float[]> greatest = predict(block, Part.DECODER, Task.sampling(plain), 30);
        int equal = 0;
        for (int i = 0; i < 30; i++) {
            assertArrayEquals(once.get(i), again.get(i));
            equal += Arrays.equals(once.get(i), greatest.get(i)) ? 1 : 0;
        }
        assertTrue(equal < 25, "draws differ from the most probable");
        assertArrayEquals(
                once.get(0), predict(block, Part.DECODER, Task.sampling(plain, 1), 1).get(0));
        AutoencoderConfig conditional = config(NORMAL, LABELS);
        AutoencoderBlock labelled = newBlock(conditional, MonteCarlo.ONE_DRAW);
        Translator<Long, float[]> base = Task.sampling(conditional, 0.001, "base");
        List<float[]> cold = predict(labelled, Part.DECODER, base, 10);
        List<float[]> expected =
                predict(labelled, Part.DECODER, Task.sampling(conditional, 0, "base"), 10);
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(expected.get(i), cold.get(i));
        }
        assertNotEquals(
                Arrays.deepToString(expected.toArray()),
                Arrays.deepToString(
                        predict(labelled, Part.DECODER, Task.sampling(conditional, 0, "acid"), 10)
                                .toArray()));
    }

    private static List<float[]> predict(
            AutoencoderBlock block, Part part, Translator<Long, float[]> translator, int count)
            throws TranslateException {
        try (Model model = Model.newInstance("drawing")) {
            model.setBlock(part.of(block));
            try (Predictor<Long, float[]> predictor = model.newPredictor(translator)) {
                return predictor.batchPredict(LongStream.range(0, count).boxed().toList());
            }
        }
    }

    /** Through the translators: reconstructions see the code only, scores the sample. */
    @Test
    void tasksShowTheDecoderWhatTheyShould() throws TranslateException {
        AutoencoderConfig config = config(NORMAL, List.of());
        AutoencoderBlock block = newBlock(config, MonteCarlo.ONE_DRAW);
        float[] raw = {1, 2, 2, 1, 0};
        NDArray x = FORMAT.toModel(manager.create(raw, new Shape(1).addAll(RAW)));
        NDArray z = forward(block.encoder(), new NDList(x)).head();
        float[] decoded =
                FORMAT.toRaw(forward(block.decoder(), new NDList(z)).head()).toFloatArray();
        try (Model model = Model.newInstance("tasks")) {
            model.setBlock(Task.RECONSTRUCT.part().of(block));
            try (var reconstructing = model.newPredictor(Task.reconstruction(config))) {
                assertArrayEquals(decoded, reconstructing.predict(raw));
            }
            model.setBlock(Task.SCORE.part().of(block));
            try (var scoring = model.newPredictor(Task.scoring(config))) {
                AutoencoderOutput whole = AutoencoderOutput.of(forward(block, new NDList(x)));
                DiagonalGaussian posterior = Objects.requireNonNull(whole.posterior());
                NDArray nats = config.likelihood().negativeLogDensity(whole.parameters(), x);
                double score = nats.add(posterior.divergenceFromStandardNormal()).getFloat(0);
                assertEquals(score, scoring.predict(raw), 1e-4);
            }
            try (var shown = model.newPredictor(Task.reconstruction(config))) {
                assertThrows(TranslateException.class, () -> shown.predict(raw));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        SampleFormat numbers = new SampleFormat(new Shape(3, 5), 0, new Scaling.UnitInterval(0, 1));
        assertRefused(
                "samples must be strings of symbols for an autoregressive decoder, but are"
                        + " UnitInterval",
                () ->
                        new AutoencoderConfig(
                                numbers,
                                List.of(),
                                ARCHITECTURE,
                                NORMAL,
                                new Likelihood.Categorical()));
        assertRefused(
                "likelihood must be Categorical for an autoregressive decoder, but is"
                        + " Gaussian[standardDeviation=1.0]",
                () ->
                        new AutoencoderConfig(
                                FORMAT,
                                List.of(),
                                ARCHITECTURE,
                                NORMAL,
                                new Likelihood.Gaussian(1)));
        AutoencoderConfig config = config(NORMAL, List.of());
        for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(
                    "temperature must be finite and not negative, but is " + wrong,
                    () -> Task.sampling(config, wrong));
        }
        AutoencoderConfig other =
                new AutoencoderConfig(
                        FORMAT,
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.RELU),
                        NORMAL,
                        new Likelihood.Categorical());
        assertRefused(
                "temperature must be 0 unless the decoder is autoregressive, but is 1.0",
                () -> Task.sampling(other, 1));
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable executable) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, executable).getMessage());
    }
}
