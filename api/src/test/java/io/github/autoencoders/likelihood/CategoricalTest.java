package io.github.autoencoders.likelihood;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The likelihood of symbols, which is not one of values by themselves. */
class CategoricalTest {

    private static final int SYMBOLS = 3;
    private static final int PLACES = 2;
    private static final Shape SHAPE = new Shape(1, SYMBOLS, PLACES);

    private final Likelihood categorical = new Likelihood.Categorical();

    private static double[] logits() {
        return new Random(4).doubles(SYMBOLS * PLACES, -3, 3).toArray();
    }

    private static NDArray oneHot(NDManager manager, int... symbols) {
        double[] values = new double[SYMBOLS * PLACES];
        for (int place = 0; place < PLACES; place++) {
            values[PLACES * symbols[place] + place] = 1;
        }
        return manager.create(values, SHAPE);
    }

    /** The product of the shares that the exponentials have at their places. */
    @Test
    void probabilitiesOfAllStringsAreTheProductsOfSharesAndSumToOne() {
        double[] logits = logits();
        double total = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.create(logits, SHAPE);
            for (int first = 0; first < SYMBOLS; first++) {
                for (int second = 0; second < SYMBOLS; second++) {
                    NDArray x = oneHot(manager, first, second);
                    NDArray minusLog = categorical.negativeLogDensity(parameters, x);
                    assertEquals(new Shape(1), minusLog.getShape());
                    double expected = share(logits, first, 0) * share(logits, second, 1);
                    double probability = Math.exp(-doubles(minusLog)[0]);
                    assertEquals(expected, probability, 1e-12);
                    total += probability;
                }
            }
        }
        assertEquals(1, total, 1e-12);
    }

    private static double share(double[] logits, int symbol, int place) {
        double sum = 0;
        for (int other = 0; other < SYMBOLS; other++) {
            sum += Math.exp(logits[PLACES * other + place]);
        }
        return Math.exp(logits[PLACES * symbol + place]) / sum;
    }

    @Test
    void meanIsTheProbabilityOfEachSymbol() {
        double[] logits = logits();
        double[] expected = new double[logits.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = share(logits, i / PLACES, i % PLACES);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = categorical.mean(manager.create(logits, SHAPE));
            assertEquals(SHAPE, mean.getShape());
            assertNear(expected, doubles(mean), 1e-12, 0, "mean");
        }
    }

    @Test
    void gradientIsThatOfCentralDifferences() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.create(logits(), SHAPE);
            NDArray x = oneHot(manager, 2, 0);
            NDArray gradient =
                    EngineGradient.of(
                            () -> categorical.negativeLogDensity(parameters, x).sum(), parameters);
            assertClose(
                    NumericalGradient.of(
                            p -> categorical.negativeLogDensity(p, x).sum(), parameters),
                    doubles(gradient),
                    1e-8,
                    "gradient");
        }
    }

    /** A difference of two numbers near 1000 is exact in float32 to half of 6e-5. */
    @Test
    void extremeLogitsOverflowNowhere() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters =
                    manager.create(new double[] {1000, -1000, 0, 0, -1000, 1000}, SHAPE)
                            .toType(DataType.FLOAT32, true);
            NDArray x = oneHot(manager, 2, 2).toType(DataType.FLOAT32, true);
            assertNear(
                    new double[] {2000},
                    doubles(categorical.negativeLogDensity(parameters, x)),
                    1e-4,
                    0,
                    "density");
        }
    }

    @Test
    void shapesMustAgree() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.zeros(new Shape(2, 3, 4));
            NDArray x = manager.zeros(new Shape(2, 1, 4));
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> categorical.negativeLogDensity(parameters, x));
            assertEquals(
                    "parameters has shape (2, 3, 4) but x has shape (2, 1, 4)", e.getMessage());
        }
    }
}
