package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.ScalingKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A value so far from the others of its column that their mean and standard deviation are its own
 * doing: all others would be learnt as one number.
 *
 * @param column as messages call it
 * @param row from 1, the first below the header
 * @param value of the cell
 * @param median of the column
 * @param times how many times the usual spread it is away from the median; that is the range
 *     between the quartiles, divided by 1.349, which for a normal distribution is its standard
 *     deviation
 */
public record FarValue(String column, long row, double value, double median, double times) {

    private static final double LEAST_TIMES = 100;
    private static final double LEAST_GROWTH = 10; // of the standard deviation by such values

    /** Returns the farthest value of each column of rows, or channel of a series, that has one. */
    static List<FarValue> of(Samples samples) {
        boolean units =
                switch (samples.format().kind()) {
                    case ROW, SIGNAL -> !samples.holdsBytes();
                    default -> false;
                };
        return units ? found(samples) : List.of();
    }

    private static List<FarValue> found(Samples samples) {
        Scaling usual = samples.fittedFormat(0, ScalingKind.ROBUST).scaling().known();
        Scaling all = samples.fittedFormat(0).scaling().known();
        List<FarValue> far = new ArrayList<>();
        for (int column = 0; column < samples.format().shape().get(0); column++) {
            Optional<Scaling.UnitInterval> middle = usual.usual(column);
            if (middle.isEmpty()) { // of words
                continue;
            }
            Scaling.UnitInterval near = middle.get();
            Scaling.UnitInterval wide = all.usual(column).orElseThrow();
            if (width(wide) > LEAST_GROWTH * width(near)) {
                FarValue farthest = farthest(samples, column, near);
                if (farthest.times > LEAST_TIMES) {
                    far.add(farthest);
                }
            }
        }
        far.sort(Comparator.comparing(value -> -value.times));
        return far;
    }

    private static double width(Scaling.UnitInterval interval) {
        return interval.maximum() - interval.minimum(); // 3 deviations on either side
    }

    private static FarValue farthest(Samples samples, int column, Scaling.UnitInterval near) {
        double median = (near.minimum() + near.maximum()) / 2;
        double[] values = samples.channel(column).toArray();
        int at = 0;
        for (int i = 1; i < values.length; i++) {
            // A missing value is no farther than any.
            at =
                    !(Math.abs(values[i] - median) <= Math.abs(values[at] - median))
                                    && !Double.isNaN(values[i])
                            ? i
                            : at;
        }
        int place = column * samples.format().size() / (int) samples.format().shape().get(0);
        return new FarValue(
                samples.format().called(place),
                at + 1L,
                values[at],
                median,
                Math.abs(values[at] - median) * 6 / width(near));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s in row %,d, %s, is %,.0f times the usual spread away from the median %.6g",
                Digits.plain(value),
                row,
                column.startsWith("\"") ? "column " + column : column,
                times,
                median);
    }
}
