package io.github.autoencoders.likelihood;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.network.Activation;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Numbers and words together. */
class MixedTest {

    private static final Likelihood.Mixed PUMPS =
            new Likelihood.Mixed(new Likelihood.Gaussian(0.5), List.of(3, 2));

    private static double logProbability(int word, double... logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - logits[word]);
        }
        return -Math.log(sum);
    }

    /** The densities of Commons Statistics, and probabilities in float64 without a logarithm. */
    @Test
    void theDensityIsTheProductOfThoseOfTheColumns() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters =
                    manager.create(
                            new double[] {
                                0.2, -1, 0.5, 2, -0.3, 1.5, 1, //
                                -0.4, 3, 0, 0, 0, -2, 700
                            },
                            new Shape(2, 7));
            NDArray x =
                    manager.create(
                            new double[] {
                                0.7, 1, 0, 1, 0, 0, 1, //
                                -0.4, 2, 1, 0, 0, 1, 0
                            },
                            new Shape(2, 7));
            double first =
                    NormalDistribution.of(0.2, 0.5).logDensity(0.7)
                            + NormalDistribution.of(-1, 0.5).logDensity(1)
                            + logProbability(1, 0.5, 2, -0.3)
                            + logProbability(1, 1.5, 1);
            double second =
                    NormalDistribution.of(-0.4, 0.5).logDensity(-0.4)
                            + NormalDistribution.of(3, 0.5).logDensity(2)
                            + Math.log(1.0 / 3)
                            - 702; // log(e^-2 / (e^-2 + e^700))
            assertNear(
                    new double[] {-first, -second},
                    doubles(PUMPS.negativeLogDensity(parameters, x)),
                    1e-10,
                    1e-12,
                    "density");
            NDArray noneOfTheWords = x.mul(manager.create(new double[] {1, 1, 0, 0, 0, 1, 1}));
            assertEquals(
                    -first + logProbability(1, 0.5, 2, -0.3),
                    doubles(PUMPS.negativeLogDensity(parameters, noneOfTheWords))[0],
                    1e-10);
        }
    }

    @Test
    void theMeanIsThatOfTheNumbersAndTheProbabilityOfEachWord() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters =
                    manager.create(
                            new double[] {
                                0.2,
                                -1,
                                Math.log(1),
                                Math.log(2),
                                Math.log(5),
                                3,
                                3, //
                                // log-variances, of which words have none
                                0,
                                0,
                                9,
                                9,
                                9,
                                9,
                                9
                            },
                            new Shape(1, 14));
            Likelihood mixed =
                    new Likelihood.GaussianWithLearnedVariance(0.1).withWords(List.of(3, 2));
            assertNear(
                    new double[] {0.2, -1, 0.125, 0.25, 0.625, 0.5, 0.5},
                    doubles(mixed.mean(parameters)),
                    1e-12,
                    1e-12,
                    "mean");
        }
    }

    @Test
    void wordsAloneHaveALikelihoodToo() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits = manager.create(new double[] {0, 0, 0, 0, 0}, new Shape(1, 5));
            NDArray x = manager.create(new double[] {0, 0, 1, 1, 0}, new Shape(1, 5));
            assertEquals(Math.log(6), doubles(PUMPS.negativeLogDensity(logits, x))[0], 1e-12);
        }
    }

    @Test
    void aLikelihoodOfNumbersIsThatOfRowsWithWordsAndBack() {
        Likelihood numbers = new Likelihood.Gaussian(0.5);
        assertEquals(PUMPS, numbers.withWords(List.of(3, 2)));
        assertEquals(numbers, numbers.withWords(List.of()));
        assertEquals(numbers, PUMPS.withWords(List.of()));
        assertEquals(numbers.withWords(List.of(4)), PUMPS.withWords(List.of(4)));
    }

    @Test
    void theUnitSaysWhatIsAddedUp() {
        Likelihood error = new Likelihood.SquaredError(Activation.IDENTITY);
        assertEquals("nats", PUMPS.unit());
        assertEquals("summed squared error plus nats", error.withWords(List.of(2)).unit());
    }

    @Test
    void whatIsNoRowOfNumbersAndWordsIsRefused() {
        assertRefused(
                "classes must be at least 2 for at least one column of words, but are []",
                () -> new Likelihood.Mixed(new Likelihood.Gaussian(1), List.of()));
        assertRefused(
                "classes must be at least 2 for at least one column of words, but are [3, 1]",
                () -> new Likelihood.Mixed(new Likelihood.Gaussian(1), List.of(3, 1)));
        assertRefused(
                "numbers must have a likelihood of numbers alone, but have " + PUMPS,
                () -> new Likelihood.Mixed(PUMPS, List.of(2)));
        assertRefused(
                "sample must be a row of at least the 5 classes of its words for Mixed, but is (4)",
                () -> PUMPS.requireFits(new Shape(4)));
        assertRefused(
                "sample must be one-hot symbols [V, L], or classes of pixels [V, H, W], for"
                        + " Categorical, but is (1)",
                () -> new Likelihood.Categorical().withWords(List.of(2)).requireFits(new Shape(3)));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.zeros(new Shape(2, 7));
            assertRefused(
                    "parameters has shape (2, 14) but x has shape (2, 7)",
                    () -> PUMPS.terms(manager.zeros(new Shape(2, 14)), x));
        }
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable code) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
    }
}
