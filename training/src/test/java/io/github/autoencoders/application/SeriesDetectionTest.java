package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.SeriesDetection.Stretch;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesDetectionTest {

    /**
     * Windows of 3 over 8 points; those from points 2, 3 and 4 on are bad: only 4 is in no other.
     */
    @Test
    @Tag("no-engine")
    void anAnomalyIsInBadWindowsOnly() {
        List<Double> errors = List.of(1.0, 1.0, 5.0, 6.0, 7.0, 1.0);
        SeriesDetection detection = SeriesDetection.of(errors, 3, 1, 8, 4);
        assertEquals(List.of(new Stretch(4, 4)), detection.stretches());
        assertEquals(1, detection.count());
        assertEquals(5, detection.score(4));
        assertEquals(1, detection.score(3));
        assertEquals(
                0, SeriesDetection.of(errors, 3, 1, 8, 5).count()); // above, not at, the threshold
    }

    @Test
    @Tag("no-engine")
    void pointsAtTheEndsAreJudgedByTheirFewerWindows() {
        SeriesDetection detection = SeriesDetection.of(List.of(9.0, 1.0, 9.0), 2, 1, 4, 4);
        assertEquals(List.of(new Stretch(0, 0), new Stretch(3, 3)), detection.stretches());
    }

    @Test
    @Tag("no-engine")
    void pointsInNoWindowAreNoAnomalies() {
        SeriesDetection detection = SeriesDetection.of(List.of(9.0, 9.0), 2, 3, 7, 4);
        assertEquals(List.of(new Stretch(0, 1), new Stretch(3, 4)), detection.stretches());
        assertTrue(Double.isNaN(detection.score(2)));
        assertFalse(detection.isAnomaly(6));
    }

    /** Keras' loop, but that it leaves out the ends of the series. */
    @Test
    @Tag("no-engine")
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
    @Tag("no-engine")
    void thresholdIsAQuantile() {
        List<Double> errors = List.of(3.0, 1.0, 4.0, 1.0, 5.0);
        assertEquals(5, SeriesDetection.threshold(errors, 1));
        assertEquals(3, SeriesDetection.threshold(errors, 0.5), 1e-12);
        assertEquals(4.6, SeriesDetection.threshold(errors, 0.9), 1e-12);
        assertEquals(
                "quantile must be above 0 and at most 1, but is 1.5",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SeriesDetection.threshold(errors, 1.5))
                        .getMessage());
    }

    /** The windows' errors by the facade and plain Java, and the six planted anomalies. */
    @Test
    void aModelOfNormalDaysFindsWhatIsNotNormal() throws Exception {
        Series normal = DataSource.of("daily-series", DataOptions.ofSeed(42)).series();
        Series other = DataSource.of("daily-series-anomalous", DataOptions.ofSeed(42)).series();
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open("ae-series-16", UntrainedModels.place())) {
            SeriesDetection found = SeriesDetection.of(model, other, normal, 1);
            var data = model.card().recipe().data();
            Samples windows = other.windows(data.window(), data.windowStep());
            Samples back = model.reconstruct(windows);
            double deviation = deviation(model.format().scaling());
            List<Double> errors = new ArrayList<>();
            for (int i = 0; i < windows.size(); i++) {
                float[] before = windows.sample(i);
                float[] after = back.sample(i);
                double sum = 0;
                for (int t = 0; t < before.length; t++) {
                    sum += Math.abs(before[t] - after[t]);
                }
                errors.add(sum / before.length / deviation);
            }
            SeriesDetection expected =
                    SeriesDetection.of(
                            errors,
                            data.window(),
                            data.windowStep(),
                            other.size(),
                            found.threshold());
            assertEquals(expected.stretches(), found.stretches());
            assertTrue(found.count() > 0);
            for (int point = 0; point < other.size(); point += 97) {
                assertEquals(expected.score(point), found.score(point), 1e-4);
            }
            assertEquals(0, SeriesDetection.of(model, normal, normal, 1).count());
        }
    }

    /** A gap of ten points: what is before and what is behind it are series by themselves. */
    @Test
    void noWindowReachesOverAGap() throws Exception {
        Series all = DataSource.of("daily-series-anomalous", DataOptions.ofSeed(42)).series();
        List<String> times = new ArrayList<>(all.times());
        times.subList(300, 310).clear();
        Series gap =
                Series.of("gap", points(all, 0, 300, 310, 600)).withTimes(times.subList(0, 590));
        assertEquals(2, gap.timeline().segments().size());
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open("ae-series-16", UntrainedModels.place())) {
            SeriesDetection found = SeriesDetection.of(model, gap, all, 0.5);
            Series before = Series.of("before", points(all, 0, 300));
            Series behind = Series.of("behind", points(all, 310, 600));
            SeriesDetection first = SeriesDetection.of(model, before, all, 0.5);
            SeriesDetection second = SeriesDetection.of(model, behind, all, 0.5);
            for (int point = 0; point < gap.size(); point++) {
                double expected = point < 300 ? first.score(point) : second.score(point - 300);
                assertEquals(expected, found.score(point), 1e-5, "point " + point);
            }
            assertTrue(
                    found.stretches().stream()
                            .noneMatch(each -> each.first() < 300 && each.last() >= 300));
            Stretch stretch = found.stretches().get(0);
            double peak = found.score(found.peak(stretch));
            assertTrue(peak > found.threshold());
            for (int point = stretch.first(); point <= stretch.last(); point++) {
                assertTrue(found.score(point) <= peak);
            }
        }
    }

    /** Two machines turn by turn have the scores of each alone, beside the right rows. */
    @Test
    void seriesOfOneFileAreJudgedApart() throws Exception {
        Series all = DataSource.of("daily-series-anomalous", DataOptions.ofSeed(42)).series();
        StringBuilder text = new StringBuilder("time,machine,value\n");
        for (int i = 0; i < 200; i++) {
            for (int machine = 0; machine < 2; machine++) {
                float value = (float) all.channels().get(0)[1000 * machine + i];
                text.append("%s,m%s,%s\n".formatted(all.times().get(i), machine, value));
            }
        }
        Path file = Files.createTempFile("machines", ".csv");
        Series both = Series.read(Files.writeString(file, text));
        Files.delete(file);
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open("ae-series-16", UntrainedModels.place())) {
            SeriesDetection found = SeriesDetection.of(model, both, all, 0.9);
            List<List<Object>> rows = found.rows(both).toList();
            assertEquals(
                    List.of("time", "machine", "value", "score", "anomaly"),
                    SeriesDetection.columns(both));
            for (int machine = 0; machine < 2; machine++) {
                int from = 1000 * machine;
                Series alone = Series.of("alone", points(all, from, from + 200));
                SeriesDetection expected = SeriesDetection.of(model, alone, all, 0.9);
                for (int i = 0; i < 200; i++) {
                    List<Object> row = rows.get(2 * i + machine);
                    assertEquals(all.times().get(i), row.get(0));
                    assertEquals("m" + machine, row.get(1));
                    float value = (float) all.channels().get(0)[from + i];
                    assertEquals(value, Float.parseFloat(row.get(2).toString()));
                    assertEquals(expected.score(i), (double) row.get(3), 1e-5);
                }
            }
            String machine = found.lines(both).get(found.lines(both).size() - 1);
            assertTrue(
                    machine.matches("m1, 2024-01-0. [0-9:]+ to .* points?, peak .* at .*"),
                    machine);
            assertTrue(found.draw(both, "Anomalies").getHeight() > 1000);
        }
    }

    // Points from the first of each pair to the second, which is not of them.
    private static float[][] points(Series series, int... ends) {
        return IntStream.range(0, ends.length / 2)
                .boxed()
                .flatMap(i -> IntStream.range(ends[2 * i], ends[2 * i + 1]).boxed())
                .map(point -> new float[] {(float) series.channels().get(0)[point]})
                .toArray(float[][]::new);
    }

    private static double deviation(Scaling scaling) {
        return ((Scaling.Standardized) scaling).standardDeviations().get(0);
    }

    @Test
    void modelsOfNoWindowsAreRefused() throws Exception {
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open("vae-sprites-2", UntrainedModels.place())) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SeriesDetection.windows(model.card()));
            assertEquals(
                    "model must be one of windows of a series, but its recipe's windowStep is 0",
                    e.getMessage());
        }
    }

    @Test
    @Tag("no-engine")
    void rowsCarryTheKeysOfTheTable(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("s.csv");
        Files.writeString(file, "order,ts,value\nb,2024-01-02,2\na,2024-01-01,1\nc,2024-01-03,3\n");
        Columns keyed = Columns.NONE.withKey(List.of("order"));
        Series dated = DataSource.of(file.toString(), options(keyed)).series();
        assertEquals(
                List.of("order", "ts", "value", "score", "anomaly"),
                SeriesDetection.columns(dated));
        SeriesDetection found = SeriesDetection.of(List.of(9.0), 2, 1, 3, 4);
        assertEquals(
                List.of(
                        List.of("b", "2024-01-02", "2", 9.0, 1),
                        List.of("a", "2024-01-01", "1", 9.0, 1),
                        List.of("c", "2024-01-03", "3", "", 0)),
                found.rows(dated).toList());
        Series plain =
                DataSource.of(file.toString(), options(keyed.withTime(Columns.NO_COLUMN))).series();
        assertEquals(
                List.of("row", "order", "value", "score", "anomaly"),
                SeriesDetection.columns(plain));
        assertEquals(List.of(1, "b", "2", 9.0, 1), found.rows(plain).findFirst().orElseThrow());
    }

    private static DataOptions options(Columns columns) {
        return DataOptions.ofSeed(0).withColumns(columns);
    }

    @Test
    @Tag("no-engine")
    void rowsHoldWhatTheSeriesHasAndWhatWasFound() {
        Series series =
                new Series(
                                "s",
                                Schema.ofFeatures(List.of("value")),
                                List.of(new double[] {1, 2, 3}),
                                Timeline.none(3),
                                List.of(),
                                List.of())
                        .withTimes(List.of("mon", "tue", "wed"));
        assertEquals(
                List.of("timestamp", "value", "score", "anomaly"), SeriesDetection.columns(series));
        SeriesDetection found = SeriesDetection.of(List.of(9.0), 2, 1, 3, 4);
        assertEquals(
                List.of(
                        List.of("mon", "1", 9.0, 1),
                        List.of("tue", "2", 9.0, 1),
                        List.of("wed", "3", "", 0)),
                found.rows(series).toList());
        assertEquals(
                List.of(
                        "threshold: 4.0000 standard deviations, mean absolute error of a window",
                        "2 of 3 points of s are anomalies",
                        "1 in no window, so not judged",
                        "mon to tue: 2 points, peak 9.0000 at mon"),
                found.lines(series));
    }
}
