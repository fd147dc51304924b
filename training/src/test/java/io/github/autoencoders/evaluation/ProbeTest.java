package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The linear classifier, the clusters, and the share of the prior that decodes to nothing. */
@Tag("no-engine")
class ProbeTest {

    private static final int[] LABELS = IntStream.range(0, 90).map(i -> i % 3).toArray();

    /** Three clouds, far apart from each other; their first value is the same for all. */
    private static List<float[]> clouds(double spread, int seed) {
        Random random = new Random(seed);
        float[][] centres = {{7, 0, 0}, {7, 1000, 0}, {7, 0, 0.001f}};
        List<float[]> codes = new ArrayList<>();
        for (int label : LABELS) {
            float[] centre = centres[label];
            codes.add(
                    new float[] {
                        centre[0],
                        (float) (centre[1] * (1 + spread * random.nextGaussian())),
                        (float) (centre[2] * (1 + spread * random.nextGaussian()))
                    });
        }
        return codes;
    }

    // ------------------------------------------------------------------ linear classifier

    /** Labels that overlap, beside liblinear's own training of all of them at once. */
    @Test
    void labelsAreThoseThatLiblinearFindsByItself() {
        Random random = new Random(8);
        int[] labels = IntStream.range(0, 240).map(i -> i % 4).toArray();
        List<float[]> rows = new ArrayList<>();
        for (int label : labels) {
            double[] centre = {label & 1, label >> 1, label == 3 ? 1 : 0};
            float[] row = new float[3];
            for (int f = 0; f < 3; f++) {
                row[f] = (float) (centre[f] + random.nextGaussian());
            }
            rows.add(row);
        }
        AtomicInteger steps = new AtomicInteger();
        LinearProbe probe = LinearProbe.train(rows, labels, steps::incrementAndGet);
        assertEquals(4, steps.get());
        Problem problem = new Problem();
        problem.l = labels.length;
        problem.n = 4;
        problem.bias = 1;
        problem.x = rows.stream().map(row -> nodes(rows, row)).toArray(Feature[][]::new);
        problem.y = IntStream.of(labels).asDoubleStream().toArray();
        Model all = Linear.train(problem, new Parameter(SolverType.L2R_LR, 1, 0.01));
        for (int i = 0; i < labels.length; i++) {
            assertEquals((int) Linear.predict(all, problem.x[i]), probe.label(rows.get(i)));
        }
    }

    // Standardized, and 1 for the intercept.
    private static Feature[] nodes(List<float[]> rows, float[] row) {
        Feature[] nodes = new Feature[4];
        for (int f = 0; f < 3; f++) {
            int feature = f;
            double mean = rows.stream().mapToDouble(each -> each[feature]).average().orElseThrow();
            double variance =
                    rows.stream()
                            .mapToDouble(each -> (each[feature] - mean) * (each[feature] - mean))
                            .average()
                            .orElseThrow();
            nodes[f] = new FeatureNode(f + 1, (row[f] - mean) / Math.sqrt(variance));
        }
        nodes[3] = new FeatureNode(4, 1);
        return nodes;
    }

    /** Values of very different sizes: only standardized ones can be told apart at C = 1. */
    @Test
    void labelsApartAreAllFound() {
        LinearProbe probe = LinearProbe.train(clouds(0.01, 1), LABELS);
        assertEquals(1, probe.accuracy(clouds(0.01, 2), LABELS));
    }

    @Test
    void labelsOfNoMeaningAreGuessed() {
        Random random = new Random(9);
        int[] labels = IntStream.range(0, 4000).map(i -> random.nextInt(2)).toArray();
        List<float[]> noise =
                IntStream.range(0, 4000)
                        .mapToObj(i -> new float[] {(float) random.nextGaussian()})
                        .toList();
        double accuracy = LinearProbe.train(noise, labels).accuracy(noise, labels);
        assertEquals(0.5, accuracy, 0.04); // five deviations of 4000 fair coins
    }

    /** What no straight line divides: the best that one can do for the four corners is 3/4. */
    @Test
    void exclusiveOrIsNotLinear() {
        List<float[]> corners =
                List.of(
                        new float[] {0, 0},
                        new float[] {1, 1},
                        new float[] {0, 1},
                        new float[] {1, 0});
        int[] labels = {0, 0, 1, 1};
        assertTrue(LinearProbe.train(corners, labels).accuracy(corners, labels) <= 0.75);
    }

    @Test
    void majorityIsThatOfTheTrainingLabels() {
        int[] training = {2, 2, 2, 1, 1, 0};
        assertEquals(0.25, LinearProbe.majorityAccuracy(training, new int[] {2, 1, 1, 1}));
    }

    @Test
    void oneLabelIsNotEnough() {
        assertRefused(
                "labels must be of at least two kinds, but are of 1",
                () -> LinearProbe.train(clouds(0, 1), new int[90]));
        assertRefused(
                "labels must be as many as the rows, 90, but are 3",
                () -> LinearProbe.train(clouds(0, 1), new int[3]));
    }

    // ------------------------------------------------------------------ clusters

    @Test
    void kMeansFindsCloudsAndTheSameOnesAgain() {
        List<float[]> clouds = new ArrayList<>();
        Random random = new Random(3);
        for (int label : LABELS) {
            clouds.add(
                    new float[] {
                        10 * label + (float) random.nextGaussian(), (float) random.nextGaussian()
                    });
        }
        Clustering clustering = Clustering.ofCodes(clouds, 3);
        assertEquals(1, clustering.purity(LABELS));
        assertEquals(1, clustering.normalizedMutualInformation(LABELS), 1e-12);
        assertEquals(clustering, Clustering.ofCodes(clouds, 3));
    }

    /**
     * Groups {a a b} and {b c c}: 4 of 6 have their group's most frequent label. H(C) = ln 2, H(L)
     * = ln 3, and of both ln 6 - (2 ln 2) / 3 * ... as counted: four cells of 2, 1, 1, 2 in 6.
     */
    @Test
    void purityAndInformationOfACountedCase() {
        Clustering clustering = new Clustering(List.of(0, 0, 0, 1, 1, 1));
        int[] labels = {0, 0, 1, 1, 2, 2};
        assertEquals(4 / 6.0, clustering.purity(labels), 1e-12);
        double both = 2 * (1 / 3.0 * Math.log(3)) + 2 * (1 / 6.0 * Math.log(6));
        double information = Math.log(2) + Math.log(3) - both;
        assertEquals(
                2 * information / (Math.log(2) + Math.log(3)),
                clustering.normalizedMutualInformation(labels),
                1e-12);
    }

    /**
     * scikit-learn 1.x: labels i * 7 % 5 and groups (i * i + i // 4) % 6 for i below 60, {@code
     * normalized_mutual_info_score(labels, groups)} and {@code contingency_matrix(labels,
     * groups).max(axis=0).sum() / 60}.
     */
    @Test
    void purityAndInformationAreThoseOfScikitLearn() {
        int[] labels = IntStream.range(0, 60).map(i -> i * 7 % 5).toArray();
        Clustering clustering =
                new Clustering(
                        IntStream.range(0, 60).map(i -> (i * i + i / 4) % 6).boxed().toList());
        assertEquals(0.11551154175759692, clustering.normalizedMutualInformation(labels), 1e-12);
        assertEquals(0.35, clustering.purity(labels), 1e-12);
    }

    @Test
    void oneGroupOfEverythingKnowsNothing() {
        Clustering one = new Clustering(Collections.nCopies(90, 0));
        assertEquals(1 / 3.0, one.purity(LABELS), 1e-12);
        assertEquals(0, one.normalizedMutualInformation(LABELS), 1e-12);
        assertEquals(1, one.normalizedMutualInformation(new int[90]));
    }

    @Test
    void moreGroupsThanCodesAreRefused() {
        assertRefused(
                "count must be from 1 to the number of codes, 90, but is 91",
                () -> Clustering.ofCodes(clouds(0, 1), 91));
        assertRefused(
                "labels must be as many as the clustered samples, 1, but are 2",
                () -> new Clustering(List.of(0)).purity(new int[2]));
    }

    // ------------------------------------------------------------------ coverage of the data

    /** By hand: the fifth neighbours of 0 to 9 are 5, 4, 3, 3, 3, 3, 3, 3, 4 and 5 away. */
    @Test
    void samplesCoverThoseThatHaveThemForNeighbours() {
        Coverage coverage =
                Coverage.of(IntStream.range(0, 10).mapToObj(i -> new float[] {i}).toList());
        assertEquals(List.of(5.0, 4.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 4.0, 5.0), coverage.radii());
        List<float[]> one = List.of(new float[] {0.5f});
        assertEquals(0.4, coverage.by(one));
        assertEquals(0.4, coverage.by(Collections.nCopies(50, one.get(0))));
        assertEquals(0.8, coverage.by(List.of(one.get(0), new float[] {8.5f})));
        assertEquals(0, coverage.by(List.of(new float[] {100})));
        assertEquals(0, coverage.by(List.of()));
    }

    /**
     * Of N - 1 other real samples and M of the same distribution, any is as likely to be nearest: a
     * real one is not covered if the five nearest are all real, with probability (N - 1) / (N - 1 +
     * M) * ... * (N - 5) / (N - 5 + M).
     */
    @Test
    void samplesOfTheSameDistributionCoverAsManyAsChanceHasIt() {
        int n = 200;
        int m = 80;
        double expected = 1;
        for (int i = 1; i <= 5; i++) {
            expected *= (n - i) / (double) (n - i + m);
        }
        double mean = 0;
        int trials = 60;
        for (int seed = 0; seed < trials; seed++) {
            mean += Coverage.of(normals(n, 2 * seed)).by(normals(m, 2 * seed + 1)) / trials;
        }
        assertEquals(1 - expected, mean, 0.02); // 0.81
    }

    private static List<float[]> normals(int count, int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                new float[] {
                                    (float) random.nextGaussian(), (float) random.nextGaussian()
                                })
                .toList();
    }

    @Test
    void fewerRealSamplesThanNeighboursAreRefused() {
        assertRefused(
                "real samples must be more than 5 to have so many neighbours, but are 5",
                () -> Coverage.of(normals(5, 0)));
    }

    // ------------------------------------------------------------------ coverage of the prior

    /** Samples of one dark and one bright value, the bright one drawn from 0.5 to 1.5. */
    private static List<float[]> steps(int count, int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new float[] {0, 0.5f + random.nextFloat()})
                .toList();
    }

    /** Of nine decoded samples, two are far from all, one is blank, one is both. */
    @Test
    void shareOfNothingIsThatOfTheDecoder() {
        PriorCoverage coverage = PriorCoverage.of(steps(2000, 1), steps(500, 2));
        assertTrue(coverage.farther() < 1e-4, () -> "" + coverage.farther());
        List<float[]> decoded =
                List.of(
                        new float[] {0, 0.7f},
                        new float[] {0, 0.9f},
                        new float[] {0, 1.1f},
                        new float[] {0.1f, 0.5f}, // 0.005 from {0, 0.5}, and 0.04 from {0.3, 0.3}
                        new float[] {0, 5}, // far
                        new float[] {-1, 1}, // far
                        new float[] {0.1f, 0.4f}, // 0.01 from {0, 0.5}, but 0.0225 from its grey
                        new float[] {0.2f, 0.3f}, // 0.04 from {0, 0.5}, but 0.0025 from its grey
                        new float[] {9, 9});
        PriorCoverage wide = new PriorCoverage(0.05, steps(2000, 1));
        assertEquals(new PriorCoverage.Share(4 / 9.0, 3 / 9.0, 2 / 9.0), wide.of(decoded));
    }

    /**
     * Pictures of a coarse wave and a fine one, both of random phases. Without the fine one of 0.4
     * times its amplitude a picture is smoother than any, but no more blank than a whole one; with
     * a tenth of its contrast it is blank, and its distance alone would not tell.
     */
    @Test
    void smoothIsNotBlankButFaintIs() {
        List<float[]> training = waves(3000, 1, 0.4);
        PriorCoverage coverage = PriorCoverage.of(training, waves(300, 2, 0.4));
        assertEquals(0, coverage.of(waves(300, 3, 0.4)).blank());
        assertEquals(0, coverage.of(waves(300, 3, 0)).blank());
        List<float[]> faint = waves(300, 3, 0.4);
        faint.forEach(x -> IntStream.range(0, x.length).forEach(i -> x[i] *= 0.1f));
        assertEquals(1, coverage.of(faint).blank());
        assertEquals(0, new PriorCoverage(1, training).of(faint).far());
    }

    private static List<float[]> waves(int count, int seed, double fine) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            double coarsePhase = 2 * Math.PI * random.nextDouble();
                            double finePhase = 2 * Math.PI * random.nextDouble();
                            float[] x = new float[64];
                            for (int t = 0; t < x.length; t++) {
                                double angle = 2 * Math.PI * t / x.length;
                                x[t] =
                                        (float)
                                                (Math.sin(angle + coarsePhase)
                                                        + fine * Math.sin(8 * angle + finePhase));
                            }
                            return x;
                        })
                .toList();
    }

    /** By its making: 1 % of real samples are as far. */
    @Test
    void realSamplesAreSeldomNothing() {
        PriorCoverage coverage = PriorCoverage.of(steps(2000, 1), steps(1000, 2));
        PriorCoverage.Share same = coverage.of(steps(1000, 2));
        assertEquals(0.01, same.far(), 1e-9);
        assertEquals(0, same.blank());
        double others = coverage.of(steps(4000, 3)).nothing();
        assertTrue(others > 0.003 && others < 0.03, () -> "" + others);
    }

    @Test
    void whatIsNoNumberIsNothing() {
        PriorCoverage coverage = PriorCoverage.of(steps(100, 1), steps(100, 2));
        float[] broken = {0, Float.NaN};
        assertEquals(new PriorCoverage.Share(1, 1, 1), coverage.of(List.of(broken)));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
