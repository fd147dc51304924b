package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Period;
import io.github.autoencoders.dataset.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SeriesPartsTest {

    @Test
    void aPointHasTheMeanOfTheWindowsThatCoverIt() {
        Random random = new Random(1);
        double[] windows = random.doubles(9).toArray();
        double[] scores = PointScores.of(List.of(23, 3, 7), 5, 3, windows);
        assertEquals(33, scores.length);
        for (int point = 0; point < 23; point++) {
            int at = Math.min(point, 22);
            double[] covering =
                    IntStream.range(0, 7)
                            .filter(w -> 3 * w <= at && at < 3 * w + 5)
                            .mapToDouble(w -> windows[w])
                            .toArray();
            double mean = IntStream.range(0, covering.length).mapToDouble(i -> covering[i]).sum();
            assertEquals(mean / covering.length, scores[point], 1e-12, "point " + point);
        }
        assertTrue(Double.isNaN(scores[23]) && Double.isNaN(scores[25]));
        assertEquals(windows[7], scores[26]);
        assertEquals(windows[7], scores[30]);
        assertEquals(windows[7], scores[32], "behind the last window");
    }

    @Test
    void whatOverlapsAHeldOutWindowIsNotLearntFrom() {
        int[] starts = IntStream.range(0, 500).map(i -> 2 * i).toArray();
        WindowBlocks blocks = new WindowBlocks(starts, 20, 5);
        for (int i = 0; i < starts.length; i++) {
            for (int j = 0; j < starts.length; j++) {
                boolean overlap = Math.abs(starts[i] - starts[j]) < 20;
                assertEquals(overlap, blocks.same(i, j));
                assertFalse(overlap && blocks.learns(j, blocks.of(i)), i + " and " + j);
            }
        }
        for (int member = 0; member < 5; member++) {
            int own = member;
            long learnt = IntStream.range(0, 500).filter(i -> blocks.learns(i, own)).count();
            assertTrue(learnt > 250, "member " + member + " learns from " + learnt);
        }
    }

    @Test
    void aWindowOfHalfTheSeriesIsRefused() {
        int[] starts = IntStream.range(0, 50).toArray();
        assertEquals(
                "window must be at most a quarter of the series, but is 50 of 99 points",
                assertThrows(IllegalArgumentException.class, () -> new WindowBlocks(starts, 50, 5))
                        .getMessage());
    }

    @Test
    void alarmsThatAreCloseAreOneAndLongOnesAreSeveral() {
        double[] scores = new double[100];
        scores[10] = 9;
        scores[12] = 8;
        scores[50] = 7;
        scores[80] = 6;
        assertEquals(7, Alarms.threshold(scores, 3, 50, 1));
        assertEquals(8, Alarms.threshold(scores, 1, 50, 1));
        assertEquals(6, Alarms.threshold(scores, 3, 50, 2));
        assertEquals(7, Alarms.threshold(scores, 3, 2, 2), "one that lasts");
        scores[11] = Double.NaN;
        assertEquals(0, Alarms.threshold(scores, 3, 50, 3));
    }

    @Test
    void thePeriodIsThatOfTheSum() {
        Random random = new Random(3);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            double noise = random.nextGaussian() / 3;
            points.add(new double[] {Math.sin(2 * Math.PI * i / 37) + noise, 5});
        }
        assertEquals(37, Period.of(Series.of("sine", points.toArray(double[][]::new))), 1);
        double[][] drawn = new double[1000][1];
        for (double[] each : drawn) {
            each[0] = random.nextGaussian();
        }
        assertEquals(64, Period.of(Series.of("noise", drawn)));
    }

    @Test
    void pointsThatSayTheSameAreLessCertain() {
        double[] scores = IntStream.range(0, 999).mapToDouble(i -> i).toArray();
        Calibration.Threshold apart = new Calibration(scores).falseAlarms(0.05);
        Calibration.Threshold together = new Calibration(scores, 20).falseAlarms(0.05);
        assertEquals(apart.score(), together.score());
        assertEquals(apart.rate(), together.rate());
        assertTrue(together.lowest() < apart.lowest() && together.highest() > apart.highest());
        assertArrayEquals(
                new double[] {apart.score(), apart.rate(), apart.lowest(), apart.highest()},
                ofScore(new Calibration(scores).at(apart.score())),
                1e-12);
    }

    private static double[] ofScore(Calibration.Threshold threshold) {
        return new double[] {
            threshold.score(), threshold.rate(), threshold.lowest(), threshold.highest()
        };
    }
}
