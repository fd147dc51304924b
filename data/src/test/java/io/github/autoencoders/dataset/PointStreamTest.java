package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.PointStream.Point;
import io.github.autoencoders.dataset.Timeline.Segment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points as they come, beside the series that they are when all are there. */
@Tag("no-engine")
class PointStreamTest {

    private static final int HELD = 8;

    @TempDir private Path folder;

    private static List<Point> points(String text, int late) throws IOException {
        try (PointStream stream =
                PointStream.of(
                        "text",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        DataOptions.ofSeed(0),
                        HELD,
                        late)) {
            List<Point> points = new ArrayList<>();
            for (Optional<Point> next = stream.next(); next.isPresent(); next = stream.next()) {
                points.add(next.get());
            }
            return points;
        }
    }

    // Time, series and whether a stretch begins there, each series by itself.
    private void assertAsWhole(String text, int late) throws IOException {
        Series whole = Series.read(Files.writeString(folder.resolve("whole.csv"), text));
        List<Integer> begins = whole.timeline().segments().stream().map(Segment::from).toList();
        List<Point> points = points(text, late);
        List<String> groups = whole.timeline().groups();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            String group = groups.isEmpty() ? "" : groups.get(i);
            expected.add(whole.times().get(i) + group + begins.contains(i));
        }
        List<String> got = new ArrayList<>();
        points.stream()
                .map(Point::series)
                .distinct()
                .forEach(
                        series ->
                                points.stream()
                                        .filter(point -> point.series().equals(series))
                                        .map(p -> p.time() + p.series() + p.begins())
                                        .forEach(got::add));
        assertEquals(expected, got);
    }

    @Test
    void gapsAreThoseOfTheWholeFile() throws IOException {
        StringBuilder text = new StringBuilder("time,x\n");
        for (int i = 0; i < 60; i++) {
            if (i % 25 < 20) {
                text.append(1_700_000_000L + 60L * i + i % 3).append(',').append(i).append('\n');
            }
        }
        assertAsWhole(text.toString(), 0);
    }

    @Test
    void daysAndTimesOfTheDayMayStandInTwoColumns() throws IOException {
        StringBuilder text = new StringBuilder("date,clock,x\n");
        for (int i = 0; i < 60; i++) {
            if (i < 30 || i > 35) {
                text.append(
                        String.format(
                                Locale.ROOT, "2026-01-%02d,%02d:00,%s%n", 1 + i / 24, i % 24, i));
            }
        }
        assertAsWhole(text.toString(), 0);
    }

    @Test
    void gapsOfNumbersThatAreNoDatesAreThoseOfTheWholeFile() throws IOException {
        StringBuilder text = new StringBuilder("time,x\n");
        for (int i = 0; i < 60; i++) {
            text.append(i < 40 ? i : i + 50).append(".5,").append(i).append('\n');
        }
        assertAsWhole(text.toString(), 0);
    }

    @Test
    void timesOfTheDayMayStandBesideTheirDays() throws IOException {
        StringBuilder text = new StringBuilder("date,clock,x\n");
        for (int i = 0; i < 40; i++) {
            int hour = i < 30 ? i : i + 20;
            text.append(
                    String.format(
                            Locale.ROOT, "2026-10-%02d,%02d:00,%d%n", 1 + hour / 24, hour % 24, i));
        }
        assertAsWhole(text.toString(), 0);
    }

    /** Nights on end, with a gap, of two series by turns. */
    @Test
    void timesOfTheDayGoOnBehindMidnight() throws IOException {
        StringBuilder text = new StringBuilder("clock,machine,x\n");
        for (int i = 0; i < 70; i++) {
            int hour = i < 50 ? i : i + 8;
            for (String machine : List.of("a", "b")) {
                text.append(String.format(Locale.ROOT, "%d:30,%s,%d%n", hour % 24, machine, i));
            }
        }
        assertAsWhole(text.toString(), 0);
        assertEquals(4, Series.read(folder.resolve("whole.csv")).timeline().segments().size());
    }

    @Test
    void aClockThatIsSetBackBeginsAStretch() throws IOException {
        StringBuilder text = new StringBuilder("time,x\n");
        for (int i = 0; i < 40; i++) {
            int quarter = i < 20 ? i : i - 4;
            text.append(
                    String.format(
                            Locale.ROOT,
                            "2026-10-25 %02d:%02d,%d%n",
                            quarter / 4,
                            15 * (quarter % 4),
                            i));
        }
        assertAsWhole(text.toString(), 0);
        assertAsWhole(text.toString(), 2);
    }

    @Test
    void severalSeriesAreToldApart() throws IOException {
        StringBuilder text = new StringBuilder("time,machine,x\n");
        for (int i = 0; i < 40; i++) {
            for (String machine : List.of("a", "b")) {
                if (i != 20 || machine.equals("a")) {
                    text.append(1_700_000_000L + 60L * i).append(',').append(machine);
                    text.append(',').append(i).append('\n');
                }
            }
        }
        assertAsWhole(text.toString(), 0);
    }

    @Test
    void whatComesLateIsPutInItsPlaceOrToldToBeLate() throws IOException {
        StringBuilder text = new StringBuilder("time,x\n");
        for (int i = 0; i < 40; i++) {
            int swapped = i == 20 ? 22 : i == 22 ? 20 : i;
            text.append(1_700_000_000L + 60L * swapped).append(',').append(i).append('\n');
        }
        assertAsWhole(text.toString(), 2);
        List<Point> points = points(text.toString(), 0);
        assertEquals(
                List.of(22L, 23L), // those of minutes 21 and 20, behind that of minute 22
                points.stream().filter(Point::late).map(Point::row).toList());
        assertEquals(40, points.size());
    }

    @Test
    void whatIsNoTimeOrNoNumberIsRefused() {
        String rows = "time,x\n" + "2026-01-01,1\n".repeat(9);
        assertEquals(
                "text, column \"time\": value in row 10 must be a time as most are, but is \"x\"",
                assertThrows(IOException.class, () -> points(rows + "x,1\n", 0)).getMessage());
        assertEquals(
                "text: value in row 10, column \"x\" must be a finite number, but is \"\"",
                assertThrows(IOException.class, () -> points(rows + "2026-01-01,\n", 0))
                        .getMessage());
    }
}
