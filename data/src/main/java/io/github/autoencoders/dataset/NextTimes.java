package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.DatePatterns;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times behind those of a series, as far apart as most of them and written as they are: every
 * so many seconds, or where steps are whole months or years, on the same day of the month, or on
 * its last where all are.
 *
 * @param times as they are written; row numbers where the series has no times
 * @param seconds since 1970 to each; none where the times are no dates
 */
public record NextTimes(List<String> times, List<Double> seconds) {

    private static final int LOOKED_AT = 50; // of the last times
    private static final double DAY = 24 * 60 * 60;
    private static final double MONTH = 28 * DAY; // at least

    private static final List<String> COMPACT_CLOCKS =
            List.of(
                    "'T'HHmmss",
                    " HHmmss",
                    " HHmm",
                    "'T'HHmmssXXX",
                    "'T'HHmmssxx",
                    "HHmmss",
                    "HHmm");

    public NextTimes {
        times = List.copyOf(times);
        seconds = List.copyOf(seconds);
    }

    /**
     * Returns the times behind the last of a stretch of points.
     *
     * @param segment at least two points, the last ones of a series
     * @param count how many
     */
    public static NextTimes of(Timeline timeline, Timeline.Segment segment, int count) {
        if (timeline.times().isEmpty()) {
            return new NextTimes(
                    IntStream.range(0, count)
                            .mapToObj(i -> Integer.toString(segment.to() + 1 + i))
                            .toList(),
                    List.of());
        }
        int from = Math.max(segment.from(), segment.to() - LOOKED_AT);
        List<String> last = timeline.times().subList(from, segment.to());
        if (timeline.seconds().length == 0) {
            return new NextTimes(numbers(last, count), List.of());
        }
        double[] seconds = Arrays.copyOfRange(timeline.seconds(), from, segment.to());
        Optional<DateTimeFormatter> form = form(last, seconds);
        if (form.isEmpty() && isNumber(last.get(last.size() - 1))) {
            double step = step(seconds);
            double end = seconds[seconds.length - 1];
            return new NextTimes(
                    numbers(last, count),
                    IntStream.rangeClosed(1, count).mapToObj(i -> end + i * step).toList());
        }
        return dates(last.get(last.size() - 1), seconds, form, count);
    }

    private static NextTimes dates(
            String last, double[] seconds, Optional<DateTimeFormatter> form, int count) {
        DateTimeFormatter format =
                form.orElse(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ENGLISH));
        double step = step(seconds);
        LocalDateTime end = clock(seconds[seconds.length - 1]);
        ZoneOffset offset =
                form.map(pattern -> pattern.parse(last))
                        .filter(time -> time.isSupported(ChronoField.OFFSET_SECONDS))
                        .map(ZoneOffset::from)
                        .orElse(ZoneOffset.UTC);
        List<OffsetDateTime> next =
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> behind(end, seconds, step, i))
                        .map(time -> time.atOffset(ZoneOffset.UTC).withOffsetSameInstant(offset))
                        .toList();
        return new NextTimes(
                next.stream().map(format::format).toList(),
                next.stream().map(time -> time.toEpochSecond() + time.getNano() / 1e9).toList());
    }

    private static LocalDateTime behind(LocalDateTime end, double[] seconds, double step, int i) {
        long months = months(seconds, step);
        if (months == 0) {
            return end.plus(i * Math.round(step * 1e6), ChronoUnit.MICROS);
        }
        LocalDateTime time = end.plusMonths(i * months);
        boolean last = Arrays.stream(seconds).allMatch(each -> isLast(clock(each)));
        return last ? time.with(TemporalAdjusters.lastDayOfMonth()) : time;
    }

    // Of steps that differ as months do.
    private static long months(double[] seconds, double step) {
        if (step < MONTH) {
            return 0;
        }
        LocalDateTime before = clock(seconds[0]);
        long months = 0;
        for (int i = 1; i < seconds.length; i++) {
            LocalDateTime time = clock(seconds[i]);
            long apart =
                    ChronoUnit.MONTHS.between(before.withDayOfMonth(1), time.withDayOfMonth(1));
            boolean same = i == 1 || apart == months;
            boolean day =
                    Math.abs(before.getDayOfMonth() - time.getDayOfMonth()) == 0
                            || (isLast(before) && isLast(time));
            if (apart < 1 || !same || !day) {
                return 0;
            }
            months = apart;
            before = time;
        }
        return months;
    }

    private static boolean isLast(LocalDateTime time) {
        return time.plusDays(1).getDayOfMonth() == 1;
    }

    private static LocalDateTime clock(double seconds) {
        Instant moment = Instant.EPOCH.plus(Math.round(seconds * 1e6), ChronoUnit.MICROS);
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    private static double step(double[] seconds) {
        double[] steps =
                IntStream.range(1, seconds.length)
                        .mapToDouble(i -> seconds[i] - seconds[i - 1])
                        .sorted()
                        .toArray();
        return steps.length == 0 ? 0 : steps[(steps.length - 1) / 2];
    }

    private static boolean isNumber(String cell) {
        return cell.matches("[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
    }

    private static List<String> numbers(List<String> last, int count) {
        if (!last.stream().allMatch(NextTimes::isNumber)) {
            return IntStream.rangeClosed(1, count).mapToObj(i -> "+" + i).toList();
        }
        BigDecimal end = new BigDecimal(last.get(last.size() - 1));
        List<BigDecimal> steps =
                IntStream.range(1, last.size())
                        .mapToObj(
                                i ->
                                        new BigDecimal(last.get(i))
                                                .subtract(new BigDecimal(last.get(i - 1))))
                        .sorted()
                        .toList();
        BigDecimal step = steps.isEmpty() ? BigDecimal.ONE : steps.get((steps.size() - 1) / 2);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> end.add(step.multiply(BigDecimal.valueOf(i))).toPlainString())
                .toList();
    }

    // The pattern that writes all of the last times as they stand, and means what they mean.
    private static Optional<DateTimeFormatter> form(List<String> last, double[] seconds) {
        Stream<String> compact =
                Stream.concat(DatePatterns.clocks(), COMPACT_CLOCKS.stream())
                        .map(clock -> DatePatterns.COMPACT + clock);
        return Stream.concat(DatePatterns.all(), compact)
                .map(NextTimes::formatter)
                .filter(format -> writes(format, last, seconds))
                .findFirst();
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DatePatterns.builder(pattern).toFormatter(Locale.ENGLISH);
    }

    private static boolean writes(DateTimeFormatter format, List<String> last, double[] seconds) {
        for (int i = 0; i < seconds.length; i++) {
            try {
                TemporalAccessor read =
                        format.parseBest(
                                last.get(i),
                                OffsetDateTime::from,
                                LocalDateTime::from,
                                LocalDate::from);
                boolean same = Math.abs(seconds(read) - seconds[i]) < 1e-3;
                if (!same || !format.format((Temporal) read).equals(last.get(i))) {
                    return false;
                }
            } catch (DateTimeException e) {
                return false; // Java has no other way to ask
            }
        }
        return true;
    }

    private static double seconds(TemporalAccessor time) {
        if (time instanceof OffsetDateTime moment) {
            return moment.toEpochSecond() + moment.getNano() / 1e9;
        }
        LocalDateTime clock =
                time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
        return seconds(clock.atOffset(ZoneOffset.UTC));
    }
}
