package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.testing.FlippedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two channels with a period of 24 hours; of the second, one period is upside down. */
class SeriesDetectorTest {

    private static final DetectorSettings SETTINGS = DetectorSettings.DEFAULT.withSteps(60);
    private static final int BROKEN = 480;

    @TempDir private static Path folder;

    private static Series training;
    private static Series fresh;
    private static SeriesDetector detector;

    private static Series series(String name, long seed, boolean broken) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("time,one,other\n");
        for (int i = 0; i < 960; i++) {
            double angle = 2 * Math.PI * i / 24;
            boolean turned = broken && i >= BROKEN && i < BROKEN + 24;
            text.append(1_700_000_000L + 3600L * (i + (i < 700 ? 0 : 100)))
                    .append(',')
                    .append((float) (Math.sin(angle) + random.nextGaussian() / 10))
                    .append(',')
                    .append(
                            (float)
                                    ((turned ? -1 : 1) * Math.cos(angle)
                                            + random.nextGaussian() / 10))
                    .append('\n');
        }
        return Series.read(Files.writeString(folder.resolve(name), text.toString()));
    }

    @BeforeAll
    static void fitOnce() throws IOException {
        training = series("training.csv", 1, false);
        fresh = series("fresh.csv", 2, true);
        detector = SeriesDetector.fit(training, 0, SETTINGS, Placement.ofDefault());
    }

    @AfterAll
    static void close() {
        detector.close();
    }

    @Test
    void theWindowIsThePeriod() {
        assertEquals(24, detector.window());
        assertEquals(List.of("one", "other"), detector.schema().features());
        assertEquals(960.0 / 24 / 7, detector.weeks(), 1e-9);
    }

    @Test
    void theBrokenPeriodIsTheHighestInterval() {
        SeriesFindings found =
                detector.byHeldOutAlone().find(fresh, detector.points().falseAlarms(0.01));
        SeriesFindings.Interval highest =
                found.intervals().stream()
                        .reduce((one, other) -> other.score() > one.score() ? other : one)
                        .orElseThrow();
        assertTrue(highest.peak() >= BROKEN && highest.peak() < BROKEN + 24, highest.toString());
        assertTrue(highest.first() <= highest.peak() && highest.peak() <= highest.last());
        assertEquals(detector.peaks().leastPValue(), highest.pValue());
        assertEquals(1.0 / 17, highest.pValue(), "16 stretches of 60 points");
        assertTrue(found.lines().get(1).startsWith("" + flagged(found)), found.lines().get(1));
        assertEquals(
                List.of("row", "time", "one", "other", "score", "p_value", "anomaly"),
                found.columns());
        assertEquals(960, found.rows().count());
    }

    /** All points of a louder series are flagged for ever, or until they are usual. */
    @Test
    void whatLastsBecomesUsual() throws IOException {
        Series louder = series("louder.csv", 4, false);
        float[][] points = new float[louder.size()][2];
        for (int i = 0; i < points.length; i++) {
            points[i][0] = 2 * (float) louder.channels().get(0)[i];
            points[i][1] = 2 * (float) louder.channels().get(1)[i];
        }
        Calibration.Threshold threshold = detector.points().falseAlarms(0.01);
        Series loud = Series.of("loud", points);
        assertEquals(960, flagged(detector.byHeldOutAlone().find(loud, threshold)));
        SeriesFindings found = detector.find(loud, threshold);
        assertTrue(found.isFlagged(0) && flagged(found) < 96, flagged(found) + " are flagged");
        assertTrue(
                found.lines()
                        .get(1)
                        .startsWith(
                                "960 of 960 points of loud are above it; "
                                        + flagged(found)
                                        + " are flagged, judged by those before them too, in "),
                found.lines().get(1));
        assertTrue(
                found.lines().get(2).endsWith("of those; train on newer ones if they are normal"));
        assertArrayEquals(
                detector.byHeldOutAlone().find(training, threshold).rows().toArray(),
                detector.find(training, threshold).rows().toArray(),
                "what was learnt from is judged by what was held out");
    }

    private static long flagged(SeriesFindings found) {
        return IntStream.range(0, 960).filter(found::isFlagged).count();
    }

    @Test
    void freshNormalPointsAreFlaggedAboutAsOftenAsWanted() throws IOException {
        Series normal = series("normal.csv", 3, false);
        for (double rate : new double[] {0.05, 0.1}) {
            Calibration.Threshold threshold = detector.points().falseAlarms(rate);
            double share = flagged(detector.find(normal, threshold)) / 960.0;
            assertTrue(share <= threshold.highest() + 0.02, share + " for " + rate);
        }
    }

    @Test
    void oneAlarmAWeekLeavesFiveIntervalsAtMostOfFiveWeeks() {
        SeriesFindings found = detector.find(training, detector.usualThreshold());
        int days =
                found.intervals().stream()
                        .mapToInt(interval -> 1 + (interval.last() - interval.first()) / 24)
                        .sum();
        assertTrue(days <= 5 && days >= 4, found.intervals().toString());
        assertEquals(
                "alarmsPerWeek must be one alarm at least in the 5.71 weeks that were held out, but"
                        + " is 0.1",
                assertThrows(IllegalArgumentException.class, () -> detector.alarmsPerWeek(0.1))
                        .getMessage());
    }

    /** Points without dates have no weeks in which alarms could be counted. */
    @Test
    void withoutWeeksTheUsualThresholdIsThatOfPoints() throws IOException {
        float[][] points = new float[240][1];
        Random random = new Random(4);
        for (int i = 0; i < points.length; i++) {
            points[i][0] = (float) (Math.sin(2 * Math.PI * i / 24) + random.nextGaussian() / 10);
        }
        Series undated = Series.of("undated", points);
        try (SeriesDetector detector =
                SeriesDetector.fit(undated, 12, SETTINGS, Placement.ofDefault())) {
            assertEquals(0, detector.weeks());
            double[] heldOut = DoubleStream.of(detector.score(undated)).sorted().toArray();
            // 1 % of 241 are two scores.
            assertEquals(heldOut[238], detector.usualThreshold().score());
        }
    }

    @Test
    void whatWasLearntFromIsJudgedByWhatDidNot() {
        assertTrue(detector.learntFrom(training));
        assertFalse(detector.learntFrom(fresh));
        double[] heldOut = detector.score(training);
        double[] learnt =
                detector.points(training, detector.windows().score(detector.windowsOf(training)));
        assertFalse(Arrays.equals(heldOut, learnt));
        assertEquals(960, detector.points().rows());
        assertEquals(detector.points().leastPValue(), 1.0 / 961);
        assertEquals(
                detector.points().pValue(DoubleStream.of(heldOut).max().orElseThrow()), 2.0 / 961);
    }

    @Test
    void aSavedDetectorSaysTheSame() throws IOException {
        Path saved = folder.resolve("saved");
        detector.save(saved);
        assertTrue(SeriesDetector.isOne(saved));
        try (SeriesDetector opened = SeriesDetector.open(saved, Placement.ofDefault())) {
            assertArrayEquals(detector.score(fresh), opened.score(fresh));
            assertTrue(opened.learntFrom(training));
            assertEquals(detector.alarmsPerWeek(1), opened.alarmsPerWeek(1));
        }
        assertEquals(
                "detector must be a folder with series.json, but is " + folder,
                assertThrows(
                                IOException.class,
                                () -> SeriesDetector.open(folder, Placement.ofDefault()))
                        .getMessage());
    }

    /** As it was written before there were statistics of windows. */
    @Test
    void aDetectorOfWindowsAloneIsStillOpened() throws IOException {
        Path saved = folder.resolve("first");
        detector.save(saved);
        Path json = saved.resolve("series.json");
        String text = Files.readString(json);
        Files.writeString(json, text.replace("\"formatVersion\": 2", "\"formatVersion\": 1"));
        Seal.write(saved, List.of("series.json"));
        try (SeriesDetector opened = SeriesDetector.open(saved, Placement.ofDefault())) {
            assertEquals(23, opened.delay());
            double[] windows = detector.windows().score(detector.windowsOf(fresh));
            assertArrayEquals(
                    PointScores.of(List.of(700, 260), 24, 1, 0, windows), opened.score(fresh));
        }
    }

    @Test
    void anyChangedByteIsRefusedWithItsFile() throws IOException {
        Path saved = folder.resolve("flipped");
        detector.save(saved);
        for (String file : List.of("series.json", "SHA256SUMS", "windows/detector.json")) {
            FlippedBytes.assertRefused(
                    saved.resolve(file),
                    () -> SeriesDetector.open(saved, Placement.ofDefault()).close());
        }
        SeriesDetector.open(saved, Placement.ofDefault()).close();
    }

    /** Within the last digits, as a batch of one is computed otherwise than one of many. */
    @Test
    void pointByPointTheScoresAreTheSame() {
        SeriesStream stream = detector.stream(detector.points().falseAlarms(0.01));
        List<SeriesStream.Scored> told = new ArrayList<>();
        double[] seconds = fresh.timeline().seconds();
        for (int i = 0; i < fresh.size(); i++) {
            told.addAll(
                    stream.add(
                            seconds[i],
                            (float) fresh.channels().get(0)[i],
                            (float) fresh.channels().get(1)[i]));
            int waiting = i + 1 - told.size();
            assertTrue(waiting <= detector.delay(), waiting + " are uncertain at " + i);
        }
        told.addAll(stream.gap());
        double[] scores = detector.score(fresh);
        assertEquals(scores.length, told.size());
        for (int i = 0; i < scores.length; i++) {
            assertEquals(i, told.get(i).point());
            assertEquals(scores[i], told.get(i).score(), 1e-3, "point " + i);
        }
        assertEquals(
                "point must be 2 finite numbers, but is [1.0, NaN]",
                assertThrows(IllegalArgumentException.class, () -> stream.add(1f, Float.NaN))
                        .getMessage());
    }

    @Test
    void contributionsOfChannelsAndPlacesSumToTheScore() {
        float[][] points = new float[200][2];
        for (int i = 0; i < points.length; i++) {
            points[i][0] = (float) fresh.channels().get(0)[i];
            points[i][1] = (float) fresh.channels().get(1)[i] + (i == 100 ? 9 : 0);
        }
        Series spike = Series.of("spike", points);
        SeriesReasons reasons = detector.explain(spike, 100);
        double[] each = reasons.of().contributions();
        assertEquals(48, each.length);
        assertEquals(reasons.of().score(), DoubleStream.of(each).sum(), 1e-6);
        assertTrue(reasons.first() <= 100 && 100 < reasons.first() + 24);
        assertEquals(24 + 100 - reasons.first(), reasons.of().order()[0]);
        List<String> lines = reasons.lines(spike);
        assertTrue(lines.get(0).startsWith("window from row "), lines.get(0));
        assertTrue(lines.get(3).matches("x2 [0-9.]+ rather than .* at row 101, .*"), lines.get(3));
        Explanation statistics = reasons.statistics().orElseThrow();
        assertEquals(14, statistics.columns().size());
        String worst = statistics.columns().get(statistics.order()[0]);
        assertTrue(worst.matches("(deviation|greatest|greatest step) of other"), worst);
    }

    @Test
    void otherChannelsAreRefused() throws IOException {
        Series one = Series.of("one", new double[100][1]);
        assertEquals(
                "one must have the channels one, other, but has x1",
                assertThrows(IllegalArgumentException.class, () -> detector.score(one))
                        .getMessage());
        StringBuilder text = new StringBuilder("time,other,third\n");
        for (int i = 0; i < 100; i++) {
            text.append(1_700_000_000L + 3600L * i).append(",").append(i).append(",1\n");
        }
        Path file = Files.writeString(folder.resolve("third.csv"), text.toString());
        Series third = Series.read(file);
        assertEquals(
                file + " must have the channels one, other, but has other, third",
                assertThrows(IllegalArgumentException.class, () -> detector.score(third))
                        .getMessage());
    }

    @Test
    void channelsAreTakenByTheirNames() throws IOException {
        StringBuilder text = new StringBuilder("time,other,one\n");
        for (int i = 0; i < fresh.size(); i++) {
            text.append((long) fresh.timeline().seconds()[i]).append(',');
            text.append((float) fresh.channels().get(1)[i]).append(',');
            text.append((float) fresh.channels().get(0)[i]).append('\n');
        }
        Path file = Files.writeString(folder.resolve("turned.csv"), text.toString());
        assertArrayEquals(detector.score(fresh), detector.score(Series.read(file)), 1e-3);
    }
}
