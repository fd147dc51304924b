package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss of three samples of four values with codes of two, against the formulas in Java. */
class AutoencoderLossTest {

    private static final int VALUES = 4;

    private static final double[][] X = {{0, 1, 1, 0.25}, {1, 0, 0.5, 1}, {0, 0, 0, 1}};
    private static final double[][] LOGITS = {{-1, 2, 0, 0.5}, {3, -2, 1, 0}, {-4, 0.1, 1.5, 2}};
    private static final double[][] MEAN = {{0.5, -1}, {2, 0}, {0, 0.25}};
    private static final double[][] LOG_VARIANCE = {{0, -1}, {0.5, 0.2}, {-3, 1}};

    private NDManager manager;
    private NDList labels;
    private NDList predictions;

    @BeforeEach
    void makeArrays() {
        manager = NDManager.newBaseManager();
        labels = new NDList(array(X).reshape(new Shape(3, 1, 2, 2)));
        NDArray logits = array(LOGITS).reshape(new Shape(3, 1, 2, 2));
        DiagonalGaussian posterior = new DiagonalGaussian(array(MEAN), array(LOG_VARIANCE));
        predictions = new AutoencoderOutput(logits, array(MEAN), posterior).toList();
    }

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    private NDArray array(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return manager.create(floats);
    }

    // Binary cross-entropy by probabilities, where the library computes with logits.
    private static double[] reconstruction() {
        double[] nats = new double[X.length];
        for (int b = 0; b < X.length; b++) {
            for (int i = 0; i < VALUES; i++) {
                double p = 1 / (1 + Math.exp(-LOGITS[b][i]));
                nats[b] -= X[b][i] * Math.log(p) + (1 - X[b][i]) * Math.log(1 - p);
            }
        }
        return nats;
    }

    private static double[] divergence() {
        double[] nats = new double[MEAN.length];
        for (int b = 0; b < MEAN.length; b++) {
            for (int d = 0; d < MEAN[b].length; d++) {
                double variance = Math.exp(LOG_VARIANCE[b][d]);
                nats[b] += (MEAN[b][d] * MEAN[b][d] + variance - 1 - Math.log(variance)) / 2;
            }
        }
        return nats;
    }

    private static double total(double reconstructionWeight, double penaltyWeight) {
        double sum = 0;
        for (int b = 0; b < X.length; b++) {
            sum += reconstructionWeight * reconstruction()[b] + penaltyWeight * divergence()[b];
        }
        return sum / X.length;
    }

    private static AutoencoderLoss loss(Reduction reduction, double penaltyWeight) {
        return new AutoencoderLoss(
                new Likelihood.Bernoulli(),
                new Regularizer.KlDivergence(),
                reduction,
                penaltyWeight);
    }

    private double evaluate(AutoencoderLoss loss) {
        NDArray total = loss.evaluate(labels, predictions);
        assertEquals(new Shape(), total.getShape());
        return total.getFloat();
    }

    @Test
    void termsAreThoseOfEachSampleUnweighted() {
        LossTerms terms = loss(new Reduction.Mean(7), 0.7).terms(labels, predictions);
        assertEquals(new Shape(3), terms.reconstruction().getShape());
        assertNear(reconstruction(), doubles(terms.reconstruction()), 1e-5, 0, "reconstruction");
        assertEquals(new Shape(3), terms.penalty().getShape());
        assertNear(divergence(), doubles(terms.penalty()), 1e-5, 0, "penalty");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, 1, 4})
    void totalIsTheWeightedSumAveragedOverTheBatch(double weight) {
        assertEquals(total(1, weight), evaluate(loss(new Reduction.Sum(), weight)), 1e-5);
        assertEquals(
                total(10.0 / VALUES, weight), evaluate(loss(new Reduction.Mean(10), weight)), 1e-5);
    }

    @Test
    void meanTimesTheNumberOfValuesIsTheSum() {
        assertEquals(
                evaluate(loss(new Reduction.Sum(), 0.7)),
                evaluate(loss(new Reduction.Mean(VALUES), 0.7)),
                1e-6);
    }

    @Test
    void negativeElboIsTheSumWithWeightOne() {
        AutoencoderLoss loss = AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli());
        assertEquals(1, loss.penaltyWeight());
        assertEquals(total(1, 1), evaluate(loss), 1e-5);
    }

    @Test
    void theSameListsAreEvaluatedOnce() {
        AutoencoderLoss loss = loss(new Reduction.Sum(), 0.7);
        NDArray first = loss.evaluate(labels, predictions);
        LossTerms terms = loss.terms(labels, predictions);
        int arrays = manager.getManagedArrays().size();
        loss.setPenaltyWeight(3);
        assertSame(first, loss.evaluate(labels, predictions));
        assertSame(terms, loss.terms(labels, predictions));
        assertEquals(arrays, manager.getManagedArrays().size());
    }

    @Test
    void otherListsAreEvaluatedAnew() {
        AutoencoderLoss loss = loss(new Reduction.Sum(), 0);
        NDArray first = loss.evaluate(labels, predictions);
        loss.setPenaltyWeight(0.7);
        NDList otherLabels = new NDList(labels.head().zerosLike());
        assertNotSame(first, loss.evaluate(otherLabels, predictions));
        NDArray third = loss.evaluate(labels, new NDList(predictions));
        assertEquals(total(1, 0.7), third.getFloat(), 1e-5);
    }

    @Test
    void accumulatorsAverageOverBatches() {
        AutoencoderLoss loss = loss(new Reduction.Sum(), 0);
        loss.addAccumulator("train");
        loss.updateAccumulators(new String[] {"train"}, labels, predictions);
        loss.setPenaltyWeight(1);
        loss.updateAccumulators(new String[] {"train"}, labels, new NDList(predictions));
        assertEquals((total(1, 0) + total(1, 1)) / 2, loss.getAccumulator("train"), 1e-5);
    }

    @Test
    void aPlainAutoencoderHasNoPenalty() {
        AutoencoderLoss loss =
                new AutoencoderLoss(
                        new Likelihood.Bernoulli(), new Regularizer.None(), new Reduction.Sum(), 5);
        NDList plain = new NDList(predictions.get(0), predictions.get(1));
        assertEquals(total(1, 0), loss.evaluate(labels, plain).getFloat(), 1e-5);
    }

    @Test
    void divergenceNeedsAPosterior() {
        NDList plain = new NDList(predictions.get(0), predictions.get(1));
        AutoencoderLoss loss = loss(new Reduction.Sum(), 1);
        assertEquals(
                "output must have a posterior for a KlDivergence, but has none",
                assertThrows(IllegalArgumentException.class, () -> loss.evaluate(labels, plain))
                        .getMessage());
    }

    @Test
    void predictionsAreAtLeastTwoArrays() {
        NDList one = new NDList(predictions.get(0));
        AutoencoderLoss loss = loss(new Reduction.Sum(), 1);
        assertEquals(
                "list must hold parameters and code, but holds 1 arrays",
                assertThrows(IllegalArgumentException.class, () -> loss.evaluate(labels, one))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void weightsAreFiniteAndNotNegative(double weight) {
        String message = "penaltyWeight must be finite and not negative, but is " + weight;
        AutoencoderLoss loss = loss(new Reduction.Sum(), 1);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> loss.setPenaltyWeight(weight))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> loss(new Reduction.Sum(), weight))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void constantsOfTheMeanArePositive(double constant) {
        assertEquals(
                "constant must be positive and finite, but is " + constant,
                assertThrows(IllegalArgumentException.class, () -> new Reduction.Mean(constant))
                        .getMessage());
    }
}
