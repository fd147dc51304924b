package io.github.autoencoders.latent;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.NumericalGradient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** The posterior against Commons Statistics, quadrature and Monte Carlo. */
class DiagonalGaussianTest {

    private static final double[][] MEANS = {{0.3, -1.7, 2.4}, {0, 0, 0}, {-0.05, 4, 0.9}};
    private static final double[][] LOG_VARIANCES = {{-1.2, 0.4, 1.5}, {0, 0, 0}, {0.1, -3, 2}};
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private static DiagonalGaussian posterior(NDManager manager, DataType type) {
        return new DiagonalGaussian(
                manager.create(flat(MEANS), new Shape(3, 3)).toType(type, false),
                manager.create(flat(LOG_VARIANCES), new Shape(3, 3)).toType(type, false));
    }

    private static double[] flat(double[][] rows) {
        double[] values = new double[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return values;
    }

    private static NormalDistribution component(int sample, int d) {
        return NormalDistribution.of(MEANS[sample][d], Math.exp(LOG_VARIANCES[sample][d] / 2));
    }

    /** The integral of q log(q / p) by the trapezoidal rule, 20 001 points over 24 sigma. */
    private static double quadrature(int sample) {
        double divergence = 0;
        for (int d = 0; d < 3; d++) {
            NormalDistribution q = component(sample, d);
            double step = 24 * q.getStandardDeviation() / 20_000;
            for (int i = 0; i <= 20_000; i++) {
                double z = q.getMean() + (i - 10_000) * step;
                divergence += step * q.density(z) * (q.logDensity(z) - STANDARD.logDensity(z));
            }
        }
        return divergence;
    }

    @Test
    void divergenceIsTheIntegral() {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] expected = {quadrature(0), quadrature(1), quadrature(2)};
            NDArray divergence =
                    posterior(manager, DataType.FLOAT64).divergenceFromStandardNormal();
            assertEquals(new Shape(3), divergence.getShape());
            assertNear(expected, doubles(divergence), 1e-12, 1e-10, "float64");
            double[] single =
                    doubles(posterior(manager, DataType.FLOAT32).divergenceFromStandardNormal());
            assertNear(expected, single, 0, 1e-6, "float32");
        }
    }

    /**
     * The mean of log q - log p over 200 000 draws; the tolerance is 4 of its standard errors,
     * which the draws give too.
     */
    @Test
    void divergenceIsTheMeanLogRatioOfDraws() {
        int draws = 200_000;
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] divergence =
                    doubles(posterior(manager, DataType.FLOAT64).divergenceFromStandardNormal());
            Random random = new Random(7);
            for (int sample = 0; sample < MEANS.length; sample++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < draws; i++) {
                    double ratio = 0;
                    for (int d = 0; d < 3; d++) {
                        NormalDistribution q = component(sample, d);
                        double z = q.getMean() + q.getStandardDeviation() * random.nextGaussian();
                        ratio += q.logDensity(z) - STANDARD.logDensity(z);
                    }
                    sum += ratio;
                    squares += ratio * ratio;
                }
                double mean = sum / draws;
                double error = Math.sqrt((squares / draws - mean * mean) / draws);
                assertEquals(mean, divergence[sample], 4 * error + 1e-12, "sample " + sample);
            }
        }
    }

    @Test
    void divergenceFromThePriorItselfIsZero() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray zero = manager.zeros(new Shape(2, 5));
            assertArrayEquals(
                    new float[2],
                    new DiagonalGaussian(zero, zero).divergenceFromStandardNormal().toFloatArray());
        }
    }

    @Test
    void logDensityIsThatOfCommonsStatistics() {
        double[][] z = {{1.1, -0.4, 5}, {0.2, -3, 1}, {0, 3.9, -2}};
        double[] expected = new double[3];
        for (int sample = 0; sample < 3; sample++) {
            for (int d = 0; d < 3; d++) {
                expected[sample] += component(sample, d).logDensity(z[sample][d]);
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray points = manager.create(flat(z), new Shape(3, 3));
            NDArray density = posterior(manager, DataType.FLOAT64).logDensity(points);
            assertEquals(new Shape(3), density.getShape());
            assertNear(expected, doubles(density), 0, 1e-10, "float64");
        }
    }

    @Test
    void sampleIsTheQuantileOfItsNoise() {
        double[] noise = {0.5, -1, 2, 0, 1, -2, 3, 0.1, -0.7};
        double[] expected = new double[9];
        for (int i = 0; i < 9; i++) {
            double probability = STANDARD.cumulativeProbability(noise[i]);
            expected[i] = component(i / 3, i % 3).inverseCumulativeProbability(probability);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray sample =
                    posterior(manager, DataType.FLOAT64)
                            .sample(manager.create(noise, new Shape(3, 3)));
            assertEquals(new Shape(3, 3), sample.getShape());
            assertNear(expected, doubles(sample), 1e-10, 1e-10, "sample");
        }
    }

    /** 40 000 draws of each component: the tolerances are 5 standard errors. */
    @Test
    void drawsHaveTheMomentsOfTheirDistribution() {
        int draws = 40_000;
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.getEngine().setRandomSeed(3);
            NDArray mean = manager.create(new float[] {0.3f, -1.7f}, new Shape(1, 2));
            NDArray logVariance = manager.create(new float[] {-1.2f, 1.5f}, new Shape(1, 2));
            NDArray ones = manager.ones(new Shape(draws, 1));
            DiagonalGaussian posterior =
                    new DiagonalGaussian(ones.mul(mean), ones.mul(logVariance));
            NDArray z = posterior.sample();
            assertEquals(new Shape(draws, 2), z.getShape());
            double[] values = doubles(z);
            for (int d = 0; d < 2; d++) {
                double expectedMean = d == 0 ? 0.3 : -1.7;
                double variance = Math.exp(d == 0 ? -1.2 : 1.5);
                double sum = 0;
                double squares = 0;
                for (int i = d; i < values.length; i += 2) {
                    sum += values[i] - expectedMean;
                    squares += (values[i] - expectedMean) * (values[i] - expectedMean);
                }
                assertEquals(0, sum / draws, 5 * Math.sqrt(variance / draws));
                assertEquals(variance, squares / draws, 5 * variance * Math.sqrt(2.0 / draws));
            }
        }
    }

    @Test
    void gradientOfTheDivergenceIsThatOfCentralDifferences() {
        try (NDManager manager = NDManager.newBaseManager()) {
            DiagonalGaussian q = posterior(manager, DataType.FLOAT64);
            EngineGradient.collect(
                    () -> q.divergenceFromStandardNormal().sum(), q.mean(), q.logVariance());
            double[] ofMean =
                    NumericalGradient.of(
                            mean ->
                                    new DiagonalGaussian(mean, q.logVariance())
                                            .divergenceFromStandardNormal()
                                            .sum(),
                            q.mean());
            double[] ofLogVariance =
                    NumericalGradient.of(
                            logVariance ->
                                    new DiagonalGaussian(q.mean(), logVariance)
                                            .divergenceFromStandardNormal()
                                            .sum(),
                            q.logVariance());
            assertClose(ofMean, doubles(q.mean().getGradient()), 1e-8, "mean");
            assertClose(ofLogVariance, doubles(q.logVariance().getGradient()), 1e-8, "logVariance");
        }
    }

    /** By the chain rule: dz/dmean = 1, dz/dlogVariance = (z - mean) / 2. */
    @Test
    void gradientReachesTheParametersThroughASample() {
        try (NDManager manager = NDManager.newBaseManager()) {
            DiagonalGaussian q = posterior(manager, DataType.FLOAT64);
            NDArray noise = manager.create(new double[] {0.5, -1, 2, 0, 1, -2, 3, 0.1, -0.7});
            NDArray shaped = noise.reshape(3, 3);
            EngineGradient.collect(() -> q.sample(shaped).sum(), q.mean(), q.logVariance());
            double[] half = doubles(q.sample(shaped).sub(q.mean()).mul(0.5));
            assertNear(doubles(shaped.onesLike()), doubles(q.mean().getGradient()), 0, 0, "mean");
            assertNear(half, doubles(q.logVariance().getGradient()), 1e-12, 0, "logVariance");
        }
    }

    @Test
    void logVarianceIsBoundedAndEverythingStaysFinite() {
        float[] wild = {-1000, -30.5f, -30, -1.25f, 0, 19.5f, 20.5f, 1000};
        double[] bounded = {-30, -30, -30, -1.25, 0, 19.5, 20, 20};
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.zeros(new Shape(8, 1));
            NDArray noise = manager.ones(new Shape(8, 1));
            DiagonalGaussian q =
                    DiagonalGaussian.ofParameters(mean, manager.create(wild, new Shape(8, 1)));
            assertNear(bounded, doubles(q.logVariance()), 0, 0, "logVariance");
            double[] deviations = new double[8];
            double[] divergences = new double[8];
            double[] densities = new double[8];
            for (int i = 0; i < 8; i++) {
                deviations[i] = Math.exp(bounded[i] / 2);
                divergences[i] = (Math.exp(bounded[i]) - 1 - bounded[i]) / 2;
                densities[i] = NormalDistribution.of(0, deviations[i]).logDensity(0);
            }
            assertNear(deviations, doubles(q.sample(noise)), 0, 1e-5, "sample");
            assertNear(
                    divergences,
                    doubles(q.divergenceFromStandardNormal()),
                    1e-6,
                    1e-5,
                    "divergence");
            assertNear(densities, doubles(q.logDensity(mean)), 1e-6, 1e-6, "density");
        }
    }

    /** The gradient at 1000 is the one at the bound, (e^20 - 1) / 2, and pulls the value back. */
    @Test
    void gradientPassesTheBound() {
        double[] bounded = {-30, -1.25, 20};
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            expected[i] = (Math.exp(bounded[i]) - 1) / 2;
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.zeros(new Shape(3, 1));
            NDArray logVariance =
                    manager.create(new float[] {-1000, -1.25f, 1000}, new Shape(3, 1));
            NDArray gradient =
                    EngineGradient.of(
                            () ->
                                    DiagonalGaussian.ofParameters(mean, logVariance)
                                            .divergenceFromStandardNormal()
                                            .sum(),
                            logVariance);
            assertNear(expected, doubles(gradient), 1e-7, 1e-5, "gradient");
        }
    }

    @Test
    void shapesMustAgree() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.zeros(new Shape(1, 2));
            NDArray logVariance = manager.zeros(new Shape(1, 3));
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new DiagonalGaussian(mean, logVariance));
            assertEquals("mean has shape (1, 2) but logVariance has shape (1, 3)", e.getMessage());
        }
    }

    /** DJL's mul(number) left its number in a buffer that was free before the gradient read it. */
    @Test
    void gradientSurvivesAGarbageCollection() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.create(new float[] {1, -2}, new Shape(1, 2));
            NDArray logVariance = manager.zeros(new Shape(1, 2));
            NDArray gradient =
                    EngineGradient.of(
                            () -> {
                                NDArray divergence =
                                        new DiagonalGaussian(mean, logVariance)
                                                .divergenceFromStandardNormal()
                                                .sum();
                                collectGarbage();
                                return divergence;
                            },
                            mean);
            assertArrayEquals(new float[] {1, -2}, gradient.toFloatArray(), 1e-6f);
        }
    }

    // Frees what can be freed, and writes over it.
    private static void collectGarbage() {
        List<ByteBuffer> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            System.gc();
            for (int j = 0; j < 2_000; j++) {
                ByteBuffer other = ByteBuffer.allocateDirect(Float.BYTES + j % 16);
                while (other.hasRemaining()) {
                    other.put((byte) 0x41);
                }
                others.add(other);
            }
        }
        assertEquals(40_000, others.size());
    }
}
