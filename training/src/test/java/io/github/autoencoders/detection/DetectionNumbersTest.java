package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.picture.OperatingCharts;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.stat.correlation.Covariance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is computed of rows without an engine. */
@Tag("no-engine")
class DetectionNumbersTest {

    private static float[][] normal(Random random, int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (random.nextGaussian() + (j > 0 ? 0.7 * row[j - 1] : 0));
            }
        }
        return values;
    }

    /** The inverse of the whole covariance, by another decomposition. */
    @Test
    void codesHaveTheirMahalanobisDistance() {
        float[][] codes = normal(new Random(1), 300, 8); // of two members, four units each
        int[] own = IntStream.range(0, 200).toArray();
        CodeDensity density = CodeDensity.of(codes, new int[][] {own, own});
        RealMatrix second = MatrixUtils.createRealMatrix(200, 4);
        for (int i = 0; i < 200; i++) {
            for (int h = 0; h < 4; h++) {
                second.setEntry(i, h, codes[i][4 + h]);
            }
        }
        RealMatrix covariance = new Covariance(second, false).getCovarianceMatrix();
        double ridge = 1e-3 * covariance.getTrace() / 4;
        RealMatrix inverse =
                MatrixUtils.inverse(
                        covariance.add(
                                MatrixUtils.createRealIdentityMatrix(4).scalarMultiply(ridge)));
        double[] mean =
                IntStream.range(0, 4)
                        .mapToDouble(h -> Arrays.stream(second.getColumn(h)).average().orElse(0))
                        .toArray();
        RealVector centred =
                new ArrayRealVector(
                        IntStream.range(0, 4)
                                .mapToDouble(h -> codes[250][4 + h] - mean[h])
                                .toArray());
        double expected = Math.sqrt(centred.dotProduct(inverse.operate(centred)));
        assertEquals(expected, density.distance(codes[250], 1), 1e-5);
    }

    @Test
    void theGreaterIsTheRarer() {
        TailRank rank = new TailRank(new double[] {1, 2, 2, 4, 8});
        double before = -1;
        for (double value = 0; value < 20; value += 0.25) {
            assertTrue(rank.of(value) >= before, "at " + value);
            assertTrue(value <= 8 || rank.of(value) > before, "at " + value);
            before = rank.of(value);
        }
        assertEquals(Math.log(6), rank.of(8), 1e-12);
        assertEquals(-Math.log(2 / 6.0), rank.of(4), 1e-12);
    }

    /** Ranks of exponential values are the values, but for chance: the tail goes on as it is. */
    @Test
    void theTailOfAnExponentialDistributionIsKnown() {
        Random random = new Random(2);
        TailRank rank =
                new TailRank(
                        IntStream.range(0, 20_000)
                                .mapToDouble(i -> -Math.log(1 - random.nextDouble()))
                                .toArray());
        for (double value : new double[] {0.5, 2, 5, 20, 40}) {
            assertEquals(value, rank.of(value), 0.15 * value);
        }
    }

    @Test
    void aValueIsRankedAmongTheOthersAsIfItWereNotThere() {
        double[] values = new Random(3).doubles(400).toArray();
        TailRank all = new TailRank(values);
        for (int i = 0; i < 400; i += 7) {
            int left = i;
            double[] others =
                    IntStream.range(0, 400)
                            .filter(j -> j != left)
                            .mapToDouble(j -> values[j])
                            .toArray();
            double expected = new TailRank(others).of(values[i]);
            assertEquals(expected, all.ofOwn(values[i]), 0.02 + 0.15 * expected);
        }
    }

    @Test
    void neighboursAreThoseThatCountingFinds() {
        float[][] rows = normal(new Random(4), 60, 3);
        Neighbourhood neighbourhood = new Neighbourhood(rows, 9);
        float[] row = {0.3f, -0.2f, 1};
        double[] distances =
                Arrays.stream(rows)
                        .mapToDouble(
                                other ->
                                        Math.sqrt(
                                                IntStream.range(0, 3)
                                                        .mapToDouble(j -> other[j] - row[j])
                                                        .map(difference -> difference * difference)
                                                        .sum()))
                        .sorted()
                        .toArray();
        double mean = Arrays.stream(distances).limit(5).average().orElseThrow();
        assertEquals(mean, neighbourhood.of(row).ofNearest(), 1e-5);
        // Of draws of 30 of 60, the nearest has rank r with probability 2^-r, about.
        assertTrue(neighbourhood.of(row).ofDraws() >= distances[0]);
        assertTrue(neighbourhood.of(row).ofDraws() < distances[5]);
    }

    @Test
    void aRowIsNoNeighbourOfItself() {
        float[][] rows = normal(new Random(5), 60, 3);
        Neighbourhood neighbourhood = new Neighbourhood(rows, 9);
        assertEquals(
                neighbourhood.of(rows[7]), neighbourhood.without(rows[7], place -> place == 7));
        assertTrue(neighbourhood.of(rows[7]).ofNearest() > 0.01);
        assertEquals(3, neighbourhood.nearest(rows[7], 3).length);
    }

    @Test
    void aFewExtremeValuesDoNotChangeTheUnit() {
        float[][] rows = normal(new Random(6), 2000, 2);
        RowScaling before = RowScaling.of(rows);
        for (int i = 0; i < 8; i++) {
            rows[i][0] = 1e6f;
            rows[i][1] = Float.NaN;
        }
        RowScaling after = RowScaling.of(rows);
        assertArrayEquals(before.units(), after.units(), 0.2f);
        assertEquals(0, after.scaled(rows[0])[1]);
        float[] row = {3, -4};
        assertArrayEquals(row, after.raw(after.scaled(row)), 1e-5f);
        assertEquals(1, RowScaling.of(new float[][] {{5}, {5}}).units()[0]);
    }

    @Test
    void inOneUnitWhatHardlyChangesCountsForLittle() {
        float[][] rows = normal(new Random(10), 500, 3);
        for (float[] row : rows) {
            row[2] = 5 + row[2] / 100;
        }
        RowScaling scaling = RowScaling.inOneUnit(rows);
        assertTrue(scaling.isInOneUnit());
        assertFalse(RowScaling.of(rows).isInOneUnit());
        float[] all = new float[1500];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i / 3][i % 3];
        }
        Arrays.sort(all);
        assertEquals((all[1492] - all[7]) / 4, scaling.units()[2], 0.05);
        assertEquals(RowScaling.of(rows).centres()[2], scaling.centres()[2]);
        assertEquals(
                (rows[0][2] - rows[1][2]) / scaling.units()[0],
                scaling.scaled(rows[0])[2] - scaling.scaled(rows[1])[2],
                1e-4);
    }

    /** By hand, and with equal scores, which are one threshold. */
    @Test
    void averagePrecisionIsTheMeanPrecisionOfTheAnomalies() {
        boolean[] anomalies = {true, false, true, false};
        assertEquals(
                (1 + 2 / 3.0) / 2,
                DetectionEvaluation.averagePrecision(new double[] {4, 3, 2, 1}, anomalies),
                1e-12);
        assertEquals(
                0.5,
                DetectionEvaluation.averagePrecision(new double[] {1, 1, 1, 1}, anomalies),
                1e-12);
    }

    @Test
    void aForestIsolatesWhatIsFarAway() {
        IsolationForest forest = new IsolationForest(normal(new Random(7), 500, 4), 1);
        double centre = forest.score(new float[4]);
        assertTrue(forest.score(new float[] {6, -6, 6, -6}) > centre + 3);
        double rest = new IsolationForest(new float[][] {{1}, {1}, {1}}, 1).score(new float[] {9});
        assertEquals(-(2 * (Math.log(2) + 0.5772156649) - 4 / 3.0), rest, 1e-9);
    }

    @Test
    void contributionsSumToTheScore() {
        double[] shared = Explanation.shared(6, new double[] {5, 7, 4});
        assertArrayEquals(new double[] {2, 0, 4}, shared, 1e-12);
        assertArrayEquals(new double[] {3, 3}, Explanation.shared(6, new double[] {8, 6}), 1e-12);
    }

    /** By the trapezoidal rule; the area under precision over recall is another sum. */
    @Test
    void theAreaUnderTheCurveIsTheAuroc() {
        Random random = new Random(8);
        double[] scores = new double[400];
        boolean[] anomalies = new boolean[400];
        for (int i = 0; i < 400; i++) {
            anomalies[i] = i % 9 == 0;
            scores[i] = Math.rint(10 * (random.nextGaussian() + (anomalies[i] ? 1 : 0)));
        }
        OperatingCharts.Way curve = OperatingCurve.of("way", scores, anomalies);
        double area = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < curve.found().size(); i++) {
            area += (curve.falseAlarms().get(i) - x) * (curve.found().get(i) + y) / 2;
            x = curve.falseAlarms().get(i);
            y = curve.found().get(i);
        }
        assertEquals(1, x);
        assertEquals(1, y);
        assertEquals(DetectionEvaluation.auroc(scores, anomalies), area, 1e-3);
        assertEquals(45 / 400.0, curve.precision().get(curve.precision().size() - 1), 1e-12);
    }

    /** By the central limit theorem; points of a stretch that say the same count as one. */
    @Test
    void intervalsAreThoseOfAMean() {
        Random random = new Random(9);
        double[] rows = random.doubles(2000).toArray();
        double[] points = new double[2000];
        boolean[] anomalies = new boolean[2000];
        anomalies[1999] = true;
        for (int i = 0; i < 2000; i++) {
            points[i] = rows[i / 20];
        }
        Resampling.Measure mean = (scores, are) -> Arrays.stream(scores).average().orElse(0);
        double deviation = Math.sqrt(1 / 12.0);
        DetectionEvaluation.Figure ofRows =
                new Resampling(anomalies, 1).figure(mean, List.of(rows));
        assertEquals(
                2 * 1.96 * deviation / Math.sqrt(2000),
                ofRows.highest() - ofRows.lowest(),
                0.2 * 0.0253);
        DetectionEvaluation.Figure ofStretches =
                new Resampling(anomalies, 20).figure(mean, List.of(points));
        assertEquals(
                2 * 1.96 * deviation / Math.sqrt(100),
                ofStretches.highest() - ofStretches.lowest(),
                0.2 * 0.113);
        double[] greater = Arrays.stream(rows).map(row -> row + 1).toArray();
        DetectionEvaluation.Figure ofSeeds =
                new Resampling(anomalies, 1).figure(mean, List.of(rows, greater));
        assertEquals(ofRows.value() + 0.5, ofSeeds.value(), 1e-9);
        assertEquals(ofRows.lowest(), ofSeeds.lowest(), 0.01);
        assertEquals(ofRows.highest() + 1, ofSeeds.highest(), 0.01);
    }
}
