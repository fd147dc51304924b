package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.DatePatterns;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way in which times are written.
 *
 * @param name what is said of it; empty for dates that begin with the year
 * @param dated whether a time is a date, else a number of its own unit
 * @param zoned whether each time is one moment, and not what a clock on a wall showed
 * @param reading of a cell: seconds since 1970, of a wall's clock as if it stood in Greenwich, or
 *     the number; nothing if it is written in another way
 */
record TimeForm(
        String name, boolean dated, boolean zoned, Function<String, Optional<BigDecimal>> reading) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
    private static final String DAY_FIRST = "day, month, year";
    private static final String MONTH_FIRST = "month, day, year";
    private static final String SHORT = " of two digits, 1970 to 2069";
    private static final String SHORT_YEAR_FIRST = "year" + SHORT + ", month, day";
    private static final List<String> ORDERS = // that may be taken for each other
            List.of(
                    DAY_FIRST,
                    MONTH_FIRST,
                    DAY_FIRST + SHORT,
                    MONTH_FIRST + SHORT,
                    SHORT_YEAR_FIRST);
    private static final int TRIED = 200; // cells that tell which forms may be meant

    // Those that come first are meant where a cell can be read in several ways.
    private static final List<TimeForm> ALL =
            Stream.of(
                            Stream.of("uuuu-M-d", "uuuu/M/d", DatePatterns.COMPACT)
                                    .map(TimeForm::zoned),
                            locals("", DatePatterns.YEAR_FIRST),
                            Stream.of(local("", DatePatterns.COMPACT)),
                            locals(DAY_FIRST, DatePatterns.DAY_FIRST),
                            locals(MONTH_FIRST, DatePatterns.MONTH_FIRST),
                            locals("", DatePatterns.NAMED),
                            locals("months", DatePatterns.MONTHS),
                            locals(DAY_FIRST + SHORT, DatePatterns.SHORT_DAY_FIRST),
                            locals(MONTH_FIRST + SHORT, DatePatterns.SHORT_MONTH_FIRST),
                            locals(SHORT_YEAR_FIRST, DatePatterns.SHORT_YEAR_FIRST),
                            Stream.of(clock()),
                            Stream.of(
                                    epoch("epoch seconds", 8, 0),
                                    epoch("epoch milliseconds", 11, 3),
                                    epoch("epoch microseconds", 14, 6),
                                    epoch("epoch nanoseconds", 17, 9),
                                    new TimeForm("numbers", false, true, TimeForm::number)))
                    .flatMap(forms -> forms)
                    .toList();

    /** Returns whether times are those of days that are not told. */
    boolean daily() {
        return !dated && !zoned;
    }

    private static TimeForm zoned(String date) {
        DateTimeFormatter format = format(date, "[' '][XXX][XX][X]");
        return new TimeForm(
                "", true, true, cell -> parsed(format, cell).flatMap(TimeForm::momentOf));
    }

    private static Stream<TimeForm> locals(String name, List<String> dates) {
        return dates.stream().map(date -> local(name, date));
    }

    private static TimeForm local(String name, String date) {
        DateTimeFormatter format = format(date, "");
        return new TimeForm(
                name, true, false, cell -> parsed(format, cell).flatMap(TimeForm::clockOf));
    }

    private static TimeForm clock() {
        DateTimeFormatter format = format("", "");
        return new TimeForm(
                "times of the day, each that is earlier by an hour and more of the next day",
                false,
                false,
                cell -> timeOfDay(format, cell));
    }

    private static Optional<BigDecimal> timeOfDay(DateTimeFormatter format, String cell) {
        try {
            LocalTime time = format.parse(cell, LocalTime::from);
            return Optional.of(BigDecimal.valueOf(time.toNanoOfDay(), 9));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // Java has no other way to ask
        }
    }

    private static TimeForm epoch(String name, int digits, int places) {
        BigDecimal least = BigDecimal.ONE.scaleByPowerOfTen(digits);
        BigDecimal end = BigDecimal.ONE.scaleByPowerOfTen(digits + 3);
        return new TimeForm(
                name,
                true,
                true,
                cell ->
                        number(cell)
                                .filter(n -> n.compareTo(least) >= 0 && n.compareTo(end) < 0)
                                .map(n -> n.movePointLeft(places)));
    }

    private static Optional<BigDecimal> number(String cell) {
        return NUMBER.matcher(cell).matches()
                ? Optional.of(new BigDecimal(cell))
                : Optional.empty();
    }

    // Not of the clocks of DatePatterns, of which one is that of a whole column: here each cell may
    // be written in another, with or without seconds and fractions, as loggers leave out zeros.
    // A date or none, perhaps a time of 12 or of 24 hours behind it, perhaps fractions of seconds.
    private static DateTimeFormatter format(String date, String zone) {
        boolean compact = date.equals(DatePatterns.COMPACT);
        DateTimeFormatterBuilder builder = DatePatterns.builder(compact ? "" : date);
        if (compact) { // of which uuuu would take as many digits as there are
            builder.appendValue(ChronoField.YEAR, 4).appendPattern("MMdd");
        }
        return builder.appendPattern("[[' ']h:mm[:ss][' ']a]")
                .optionalStart()
                .appendPattern(compact ? "['T'][' ']HH[:]mm[[:]ss]" : "[', '][' ']['T']H:mm[:ss]")
                .appendPattern("[.][,]")
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
                .optionalEnd()
                .optionalEnd()
                .appendPattern(zone)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static Optional<TemporalAccessor> parsed(DateTimeFormatter format, String cell) {
        char last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
        String text =
                last >= 'A' // no digit: a zone's name
                        ? cell.replaceFirst("\\s*(UTC|GMT)$", "Z").replaceFirst("\\[[^]]*]$", "")
                        : cell;
        try {
            return Optional.of(
                    format.parseBest(
                            text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // Java has no other way to ask
        }
    }

    private static Optional<BigDecimal> momentOf(TemporalAccessor time) {
        return time instanceof OffsetDateTime moment
                ? Optional.of(seconds(moment))
                : Optional.empty();
    }

    private static Optional<BigDecimal> clockOf(TemporalAccessor time) {
        LocalDateTime clock =
                time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
        return Optional.of(seconds(clock.atOffset(ZoneOffset.UTC)));
    }

    private static BigDecimal seconds(OffsetDateTime time) {
        return BigDecimal.valueOf(time.toEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    }

    /**
     * Returns how a column of times is written: nothing if most cells are no times.
     *
     * @param place of the column, as messages have it
     * @throws IOException if day and month cannot be told apart
     */
    static Optional<TimeForm> of(String place, List<String> cells) throws IOException {
        int tried = Math.min(TRIED, cells.size());
        List<String> some =
                IntStream.range(0, tried)
                        .mapToObj(i -> cells.get((int) ((long) i * cells.size() / tried)))
                        .toList();
        List<TimeForm> possible = new ArrayList<>();
        for (TimeForm form : ALL) {
            boolean most = 2 * form.count(some) > some.size();
            boolean meant = // elapsed times look like a clock's until they reach 24 hours
                    form.daily() ? most && form.count(cells) == cells.size() : most;
            if (meant && (form.dated || possible.isEmpty())) { // what may be dates is no number
                possible.add(form);
            }
        }
        List<TimeForm> whole =
                possible.size() < 2
                        ? possible
                        : possible.stream()
                                .filter(form -> form.count(cells) == cells.size())
                                .toList();
        List<TimeForm> orders =
                likely(whole.stream().filter(form -> ORDERS.contains(form.name)).toList(), cells);
        for (int i = 1; i < orders.size(); i++) {
            requireOneOrder(place, cells, orders.get(0), orders.get(i));
        }
        return Stream.of(orders, whole, possible).flatMap(List::stream).findFirst();
    }

    // A year of two digits may be the first or the last of three numbers. Years differ less than
    // days: the dates are those that are clearly not so far apart, if there are such.
    private static List<TimeForm> likely(List<TimeForm> orders, List<String> cells) {
        List<TimeForm> yearFirst =
                orders.stream().filter(form -> form.name.equals(SHORT_YEAR_FIRST)).toList();
        List<TimeForm> yearLast =
                orders.stream().filter(form -> !form.name.equals(SHORT_YEAR_FIRST)).toList();
        if (yearFirst.isEmpty() || yearLast.isEmpty()) {
            return orders;
        }
        double last = yearLast.stream().mapToDouble(form -> form.span(cells)).min().orElseThrow();
        double first = yearFirst.get(0).span(cells);
        return 2 * first < last ? yearFirst : 2 * last < first ? yearLast : orders;
    }

    // All cells can be read.
    private double span(List<String> cells) {
        DoubleSummaryStatistics seconds =
                cells.stream()
                        .flatMap(cell -> read(cell).stream())
                        .mapToDouble(BigDecimal::doubleValue)
                        .summaryStatistics();
        return seconds.getMax() - seconds.getMin();
    }

    private static void requireOneOrder(
            String place, List<String> cells, TimeForm one, TimeForm other) throws IOException {
        for (String cell : cells) {
            Optional<BigDecimal> seconds = one.read(cell);
            if (!seconds.equals(other.read(cell))) {
                LocalDate date =
                        LocalDate.ofEpochDay(seconds.orElseThrow().longValue() / (24 * 60 * 60));
                throw new IOException(
                        "%s: times must tell day and month apart, as %s does, but %s can be read either way"
                                .formatted(place, date, cell));
            }
        }
    }

    private long count(List<String> cells) {
        return cells.stream().filter(cell -> read(cell).isPresent()).count();
    }

    /** Returns whether times are seconds, and not numbers of a unit of their own. */
    boolean inSeconds() {
        return dated || daily();
    }

    /** Returns what a cell means, or nothing. */
    Optional<BigDecimal> read(String cell) {
        return reading.apply(cell);
    }
}
