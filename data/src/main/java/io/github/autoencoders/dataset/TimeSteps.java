package io.github.autoencoders.dataset;

import io.github.autoencoders.dataset.Timeline.Segment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts the points of one or several series in the order of time, and finds where they break off.
 *
 * <p>The step of a series is the median of those from one of its times to the next. Most series
 * have nearly all steps equal; a gap is then a step longer than one and a half. In others a step is
 * a gap only if it is longer than ten, as there would be nothing but gaps.
 */
final class TimeSteps {

    private static final double EQUAL = 0.1; // of a step: what steps may differ
    private static final double EVEN = 0.9; // share of equal steps
    private static final double GAP = 1.5; // steps
    private static final double UNEVEN_GAP = 10;
    private static final double HOUR = 3600;

    private final double[] at; // of each row
    private final boolean wall; // whether a clock on a wall showed the times
    private final long[] numbers; // what messages call the rows
    private final List<Integer> order = new ArrayList<>(); // rows, in the order of points
    private final List<Segment> segments = new ArrayList<>();
    private final Count gaps = new Count();
    private final Count repeats = new Count();
    private final Count back = new Count();
    private final Count setBack = new Count();
    private double least = Double.POSITIVE_INFINITY; // of the series' steps
    private double greatest;
    private boolean even = true;
    private boolean equal = true;

    /** How many there are of something, and the first. */
    private static final class Count {
        private int count;
        private long row;
        private double size;

        void add(long at, double of) {
            row = count == 0 ? at : row;
            size = count == 0 ? of : size;
            count++;
        }
    }

    /**
     * Makes the order of points.
     *
     * @param at when each row was
     * @param wall whether these are what a clock on a wall showed, which may be set back an hour
     * @param numbers what messages call the rows
     */
    TimeSteps(double[] at, boolean wall, long[] numbers) {
        this.at = at;
        this.wall = wall;
        this.numbers = numbers;
    }

    /** Adds the rows of one series, in their order in the file. */
    void add(int[] rows) {
        int[] sorted = rows;
        double step = step(rows);
        double[] backwards = DoubleStream.of(differences(rows)).filter(d -> d < 0).toArray();
        boolean set = wall && DoubleStream.of(backwards).allMatch(d -> isSetBack(step, d));
        if (backwards.length > 0 && !set) {
            count(rows, back);
            sorted =
                    IntStream.of(rows)
                            .boxed()
                            .sorted(Comparator.comparingDouble(row -> at[row]))
                            .mapToInt(Integer::intValue)
                            .toArray();
        } else {
            count(rows, setBack);
        }
        cut(sorted, limit(sorted));
    }

    private static boolean isEqual(double one, double other) {
        return Math.abs(one - other) < 1;
    }

    private void count(int[] rows, Count backwards) {
        for (int i = 1; i < rows.length; i++) {
            if (at[rows[i]] < at[rows[i - 1]]) {
                backwards.add(numbers[rows[i]], at[rows[i - 1]] - at[rows[i]]);
            }
        }
    }

    private double[] differences(int[] rows) {
        return IntStream.range(1, rows.length)
                .mapToDouble(i -> at[rows[i]] - at[rows[i - 1]])
                .toArray();
    }

    private double step(int[] rows) {
        return step(DoubleStream.of(differences(rows)).filter(d -> d > 0).sorted().toArray());
    }

    /** Returns the step of a series, NaN if there is none, from all of them, sorted. */
    static double step(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    private static boolean areEven(double[] steps, double step) {
        long same = DoubleStream.of(steps).filter(d -> Math.abs(d - step) <= EQUAL * step).count();
        return same >= EVEN * steps.length;
    }

    /** Returns what a longer step than is a gap; infinite if there is none. */
    static double limit(double[] sorted) {
        double step = step(sorted);
        return Double.isNaN(step)
                ? Double.POSITIVE_INFINITY
                : (areEven(sorted, step) ? GAP : UNEVEN_GAP) * step;
    }

    /** Returns whether a difference is that of a clock that was set back by an hour. */
    static boolean isSetBack(double step, double difference) {
        return isEqual(step - HOUR, difference);
    }

    private double limit(int[] rows) {
        double step = step(rows);
        if (Double.isNaN(step)) {
            return Double.POSITIVE_INFINITY;
        }
        double[] steps = DoubleStream.of(differences(rows)).filter(d -> d > 0).toArray();
        boolean most = areEven(steps, step);
        double limit = (most ? GAP : UNEVEN_GAP) * step;
        even &= most;
        equal &=
                DoubleStream.of(steps)
                        .filter(d -> d <= limit)
                        .allMatch(d -> Math.abs(d - step) <= 0.01 * step);
        least = Math.min(least, step);
        greatest = Math.max(greatest, step);
        return limit;
    }

    private void cut(int[] rows, double limit) {
        int first = order.size();
        for (int i = 0; i < rows.length; i++) {
            double step = i == 0 ? 0 : at[rows[i]] - at[rows[i - 1]];
            if (step > limit) {
                gaps.add(numbers[rows[i]], step);
            } else if (step == 0 && i > 0) {
                repeats.add(numbers[rows[i]], 0);
            }
            if (step > limit || step < 0) {
                segments.add(new Segment(first, order.size()));
                first = order.size();
            }
            order.add(rows[i]);
        }
        segments.add(new Segment(first, order.size()));
    }

    /** Returns the rows in the order of points. */
    int[] order() {
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    List<Segment> segments() {
        return segments;
    }

    /** Returns how often a time is that of the point before it. */
    int repeats() {
        return repeats.count;
    }

    /** Returns how often the rows of a series went back in time, and not by a clock. */
    int backwards() {
        return back.count;
    }

    /** Returns what messages call the first row that went back. */
    long firstBackwards() {
        return back.row;
    }

    /**
     * Returns what is to be said of the steps.
     *
     * @param unit says how long a time is
     */
    List<String> lines(DoubleFunction<String> unit) {
        String size = unit.apply(gaps.size);
        return Stream.of(
                        pace(unit),
                        said(gaps, "gap", "gaps", "of " + size + " before"),
                        said(repeats, "repeat", "repeats", "in"),
                        said(back, "step back", "steps back", "in")
                                + (back.count > 0 ? ", so sorted" : ""),
                        said(setBack, "time the clock set back", "times the clock set back", "in"))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private String pace(DoubleFunction<String> unit) {
        if (greatest == 0) {
            return "";
        }
        String steps =
                least == greatest
                        ? unit.apply(least)
                        : unit.apply(least) + " to " + unit.apply(greatest);
        return even ? (equal ? "every " : "about every ") + steps : "uneven, mostly " + steps;
    }

    // "1 gap of 2 h before row 7", "3 gaps, the first of 2 h before row 7"
    private static String said(Count found, String one, String more, String where) {
        return switch (found.count) {
            case 0 -> "";
            case 1 -> "1 %s %s row %s".formatted(one, where, found.row);
            default ->
                    String.format(
                            Locale.ROOT,
                            "%,d %s, the first %s row %s",
                            found.count,
                            more,
                            where,
                            found.row);
        };
    }

    /** Returns a time in its two greatest units, as "1 h 5 min". */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole == 0 || Math.abs(seconds - whole) > 1e-6 * seconds) {
            return seconds < 1 ? number(1000 * seconds) + " ms" : number(seconds) + " s";
        }
        long[] sizes = {24 * 60 * 60, 60 * 60, 60, 1};
        String[] names = {"d", "h", "min", "s"};
        StringJoiner text = new StringJoiner(" ");
        long rest = whole;
        for (int i = 0, said = 0; i < sizes.length && said < 2; i++) {
            if (rest >= sizes[i]) {
                text.add(rest / sizes[i] + " " + names[i]);
                rest %= sizes[i];
                said++;
            }
        }
        return text.toString();
    }

    /** Returns a number with six digits at most. */
    static String number(double value) {
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
