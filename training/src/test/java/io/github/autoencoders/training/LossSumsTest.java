package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.loss.LossTerms;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossSumsTest {

    /**
     * Some are added up at once, the rest when the mean is asked for, which may be often. Totals
     * are of shape [] or [1].
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyBatchesOfUnlikeSizesAreMeansOfSamples(boolean totalsAreNumbers) {
        Random random = new Random(1);
        double[] expected = new double[3];
        long samples = 0;
        try (NDManager manager = NDManager.newBaseManager();
                LossSums sums = new LossSums()) {
            assertTrue(sums.isEmpty());
            for (int batch = 0; batch < 150; batch++) {
                int size = batch == 149 ? 1 : 2 + random.nextInt(3);
                try (NDManager scope = manager.newSubManager()) {
                    NDArray reconstruction = scope.zeros(new Shape(size)).add(batch);
                    NDArray penalty = scope.ones(new Shape(size)).mul(0.5f * batch);
                    NDArray number = scope.ones(new Shape()).mul(1.5f * batch).add(1);
                    NDArray total = totalsAreNumbers ? number : number.reshape(1);
                    sums.add(manager, new LossTerms(reconstruction, penalty), total);
                }
                expected[0] += size * (1.5 * batch + 1);
                expected[1] += (double) size * batch;
                expected[2] += size * 0.5 * batch;
                samples += size;
                if (batch % 70 == 3) {
                    assertMeans(expected, samples, sums.mean());
                }
            }
            assertMeans(expected, samples, sums.mean());
            assertEquals(samples, sums.samples());
        }
    }

    private static void assertMeans(double[] sums, long samples, LossSummary mean) {
        assertEquals(sums[0] / samples, mean.total(), 1e-9);
        assertEquals(sums[1] / samples, mean.reconstruction(), 1e-9);
        assertEquals(sums[2] / samples, mean.penalty(), 1e-9);
    }
}
