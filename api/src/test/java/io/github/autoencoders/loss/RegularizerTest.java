package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the penalties, by plain loops and closed forms. */
class RegularizerTest {

    private static final int B = 4;
    private static final int D = 3;
    private static final double[] MEAN = {1, -2, 0.5, 0, 0.3, 0.1, 2, 1, -1, -0.4, 0.2, 0.9};
    private static final double[] LOG_VARIANCE = {0, -1, 1, -2, 0.5, 0.2, -3, 0, 0, 1, -0.5, -1};
    private static final double[] NOISE = {0.3, -1, 0.2, 1.5, -0.7, 0, 0.1, 0.4, -2, 1, -0.1, 0.6};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray array(double[] values) {
        return manager.create(values, new Shape(values.length / D, D));
    }

    private AutoencoderOutput output() {
        DiagonalGaussian q = new DiagonalGaussian(array(MEAN), array(LOG_VARIANCE));
        return new AutoencoderOutput(array(MEAN), q.sample(array(NOISE)), q);
    }

    private double[] penalty(Regularizer regularizer, long samples, long step) {
        return penalty(regularizer, TrainingState.training(step, 1, samples));
    }

    private double[] penalty(Regularizer regularizer, TrainingState state) {
        NDArray none = manager.zeros(new Shape(B), DataType.FLOAT64);
        return doubles(regularizer.penalty(output(), none, state));
    }

    private static double z(int b, int d) {
        return MEAN[b * D + d] + Math.exp(LOG_VARIANCE[b * D + d] / 2) * NOISE[b * D + d];
    }

    private static double density(double z, double mean, double logVariance) {
        double variance = Math.exp(logVariance);
        double error = z - mean;
        return Math.exp(-error * error / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    }

    // q(z_id | x_j)
    private static double density(int i, int j, int d) {
        return density(z(i, d), MEAN[j * D + d], LOG_VARIANCE[j * D + d]);
    }

    @Test
    void partsOfTheDivergenceAreThoseOfADoubleLoop() {
        int samples = 50;
        double[] expected = new double[B];
        for (int i = 0; i < B; i++) {
            double own = 1;
            double joint = 0;
            double marginals = 1;
            double prior = 1;
            for (int d = 0; d < D; d++) {
                double marginal = 0;
                for (int j = 0; j < B; j++) {
                    double weight = i == j ? 1.0 / 50 : 49.0 / 50 / 3;
                    marginal += weight * density(i, j, d);
                }
                marginals *= marginal;
                own *= density(i, i, d);
                prior *= density(z(i, d), 0, 0);
            }
            for (int j = 0; j < B; j++) {
                double weight = i == j ? 1.0 / 50 : 49.0 / 50 / 3;
                joint += weight * density(i, j, 0) * density(i, j, 1) * density(i, j, 2);
            }
            expected[i] =
                    2 * Math.log(own / joint)
                            + 3 * Math.log(joint / marginals)
                            + 5 * Math.log(marginals / prior);
        }
        double[] actual = penalty(new Regularizer.TotalCorrelation(2, 3, 5), samples, 0);
        assertNear(expected, actual, 1e-10, 1e-10, "penalty");
    }

    @Test
    void theThreePartsSumToTheLogRatioOfPosteriorAndPrior() {
        double[] expected = new double[B];
        for (int b = 0; b < B; b++) {
            for (int d = 0; d < D; d++) {
                expected[b] += Math.log(density(b, b, d) / density(z(b, d), 0, 0));
            }
        }
        Regularizer parts = new Regularizer.TotalCorrelation(1, 1, 1);
        assertNear(expected, penalty(parts, 12_000, 0), 1e-10, 0, "parts");
        assertNear(
                expected,
                penalty(new Regularizer.ImportanceWeighted(1), 1, 0),
                1e-10,
                0,
                "one draw");
    }

    /**
     * Means from a normal distribution with variance 0.64 and covariance r, and posteriors of
     * variance 0.36, make codes of variance 1 and covariance r, whose total correlation is -log(1 -
     * r^2) / 2: 0.2231 for 0.6. The log-ratio of a code has a standard deviation of r, so that
     * 2,000 have a standard error of 0.013.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6})
    void totalCorrelationOfANormalDistributionIsKnown(double covariance) {
        int samples = 2000;
        Random random = new Random(3);
        double b = covariance / 0.8;
        double c = Math.sqrt(0.64 - b * b);
        float[] means = new float[2 * samples];
        float[] noise = new float[2 * samples];
        for (int i = 0; i < samples; i++) {
            double first = random.nextGaussian();
            means[2 * i] = (float) (0.8 * first);
            means[2 * i + 1] = (float) (b * first + c * random.nextGaussian());
            noise[2 * i] = (float) random.nextGaussian();
            noise[2 * i + 1] = (float) random.nextGaussian();
        }
        Shape shape = new Shape(samples, 2);
        NDArray logVariance = manager.zeros(shape).add(Math.log(0.36));
        DiagonalGaussian q = new DiagonalGaussian(manager.create(means, shape), logVariance);
        AutoencoderOutput output =
                new AutoencoderOutput(q.mean(), q.sample(manager.create(noise, shape)), q);
        NDArray none = manager.zeros(new Shape(samples));
        double actual =
                new Regularizer.TotalCorrelation(0, 1, 0)
                        .penalty(output, none, TrainingState.training(0, 1, samples))
                        .mean()
                        .getFloat();
        assertEquals(-Math.log(1 - covariance * covariance) / 2, actual, 0.04);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "50, 2", "100, 4", "9223372036854775807, 4"})
    void capacityIsThatOfTheStep(long step, double capacity) {
        double divergence = 0;
        for (int i = 0; i < MEAN.length; i++) {
            divergence += (MEAN[i] * MEAN[i] + Math.exp(LOG_VARIANCE[i]) - 1 - LOG_VARIANCE[i]) / 8;
        }
        double expected = Math.abs(divergence - capacity);
        Regularizer warm = new Regularizer.CapacityKl(new Schedule.LinearWarmup(4, 100));
        double[] all = {expected, expected, expected, expected};
        assertNear(all, penalty(warm, 1, step), 1e-10, 0, "penalty");
    }

    @Test
    void capacityInValidationIsTheTargetOfAnySchedule() {
        Regularizer cyclical = new Regularizer.CapacityKl(new Schedule.Cyclical(4, 10, 1));
        Regularizer constant = new Regularizer.CapacityKl(new Schedule.Constant(4));
        assertNear(
                penalty(constant, 1, 0),
                penalty(cyclical, TrainingState.validation(1)),
                0,
                0,
                "validation");
    }

    @Test
    void sparsityIsTheSumOfAbsoluteValues() {
        double[] expected = new double[B];
        for (int b = 0; b < B; b++) {
            expected[b] = Math.abs(z(b, 0)) + Math.abs(z(b, 1)) + Math.abs(z(b, 2));
        }
        assertNear(expected, penalty(new Regularizer.SparseL1(), 1, 0), 1e-12, 0, "penalty");
    }

    @Test
    void sparsityOfActivationsIsTheDivergenceOfCoins() {
        double[] codes = {0.1, 0.9, 0.5, 0.3, 0.7, 0.02};
        NDArray code = array(codes);
        double expected = 0;
        for (int d = 0; d < D; d++) {
            double mean = (codes[d] + codes[D + d]) / 2;
            expected += 0.2 * Math.log(0.2 / mean) + 0.8 * Math.log(0.8 / (1 - mean));
        }
        NDArray none = manager.zeros(new Shape(2));
        NDArray penalty =
                new Regularizer.SparseKl(0.2)
                        .penalty(
                                new AutoencoderOutput(code, code, null),
                                none,
                                TrainingState.training(0, 1, 1));
        assertNear(new double[] {expected, expected}, doubles(penalty), 1e-12, 0, "penalty");
        NDArray full = manager.ones(new Shape(2, 3));
        double saturated =
                new Regularizer.SparseKl(0.2)
                        .penalty(
                                new AutoencoderOutput(full, full, null),
                                none,
                                TrainingState.training(0, 1, 1))
                        .getFloat(0);
        assertTrue(saturated > 25 && saturated < 40, "" + saturated);
    }

    @Test
    void infoVaeWeighsDivergenceAndDiscrepancy() {
        Kernel kernel = new Kernel.InverseMultiquadric(6);
        double[] divergence = penalty(new Regularizer.KlDivergence(), 1, 0);
        double[] discrepancy = penalty(new Regularizer.MaximumMeanDiscrepancy(kernel), 1, 0);
        double[] expected = new double[B];
        for (int b = 0; b < B; b++) {
            expected[b] = 0.75 * divergence[b] + 9.25 * discrepancy[b];
        }
        Regularizer both = new Regularizer.InfoVae(0.25, 10, kernel);
        assertNear(expected, penalty(both, 1, 0), 1e-10, 0, "penalty");
    }

    /**
     * With p(z) = N(0, I) and p(x given z) = N(z, 0.5^2 I), p(x) = N(0, 1.25 I). The posterior here
     * is not the true one, so that the bound is not tight: it grows with K and comes near.
     */
    @Test
    void importanceWeightedBoundGrowsToTheLogLikelihood() {
        double logLikelihood = 0;
        for (double x : new double[] {1, -0.6, 0.3}) {
            logLikelihood -= x * x / 2.5 + Math.log(2 * Math.PI * 1.25) / 2;
        }
        double one = bound(1, 4000);
        double five = bound(5, 4000);
        double many = bound(500, 1000);
        assertTrue(one + 0.05 < five && five + 0.05 < many, one + " " + five + " " + many);
        assertEquals(logLikelihood, many, 0.03); // a bias of 0.006, a standard error of 0.004
        assertTrue(one < logLikelihood - 0.3, one + " is not below " + logLikelihood);
    }

    /** The mean of three bounds, each of one draw by the closed form of the KL divergence. */
    @Test
    void boundWithDrawsIsTheMeanOfThoseOfOneDraw() {
        NDArray x = manager.create(new float[] {1, -0.6f, 0.3f, 0, 2, -1}, new Shape(2, D));
        NDArray mean = manager.create(new float[] {0.3f, 0, -1, 1, 0.5f, 0.2f}, new Shape(2, D));
        NDArray logVariance = mean.sub(0.4);
        NDArray noise = manager.arange(18f).div(9).sub(1).reshape(3, 2, D);
        double three = bound(new Regularizer.KlWithDraws(3), x, mean, logVariance, noise);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            NDArray one = noise.get(k + ":" + (k + 1));
            sum += bound(new Regularizer.KlDivergence(), x, mean, logVariance, one);
        }
        assertEquals(sum / 3, three, 1e-5);
        double tighter = bound(new Regularizer.ImportanceWeighted(3), x, mean, logVariance, noise);
        assertTrue(tighter > three + 0.01, tighter + " is not above " + three);
    }

    private static double bound(
            Regularizer regularizer, NDArray x, NDArray mean, NDArray logVariance, NDArray noise) {
        NDArray z = new DiagonalGaussian(mean, logVariance).samples(noise);
        NDList predictions = new NDList(z, z, mean, logVariance);
        mean.setName("mean");
        logVariance.setName("logVariance");
        AutoencoderLoss loss =
                new AutoencoderLoss(
                        new Likelihood.Gaussian(0.5), regularizer, new Reduction.Sum(), 1);
        return -loss.evaluate(new NDList(x), predictions).getFloat();
    }

    // Through the loss, as in training: its labels are one for each sample, its codes K.
    private double bound(int draws, int samples) {
        Shape shape = new Shape(samples, D);
        NDArray x = manager.create(new float[] {1, -0.6f, 0.3f}, new Shape(1, D)).broadcast(shape);
        DiagonalGaussian q =
                new DiagonalGaussian(
                        manager.zeros(shape).add(0.3), manager.zeros(shape).add(Math.log(0.4)));
        float[] noise = new float[draws * samples * D];
        Random random = new Random(4);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        NDArray z = q.samples(manager.create(noise, new Shape(draws, samples, D)));
        NDList predictions = new NDList(z, z, q.mean(), q.logVariance());
        q.mean().setName("mean");
        q.logVariance().setName("logVariance");
        AutoencoderLoss loss =
                new AutoencoderLoss(
                        new Likelihood.Gaussian(0.5),
                        new Regularizer.ImportanceWeighted(draws),
                        new Reduction.Sum(),
                        1);
        LossTerms terms = loss.terms(new NDList(x), predictions);
        assertEquals(new Shape(samples), terms.reconstruction().getShape());
        assertEquals(new Shape(samples), terms.penalty().getShape());
        return -loss.evaluate(new NDList(x), predictions).getFloat();
    }

    /**
     * Three codes each of two samples, by a plain loop; also which draw belongs to which sample.
     */
    @Test
    void importanceWeightedBoundIsThatOfALoop() {
        double[] means = {0.5, -1, 0.2, 1, 0.4, -0.3};
        double[] logVariances = {0, -1, 0.3, 0.5, 0, -0.2};
        DiagonalGaussian q = new DiagonalGaussian(array(means), array(logVariances));
        double[] codes = new double[3 * 2 * D];
        double[] reconstructions = {80, 95, 82, 91, 79, 93};
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Math.sin(i);
        }
        double[] expected = new double[2];
        for (int b = 0; b < 2; b++) {
            double sum = 0;
            double mean = 0;
            for (int k = 0; k < 3; k++) {
                double logWeight = -reconstructions[2 * k + b];
                for (int d = 0; d < D; d++) {
                    double z = codes[(2 * k + b) * D + d];
                    logWeight += Math.log(density(z, 0, 0));
                    logWeight -= Math.log(density(z, means[b * D + d], logVariances[b * D + d]));
                }
                sum += Math.exp(logWeight) / 3;
                mean += reconstructions[2 * k + b] / 3;
            }
            expected[b] = -Math.log(sum) - mean;
        }
        AutoencoderOutput output = new AutoencoderOutput(array(codes), array(codes), q);
        NDArray reconstruction = manager.create(reconstructions, new Shape(6));
        NDArray penalty =
                new Regularizer.ImportanceWeighted(3)
                        .penalty(output, reconstruction, TrainingState.training(0, 1, 1));
        assertNear(expected, doubles(penalty), 1e-10, 0, "penalty");
    }

    /**
     * For h = sigmoid(W x + b), the squared norm is the sum over j of (h_j (1 - h_j))^2 times the
     * sum over i of W_ij^2: Rifai et al. (2011), section 5.2. The mean of 20,000 estimates.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jacobianNormOfOneLayerIsTheClosedForm(boolean training) {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(5), 0, new Scaling.UnitInterval(0, 1)),
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.IDENTITY),
                        new Bottleneck.Deterministic(D, Activation.SIGMOID),
                        new Likelihood.Bernoulli());
        Regularizer contractive = new Regularizer.Contractive(0.01);
        assertEquals(5, config.noiseSize(contractive.monteCarlo()));
        AutoencoderBlock block = config.newBlock(contractive.monteCarlo());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 5));
        int copies = 20_000;
        NDArray x =
                manager.create(new float[] {0.1f, 0.9f, 0.4f, 0, 1}, new Shape(1, 5))
                        .broadcast(new Shape(copies, 5));
        NDList inputs =
                training
                        ? new NDList(x)
                        : new NDList(x, manager.randomNormal(new Shape(copies, 5)));
        AutoencoderOutput output =
                AutoencoderOutput.of(
                        block.forward(new ParameterStore(manager, false), inputs, training));
        NDArray none = manager.zeros(new Shape(copies));
        double[] estimates =
                doubles(contractive.penalty(output, none, TrainingState.training(0, 1, 1)));
        double mean = 0;
        double square = 0;
        for (double estimate : estimates) {
            mean += estimate / copies;
            square += estimate * estimate / copies;
        }
        double error = Math.sqrt((square - mean * mean) / copies);
        assertEquals(closedForm(block, output.code()), mean, 6 * error + 1e-4 * mean);
    }

    private static double closedForm(AutoencoderBlock block, NDArray code) {
        double[] weights = new double[0];
        for (var parameter : block.encoder().getParameters()) {
            if (parameter.getKey().endsWith("weight")) {
                weights = doubles(parameter.getValue().getArray()); // [D, F]
            }
        }
        double norm = 0;
        for (int j = 0; j < D; j++) {
            double h = code.getFloat(0, j);
            for (int i = 0; i < 5; i++) {
                norm += Math.pow(h * (1 - h) * weights[j * 5 + i], 2);
            }
        }
        return norm;
    }

    @Test
    void inInferenceNothingIsPerturbed() {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(5), 0, new Scaling.UnitInterval(0, 1)),
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.IDENTITY),
                        new Bottleneck.Deterministic(D, Activation.SIGMOID),
                        new Likelihood.Bernoulli());
        Regularizer contractive = new Regularizer.Contractive(0.01);
        AutoencoderBlock block = config.newBlock(contractive.monteCarlo());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 5));
        NDList inputs = new NDList(manager.ones(new Shape(2, 5)));
        NDList list = block.forward(new ParameterStore(manager, false), inputs, false);
        assertEquals(2, list.size());
        assertEquals(
                "output must have a jacobianNorm for Contractive, but has none",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        contractive.penalty(
                                                AutoencoderOutput.of(list),
                                                list.head(),
                                                TrainingState.training(0, 1, 1)))
                        .getMessage());
    }

    /** Draw k of sample b is at k B + b, and takes the k-th D of the sample's K D numbers. */
    @Test
    void drawsOfASampleTakeTheirOwnNoise() {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(5), 0, new Scaling.UnitInterval(0, 1)),
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.IDENTITY),
                        new Bottleneck.Gaussian(D),
                        new Likelihood.Bernoulli());
        Regularizer three = new Regularizer.ImportanceWeighted(3);
        assertEquals(3 * D, config.noiseSize(three.monteCarlo()));
        AutoencoderBlock block = config.newBlock(three.monteCarlo());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 5));
        NDArray x = manager.create(new float[] {0, 1, 0, 1, 1, 1, 0, 0, 1, 0}, new Shape(2, 5));
        NDArray noise = manager.arange(18f).div(10).reshape(2, 9);
        ParameterStore store = new ParameterStore(manager, false);
        AutoencoderOutput output =
                AutoencoderOutput.of(block.forward(store, new NDList(x, noise), false));
        assertEquals(new Shape(6, 5), output.parameters().getShape());
        DiagonalGaussian q = Objects.requireNonNull(output.posterior());
        assertEquals(new Shape(2, D), q.mean().getShape());
        double[] expected = new double[18];
        for (int i = 0; i < 18; i++) {
            int k = i / 6;
            int b = i / 3 % 2;
            int d = i % 3;
            double deviation = Math.exp(q.logVariance().getFloat(b, d) / 2);
            expected[i] = q.mean().getFloat(b, d) + deviation * (9 * b + 3 * k + d) / 10;
        }
        assertNear(expected, doubles(output.code()), 1e-5, 0, "codes");
        AutoencoderOutput drawn = AutoencoderOutput.of(block.forward(store, new NDList(x), true));
        assertEquals(new Shape(6, D), drawn.code().getShape());
        AutoencoderOutput inference =
                AutoencoderOutput.of(block.forward(store, new NDList(x), false));
        assertEquals(new Shape(2, D), inference.code().getShape());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SparseKl | bottleneck must be Deterministic with activation SIGMOID for SparseKl,"
                        + " but is Deterministic[codeSize=2, activation=RELU]",
                "TotalCorrelation | regularizer must be one of codes for a bottleneck without a"
                        + " distribution, but is TotalCorrelation",
                "ImportanceWeighted | regularizer must be one of codes for a bottleneck without a"
                        + " distribution, but is ImportanceWeighted",
            })
    void whatDoesNotFitAPlainBottleneckIsRefused(String name, String message) {
        Regularizer regularizer =
                List.of(
                                new Regularizer.SparseKl(0.1),
                                new Regularizer.TotalCorrelation(1, 2, 1),
                                new Regularizer.ImportanceWeighted(3))
                        .stream()
                        .filter(r -> r.getClass().getSimpleName().equals(name))
                        .findFirst()
                        .orElseThrow();
        Bottleneck relu = new Bottleneck.Deterministic(2, Activation.RELU);
        assertEquals(message, refusal(regularizer, relu, new Reduction.Sum(), 1));
    }

    @Test
    void whatDoesNotFitAVariationalBottleneckIsRefused() {
        Bottleneck gaussian = new Bottleneck.Gaussian(2);
        Regularizer weighted = new Regularizer.ImportanceWeighted(3);
        assertEquals(
                "bottleneck must be Deterministic for Contractive, but is Gaussian[codeSize=2]",
                refusal(new Regularizer.Contractive(0.1), gaussian, new Reduction.Sum(), 1));
        assertEquals(
                "reduction must be Sum for ImportanceWeighted, but is Mean[constant=2.0]",
                refusal(weighted, gaussian, new Reduction.Mean(2), 1));
        assertEquals(
                "penaltyWeight must be Constant 1 for ImportanceWeighted, but is"
                        + " Constant[target=4.0]",
                refusal(weighted, gaussian, new Reduction.Sum(), 4));
    }

    private static String refusal(
            Regularizer regularizer, Bottleneck bottleneck, Reduction reduction, double weight) {
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        regularizer.requireFits(
                                                bottleneck,
                                                reduction,
                                                new Schedule.Constant(weight)))
                        .getMessage());
    }
}
