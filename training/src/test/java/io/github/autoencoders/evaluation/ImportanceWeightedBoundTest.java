package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImportanceWeightedBoundTest {

    private static final double SIGMA = 0.7;
    private static final SampleFormat PAIR =
            new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1));
    private static final float[] VALUES = {0.1f, 0.9f, 0.5f, 0.4f, 1, 0.3f};

    private static AutoencoderConfig config(Bottleneck bottleneck) {
        return new AutoencoderConfig(
                PAIR,
                List.of(),
                new Architecture.Dense(List.of(), Activation.IDENTITY),
                bottleneck,
                new Likelihood.Gaussian(SIGMA));
    }

    private static Samples samples() {
        return Samples.ofFloats("pairs", PAIR, VALUES, new int[0], List.of());
    }

    private static Model model(AutoencoderConfig config) {
        Model model = Model.newInstance("linear");
        AutoencoderBlock block = config.newBlock();
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        model.setBlock(block);
        setPosteriors(block);
        return model;
    }

    // As wide as importance sampling wants them, and not the prior: N(0.3, e^0.5) for each sample.
    private static void setPosteriors(AutoencoderBlock block) {
        for (var parameter : block.encoder().getParameters()) {
            boolean bias = parameter.getKey().endsWith("bias");
            double value = parameter.getKey().contains("logVariance") ? 0.5 : 0.3;
            NDArray array = parameter.getValue().getArray();
            float[] values = new float[(int) array.size()];
            Arrays.fill(values, bias ? (float) value : 0);
            array.set(values);
        }
    }

    /**
     * A linear decoder with p(z) = N(0, 1) makes p(x) = N(b, w w' + sigma^2 I), whatever the
     * encoder is.
     */
    @Test
    void boundComesNearTheLogLikelihoodOfALinearModel() {
        AutoencoderConfig config = config(new Bottleneck.Gaussian(1));
        try (Model model = model(config)) {
            double expected = logLikelihood((AutoencoderBlock) model.getBlock());
            Evaluation.Variational one = variational(config, model, 1, 1);
            Evaluation.Variational many = variational(config, model, 20_000, 1);
            assertEquals(expected, many.logLikelihood(), 0.02);
            assertTrue(many.logLikelihood() + many.negativeElbo() > 0.001, "" + many);
            assertEquals(many.divergence(), one.divergence(), 1e-6);
            assertEquals(3, many.samples());
            assertEquals(1, many.codeSize());
        }
    }

    @Test
    void theSeedDecidesTheDraws() {
        AutoencoderConfig config = config(new Bottleneck.Gaussian(1));
        try (Model model = model(config)) {
            Evaluation first = variational(config, model, 500, 1);
            assertEquals(first, variational(config, model, 500, 1));
            assertNotEquals(first, variational(config, model, 500, 2));
        }
    }

    /**
     * A posterior that is the prior, and the same codes for each string: the probabilities of all
     * strings sum to one, as they do only if each symbol is weighed after the true ones before it.
     */
    @Test
    void probabilitiesOfAllStringsSumToOne() {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(1, 3), 0, new OneHot(List.of("", "a", "b"))),
                        List.of(),
                        new Architecture.Paired(
                                new Architecture.Dense(List.of(), Activation.IDENTITY),
                                new Architecture.Autoregressive(Cell.GRU, List.of(4), 0)),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Categorical());
        try (Model model = Model.newInstance("strings")) {
            AutoencoderBlock block = config.newBlock();
            block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
            model.setBlock(block);
            for (Parameter parameter : block.encoder().getParameters().values()) {
                parameter.getArray().set(new float[(int) parameter.getArray().size()]);
            }
            Random random = new Random(2);
            for (Parameter parameter : block.decoder().getParameters().values()) {
                float[] values = new float[(int) parameter.getArray().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (2 * random.nextGaussian());
                }
                parameter.getArray().set(values);
            }
            double sum = 0;
            for (int i = 0; i < 27; i++) {
                int[] symbols = {i % 3, i / 3 % 3, i / 9};
                float[] string = {symbols[0], symbols[1], symbols[2]};
                Samples one =
                        Samples.ofFloats("string", config.format(), string, new int[0], List.of());
                Evaluation evaluation = new ImportanceWeightedBound(config, model, 7, 1).of(one);
                sum +=
                        Math.exp(
                                assertInstanceOf(Evaluation.Variational.class, evaluation)
                                        .logLikelihood());
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    private static Evaluation.Variational variational(
            AutoencoderConfig config, Model model, int draws, long seed) {
        return assertInstanceOf(
                Evaluation.Variational.class,
                new ImportanceWeightedBound(config, model, draws, seed).of(samples()));
    }

    private static double logLikelihood(AutoencoderBlock block) {
        double[] w = new double[2];
        double[] b = new double[2];
        for (var parameter : block.decoder().getParameters()) {
            float[] values = parameter.getValue().getArray().toFloatArray();
            double[] target = parameter.getKey().endsWith("weight") ? w : b;
            target[0] = values[0];
            target[1] = values[1];
        }
        double p = w[0] * w[0] + SIGMA * SIGMA;
        double q = w[1] * w[1] + SIGMA * SIGMA;
        double r = w[0] * w[1];
        double determinant = p * q - r * r;
        double sum = 0;
        for (int i = 0; i < VALUES.length; i += 2) {
            double u = VALUES[i] - b[0];
            double v = VALUES[i + 1] - b[1];
            double distance = (q * u * u - 2 * r * u * v + p * v * v) / determinant;
            sum -= 0.5 * distance + 0.5 * Math.log(determinant) + Math.log(2 * Math.PI);
        }
        return sum / (VALUES.length / 2.0);
    }

    /** Given its label, a sample's density is that of a linear model whose mean the label moves. */
    @Test
    void boundOfAConditionalModelComesNearTheLogLikelihoodGivenTheLabel() {
        List<String> conditions = List.of("a", "b", "c");
        AutoencoderConfig config = config(PAIR, conditions);
        Samples samples =
                Samples.ofFloats(
                        "pairs", PAIR, VALUES, new int[] {0, 1, 0}, List.of("c", "a")); // c, a, c
        int[] conditionOf = {2, 0, 2};
        try (Model model = model(config)) {
            // Known ones: with weights drawn by chance the labels might hardly matter.
            for (var parameter : ((AutoencoderBlock) model.getBlock()).decoder().getParameters()) {
                if (parameter.getKey().endsWith("weight")) {
                    parameter
                            .getValue()
                            .getArray()
                            .set(new float[] {0.4f, 0.5f, -0.3f, -0.4f, -0.3f, -0.6f, 0.2f, 0.5f});
                }
            }
            double[][] weights = decoderWeights(model, 4);
            double expected = 0;
            double mixedUp = 0;
            for (int i = 0; i < 3; i++) {
                float[] x = {VALUES[2 * i], VALUES[2 * i + 1]};
                expected += logDensity(x, weights, conditionOf[i]) / 3;
                mixedUp += logDensity(x, weights, conditionOf[(i + 1) % 3]) / 3;
            }
            Evaluation evaluation =
                    new ImportanceWeightedBound(config, model, 20_000, 1).of(samples);
            double bound = ((Evaluation.Variational) evaluation).logLikelihood();
            assertEquals(expected, bound, 0.02);
            assertTrue(Math.abs(expected - mixedUp) > 0.05, expected + " and " + mixedUp);
        }
    }

    /** The density of the known values is the margin of that of all. */
    @Test
    void boundIsThatOfTheKnownValues() {
        SampleFormat gaps =
                new SampleFormat(
                        new Shape(2), 0, new Scaling.WithMissing(new Scaling.UnitInterval(0, 1)));
        AutoencoderConfig config = config(gaps, List.of());
        float[] known = {0.1f, Float.NaN, Float.NaN, 0.4f, 1, 0.3f};
        Samples samples = Samples.ofFloats("gaps", gaps, known, new int[0], List.of());
        try (Model model = model(config)) {
            double[][] weights = decoderWeights(model, 1);
            double expected = 0;
            for (int i = 0; i < 3; i++) {
                expected += logDensity(new float[] {known[2 * i], known[2 * i + 1]}, weights, -1);
            }
            Evaluation evaluation =
                    new ImportanceWeightedBound(config, model, 20_000, 1).of(samples);
            double bound = ((Evaluation.Variational) evaluation).logLikelihood();
            assertEquals(expected / 3, bound, 0.02);
        }
    }

    private static AutoencoderConfig config(SampleFormat format, List<String> conditions) {
        return new AutoencoderConfig(
                format,
                conditions,
                new Architecture.Dense(List.of(), Activation.IDENTITY),
                new Bottleneck.Gaussian(1),
                new Likelihood.Gaussian(SIGMA));
    }

    // Of each of the two values: weight of z, of each label, and bias.
    private static double[][] decoderWeights(Model model, int inputs) {
        double[][] weights = new double[2][inputs + 1];
        AutoencoderBlock block = (AutoencoderBlock) model.getBlock();
        for (var parameter : block.decoder().getParameters()) {
            boolean bias = parameter.getKey().endsWith("bias");
            float[] values = parameter.getValue().getArray().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                weights[bias ? i : i / inputs][bias ? inputs : i % inputs] = values[i];
            }
        }
        return weights;
    }

    // Of what is not NaN, where z is N(0, 1).
    private static double logDensity(float[] x, double[][] weights, int label) {
        double[] from = new double[2];
        double[] variance = new double[2];
        for (int j = 0; j < 2; j++) {
            double[] of = weights[j];
            from[j] = x[j] - of[of.length - 1] - (label < 0 ? 0 : of[1 + label]);
            variance[j] = of[0] * of[0] + SIGMA * SIGMA;
            if (Float.isNaN(x[1 - j])) {
                return -0.5 * from[j] * from[j] / variance[j]
                        - 0.5 * Math.log(2 * Math.PI * variance[j]);
            }
        }
        double r = weights[0][0] * weights[1][0];
        double determinant = variance[0] * variance[1] - r * r;
        double distance =
                (variance[1] * from[0] * from[0]
                                - 2 * r * from[0] * from[1]
                                + variance[0] * from[1] * from[1])
                        / determinant;
        return -0.5 * distance - 0.5 * Math.log(determinant) - Math.log(2 * Math.PI);
    }

    @Test
    void plainAutoencoderHasItsReconstructionOnly() {
        AutoencoderConfig config = config(new Bottleneck.Deterministic(1, Activation.IDENTITY));
        try (Model model = model(config)) {
            Evaluation evaluation = new ImportanceWeightedBound(config, model, 10, 1).of(samples());
            Evaluation.Plain plain = assertInstanceOf(Evaluation.Plain.class, evaluation);
            // The constant alone, and an error above it.
            assertTrue(plain.reconstruction() > Math.log(2 * Math.PI * SIGMA * SIGMA));
            assertEquals(1, plain.lines().size());
        }
    }

    @Test
    void linesSayNumbersAndUnits() {
        Evaluation.Variational evaluation =
                new Evaluation.Variational(10, 5000, 80.1234, 20, -95.5, 0.51, 18, 50);
        assertEquals(
                List.of(
                        "reconstruction      80.12 nats per sample",
                        "KL divergence       20.00 nats per sample",
                        "negative ELBO      100.12 nats per sample",
                        "log p(x)           -95.50 nats per sample, a lower bound by 5,000"
                                + " importance samples; standard error 0.51",
                        "active units           18 of 50 (variance of the posterior's mean above"
                                + " 0.01)"),
                evaluation.lines());
    }

    @Test
    void runningMeanIsThatOfAllNumbers() {
        RunningLogMeanExp running = new RunningLogMeanExp();
        double[] values = {-1000, -998.5, -1001, -997};
        double sum = 0;
        for (double value : values) {
            running.add(value);
            sum += Math.exp(value + 998);
        }
        assertEquals(Math.log(sum / 4) - 998, running.value(), 1e-12);
    }

    @Test
    void thereIsAtLeastOneDraw() {
        AutoencoderConfig config = config(new Bottleneck.Gaussian(1));
        try (Model model = model(config)) {
            assertEquals(
                    "draws must be at least 1, but is 0",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new ImportanceWeightedBound(config, model, 0, 1))
                            .getMessage());
        }
    }
}
