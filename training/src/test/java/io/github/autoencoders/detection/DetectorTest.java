package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.testing.FlippedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six columns of two numbers and a little noise; anomalies have one column of another row. */
class DetectorTest {

    private static final DetectorSettings SETTINGS = DetectorSettings.DEFAULT.withSteps(60);

    private static Samples training;
    private static Detector detector;

    private static float[][] rows(long seed, int count) {
        Random random = new Random(seed);
        float[][] rows = new float[count][6];
        for (float[] row : rows) {
            double one = random.nextGaussian();
            double other = random.nextGaussian();
            for (int j = 0; j < 6; j++) {
                double noise = 0.1 * random.nextGaussian();
                row[j] = (float) (100 + 10 * (one * Math.cos(j) + other * Math.sin(j) + noise));
            }
        }
        return rows;
    }

    private static float[][] anomalies(int count) {
        float[][] rows = rows(77, count);
        float[][] others = rows(78, count);
        for (int i = 0; i < count; i++) {
            rows[i][2] = others[i][2];
        }
        return rows;
    }

    @BeforeAll
    static void fitOnce() {
        Samples drawn = Samples.of(rows(1, 400));
        Schema schema = Schema.ofFeatures(List.of("a", "b", "c", "d", "e", "f"));
        training = drawn.withFormat(drawn.format().withSchema(schema));
        detector = Detector.fit(training, SETTINGS);
    }

    @AfterAll
    static void close() {
        detector.close();
    }

    @Test
    void anomaliesAreTold() {
        double[] normal = detector.score(rows(2, 200));
        double[] odd = detector.score(anomalies(200));
        long inOrder =
                DoubleStream.of(odd)
                        .mapToLong(score -> DoubleStream.of(normal).filter(n -> n < score).count())
                        .sum();
        assertTrue(inOrder > 0.85 * 200 * 200, "in order: " + inOrder);
    }

    /** At 10 %, over the chance of both what is held out and what is new, 4.5 deviations. */
    @Test
    void falseAlarmsAreAsManyAsWanted() {
        Calibration.Threshold threshold = detector.calibration().falseAlarms(0.1);
        double[] scores = detector.score(rows(3, 4000));
        long flagged = DoubleStream.of(scores).filter(threshold::flags).count();
        double deviation = Math.sqrt(0.1 * 0.9 * (1 / 400.0 + 1 / 4000.0));
        assertEquals(0.1, flagged / 4000.0, 4.5 * deviation);
        assertTrue(threshold.lowest() < 0.1 && threshold.highest() > 0.1);
    }

    @Test
    void theSameSeedGivesTheSameScores() {
        float[][] rows = rows(4, 20);
        try (Detector again = Detector.fit(training, SETTINGS);
                Detector other = Detector.fit(training, SETTINGS.withSeed(1))) {
            assertArrayEquals(detector.score(rows), again.score(rows));
            assertFalse(Arrays.equals(detector.score(rows), other.score(rows)));
        }
    }

    @Test
    void aRowHasTheScoreThatItHasAmongOthers() {
        float[][] rows = rows(5, 30);
        double[] scores = detector.score(rows);
        for (int i = 0; i < 30; i += 10) {
            assertEquals(scores[i], detector.score(new float[][] {rows[i]})[0], 1e-4);
        }
    }

    @Test
    void theColumnThatIsWrongIsBlamed() {
        float[][] odd = anomalies(50);
        double[] scores = detector.score(odd);
        int worst =
                IntStream.range(0, 50)
                        .reduce((one, other) -> scores[one] > scores[other] ? one : other)
                        .orElseThrow();
        Explanation why = detector.explain(Samples.of(odd), worst);
        assertEquals(scores[worst], why.score(), 1e-4);
        assertEquals(why.score(), DoubleStream.of(why.contributions()).sum(), 1e-9);
        assertEquals("c", why.columns().get(why.order()[0]));
        // What was there before the value was exchanged is what the others tell.
        double right = Math.abs(why.expected()[2] - rows(77, 50)[worst][2]);
        assertTrue(right < Math.abs(why.expected()[2] - odd[worst][2]) / 2, "off by " + right);
        assertTrue(why.reasons(3).startsWith("c "), why.reasons(3));
        assertEquals(3, why.neighbours().size());
    }

    @Test
    void savedAndOpenedItIsTheSame(@TempDir Path folder) throws IOException {
        float[][] rows = rows(6, 20);
        detector.save(folder.resolve("saved"));
        try (Detector opened = Detector.open(folder.resolve("saved"))) {
            assertArrayEquals(detector.score(rows), opened.score(rows));
            assertEquals(detector.settings(), opened.settings());
            assertEquals(detector.format(), opened.format());
            assertTrue(opened.learntFrom(training));
            assertFalse(opened.learntFrom(training.first(300)));
        }
    }

    @Test
    void aDamagedFolderIsRefused(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("saved");
        detector.save(saved);
        Path numbers = saved.resolve("detector.bin");
        byte[] bytes = Files.readAllBytes(numbers);
        Files.write(numbers, Arrays.copyOf(bytes, bytes.length - 4));
        IOException damaged = assertThrows(IOException.class, () -> Detector.open(saved));
        assertTrue(String.valueOf(damaged.getMessage()).contains("bin must have the sha256"));
        Files.delete(saved.resolve("SHA256SUMS"));
        assertEquals(
                "%s must have %s bytes, as detector.json tells, but has %s"
                        .formatted(numbers, bytes.length, bytes.length - 4),
                assertThrows(IOException.class, () -> Detector.open(saved)).getMessage());
        assertEquals(
                "detector must be a folder with detector.json, but is " + folder,
                assertThrows(IOException.class, () -> Detector.open(folder)).getMessage());
        Path gone = folder.resolve("gone");
        assertEquals(
                "detector must be a folder with detector.json, but there is no " + gone,
                assertThrows(IOException.class, () -> Detector.open(gone)).getMessage());
    }

    @Test
    void anyChangedByteIsRefusedWithItsFile(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("saved");
        detector.save(saved);
        for (String file : List.of("detector.json", "detector.bin", "SHA256SUMS")) {
            FlippedBytes.assertRefused(saved.resolve(file), () -> Detector.open(saved).close());
        }
        Detector.open(saved).close();
    }

    @Test
    void columnsAreFoundByTheirNames() {
        float[][] rows = rows(7, 20);
        float[][] turned = new float[20][6];
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 6; j++) {
                turned[i][5 - j] = rows[i][j];
            }
        }
        Samples samples = Samples.of(turned);
        Schema schema = Schema.ofFeatures(List.of("f", "e", "d", "c", "b", "a"));
        assertArrayEquals(
                detector.score(rows),
                detector.score(samples.withFormat(samples.format().withSchema(schema))));
    }

    @Test
    void missingValuesAreTaken() {
        float[][] rows = rows(8, 20);
        rows[0][3] = Float.NaN;
        assertTrue(Double.isFinite(detector.score(rows)[0]));
        assertTrue(Double.isNaN(detector.explain(Samples.of(rows), 0).values()[3]));
    }

    @Test
    void fewRowsAreRefusedAndAClosedDetectorToo() {
        assertEquals(
                "samples must be at least 20, but is 10",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Detector.fit(Samples.of(rows(9, 10)), SETTINGS))
                        .getMessage());
        Detector closed = Detector.fit(Samples.of(rows(9, 20)), SETTINGS.withSteps(1).forClean());
        closed.close();
        closed.close();
        assertEquals(
                "the detector must be open, but was closed",
                assertThrows(IllegalStateException.class, () -> closed.score(rows(9, 10)))
                        .getMessage());
    }

    /** Members share nothing: Adam's steps do not see the scale of a gradient. */
    @Test
    void aMemberLearnsAsIfItWereAlone() {
        float[][] raw = rows(10, 100);
        RowScaling scaling = RowScaling.of(raw);
        float[][] rows = Arrays.stream(raw).map(scaling::scaled).toArray(float[][]::new);
        int[] first = IntStream.range(0, 70).toArray();
        int[] second = IntStream.range(30, 100).toArray();
        DetectorSettings few = new DetectorSettings(false, 2, 8, 15, 3);
        Placement place = Placement.ofDefault();
        List<float[]> both =
                new EnsembleTraining(rows, new int[][] {first, second}, few).run(place);
        List<float[]> alone = new EnsembleTraining(rows, new int[][] {first}, few).run(place);
        for (int parameter = 0; parameter < 4; parameter++) {
            float[] one = alone.get(parameter);
            float[] same = Arrays.copyOf(both.get(parameter), one.length);
            assertArrayEquals(one, same, 2e-4f);
            assertFalse(Arrays.equals(one, new float[one.length]));
        }
    }
}
