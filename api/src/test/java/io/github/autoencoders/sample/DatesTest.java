package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of dates: how they are written, read and written again. */
@Tag("no-engine")
class DatesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-11-29                  | uuuu-MM-dd              | 2026-11-29T00:00:00Z
                    2026/11/29 8:05             | uuuu/MM/dd H:mm         | 2026-11-29T08:05:00Z
                    29.11.2026 18:05:09         | dd.MM.uuuu HH:mm:ss     | 2026-11-29T18:05:09Z
                    9.1.2026                    | d.M.uuuu                | 2026-01-09T00:00:00Z
                    11/29/2026 6:05 PM          | MM/dd/uuuu h:mm a       | 2026-11-29T18:05:00Z
                    2026-11-29T18:05:09.250     | uuuu-MM-dd'T'HH:mm:ss.SSS | 2026-11-29T18:05:09.250Z
                    2026-11-29 18:05:09.250001  | uuuu-MM-dd HH:mm:ss.SSSSSS | 2026-11-29T18:05:09.250001Z
                    2026-11-29 18:05:09.250000000 | uuuu-MM-dd HH:mm:ss.SSSSSSSSS | 2026-11-29T18:05:09.250Z
                    2026-11-29T18:05:09Z        | uuuu-MM-dd'T'HH:mm:ssXXX | 2026-11-29T18:05:09Z
                    29 Nov 2026                 | d MMM uuuu              | 2026-11-29T00:00:00Z
                    1/13/26                     | M/d/uu                  | 2026-01-13T00:00:00Z
                    1-Nov-26                    | d-MMM-uu                | 2026-11-01T00:00:00Z
                    05-Nov-26                   | dd-MMM-uu               | 2026-11-05T00:00:00Z
                    Nov 2026                    | MMM uuuu                | 2026-11-01T00:00:00Z
                    1969-12-31 23:00            | uuuu-MM-dd HH:mm        | 1969-12-31T23:00:00Z
                    """)
    void datesAreReadAndWrittenAsTheyStand(String cell, String pattern, Instant moment) {
        Column column = Column.ofDates("day", List.of(cell)).orElseThrow();
        assertEquals(pattern, column.reason());
        double seconds = moment.getEpochSecond() + moment.getNano() / 1e9;
        assertEquals(seconds, column.value(cell), 1e-6);
        assertEquals(cell, column.cell(seconds));
    }

    /** A table may come from CSV the first time, and from a file of another kind the next. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
                    29.11.2026 18:05:09 | 2026-11-30T18:05:09.000     | 2026-11-30T18:05:09Z
                    29.11.2026 18:05:09 | 2026-11-30 18:05:09.250001Z | 2026-11-30T18:05:09.250001Z
                    2026-11-29 18:05    | 2026-11-30T18:05            | 2026-11-30T18:05:00Z
                    2026-11-29T18:05:09Z | 2026-11-30                 | none
                    11/29/2026          | 2026-11-30T00:00:00.000     | 2026-11-30T00:00:00Z
                    11/29/2026          | 2026-11-30T00:00:01.000     | none
                    11/29/2026          | 30.11.2026                  | none
                    29.11.2026 18:05:09 | 2026-11-30T18:05            | 2026-11-30T18:05:00Z
                    29.11.2026 18:05:09 | 2026-11-3018:05             | none
                    29.11.2026 18:05:09 | 2026-11-30T 18:05           | none
                    29.11.2026 18:05:09 | 2026-11-30T18:05.5          | none
                    29.11.2026          | 2026-11-30.5                | none
                    11/29/2026 18:05    | 2026-11-30T18:05:00+02:00   | none
                    """)
    void isoIsReadInTheirPlace(String learnt, String cell, @Nullable Instant moment) {
        Column column = Column.ofDates("day", List.of(learnt)).orElseThrow();
        if (moment == null) {
            assertThrows(IllegalArgumentException.class, () -> column.value(cell));
            return;
        }
        double seconds = moment.getEpochSecond() + moment.getNano() / 1e9;
        assertEquals(seconds, column.value(cell), 1e-6);
    }

    /** In what is written of them. */
    @Test
    void datesAreRounded() {
        Column days = Column.ofDates("day", List.of("2026-11-29")).orElseThrow();
        double noon = LocalDate.of(2026, 11, 29).atTime(11, 59).toEpochSecond(ZoneOffset.UTC);
        assertEquals("2026-11-29", days.cell(noon));
        assertEquals("2026-11-30", days.cell(noon + 120));
        assertEquals("", days.cell(Double.NaN));
        assertEquals(Double.NaN, days.value(""));
    }

    @Test
    void allCellsMustBeWrittenInOneWay() {
        assertEquals(Optional.empty(), Column.ofDates("day", List.of("2026-11-29", "soon")));
        assertEquals(Optional.empty(), Column.ofDates("day", List.of("2026-02-30")));
        assertEquals(Optional.empty(), Column.ofDates("day", List.of()));
        assertEquals(
                "d.M.uuuu",
                Column.ofDates("day", List.of("10.11.2026", "9.1.2026")).orElseThrow().reason());
    }

    @Test
    void dayAndMonthMustBeToldApart() {
        assertEquals(
                "column \"day\" must tell day and month apart, as 2026-02-01 does, but 01/02/2026"
                        + " can be read either way",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Column.ofDates("day", List.of("01/02/2026", "03/03/2026")))
                        .getMessage());
        assertEquals(
                "MM/dd/uuuu",
                Column.ofDates("day", List.of("01/02/2026", "01/13/2026")).orElseThrow().reason());
    }

    @Test
    void whatIsNoDateIsRefused() {
        Column days = Column.ofDates("day", List.of("2026-11-29 10:00")).orElseThrow();
        assertEquals(
                "value of column \"day\" must be a date as 2027-01-01 00:00, but is \"29.11.26\"",
                assertThrows(IllegalArgumentException.class, () -> days.value("29.11.26"))
                        .getMessage());
        assertEquals(
                "reason must be how dates are written for a FEATURE, as uuuu-MM-dd, but is"
                        + " \"dates\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Column("day", Role.FEATURE, "dates", List.of()))
                        .getMessage());
        assertEquals(
                "words must be none for dates, but are [a]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Column("day", Role.FEATURE, "uuuu-MM-dd", List.of("a")))
                        .getMessage());
    }

    @Test
    void schemasSayHowDatesAreWritten() {
        Schema schema =
                new Schema(
                        List.of(
                                Column.of("temp", Role.FEATURE),
                                Column.ofDates("day", List.of("2026-11-29")).orElseThrow()));
        assertEquals(
                List.of("features: temp (numbers), day (dates as uuuu-MM-dd)"),
                schema.lines("features"));
    }
}
