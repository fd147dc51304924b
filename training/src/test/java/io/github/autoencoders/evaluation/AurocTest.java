package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class AurocTest {

    private static double area(List<Double> scores, int... anomalies) {
        List<Boolean> labels = IntStream.of(anomalies).mapToObj(one -> one == 1).toList();
        return Auroc.of(scores, labels);
    }

    @Test
    void handCases() {
        assertEquals(1, area(List.of(1.0, 2.0, 3.0), 0, 0, 1));
        assertEquals(0, area(List.of(1.0, 2.0, 3.0), 1, 0, 0));
        assertEquals(0.5, area(List.of(7.0, 7.0, 7.0, 7.0), 0, 1, 0, 1));
        // Of the six pairs of an anomaly (2, 3) and another (1, 2, 4): 1 + 1/2 and 1 + 1 win.
        assertEquals(3.5 / 6, area(List.of(1.0, 2.0, 4.0, 2.0, 3.0), 0, 0, 0, 1, 1), 1e-15);
        assertEquals(0.75, area(List.of(-0.1, -0.4, -0.35, -0.8), 1, 1, 0, 0), 1e-15);
    }

    /** The definition: pairs counted one by one, on scores with many ties. */
    @Test
    void isTheShareOfPairsInTheRightOrder() {
        Random random = new Random(3);
        List<Double> scores = new ArrayList<>();
        List<Boolean> anomalies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            anomalies.add(random.nextInt(4) == 0);
            scores.add((double) random.nextInt(20) + (anomalies.get(i) ? 4 : 0));
        }
        double won = 0;
        int pairs = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                if (anomalies.get(i) && !anomalies.get(j)) {
                    won += (Math.signum(scores.get(i) - scores.get(j)) + 1) / 2;
                    pairs++;
                }
            }
        }
        assertEquals(won / pairs, Auroc.of(scores, anomalies), 1e-12);
    }

    /**
     * scikit-learn 1.x: {@code i = numpy.arange(200); roc_auc_score(i % 7 == 3, i * 37 % 101 // 5 +
     * 6 * (i % 7 == 3))}.
     */
    @Test
    void isWhatScikitLearnGives() {
        List<Double> scores = new ArrayList<>();
        List<Boolean> anomalies = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            anomalies.add(i % 7 == 3);
            scores.add(Math.floorDiv(i * 37 % 101, 5) + (i % 7 == 3 ? 6.0 : 0.0));
        }
        assertEquals(0.741278483565235, Auroc.of(scores, anomalies), 1e-12);
    }

    @Test
    void bothKindsMustBeThere() {
        assertEquals(
                "scores must be of anomalies and of normal samples, but 2 are of 2 anomalies and 0"
                        + " normal samples",
                assertThrows(IllegalArgumentException.class, () -> area(List.of(1.0, 2.0), 1, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> area(List.of(1.0), 0, 1));
    }
}
