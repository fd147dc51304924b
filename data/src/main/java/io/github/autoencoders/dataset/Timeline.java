package io.github.autoencoders.dataset;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When the points of a series were, and where they break off: at a gap, and at the end of each of
 * several series. Points are in the order of time, one series after the other, wherever they stood
 * in the data.
 */
public final class Timeline {

    private static final BigDecimal HALF_DAY = BigDecimal.valueOf(12 * 60 * 60);

    private final List<String> times; // of points, as they were read; or empty
    private final List<String> groups; // of points; or empty
    private final int[] rows; // where each point stood in the data
    private final double[] seconds; // of points, since 1970; or empty where they are no dates
    private final List<Segment> segments;
    private final String found;

    private Timeline(
            List<String> times,
            List<String> groups,
            int[] rows,
            double[] seconds,
            List<Segment> segments,
            String found) {
        this.times = times;
        this.groups = groups;
        this.rows = rows;
        this.seconds = seconds;
        this.segments = List.copyOf(segments);
        this.found = found;
    }

    /**
     * Points of one series without a gap.
     *
     * @param from the first
     * @param to one behind the last
     */
    public record Segment(int from, int to) {

        /** Returns the number of points. */
        public int size() {
            return to - from;
        }
    }

    /** Returns the timeline of points without times, all of one series. */
    public static Timeline none(int points) {
        return of(List.of(), List.of(), IntStream.range(0, points).toArray());
    }

    private static Timeline of(List<String> times, List<String> groups, int[] rows) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= rows.length; i++) {
            boolean ends = i == rows.length;
            if (ends || (!groups.isEmpty() && !groups.get(i).equals(groups.get(i - 1)))) {
                segments.add(new Segment(from, i));
                from = i;
            }
        }
        String words = times.isEmpty() ? "" : "not read as times, so taken as evenly spaced";
        return new Timeline(times, groups, rows, new double[0], segments, words);
    }

    /**
     * Reads the times of points.
     *
     * @param place of the times, as messages have it
     * @param times of the rows; or none
     * @param groups the series of each row; or none
     * @param numbers what messages call the rows
     * @throws IOException if most are times, but one is not; or where several series seem to be
     *     one, or times of the day alone go back
     */
    static Timeline read(String place, List<String> times, List<String> groups, long[] numbers)
            throws IOException {
        Optional<TimeForm> form = times.isEmpty() ? Optional.empty() : TimeForm.of(place, times);
        if (form.isEmpty()) {
            int[] rows =
                    series(groups, numbers.length).stream().flatMapToInt(IntStream::of).toArray();
            return of(chosen(times, rows), chosen(groups, rows), rows);
        }
        BigDecimal[] read = read(form.get(), place, times, numbers);
        if (form.get().daily()) {
            requireRising(read, place, times, groups, numbers);
        }
        BigDecimal[] values = onDays(form.get(), read, groups);
        TimeSteps steps = steps(form.get(), values, groups, numbers);
        requireOneSeries(place, steps, numbers.length);
        int[] rows = steps.order();
        double[] sorted =
                IntStream.of(rows).mapToDouble(row -> values[row].doubleValue()).toArray();
        List<String> ordered = chosen(times, rows);
        return new Timeline(
                ordered,
                chosen(groups, rows),
                rows,
                form.get().dated() ? sorted : new double[0],
                steps.segments(),
                found(form.get(), steps, ordered, sorted));
    }

    /** Returns whether in each series times neither go back nor repeat. */
    static boolean rises(String place, List<String> times, List<String> groups, long[] numbers)
            throws IOException {
        Optional<TimeForm> form = TimeForm.of(place, times);
        if (form.isEmpty()) {
            return true;
        }
        BigDecimal[] values = onDays(form.get(), read(form.get(), place, times, numbers), groups);
        TimeSteps steps = steps(form.get(), values, groups, numbers);
        return steps.repeats() == 0 && steps.backwards() == 0;
    }

    private static TimeSteps steps(
            TimeForm form, BigDecimal[] values, List<String> groups, long[] numbers) {
        TimeSteps steps = new TimeSteps(behind(values, values[0]), !form.zoned(), numbers);
        series(groups, numbers.length).forEach(steps::add);
        return steps;
    }

    // The rows of each series, in the order of the first.
    private static List<int[]> series(List<String> groups, int rows) {
        if (groups.isEmpty()) {
            return List.of(IntStream.range(0, rows).toArray());
        }
        Map<String, IntStream.Builder> series = new LinkedHashMap<>();
        for (int row = 0; row < rows; row++) {
            series.computeIfAbsent(groups.get(row), name -> IntStream.builder()).add(row);
        }
        return series.values().stream().map(each -> each.build().toArray()).toList();
    }

    private static List<String> chosen(List<String> cells, int[] rows) {
        return cells.isEmpty() ? cells : IntStream.of(rows).mapToObj(cells::get).toList();
    }

    // Differences are taken of all digits: microseconds of today are not to be had in a double.
    private static double[] behind(BigDecimal[] values, BigDecimal first) {
        return Arrays.stream(values)
                .mapToDouble(value -> value.subtract(first).doubleValue())
                .toArray();
    }

    private static BigDecimal[] read(
            TimeForm form, String place, List<String> times, long[] numbers) throws IOException {
        BigDecimal[] at = new BigDecimal[times.size()];
        for (int i = 0; i < at.length; i++) {
            Optional<BigDecimal> value = form.read(times.get(i));
            if (value.isEmpty()) {
                throw noTime(place, numbers[i], times.get(i));
            }
            at[i] = value.get();
        }
        return at;
    }

    // Times of the day alone are told their days, in each series.
    private static BigDecimal[] onDays(TimeForm form, BigDecimal[] read, List<String> groups) {
        if (!form.daily()) {
            return read;
        }
        BigDecimal[] at = new BigDecimal[read.length];
        for (int[] rows : series(groups, read.length)) {
            UnnamedDays days = new UnnamedDays();
            for (int row : rows) {
                at[row] = days.next(read[row]);
            }
        }
        return at;
    }

    // Of days that are not told, rows from the newest to the oldest would become one day each, or
    // late. A step of half a day and more may be one over midnight.
    private static void requireRising(
            BigDecimal[] read,
            String place,
            List<String> times,
            List<String> groups,
            long[] numbers)
            throws IOException {
        List<int[]> back = new ArrayList<>(); // rows, each behind the one before it in its series
        int steps = 0;
        for (int[] rows : series(groups, numbers.length)) {
            for (int i = 1; i < rows.length; i++) {
                BigDecimal step = read[rows[i]].subtract(read[rows[i - 1]]);
                steps += Math.abs(step.signum());
                if (step.signum() < 0 && step.negate().compareTo(HALF_DAY) < 0) {
                    back.add(new int[] {rows[i - 1], rows[i]});
                }
            }
        }
        if (back.size() > 1 && 4L * back.size() >= 3L * steps) {
            int[] first = back.get(0);
            throw new IOException(
                    "%s: times of the day alone must rise within a day, but %s in row %s comes behind %s"
                            .formatted(
                                    place,
                                    times.get(first[1]),
                                    numbers[first[1]],
                                    times.get(first[0])));
        }
    }

    /** Returns what says that a cell is no time. */
    static IOException noTime(String place, long row, String cell) {
        return new IOException(
                "%s: value in row %s must be a time as most are, but is \"%s\""
                        .formatted(place, row, cell));
    }

    // Rows that go back to times that were there already are mostly those of another machine.
    private static void requireOneSeries(String place, TimeSteps steps, int rows)
            throws IOException {
        if (steps.backwards() > 0 && steps.repeats() > rows / 10) {
            throw new IOException(
                    "%s: times go back in row %s, and %s of %s come twice, as if there were several series; say which column tells these apart"
                            .formatted(place, steps.firstBackwards(), steps.repeats(), rows));
        }
    }

    private static String found(TimeForm form, TimeSteps steps, List<String> times, double[] at) {
        List<String> parts = new ArrayList<>();
        if (!form.name().isEmpty()) {
            parts.add(form.name());
        }
        parts.addAll(steps.lines(form.inSeconds() ? TimeSteps::duration : TimeSteps::number));
        int first = 0;
        int last = 0;
        for (int i = 1; i < at.length; i++) {
            first = at[i] < at[first] ? i : first;
            last = at[i] >= at[last] ? i : last;
        }
        parts.add("from " + times.get(first) + " to " + times.get(last));
        return String.join(", ", parts);
    }

    /** Returns the points' times as they were read, or nothing if they have none. */
    public List<String> times() {
        return times;
    }

    /** Returns which series each point is of, or nothing if all are of one. */
    public List<String> groups() {
        return groups;
    }

    /** Returns the seconds from 1970 to each point; nothing where times are no dates. */
    public double[] seconds() {
        return seconds.clone();
    }

    /** Returns where a point stood in the data: its row, from 0. */
    public int row(int point) {
        return rows[point];
    }

    /** Returns the points from gap to gap, each point in one of them. */
    public List<Segment> segments() {
        return segments;
    }

    /** Returns what the times were found to be, as "every 5 min, from 08:00 to 17:00". */
    public String found() {
        return found;
    }

    /** Returns what the segments shorter than a window are, in words; empty if none is. */
    String shorter(int window) {
        List<Segment> few = segments.stream().filter(each -> each.size() < window).toList();
        int points = few.stream().mapToInt(Segment::size).sum();
        return few.isEmpty()
                ? ""
                : "left out %s between gaps that %s shorter than a window, %s points"
                        .formatted(
                                few.size() == 1 ? "1 stretch" : few.size() + " stretches",
                                few.size() == 1 ? "is" : "are",
                                points);
    }

    /** Returns the values of rows in the order of the points. */
    double[] ordered(double[] values) {
        double[] ordered = new double[values.length];
        for (int point = 0; point < ordered.length; point++) {
            ordered[point] = values[rows[point]];
        }
        return ordered;
    }

    /** Returns the labels of rows in the order of the points. */
    List<String> ordered(List<String> labels) {
        return chosen(labels, rows);
    }

    /**
     * Returns where windows begin: each in a segment, from its first point on.
     *
     * @param length of a window
     * @param step how many points a window begins behind the one before it
     */
    int[] starts(int length, int step) {
        return segments.stream()
                .flatMapToInt(
                        segment ->
                                IntStream.rangeClosed(0, (segment.size() - length) / step)
                                        .filter(i -> length <= segment.size())
                                        .map(i -> segment.from + i * step))
                .toArray();
    }
}
