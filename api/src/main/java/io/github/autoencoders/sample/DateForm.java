package io.github.autoencoders.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One way in which the dates of a column are written, a pattern of {@link DateTimeFormatter}; as
 * numbers they are seconds since 1970, of a clock on a wall as if it stood in Greenwich. Immutable.
 */
final class DateForm {

    // The shortest has three: 1-Jan-27.
    private static final Pattern DIGITS = Pattern.compile("(\\D*\\d){3}.*");

    private static final double DAY = 24 * 60 * 60;

    private static final Pattern BLANK = Pattern.compile("(?<=^.{10}) "); // as many write the T

    // The offset that it may have is none: the others are of clocks on a wall.
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd['T'HH:mm[:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendPattern("]['Z']]")
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final String pattern;
    private final DateTimeFormatter formatter;

    /** Those that columns are tried for, made when the first dates are read. */
    private static final class Known {
        private static final Map<String, DateForm> FORMS = all();

        private static Map<String, DateForm> all() {
            Map<String, DateForm> forms = new LinkedHashMap<>(); // in which they are tried
            DatePatterns.all().forEach(pattern -> forms.put(pattern, new DateForm(pattern)));
            return Collections.unmodifiableMap(forms);
        }
    }

    private DateForm(String pattern) {
        this.pattern = pattern;
        try {
            formatter =
                    DatePatterns.builder(pattern)
                            .toFormatter(Locale.ENGLISH)
                            .withResolverStyle(ResolverStyle.STRICT);
            Objects.requireNonNull(formatter.format(OffsetDateTime.MAX));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "reason must be how dates are written for a FEATURE, as uuuu-MM-dd, but is \""
                            + pattern
                            + '"',
                    e);
        }
    }

    /**
     * Returns the form of a pattern.
     *
     * @throws IllegalArgumentException if it is none
     */
    static DateForm of(String pattern) {
        DateForm known = Known.FORMS.get(pattern);
        return known == null ? new DateForm(pattern) : known;
    }

    String pattern() {
        return pattern;
    }

    /**
     * Returns the first form in which all cells can be read, that which writes them as they are
     * before others.
     *
     * @param column how messages call it
     * @throws IllegalArgumentException if day and month cannot be told apart
     */
    static Optional<DateForm> of(String column, Collection<String> cells) {
        String first = cells.stream().findFirst().orElse("");
        List<DateForm> possible =
                !DIGITS.matcher(first).matches() // to try all takes long
                        ? List.of()
                        : Known.FORMS.values().stream()
                                .filter(form -> form.mayRead(first)) // most may not
                                .filter(form -> form.reads(first))
                                .filter(form -> cells.stream().allMatch(form::reads))
                                .toList();
        for (DateForm form : possible) {
            for (String cell : cells) {
                if (!form.own(cell).equals(possible.get(0).own(cell))) {
                    throw new IllegalArgumentException(
                            "column \"%s\" must tell day and month apart, as %s does, but %s can be read either way"
                                    .formatted(column, iso(possible.get(0), cell), cell));
                }
            }
        }
        Predicate<DateForm> same =
                form -> cells.stream().allMatch(cell -> form.write(cell).equals(cell));
        return possible.stream().filter(same).findFirst().or(() -> possible.stream().findFirst());
    }

    private static String iso(DateForm form, String cell) {
        return of("uuuu-MM-dd").write(form.own(cell).orElseThrow());
    }

    // Whether all of it is of the pattern, if perhaps no date; without an exception where it is
    // not.
    private boolean mayRead(String cell) {
        ParsePosition at = new ParsePosition(0);
        return formatter.parseUnresolved(cell, at) != null && at.getIndex() == cell.length();
    }

    private boolean reads(String cell) {
        return own(cell).isPresent();
    }

    /**
     * Returns the seconds that a cell means; nothing if it is written in another way, but for that
     * of ISO 8601, which has one meaning and is how other files than text say their times. A form
     * of days takes no time of the day, and others no day alone.
     */
    OptionalDouble read(String cell) {
        OptionalDouble own = own(cell);
        if (own.isPresent()) {
            return own;
        }
        OptionalDouble iso = seconds(ISO, BLANK.matcher(cell).replaceFirst("T"));
        boolean fits = hasTimes() ? cell.contains(":") : iso.orElse(0) % DAY == 0;
        return fits ? iso : OptionalDouble.empty();
    }

    private OptionalDouble own(String cell) {
        return seconds(formatter, cell);
    }

    private static OptionalDouble seconds(DateTimeFormatter formatter, String cell) {
        try {
            TemporalAccessor time =
                    formatter.parseBest(
                            cell, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            OffsetDateTime moment =
                    time instanceof OffsetDateTime zoned
                            ? zoned
                            : (time instanceof LocalDate date
                                            ? date.atStartOfDay()
                                            : LocalDateTime.from(time))
                                    .atOffset(ZoneOffset.UTC);
            return OptionalDouble.of(moment.toEpochSecond() + moment.getNano() / 1e9);
        } catch (DateTimeParseException e) {
            return OptionalDouble.empty(); // Java has no other way to ask
        }
    }

    private String write(String cell) {
        return write(own(cell).orElseThrow());
    }

    /** Returns seconds as they are written, rounded to what is written of them. */
    String write(double seconds) {
        double unit = unit();
        BigDecimal exact =
                BigDecimal.valueOf(Math.rint(seconds / unit)).multiply(BigDecimal.valueOf(unit));
        BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
        long nanos = exact.subtract(whole).movePointRight(9).longValue();
        try {
            return formatter.format(
                    LocalDateTime.ofEpochSecond(whole.longValue(), (int) nanos, ZoneOffset.UTC)
                            .atOffset(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return BigDecimal.valueOf(seconds).toPlainString(); // of no year that there will be
        }
    }

    /** Returns whether it says more than the day. */
    boolean hasTimes() {
        return pattern.contains(":mm");
    }

    private double unit() {
        if (!hasTimes()) {
            return DAY;
        }
        if (!pattern.contains(":ss")) {
            return 60;
        }
        return pattern.contains("SSSSSS") ? 1e-6 : pattern.contains("SSS") ? 1e-3 : 1;
    }
}
