package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.PointStream;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines with a period of 12 points and gaps, one of which stands still twice. */
class SeriesWatchTest {

    @TempDir private Path folder;

    private Path series(long seed, boolean stands) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("time,machine,x\n");
        for (int i = 0; i < 300; i++) {
            for (String machine : List.of("a", "b")) {
                boolean still = stands && machine.equals("b") && i % 120 >= 90 && i % 120 < 102;
                double x = (still ? 0 : Math.sin(i * Math.PI / 6)) + random.nextGaussian() / 20;
                if (i % 150 < 140) {
                    text.append(1_700_000_000L + 60L * i).append(',').append(machine);
                    text.append(',').append((float) x).append('\n');
                }
            }
        }
        return Files.writeString(folder.resolve(seed + ".csv"), text.toString());
    }

    /** Within the last digits, as a batch of one is computed otherwise than one of many. */
    @Test
    void whatIsToldOfPointsAsTheyComeIsWhatIsFoundInTheWholeFile() throws IOException {
        Series training = Series.read(series(1, false));
        Path file = series(2, true);
        DetectorSettings settings = DetectorSettings.DEFAULT.withSteps(40);
        try (SeriesDetector detector =
                SeriesDetector.fit(training, 12, settings, Placement.ofDefault())) {
            assertSame(detector, file, 1);
            assertSame(detector.byHeldOutAlone(), file, 2);
        }
    }

    private static void assertSame(SeriesDetector detector, Path file, int alarms)
            throws IOException {
        Calibration.Threshold threshold = detector.points().falseAlarms(0.02);
        Series whole = Series.read(file);
        SeriesFindings found = detector.find(whole, threshold);
        Recorder told = new Recorder();
        DataOptions options = DataOptions.ofSeed(0).withSchema(detector.schema());
        try (PointStream points =
                PointStream.of(
                        "stream", Files.newInputStream(file), options, detector.window(), 0)) {
            detector.watch(threshold, told).all(points);
            assertEquals(found.columns(), SeriesWatch.columns(points.schema()));
            assertRows(found.rows().toList(), told.rows(points));
        }
        assertEquals(
                found.lines().stream().filter(line -> line.contains("peak")).sorted().toList(),
                told.over.stream().map(SeriesWatch.Alarm::line).sorted().toList());
        assertTrue(told.over.size() >= alarms, told.over.toString());
        assertEquals(
                told.over.stream().map(alarm -> alarm.first().row()).sorted().toList(),
                told.begun.stream().map(judged -> judged.point().row()).sorted().toList());
    }

    private static void assertRows(List<List<Object>> expected, List<List<Object>> told) {
        assertEquals(expected.size(), told.size());
        for (int i = 0; i < told.size(); i++) {
            List<Object> one = expected.get(i);
            List<Object> other = told.get(i);
            assertEquals(one.toString().split(",", -1)[0], other.toString().split(",", -1)[0]);
            assertEquals(one.subList(1, 4), other.subList(1, 4));
            assertEquals((float) one.get(4), (float) other.get(4), 1e-3f);
            assertEquals((float) one.get(5), (float) other.get(5), 0.01f);
            assertEquals(one.get(6), other.get(6));
        }
    }

    private static final class Recorder implements SeriesWatch.Listener {

        final List<SeriesWatch.Judged> scored = new ArrayList<>();
        final List<SeriesWatch.Judged> begun = new ArrayList<>();
        final List<SeriesWatch.Alarm> over = new ArrayList<>();

        @Override
        public void scored(SeriesWatch.Judged point) {
            scored.add(point);
        }

        @Override
        public void begun(SeriesWatch.Judged point) {
            begun.add(point);
        }

        @Override
        public void ended(SeriesWatch.Alarm alarm) {
            over.add(alarm);
        }

        List<List<Object>> rows(PointStream points) {
            return scored.stream()
                    .sorted(Comparator.comparingLong(judged -> judged.point().row()))
                    .map(judged -> judged.row(points.schema()))
                    .toList();
        }
    }
}
