package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Period;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SeriesPartsTest {

    @Test
    void aPointHasTheMeanOfTheWindowsThatCoverIt() {
        Random random = new Random(1);
        double[] windows = random.doubles(9).toArray();
        double[] scores = PointScores.of(List.of(23, 3, 7), 5, 3, 0, windows);
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
    void aWindowMayReachBeyondItsEnds() {
        double[] windows = new Random(2).doubles(7).toArray();
        double[] scores = PointScores.of(List.of(23), 5, 3, 4, windows);
        for (int point = 0; point < 23; point++) {
            int at = point;
            double mean =
                    IntStream.range(0, 7)
                            .filter(w -> 3 * w - 4 <= at && at < 3 * w + 9)
                            .mapToDouble(w -> windows[w])
                            .average()
                            .orElseThrow();
            assertEquals(mean, scores[point], 1e-12, "point " + point);
        }
    }

    @Test
    void pointsBetweenWindowsThatAreFarApartHaveTheScoreBeforeThem() {
        double[] windows = new Random(4).doubles(3).toArray();
        double[] scores = PointScores.of(List.of(23), 2, 10, 1, windows);
        for (int point = 0; point < 23; point++) {
            assertEquals(windows[(point + 1) / 10], scores[point], "point " + point);
        }
    }

    /** By the library of statistics. */
    @Test
    void statisticsOfWindowsAreThoseOfTheirPoints() {
        double[][] points = new double[40][2];
        Random random = new Random(3);
        for (double[] point : points) {
            point[0] = random.nextGaussian();
            point[1] = 100 + random.nextInt(9);
        }
        Series series = Series.of("points", points);
        Samples rows = WindowStatistics.of(series.windows(16, 8), series.columns());
        assertEquals(
                List.of("mean of x1", "deviation of x1"),
                rows.format().schema().features().subList(0, 2));
        double[] window = IntStream.range(8, 24).mapToDouble(i -> points[i][1]).toArray();
        double[] steps =
                IntStream.range(9, 24)
                        .mapToDouble(i -> Math.abs(points[i][1] - points[i - 1][1]))
                        .toArray();
        DescriptiveStatistics known = new DescriptiveStatistics(window);
        float[] of = Arrays.copyOfRange(rows.sample(1), 7, 14);
        float[] expected = {
            (float) known.getMean(),
            (float) Math.sqrt(known.getPopulationVariance()),
            (float) known.getMin(),
            (float) known.getMax(),
            (float) (Arrays.stream(steps).sum() / 16),
            (float) Arrays.stream(steps).max().orElseThrow(),
            (float) (window[15] - window[0])
        };
        assertArrayEquals(expected, of, 1e-4f);
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

    @Test
    void allAreExpectedAboveAScoreThatIsBelowAll() {
        Calibration.Threshold all = new Calibration(new double[] {1, 2, 3}, 2).at(0.5);
        assertArrayEquals(new double[] {0.5, 1, 1, 1}, ofScore(all));
    }

    private static double[] ofScore(Calibration.Threshold threshold) {
        return new double[] {
            threshold.score(), threshold.rate(), threshold.lowest(), threshold.highest()
        };
    }
}
