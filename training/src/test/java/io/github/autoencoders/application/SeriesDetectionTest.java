package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.SeriesDetection.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SeriesDetectionTest {

    /**
     * Windows of 3 over 8 points; those from points 2, 3 and 4 on are bad: only 4 is in no other.
     */
    @Test
    void anAnomalyIsInBadWindowsOnly() {
        List<Double> errors = List.of(1.0, 1.0, 5.0, 6.0, 7.0, 1.0);
        SeriesDetection detection = SeriesDetection.of(errors, 3, 1, 8, 4);
        assertEquals(List.of(new Stretch(4, 4)), detection.stretches());
        assertEquals(1, detection.count());
        assertEquals(5, detection.score(4));
        assertEquals(1, detection.score(3));
        assertEquals(0, SeriesDetection.of(errors, 3, 1, 8, 5).count()); // above, not at, the threshold
    }

    @Test
    void pointsAtTheEndsAreJudgedByTheirFewerWindows() {
        SeriesDetection detection = SeriesDetection.of(List.of(9.0, 1.0, 9.0), 2, 1, 4, 4);
        assertEquals(List.of(new Stretch(0, 0), new Stretch(3, 3)), detection.stretches());
    }

    @Test
    void pointsInNoWindowAreNoAnomalies() {
        SeriesDetection detection = SeriesDetection.of(List.of(9.0, 9.0), 2, 3, 7, 4);
        assertEquals(List.of(new Stretch(0, 1), new Stretch(3, 4)), detection.stretches());
        assertTrue(Double.isNaN(detection.score(2)));
        assertFalse(detection.isAnomaly(6));
    }

    /** Keras' loop, but that it leaves out the ends of the series. */
    @Test
    void theRuleIsThatAllWindowsAreBad() {
        Random random = new Random(1);
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            errors.add(i / 12 % 2 + 0.6 * random.nextDouble());
        }
        SeriesDetection detection = SeriesDetection.of(errors, 5, 1, 100, 0.55);
        for (int point = 4; point < 96; point++) {
            boolean all = true;
            for (int window = point - 4; window <= point; window++) {
                all &= errors.get(window) > 0.55;
            }
            assertEquals(all, detection.isAnomaly(point), "point " + point);
        }
        assertTrue(detection.count() > 10 && detection.count() < 60);
    }

    /** numpy.quantile([3, 1, 4, 1, 5], q). */
    @Test
    void thresholdIsAQuantile() {
        List<Double> errors = List.of(3.0, 1.0, 4.0, 1.0, 5.0);
        assertEquals(5, SeriesDetection.threshold(errors, 1));
        assertEquals(3, SeriesDetection.threshold(errors, 0.5), 1e-12);
        assertEquals(4.6, SeriesDetection.threshold(errors, 0.9), 1e-12);
        assertEquals(
                "quantile must be above 0 and at most 1, but is 1.5",
                assertThrows(IllegalArgumentException.class, () -> SeriesDetection.threshold(errors, 1.5))
                        .getMessage());
    }
}
