package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Timeline.Segment;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class TimelineTest {

    private final Path folder;

    TimelineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Series series(String text) throws IOException {
        return Series.read(Files.writeString(folder.resolve("series.csv"), text));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : "" + number;
    }

    private static Timeline read(String... times) throws IOException {
        long[] numbers = LongStream.rangeClosed(2, times.length + 1).toArray();
        return Timeline.read("t", List.of(times), List.of(), numbers);
    }

    /** Three times, a minute and two apart; all forms mean the same moments. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-02-29 23:59:00 | 2024-03-01 00:00:00 | 2024-03-01 00:01:00",
                "2024-02-29T23:59 | 2024-03-01T00:00 | 2024-03-01T00:01",
                "2024-02-29T23:59:00.000Z | 2024-03-01T00:00:00.000Z | 2024-03-01T00:01:00.000Z",
                "2024-03-01T00:59:00+01:00 | 2024-03-01T01:00:00+01:00 | 2024-02-29T23:01:00-01:00",
                "2024-02-29 23:59:00 UTC | 2024-03-01 00:00:00 UTC | 2024-03-01 00:01:00 UTC",
                "2024-02-29 23:59:00+00 | 2024-03-01 00:00:00+00 | 2024-03-01 00:01:00+00",
                "2024/2/29 23:59 | 2024/3/1 0:00 | 2024/3/1 0:01",
                "20240229 235900 | 20240301 000000 | 20240301 000100",
                "20240229235900 | 20240301000000 | 20240301000100",
                "202402292359 | 202403010000 | 202403010001",
                "20240229T235900Z | 20240301T000000Z | 20240301T000100Z",
                "29.02.2024 23:59:00 | 01.03.2024 00:00:00 | 01.03.2024 00:01:00",
                "29/02/2024, 23:59:00 | 01/03/2024, 00:00:00 | 01/03/2024, 00:01:00",
                "2/29/2024 11:59 PM | 3/1/2024 12:00 AM | 3/1/2024 12:01 AM",
                "29 Feb 2024 23:59:00 | 1 Mar 2024 00:00:00 | 1 Mar 2024 00:01:00",
                "29.02.24 23:59:00 | 01.03.24 00:00:00 | 01.03.24 00:01:00",
                "2/29/24 11:59 PM | 3/1/24 12:00 AM | 3/1/24 12:01 AM",
                "24-02-29 23:59 | 24-03-01 00:00 | 24-03-01 00:01",
                "29-Feb-24 23:59 | 1-Mar-24 00:00 | 01-MAR-24 00:01",
                "1709251140 | 1709251200 | 1709251260",
                "1709251140.0 | 1709251200.0 | 1709251260.0",
                "1709251140000 | 1709251200000 | 1709251260000",
                "1709251140000000 | 1709251200000000 | 1709251260000000",
                "1709251140000000000 | 1709251200000000000 | 1709251260000000000"
            })
    void timesAreReadHoweverTheyAreWritten(String first, String second, String third)
            throws IOException {
        Timeline timeline = read(first, second, third);
        double[] minutes = {1709251140.0, 1709251200.0, 1709251260.0};
        assertArrayEquals(minutes, timeline.seconds(), 1e-6);
        assertEquals(List.of(first, second, third), timeline.times());
        assertTrue(timeline.found().contains("every 1 min, from " + first + " to " + third));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-01,2024-01-02,2024-01-03 | every 1 d, from 2024-01-01 to 2024-01-03",
                "2024-01-01,2024-02-01,2024-03-01,2024-04-01 | about every 31 d, from 2024-01-01 to"
                        + " 2024-04-01",
                "0,1,2,3 | numbers, every 1, from 0 to 3",
                "0.00,0.02,0.04 | numbers, every 0.02, from 0.00 to 0.04",
                "13/01/2024,14/01/2024 | day, month, year, every 1 d, from 13/01/2024 to"
                        + " 14/01/2024",
                "1/13/2024,1/14/2024 | month, day, year, every 1 d, from 1/13/2024 to 1/14/2024",
                "2024-01-01 00:00:00.5,2024-01-01 00:00:00.75 | every 250 ms, from 2024-01-01"
                        + " 00:00:00.5 to 2024-01-01 00:00:00.75",
                "1709251140,1709251140,1709251200 | epoch seconds, every 1 min, 1 repeat in row 3,"
                        + " from 1709251140 to 1709251200",
                "2023-12,2024-01,2024-02,2024-03 | months, about every 31 d, from 2023-12 to"
                        + " 2024-03",
                "30.12.99,31.12.99,01.01.00 | day, month, year of two digits, 1970 to 2069, every 1"
                        + " d, from 30.12.99 to 01.01.00",
                "24/02/28,24/02/29,24/03/01 | year of two digits, 1970 to 2069, month, day, every 1"
                        + " d, from 24/02/28 to 24/03/01",
                "08:00:00,08:05:00,08:10:00 | times of the day, each that is earlier by an hour and"
                        + " more of the next day, every 5 min, from 08:00:00 to 08:10:00",
                "0:00,12:00,24:00,36:00 | not read as times, so taken as evenly spaced",
                "58:00,59:00,1:00:00 | not read as times, so taken as evenly spaced",
                "22:10:00,23:10:00,24:10:00 | not read as times, so taken as evenly spaced",
                "mon,tue,wed | not read as times, so taken as evenly spaced",
                "7 | numbers, from 7 to 7"
            })
    void itIsSaidWhatTimesWereTakenFor(String times, String found) throws IOException {
        assertEquals(found, read(times.split(",")).found());
    }

    /** Two nights; a point that is late, also behind midnight, is sorted, and a pause is a gap. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23:50,23:55,0:00,0:05,0:10 | 0,1,2,3,4 | 5",
                "23:50,23:55,0:05,0:00,0:10 | 0,1,3,2,4 | 5",
                "23:50,23:55,0:05,0:10,23:59 | 0,1,4,2,3 | 5",
                "9:00,10:00,11:00,12:00,13:00,14:00,9:00,10:00,11:00,12:00,13:00,14:00"
                        + " | 0,1,2,3,4,5,6,7,8,9,10,11 | 6,12",
                "11:00 AM,12:00 PM,1:00 PM | 0,1,2 | 3"
            })
    void timesOfTheDayGoOnBehindMidnight(String times, String order, String ends)
            throws IOException {
        String[] cells = times.split(",");
        Timeline timeline = read(cells);
        assertEquals(
                order,
                IntStream.range(0, cells.length)
                        .mapToObj(i -> "" + timeline.row(i))
                        .collect(Collectors.joining(",")));
        assertEquals(
                ends,
                timeline.segments().stream()
                        .map(segment -> "" + segment.to())
                        .collect(Collectors.joining(",")));
        assertEquals(0, timeline.seconds().length);
    }

    @Test
    void microsecondsOfTodayAreTold() throws IOException {
        Timeline timeline =
                read("1709251140000001000", "1709251140000002000", "1709251140000003000");
        assertTrue(timeline.found().startsWith("epoch nanoseconds, every 0.001 ms,"));
    }

    @Test
    void dayAndMonthMustBeClear() {
        IOException e = assertThrows(IOException.class, () -> read("1/2/2024", "2/2/2024"));
        assertEquals(
                "t: times must tell day and month apart, as 2024-02-01 does, but 1/2/2024 can be"
                        + " read either way",
                e.getMessage());
    }

    /** The years may be 2011 to 2013, or 2010 alone. */
    @Test
    void aYearOfTwoDigitsMustBeFirstOrLastClearly() {
        IOException e = assertThrows(IOException.class, () -> read("10-11-12", "12-11-10"));
        assertEquals(
                "t: times must tell day and month apart, as 2012-11-10 does, but 10-11-12 can be"
                        + " read either way",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10:00,9:45,9:30,9:15 | 9:45 in row 3 comes behind 10:00",
                "3:00,2:00,1:00,0:00,23:00,22:00 | 2:00 in row 3 comes behind 3:00",
                "10:00,10:00,9:59,9:58 | 9:59 in row 4 comes behind 10:00"
            })
    void timesOfTheDayMustNotComeNewestFirst(String times, String what) {
        assertEquals(
                "t: times of the day alone must rise within a day, but " + what,
                assertThrows(IOException.class, () -> read(times.split(","))).getMessage());
    }

    @Test
    void oneTimeThatIsNoneIsNamed() {
        assertEquals(
                "t: value in row 4 must be a time as most are, but is \"2024-02-30\"",
                assertThrows(
                                IOException.class,
                                () -> read("2024-02-28", "2024-02-29", "2024-02-30", "2024-03-01"))
                        .getMessage());
        assertEquals(
                "t: value in row 3 must be a time as most are, but is \"\"",
                assertThrows(IOException.class, () -> read("1", "", "3", "4")).getMessage());
        assertEquals(
                "t: value in row 5 must be a time as most are, but is \"0\"",
                assertThrows(
                                IOException.class,
                                () -> read("1709251140", "1709251200", "1709251260", "0"))
                        .getMessage());
    }

    @Test
    void aGapEndsASegment() throws IOException {
        Timeline timeline =
                read(
                        "00", "01", "02", "03", "05", "06", "07", "08", "09", "10", "11", "12",
                        "13", "14");
        assertEquals(List.of(new Segment(0, 4), new Segment(4, 14)), timeline.segments());
        assertEquals("numbers, every 1, 1 gap of 2 before row 6, from 00 to 14", timeline.found());
    }

    /** With a third of the points missing there are segments of a few points and no windows. */
    @Test
    void anUnevenSeriesIsCutAtLongGapsOnly() throws IOException {
        Random random = new Random(1);
        List<String> times = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            if (random.nextInt(3) > 0) {
                times.add("" + (i < 300 ? i : i + 50));
            }
        }
        Timeline timeline = read(times.toArray(String[]::new));
        assertEquals(2, timeline.segments().size());
        String found = timeline.found();
        assertTrue(found.startsWith("numbers, uneven, mostly 1, 1 gap of 5"), found);
    }

    /** Whatever the order of the rows, the windows are those of the sorted series. */
    @Test
    void rowsAreSortedByTime() throws IOException {
        List<String> rows =
                new ArrayList<>(
                        IntStream.range(0, 40)
                                .mapToObj(
                                        i ->
                                                "2024-01-%s,%s,%s"
                                                        .formatted(two(i % 31 + 1), i, i % 2))
                                .limit(31)
                                .toList());
        Samples sorted = series("date,v,label\n" + String.join("\n", rows)).windows(5, 2);
        Collections.shuffle(rows, new Random(3));
        Series shuffled = series("date,v,label\n" + String.join("\n", rows));
        assertEquals(sorted.sha256(), shuffled.windows(5, 2).sha256());
        assertEquals(shuffled.channels().get(0)[7], 7);
        assertTrue(rows.get(shuffled.timeline().row(7)).startsWith("2024-01-08"));
        String found = shuffled.timeline().found();
        assertTrue(found.contains(" steps back, the first in row 4, so sorted, from"), found);
    }

    @Test
    void aClockSetBackEndsASegmentAndSortsNothing() throws IOException {
        List<String> times = new ArrayList<>();
        LocalDateTime start = LocalDateTime.of(2024, 10, 27, 2, 0);
        IntStream.range(0, 6).forEach(i -> times.add(start.plusMinutes(10L * i) + ""));
        IntStream.range(0, 12).forEach(i -> times.add(start.plusMinutes(10L * i) + ""));
        Timeline timeline = read(times.toArray(String[]::new));
        assertEquals(List.of(new Segment(0, 6), new Segment(6, 18)), timeline.segments());
        assertEquals(times, timeline.times());
        String found = timeline.found();
        assertTrue(
                found.startsWith("every 10 min, 1 time the clock set back in row 8, from"), found);
    }

    private static String machines(boolean turnByTurn, boolean numbered) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int machine = turnByTurn ? i % 2 : i / 20;
            int at = turnByTurn ? i / 2 : i % 20;
            String name = numbered ? "" + machine : "m" + machine;
            rows.add("2024-01-01 00:%s,%s,%s,ok".formatted(two(at), name, 100 * machine + at));
        }
        return "time,machine,v,state\n" + String.join("\n", rows) + "\n";
    }

    @Test
    void severalMachinesInOneFileAreToldApart() throws IOException {
        for (boolean turnByTurn : new boolean[] {false, true}) {
            for (boolean numbered : new boolean[] {false, true}) {
                Series series = series(machines(turnByTurn, numbered));
                assertEquals(List.of("v"), series.columns());
                assertEquals(List.of("machine"), series.schema().groups());
                assertEquals(
                        List.of(new Segment(0, 20), new Segment(20, 40)),
                        series.timeline().segments());
                Samples windows = series.windows(15, 1);
                assertEquals(12, windows.size());
                for (float[] window : windows.samples()) {
                    assertEquals(14, window[14] - window[0]);
                }
                String names = numbered ? "0, 1" : "m0, m1";
                assertEquals(
                        List.of(
                                "channels: v",
                                "time: time (every 1 min, from 2024-01-01 00:00 to 2024-01-01"
                                        + " 00:19)",
                                "group: machine (2 series: " + names + ")",
                                "left out: state (words)"),
                        windows.format().schemaLines());
            }
        }
    }

    @Test
    void ofEachMachineTheLastWindowsAreHeldOut() throws IOException {
        Path file = Files.writeString(folder.resolve("machines.csv"), machines(true, false));
        DataOptions options = DataOptions.ofSeed(1).withWindows(4, 1);
        DataSplit split = DataSource.of(file.toString(), options).split();
        assertEquals(4, split.validation().size());
        double[] last = split.validation().samples().stream().mapToDouble(w -> w[3]).toArray();
        assertArrayEquals(new double[] {18, 19, 118, 119}, last);
        // Of 17 windows two are held out, and the three before share points with them.
        assertEquals(24, split.training().size());
    }

    @Test
    void severalMachinesWithoutANameAreRefused() {
        String text = machines(false, true).replace("machine", "speed");
        assertEquals(
                folder.resolve("series.csv")
                        + ", column \"time\": times go back in row 21, and 20 of 40 come twice, as"
                        + " if there were several series; say which column tells these apart",
                assertThrows(IOException.class, () -> series(text)).getMessage());
    }

    @Test
    void aModelsGroupIsTakenByItsName() throws IOException {
        Series learnt = series(machines(false, true));
        Path other = folder.resolve("other.csv");
        Files.writeString(other, "v,machine,time\n1,7,2024-01-01\n2,7,2024-01-02\n");
        Series read = Series.read(other, learnt.schema());
        assertEquals(List.of("7", "7"), read.timeline().groups());
        assertEquals(Role.GROUP, read.schema().column("machine").orElseThrow().role());
        Files.writeString(other, "v,time\n1,2024-01-01\n2,2024-01-02\n");
        assertEquals(List.of(), Series.read(other, learnt.schema()).timeline().groups());
    }

    /** By hand: 3, 6 and 2 points; windows of 3 begin at 0, 3 and 5 with a step of 2. */
    @Test
    void windowsReachOverNoGap() throws IOException {
        String text = "t,v\n";
        int[] at = {0, 1, 2, 10, 11, 12, 13, 14, 15, 30, 31};
        for (int i = 0; i < at.length; i++) {
            text += "2024-01-01T%s:%s,%s\n".formatted(two(at[i] / 10), two(at[i] % 10), i);
        }
        Series series = series(text.replace("t,v", "ts,v"));
        assertArrayEquals(new int[] {0, 3, 5}, series.starts(3, 2));
        Samples windows = series.windows(3, 2);
        assertArrayEquals(new float[] {5, 6, 7}, windows.sample(2));
        assertEquals(
                "time: ts (uneven, mostly 1 min, 2 gaps, the first of 58 min before row 4, from"
                        + " 2024-01-01T00:00 to 2024-01-01T03:01; left out 1 stretch between gaps"
                        + " that is shorter than a window, 2 points)",
                windows.format().schemaLines().get(1));
        assertEquals(
                "window must be from 1 to the 6 rows of the longest stretch without a gap of "
                        + series.name()
                        + ", but is 7",
                assertThrows(IllegalArgumentException.class, () -> series.windows(7, 1))
                        .getMessage());
    }

    @Test
    void pointsInMemoryHaveTimes() {
        float[][] points = {{0}, {2}, {1}};
        Series series =
                Series.of("s", points).withTimes(List.of("2024-01-01", "2024-01-03", "2024-01-02"));
        assertArrayEquals(new double[] {0, 1, 2}, series.channels().get(0));
        assertEquals(
                "times must be as many as the points of s, 3, but are 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> series.withTimes(Arrays.asList("x")))
                        .getMessage());
    }
}
