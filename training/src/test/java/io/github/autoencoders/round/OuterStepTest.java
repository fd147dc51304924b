package io.github.autoencoders.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of results, and the step that follows, without a model. */
@Tag("no-engine")
class OuterStepTest {

    private static Snapshot at(float... parameters) {
        return new Snapshot(List.of(parameters), List.of(), 0);
    }

    private static RoundResult result(long samples, Snapshot end) {
        return new RoundResult(end, new RoundResult.Losses(0, 0, 0, 0, 0, samples), 1);
    }

    private static RoundSettings settings(double rate, double momentum) {
        return RoundSettings.of(2).withOuterStep(rate, momentum);
    }

    /**
     * Two workers go a part of the way to a minimum. The oracle is Nesterov's momentum as Sutskever
     * et al. (2013) write it, Eq. 3 and 4: a velocity in units of the parameters, and the gradient
     * at a point ahead; PyTorch's parameters are that point.
     */
    @ParameterizedTest
    @CsvSource({"0.7, 0.9", "1, 0", "0.3, 0.5"})
    void stepsAreNesterovs(double rate, double momentum) {
        OuterStep step = new OuterStep(settings(rate, momentum));
        Snapshot snapshot = at(4, -2);
        double[] theta = {4, -2};
        double[] v = {0, 0};
        for (int t = 0; t < 20; t++) {
            float[] x = snapshot.parameters().get(0);
            RoundSum sum = new RoundSum();
            sum.add(result(30, at(0.5f * x[0] + 1, 0.5f * x[1])));
            sum.add(result(10, at(0.9f * x[0], 0.9f * x[1] - 2)));
            snapshot = step.take(List.of(true), snapshot, sum);
            double[] pull = {0.75 * 1, -0.25 * 2}; // of the minimum, weighted 3 to 1
            for (int j = 0; j < 2; j++) {
                double ahead = theta[j] + momentum * v[j];
                double gradient = ahead * (1 - 0.75 * 0.5 - 0.25 * 0.9) - pull[j];
                v[j] = momentum * v[j] - rate * gradient;
                theta[j] += v[j];
                assertEquals(theta[j] + momentum * v[j], snapshot.parameters().get(0)[j], 1e-5);
            }
        }
    }

    /** Also where a difference from before could not be told apart from the value itself. */
    @Test
    void aWholeStepOfOneWorkerLeadsToItsParameters() {
        Random random = new Random(5);
        float[] before = new float[1000];
        float[] after = new float[1000];
        for (int i = 0; i < after.length; i++) {
            before[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
            after[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(30) - 20));
        }
        after[7] = -0.0f;
        Snapshot next =
                new OuterStep(settings(1, 0))
                        .take(
                                List.of(true),
                                at(before),
                                new RoundSum().add(result(59_999, at(after))));
        float[] there = next.parameters().get(0);
        for (int i = 0; i < after.length; i++) {
            assertEquals(Float.floatToRawIntBits(after[i]), Float.floatToRawIntBits(there[i]));
        }
    }

    @Test
    void whatIsNotLearntBecomesItsMean() {
        OuterStep step = new OuterStep(settings(0.7, 0.9));
        Snapshot begin = new Snapshot(List.of(new float[] {1}, new float[] {5}), List.of(), 0);
        RoundSum sum = new RoundSum();
        for (int i = 1; i <= 2; i++) {
            sum.add(
                    result(
                            i,
                            new Snapshot(
                                    List.of(new float[] {2}, new float[] {6 + 3 * i}),
                                    List.of(new float[] {3 * i}),
                                    10 + i)));
        }
        Snapshot next = step.take(List.of(true, false), begin, sum);
        assertArrayEquals(new float[] {1 + 0.7f * 1.9f}, next.parameters().get(0), 1e-6f);
        assertArrayEquals(new float[] {11}, next.parameters().get(1)); // (9 + 2 * 12) / 3
        assertArrayEquals(new float[] {5}, next.moments().get(0)); // (3 + 2 * 6) / 3
        assertEquals(12, next.updates());
        assertEquals(1, step.velocity().size());
    }

    @Test
    void sumsOfSumsAreSums() {
        RoundSum left = new RoundSum().add(result(3, at(1, 2))).add(result(1, at(5, 6)));
        RoundSum right = new RoundSum().add(result(4, at(-1, 0)));
        RoundSum both = new RoundSum().add(left).add(right);
        assertArrayEquals(new double[] {0.5, 1.5}, both.parameters().get(0));
        assertEquals(3, both.steps());
        assertEquals(8, both.losses().samples());
    }

    @Test
    void resultsOfSeveralModelsAreRefused() {
        RoundSum sum = new RoundSum().add(result(1, at(1, 2)));
        Exception e = assertThrows(IllegalArgumentException.class, () -> sum.add(result(1, at(1))));
        assertEquals("results must be of one model, but are of several", e.getMessage());
    }

    @Test
    void settingsCheckThemselves() {
        assertEquals(
                "outerMomentum must be from 0 to below 1, but is NaN",
                assertThrows(IllegalArgumentException.class, () -> settings(1, Double.NaN))
                        .getMessage());
        assertEquals(
                "outerRate must be positive and finite, but is 0.0",
                assertThrows(IllegalArgumentException.class, () -> settings(0, 0)).getMessage());
        assertEquals(
                "workers must be at least 1, but is 0",
                assertThrows(IllegalArgumentException.class, () -> RoundSettings.of(0))
                        .getMessage());
    }
}
