package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CalibrationTest {

    private static Calibration drawn(Random random, int count) {
        return new Calibration(random.doubles(count).toArray());
    }

    /** The definition, counted, with ties. */
    @Test
    void pValuesAreCounted() {
        Calibration calibration = new Calibration(new double[] {3, 1, 2, 2});
        assertEquals(5 / 5.0, calibration.pValue(1), 1e-15);
        assertEquals(4 / 5.0, calibration.pValue(2), 1e-15);
        assertEquals(2 / 5.0, calibration.pValue(2.5), 1e-15);
        assertEquals(1 / 5.0, calibration.pValue(9), 1e-15);
        assertEquals(1 / 5.0, calibration.leastPValue(), 1e-15);
    }

    /** One in a hundred needs 99 rows, one in twenty 19. */
    @Test
    void thresholdsAreToldAsFarAsRowsSuffice() {
        assertEquals(0, drawn(new Random(1), 18).lines().size());
        Calibration some = drawn(new Random(1), 98);
        assertEquals(List.of(some.falseAlarms(0.05).line()), some.lines());
        assertEquals(2, drawn(new Random(1), 99).lines().size());
    }

    /** As many of n scores are at or above it as one in a hundred of n + 1, but at least one. */
    @Test
    void theUsualThresholdIsForOneRowInAHundredOrTheRarestThatThereIs() {
        double[] rising = IntStream.rangeClosed(1, 299).mapToDouble(i -> i).toArray();
        assertEquals(297, new Calibration(rising).usualThreshold().score());
        assertEquals(
                299,
                new Calibration(Arrays.copyOfRange(rising, 279, 299)).usualThreshold().score());
    }

    /** Over calibrations and rows that are drawn alike, p is uniform on 1/(n+1), ..., 1. */
    @Test
    void pValuesOfRowsAlikeAreUniform() {
        Random random = new Random(4);
        int[] counts = new int[20];
        int trials = 40_000;
        for (int trial = 0; trial < trials; trial++) {
            double p = drawn(random, 19).pValue(random.nextDouble());
            counts[(int) Math.round(p * 20) - 1]++;
        }
        double deviation = Math.sqrt(trials / 20.0 * 0.95);
        for (int count : counts) {
            assertEquals(trials / 20.0, count, 4.5 * deviation);
        }
    }

    @Test
    void rowsAreFlaggedWhosePValueIsAtMostTheRate() {
        Calibration calibration = drawn(new Random(5), 199);
        Calibration.Threshold threshold = calibration.falseAlarms(0.05);
        new Random(6)
                .doubles(1000)
                .forEach(
                        score ->
                                assertEquals(
                                        calibration.pValue(score) <= 0.05, threshold.flags(score)));
    }

    /** The share above a threshold is known here, as scores are uniform: 1 - threshold. */
    @Test
    void theIntervalHoldsTheShareIn95OfAHundredCases() {
        Random random = new Random(7);
        int inside = 0;
        int trials = 4000;
        for (int trial = 0; trial < trials; trial++) {
            Calibration.Threshold threshold = drawn(random, 99).contamination(0.1);
            double share = 1 - threshold.score();
            inside += threshold.lowest() <= share && share <= threshold.highest() ? 1 : 0;
        }
        BinomialDistribution wanted = new BinomialDistribution(trials, 0.95);
        assertTrue(wanted.cumulativeProbability(inside) > 1e-5, "inside " + inside);
        assertTrue(wanted.cumulativeProbability(inside) < 1 - 1e-5, "inside " + inside);
    }

    /** Two standard deviations of a normal distribution: 4.6 %, here of few scores. */
    @Test
    void driftIsSaidOfWhatWasDrawnOtherwiseAndHardlyEverOfWhatWasDrawnAlike() {
        Random random = new Random(9);
        int said = 0;
        for (int trial = 0; trial < 2000; trial++) {
            Calibration calibration = drawn(random, 60);
            said += calibration.drift(random.doubles(40).toArray(), false).isPresent() ? 1 : 0;
        }
        assertTrue(said > 2000 * 0.02 && said < 2000 * 0.07, said + " times");
        double[] higher = random.doubles(400).map(score -> Math.sqrt(score)).toArray();
        String line = drawn(random, 4001).drift(higher, false).orElse("");
        assertTrue( // of the root of a uniform number 75 % are above a half
                line.matches("these are unlike those held out: 7[0-9] % of them, not half, .*"),
                line);
        higher[0] = Double.NaN;
        assertTrue(drawn(random, 4001).drift(higher, false).isPresent());
        // Of points of which a hundred say the same, as many prove nothing.
        Calibration together = new Calibration(random.doubles(400).toArray(), 100);
        assertTrue(together.drift(higher, false).isEmpty());
        assertTrue(together.drift(new double[] {Double.NaN}, false).isEmpty());
    }

    @Test
    void whatSoFewRowsCannotTellIsRefused() {
        Calibration calibration = drawn(new Random(8), 50);
        assertEquals(
                "falseAlarms must be at least 1/51, as 50 rows were held out, and below 1, but is"
                        + " 0.01",
                assertThrows(IllegalArgumentException.class, () -> calibration.falseAlarms(0.01))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> calibration.contamination(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> calibration.contamination(1));
    }
}
