package io.github.autoencoders.sample;

import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.stream.Stream;

/**
 * The patterns of {@link java.time.format.DateTimeFormatter} that dates are looked for in. Days and
 * months have as many digits as they need; where dates are written again, {@link #all} has them
 * with two digits as well. Years of two digits are those from 1970 to 2069, and a date without a
 * day is the first of its month: {@link #builder} makes formatters that take them so.
 */
public final class DatePatterns {

    /** Dates that begin with the year. */
    public static final List<String> YEAR_FIRST = List.of("uuuu-M-d", "uuuu/M/d", "uuuu.M.d");

    /** Months of a year. */
    public static final List<String> MONTHS = List.of("uuuu-M", "uuuu/M", "MMM uuuu");

    /** A date that may be a number as well. */
    public static final String COMPACT = "uuuuMMdd";

    /** Dates of numbers that begin with the day. */
    public static final List<String> DAY_FIRST = List.of("d.M.uuuu", "d/M/uuuu", "d-M-uuuu");

    /** Dates of numbers that begin with the month. */
    public static final List<String> MONTH_FIRST = List.of("M/d/uuuu", "M-d-uuuu");

    /** Dates that begin with the day, and end with a year of two digits. */
    public static final List<String> SHORT_DAY_FIRST = List.of("d.M.uu", "d/M/uu", "d-M-uu");

    /** Dates that begin with the month, and end with a year of two digits. */
    public static final List<String> SHORT_MONTH_FIRST = List.of("M/d/uu", "M-d-uu");

    /** Dates that begin with a year of two digits. */
    public static final List<String> SHORT_YEAR_FIRST = List.of("uu-M-d", "uu/M/d");

    /** Dates whose month is a name, of three letters. */
    public static final List<String> NAMED =
            List.of("d MMM uuuu", "d-MMM-uuuu", "MMM d, uuuu", "MMM d uuuu", "d-MMM-uu");

    // As they stand behind a date. Those of 12 hours have no zone in what was seen, but may.
    private static final List<String> CLOCKS =
            List.of(
                    "",
                    " HH:mm:ss",
                    " HH:mm",
                    "'T'HH:mm:ss",
                    "'T'HH:mm",
                    " H:mm",
                    " H:mm:ss",
                    " HH:mm:ss.SSS",
                    "'T'HH:mm:ss.SSS",
                    " HH:mm:ss.SSSSSS",
                    "'T'HH:mm:ss.SSSSSS",
                    " HH:mm:ss.SSSSSSSSS",
                    "'T'HH:mm:ss.SSSSSSSSS",
                    " h:mm a",
                    " h:mm:ss a",
                    " hh:mm a",
                    " hh:mm:ss a",
                    ", HH:mm",
                    ", HH:mm:ss");
    private static final List<String> ZONES = List.of("", "XXX", " XXX", "xx", " xx", "X");

    private static final int FIRST_SHORT_YEAR = 1970;

    private DatePatterns() {}

    /**
     * Returns all patterns of dates but the compact one, each with each of {@link #clocks} behind
     * it, in the order in which they are to be tried: that which writes a date as it stands before
     * those that only read it.
     */
    public static Stream<String> all() {
        return Stream.of(
                        YEAR_FIRST,
                        DAY_FIRST,
                        MONTH_FIRST,
                        NAMED,
                        MONTHS,
                        SHORT_DAY_FIRST,
                        SHORT_MONTH_FIRST,
                        SHORT_YEAR_FIRST)
                .flatMap(List::stream)
                .flatMap(DatePatterns::widths)
                .flatMap(date -> clocks().map(clock -> date + clock));
    }

    /** Returns what makes the formatter of a pattern, in English and whatever the case. */
    public static DateTimeFormatterBuilder builder(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        int year = pattern.indexOf("uu");
        if (year >= 0 && !pattern.startsWith("uuuu", year)) {
            builder.appendPattern(pattern.substring(0, year))
                    .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
                    .appendPattern(pattern.substring(year + 2));
        } else {
            builder.appendPattern(pattern);
        }
        boolean month = pattern.contains("M") && !pattern.contains("d");
        return month ? builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1) : builder;
    }

    // Beside a month's name one digit is usual, else two are.
    private static Stream<String> widths(String date) {
        boolean named = date.contains("MMM");
        String wide = date.replaceAll("(?<!M)M(?!M)", "MM").replace("d", "dd");
        return (named ? Stream.of(date, wide) : Stream.of(wide, date)).distinct();
    }

    /** Returns what may stand behind a date: nothing, or a time of day, perhaps with a zone. */
    public static Stream<String> clocks() {
        return CLOCKS.stream()
                .flatMap(
                        clock ->
                                clock.isEmpty()
                                        ? Stream.of("")
                                        : ZONES.stream().map(zone -> clock + zone));
    }
}
