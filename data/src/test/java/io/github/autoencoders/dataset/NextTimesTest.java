package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times behind those of a series. */
@Tag("no-engine")
class NextTimesTest {

    private static NextTimes next(List<String> times, int count) {
        float[][] points = new float[times.size()][1];
        Timeline timeline = Series.of("series", points).withTimes(times).timeline();
        List<Timeline.Segment> segments = timeline.segments();
        return NextTimes.of(timeline, segments.get(segments.size() - 1), count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-30|2024-01-31|2024-02-01",
                "2024-02-28 23:30:00|2024-02-28 23:45:00|2024-02-29 00:00:00",
                "2024-12-31T23:59|2025-01-01T00:00|2025-01-01T00:01",
                "30.12.2023|31.12.2023|01.01.2024",
                "12/30/2023 11:00 PM|12/31/2023 11:00 AM|12/31/2023 11:00 PM",
                "2024-03-31T01:00:00+01:00|2024-03-31T02:00:00+01:00|2024-03-31T03:00:00+01:00",
                "2024-03-31T01:00:00Z|2024-03-31T02:00:00Z|2024-03-31T03:00:00Z",
                "2024-03-31 01:00:00.250|2024-03-31 01:00:00.500|2024-03-31 01:00:00.750",
                "2024-03-31 01:00:00.000100|2024-03-31 01:00:00.000200|2024-03-31 01:00:00.000300",
                "20240131|20240201|20240202",
                "20240131235900|20240201000000|20240201000100",
                "20240131 235900|20240201 000000|20240201 000100",
                "202401312359|202402010000|202402010001",
                "1 Jan 2024|3 Jan 2024|5 Jan 2024",
                "30.12.25|31.12.25|01.01.26",
                "12/31/99|1/1/00|1/2/00",
                "25-12-30 23:00|25-12-31 23:00|26-01-01 23:00",
                "2025-11|2025-12|2026-01",
                "1700000000|1700000060|1700000120",
                "1700000000000|1700000000500|1700000001000",
                "7|9|11",
                "0.5|0.75|1.00",
            })
    void timesGoOnAsTheyAreWritten(String first, String second, String third) {
        assertEquals(List.of(third), next(List.of(first, second), 1).times());
    }

    @Test
    void monthsGoOnAsMonthsThoughTheirDaysDiffer() {
        assertEquals(
                List.of("2024-02-01", "2024-03-01", "2024-04-01"),
                next(List.of("2023-11-01", "2023-12-01", "2024-01-01"), 3).times());
        assertEquals(
                List.of("2024-01-01", "2024-04-01"),
                next(List.of("2023-04-01", "2023-07-01", "2023-10-01"), 2).times());
        assertEquals(
                List.of("2026-01-01"),
                next(List.of("2023-01-01", "2024-01-01", "2025-01-01"), 1).times());
    }

    @Test
    void theLastDaysOfMonthsGoOnAsSuch() {
        assertEquals(
                List.of("2024-03-31", "2024-04-30"),
                next(List.of("2023-12-31", "2024-01-31", "2024-02-29"), 2).times());
    }

    @Test
    void theStepIsThatOfMostPointsAndSecondsGoOnToo() {
        List<String> days = List.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04");
        NextTimes next = next(days, 2);
        assertEquals(List.of("2024-01-05", "2024-01-06"), next.times());
        assertEquals(86400.0, next.seconds().get(1) - next.seconds().get(0));
        assertEquals(1704412800.0, next.seconds().get(0), "Friday, 5 January 2024, in Greenwich");
    }

    @Test
    void withoutTimesRowsAreCounted() {
        Timeline timeline = Timeline.none(7);
        NextTimes next = NextTimes.of(timeline, timeline.segments().get(0), 2);
        assertEquals(List.of("8", "9"), next.times());
        assertEquals(List.of(), next.seconds());
    }
}
