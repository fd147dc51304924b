package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderOutput;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertEquals(new Schedule.Constant(1), loss.penaltyWeight());
        assertEquals(total(1, 1), evaluate(loss), 1e-5);
    }

    // The weight is the step, up to 5; what comes next is asked of the queue.
    private static AutoencoderLoss weightedByStep(TrainingState... states) {
        Iterator<TrainingState> next = List.of(states).iterator();
        return new AutoencoderLoss(
                        new Likelihood.Bernoulli(),
                        new Regularizer.KlDivergence(),
                        new Reduction.Sum(),
                        new Schedule.LinearWarmup(5, 5))
                .withState(next::next);
    }

    private static TrainingState step(long step) {
        return TrainingState.training(step, 1, 3);
    }

    @Test
    void theSameArraysAreEvaluatedOnceWhateverHoldsThem() {
        AutoencoderLoss loss = weightedByStep(step(2), step(3));
        NDArray first = loss.evaluate(labels, predictions);
        LossTerms terms = loss.terms(labels, predictions);
        int arrays = manager.getManagedArrays().size();
        assertSame(first, loss.evaluate(new NDList(labels), new NDList(predictions)));
        assertSame(terms, loss.terms(labels, predictions));
        assertEquals(arrays, manager.getManagedArrays().size());
        assertEquals(total(1, 2), first.getFloat(), 1e-5);
    }

    /** A list may be filled anew, and labels may get a mask. */
    @Test
    void otherArraysAreEvaluatedAnewAlsoInTheSameList() {
        AutoencoderLoss loss = weightedByStep(step(0), step(1), step(2));
        assertEquals(total(1, 0), evaluate(loss), 1e-5);
        labels.add(labels.head().onesLike());
        assertEquals(total(1, 1), evaluate(loss), 1e-5);
        predictions.set(0, predictions.get(0).duplicate());
        assertEquals(total(1, 2), evaluate(loss), 1e-5);
    }

    @Test
    void validationIsWeighedByTheTarget() {
        AutoencoderLoss loss =
                weightedByStep(step(1).withPhase(TrainingState.Phase.VALIDATION), step(1));
        assertEquals(total(1, 5), evaluate(loss), 1e-5);
    }

    /** What was made to learn from is counted, once; all else is judged by the target. */
    @Test
    void withoutAStateTrainingBatchesAreCounted() {
        AutoencoderLoss loss =
                new AutoencoderLoss(
                        new Likelihood.Bernoulli(),
                        new Regularizer.KlDivergence(),
                        new Reduction.Sum(),
                        new Schedule.LinearWarmup(5, 5));
        NDList judged = new NDList(predictions);
        for (int step = 0; step < 3; step++) {
            NDArray code = array(MEAN);
            code.setName("ofTraining");
            predictions.set(1, code);
            assertEquals(total(1, step), evaluate(loss), 1e-5);
            assertEquals(total(1, step), evaluate(loss), 1e-5);
            assertEquals(total(1, 5), loss.evaluate(labels, judged).getFloat(), 1e-5);
        }
    }

    @Test
    void accumulatorsAverageOverBatches() {
        AutoencoderLoss loss = weightedByStep(step(0), step(1));
        loss.addAccumulator("train");
        loss.updateAccumulators(new String[] {"train"}, labels, predictions);
        predictions.set(0, predictions.get(0).duplicate());
        loss.updateAccumulators(new String[] {"train"}, labels, predictions);
        assertEquals((total(1, 0) + total(1, 1)) / 2, loss.getAccumulator("train"), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0, step", "0, -1, 0, epoch", "0, 0, -1, samples"})
    void statesAreNotNegative(long step, int epoch, long samples, String name) {
        assertEquals(
                name + " must not be negative, but is -1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TrainingState.training(step, epoch, samples))
                        .getMessage());
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
        assertEquals(
                "target must be finite and not negative, but is " + weight,
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
