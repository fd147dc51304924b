package io.github.autoencoders.likelihood;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single likelihoods against other programs and their definitions. */
class LikelihoodTest {

    /** The numbers of the files are rounded to float32. */
    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void similarityIsThatOfScikitImage(String name) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = GoldenFile.read("structural-similarity", manager).part(name);
            assertNear(
                    doubles(golden.array("ssim")),
                    similarity(new Likelihood.StructuralSimilarity(), golden),
                    1e-7,
                    0,
                    "SSIM");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void multiScaleSimilarityIsThatOfPytorchMsssim(int scales) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = GoldenFile.read("structural-similarity", manager).part("large");
            double[] expected = {doubles(golden.array("multiScale"))[scales - 1]};
            double[] actual =
                    similarity(new Likelihood.MultiScaleStructuralSimilarity(scales), golden);
            assertNear(expected, actual, 1e-7, 0, "MS-SSIM");
        }
    }

    private static double[] similarity(Likelihood likelihood, GoldenFile golden) {
        NDArray x = golden.array("x").toType(DataType.FLOAT64, false);
        NDArray y = golden.array("y").toType(DataType.FLOAT64, false);
        NDArray logits = y.div(y.neg().add(1)).log();
        long values = x.getShape().size() / x.getShape().get(0);
        return Arrays.stream(doubles(likelihood.negativeLogDensity(logits, x)))
                .map(error -> 1 - error / values)
                .toArray();
    }

    /** The contrast of an image and its negative is negative, and has no power. */
    @Test
    void negativeImagesAreFarApartAndCanBeLeft() {
        Likelihood likelihood = new Likelihood.MultiScaleStructuralSimilarity(2);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = stripes(manager);
            NDArray logits = x.mul(-8).add(4).toType(DataType.FLOAT32, true);
            double error = doubles(likelihood.negativeLogDensity(logits, x))[0];
            assertEquals(22 * 22, error, 22 * 22 * 1e-3);
            NDArray gradient =
                    EngineGradient.of(() -> likelihood.negativeLogDensity(logits, x).sum(), logits);
            NDArray step = gradient.div(gradient.abs().max()).mul(-1e-2);
            assertTrue(Arrays.stream(doubles(step)).allMatch(Double::isFinite));
            assertTrue(ssim(logits.add(step), x) > ssim(logits, x));
        }
    }

    private static double ssim(NDArray logits, NDArray x) {
        return -doubles(new Likelihood.StructuralSimilarity().negativeLogDensity(logits, x))[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void blackAndWhiteGiveFiniteSimilarities(int scales) {
        Likelihood likelihood = new Likelihood.MultiScaleStructuralSimilarity(scales);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = stripes(manager).round();
            for (double logit : new double[] {-200, 0, 200}) {
                NDArray logits = x.zerosLike().add(logit);
                NDArray gradient =
                        EngineGradient.of(
                                () -> likelihood.negativeLogDensity(logits, x).sum(), logits);
                assertTrue(Arrays.stream(doubles(gradient)).allMatch(Double::isFinite));
            }
        }
    }

    // [1, 1, 22, 22], float32
    private static NDArray stripes(NDManager manager) {
        float[] values = new float[22 * 22];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + 0.5 * Math.sin(0.7 * (i % 22) + 0.02 * i));
        }
        return manager.create(values, new Shape(1, 1, 22, 22));
    }

    @Test
    void imagesMustHaveRoomForTheWindow() {
        String room = "sample must be an image [C, H, W] of at least %s, but is %s";
        Likelihood single = new Likelihood.StructuralSimilarity();
        Likelihood multi = new Likelihood.MultiScaleStructuralSimilarity(3);
        single.requireFits(new Shape(1, 11, 11));
        multi.requireFits(new Shape(1, 44, 47));
        assertRefused(
                room.formatted("11 x 11 for SSIM of 1 scale", "(3, 28, 10)"),
                single,
                new Shape(3, 28, 10));
        assertRefused(
                room.formatted("44 x 44 for SSIM of 3 scales", "(1, 43, 50)"),
                multi,
                new Shape(1, 43, 50));
        assertRefused(
                room.formatted("11 x 11 for SSIM of 1 scale", "(20, 20)"),
                single,
                new Shape(20, 20));
    }

    private static void assertRefused(String message, Likelihood likelihood, Shape sample) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> likelihood.requireFits(sample));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6})
    void scalesAreThoseOfThePaper(int scales) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Likelihood.MultiScaleStructuralSimilarity(scales));
        assertEquals("scales must be from 1 to 5, but is " + scales, e.getMessage());
    }

    /** The definition in loops, over [2, 3, 4]: two strings of four symbols among three. */
    @Test
    void categoricalIsTheCrossEntropyOfItsSymbols() {
        int symbols = 3;
        int places = 4;
        double[] logits = IntStream.range(0, 24).mapToDouble(i -> 3 * Math.sin(i * i)).toArray();
        int[][] strings = {{0, 2, 1, 1}, {2, 2, 0, 1}};
        double[] oneHot = new double[24];
        double[] expected = new double[2];
        for (int b = 0; b < 2; b++) {
            for (int place = 0; place < places; place++) {
                double sum = 0;
                for (int v = 0; v < symbols; v++) {
                    sum += Math.exp(logits[(b * symbols + v) * places + place]);
                }
                int symbol = (b * symbols + strings[b][place]) * places + place;
                oneHot[symbol] = 1;
                expected[b] -= Math.log(Math.exp(logits[symbol]) / sum);
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape shape = new Shape(2, symbols, places);
            Likelihood likelihood = new Likelihood.Categorical();
            NDArray parameters = manager.create(logits, shape);
            NDArray density =
                    likelihood.negativeLogDensity(parameters, manager.create(oneHot, shape));
            assertNear(expected, doubles(density), 0, 1e-12, "cross-entropy");
            NDArray total = likelihood.mean(parameters).sum(new int[] {1}); // [2, 4]
            double[] ones = new double[8];
            Arrays.fill(ones, 1);
            assertNear(ones, doubles(total), 1e-12, 0, "probabilities");
        }
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Likelihood.Categorical().requireFits(new Shape(1, 8, 8)));
        assertEquals(
                "sample must be one-hot symbols [V, L], or classes of pixels [V, H, W], for"
                        + " Categorical, but is (1, 8, 8)",
                e.getMessage());
    }

    /** Far above the floor the parameter is the log-variance; far below it the floor is. */
    @Test
    void learnedVarianceHasAFloor() {
        double[] logVariances = {40, 3, -6, -1000};
        double floor = 2 * Math.log(0.05);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new double[] {1, 2, 3, 4}, new Shape(4, 1));
            NDArray means = manager.create(new double[] {1.5, 0, 3, 4.1}, new Shape(4, 1));
            NDArray raw = manager.create(logVariances, new Shape(4, 1));
            double[] expected = new double[4];
            for (int i = 0; i < 4; i++) {
                double variance = Math.exp(floor) + Math.exp(logVariances[i]);
                double error = doubles(x)[i] - doubles(means)[i];
                expected[i] = (error * error / variance + Math.log(2 * Math.PI * variance)) / 2;
            }
            NDArray parameters = NDArrays.concat(new NDList(means, raw), 1);
            NDArray density =
                    new Likelihood.GaussianWithLearnedVariance(0.05)
                            .negativeLogDensity(parameters, x);
            assertNear(expected, doubles(density), 0, 1e-10, "density");
        }
    }

    /** By the quotient where the terms have a product, and the scale's own sum of exponentials. */
    @Test
    void aScaleOfItsOwnIsThatOfALaplaceDistributionAboveTheFloor() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new double[] {1, -2, 3, 4}, new Shape(4, 1));
            NDArray means = manager.create(new double[] {1.5, 0, 3, 4.1}, new Shape(4, 1));
            double[] logScales = {0.3, -30, 2, -4};
            NDArray parameters =
                    NDArrays.concat(
                            new NDList(means, manager.create(logScales, new Shape(4, 1))), 1);
            Likelihood likelihood = new Likelihood.LaplaceWithLearnedScale(0.05);
            double[] expected = new double[4];
            double[] spreads = new double[4];
            for (int i = 0; i < 4; i++) {
                double scale = 0.05 + Math.exp(logScales[i]);
                double error = Math.abs(doubles(x)[i] - doubles(means)[i]);
                expected[i] = error / scale - Math.log(1 / (2 * scale));
                spreads[i] = Math.sqrt(2 * scale * scale);
            }
            assertNear(
                    expected,
                    doubles(likelihood.negativeLogDensity(parameters, x)),
                    0,
                    1e-10,
                    "density");
            assertNear(spreads, doubles(likelihood.spread(parameters)), 0, 1e-10, "spread");
        }
    }

    @Test
    void theSpreadIsTheStandardDeviationThatTheDecoderSaysOrOne() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.create(new double[] {3, 0.5}, new Shape(1, 2));
            double variance = 0.2 * 0.2 + Math.exp(0.5);
            assertNear(
                    new double[] {Math.sqrt(variance)},
                    doubles(new Likelihood.GaussianWithLearnedVariance(0.2).spread(parameters)),
                    0,
                    1e-10,
                    "spread");
            assertNear(
                    new double[] {1, 1},
                    doubles(new Likelihood.Gaussian(0.3).spread(parameters)),
                    0,
                    0,
                    "spread");
        }
    }

    /** By the difference of two cumulative probabilities, at levels, at the ends and between. */
    @Test
    void discretizedLogisticHasTheMassAroundItsLevel() {
        int levels = 9;
        double half = 1.0 / 16;
        double[] x = {0, 0.125, 0.5, 0.875, 1, 0.3};
        double[] m = {-0.9, 0.1, 0, 1.7, 0.4, -0.2};
        double[] logScales = {-2, -1, 0.5, -9, 1, -1.5};
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double scale = 0.05 + Math.exp(logScales[i]);
            double mean = (m[i] + 1) / 2;
            double to = x[i] == 1 ? 1 : cumulative((x[i] + half - mean) / scale);
            double from = x[i] == 0 ? 0 : cumulative((x[i] - half - mean) / scale);
            expected[i] = -Math.log(to - from);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape one = new Shape(x.length, 1);
            NDArray parameters =
                    NDArrays.concat(
                            new NDList(manager.create(m, one), manager.create(logScales, one)), 1);
            Likelihood likelihood = new Likelihood.DiscretizedLogistic(levels, 0.05);
            NDArray density = likelihood.negativeLogDensity(parameters, manager.create(x, one));
            assertNear(expected, doubles(density), 0, 1e-10, "density");
            double[] spreads =
                    Arrays.stream(logScales)
                            .map(l -> Math.PI * (0.05 + Math.exp(l)) / Math.sqrt(3))
                            .toArray();
            assertNear(spreads, doubles(likelihood.spread(parameters)), 0, 1e-10, "spread");
        }
    }

    private static double cumulative(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The similarity of another program, and differences in a loop. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.84, 1})
    void similarityAndAbsoluteErrorAreMixed(double share) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = GoldenFile.read("structural-similarity", manager).part("large");
            double[] x = doubles(golden.array("x"));
            double[] y = doubles(golden.array("y"));
            double apart = 0;
            for (int i = 0; i < x.length; i++) {
                apart += Math.abs(x[i] - y[i]);
            }
            double similarity = doubles(golden.array("multiScale"))[2];
            double mixed = share * (1 - similarity) + (1 - share) * apart / x.length;
            double[] actual =
                    similarity(new Likelihood.SimilarityAndAbsoluteError(3, share), golden);
            assertNear(new double[] {1 - mixed}, actual, 1e-7, 0, "mixed");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.5, Double.NaN})
    void theShareOfTheSimilarityIsAShare(double share) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Likelihood.SimilarityAndAbsoluteError(3, share));
        assertEquals("similarity must be in [0, 1], but is " + share, e.getMessage());
    }

    /** float32 as in training; a categorical's and a variance's parameters can go anywhere. */
    @Test
    void extremeParametersGiveFiniteGradients() {
        float[] extremes = {-1000, 1000, 0, 1000, -1000, -1000, 0, 1000};
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.create(extremes, new Shape(2, 4, 1));
            NDArray x = manager.create(new float[] {0, 1, 0, 0, 1, 0, 0, 0}, new Shape(2, 4, 1));
            assertFinite(new Likelihood.Categorical(), parameters, x);
            assertFinite(
                    new Likelihood.GaussianWithLearnedVariance(0.01),
                    parameters,
                    manager.create(new float[] {0, 1, 1, 0}, new Shape(2, 2, 1)));
            assertFinite(
                    new Likelihood.LaplaceWithLearnedScale(0.01),
                    parameters,
                    manager.create(new float[] {0, 1, 1, 0}, new Shape(2, 2, 1)));
            assertFinite(
                    new Likelihood.DiscretizedLogistic(256, 0.001),
                    parameters,
                    manager.create(new float[] {0, 0.5f, 1, 0}, new Shape(2, 2, 1)));
        }
    }

    private static void assertFinite(Likelihood likelihood, NDArray parameters, NDArray x) {
        NDArray gradient =
                EngineGradient.of(
                        () -> likelihood.negativeLogDensity(parameters, x).sum(), parameters);
        assertTrue(
                Arrays.stream(doubles(gradient)).allMatch(Double::isFinite), likelihood::toString);
    }

    /** What the javadoc says of errors and densities. */
    @Test
    void errorsAreDensitiesButForAConstant() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new double[] {0.3, -2, 1, 5}, new Shape(2, 2));
            NDArray y = manager.create(new double[] {1, -1.5, 1, -3}, new Shape(2, 2));
            double[] squared =
                    doubles(
                            new Likelihood.SquaredError(Activation.IDENTITY)
                                    .negativeLogDensity(y, x));
            double[] absolute =
                    doubles(
                            new Likelihood.AbsoluteError(Activation.IDENTITY)
                                    .negativeLogDensity(y, x));
            assertNear(new double[] {0.74, 64}, squared, 1e-12, 0, "squared");
            assertNear(new double[] {1.2, 8}, absolute, 1e-12, 0, "absolute");
            double[] gaussian =
                    doubles(new Likelihood.Gaussian(Math.sqrt(0.5)).negativeLogDensity(y, x));
            double[] laplace = doubles(new Likelihood.Laplace(1).negativeLogDensity(y, x));
            for (int i = 0; i < 2; i++) {
                assertEquals(squared[i] + Math.log(Math.PI), gaussian[i], 1e-12);
                assertEquals(absolute[i] + 2 * Math.log(2), laplace[i], 1e-12);
            }
        }
    }

    /** A tone of power 1/2 that is left out, as loud and 60 dB lower, whose errors count alike. */
    @Test
    void logSquaredErrorIsInDecibelsAboveItsFloor() {
        int length = 64;
        Likelihood likelihood = new Likelihood.LogSquaredError(0.01);
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] tone =
                    IntStream.range(0, length)
                            .mapToDouble(i -> Math.sin(2 * Math.PI * 4 * i / length))
                            .toArray();
            NDArray loud = manager.create(tone, new Shape(1, 1, length));
            NDArray x = loud.concat(loud.mul(1e-3));
            double[] errors = doubles(likelihood.negativeLogDensity(x.zerosLike(), x));
            // 0.5 / 1e-4 is 36.99 dB, and the floor adds its own power
            assertNear(new double[] {36.990568, 0.021661}, errors, 1e-5, 0, "errors");
            double[] halved = doubles(likelihood.negativeLogDensity(x.mul(0.5), x));
            assertEquals(20 * Math.log10(2), errors[0] - halved[0], 3e-3);
            // Of a quiet sample too, where the floor is below it.
            Likelihood lower = new Likelihood.LogSquaredError(1e-5);
            double[] all = doubles(lower.negativeLogDensity(x.zerosLike(), x));
            double[] rest = doubles(lower.negativeLogDensity(x.mul(0.5), x));
            assertEquals(20 * Math.log10(2), all[1] - rest[1], 3e-3);
        }
    }
}
