package io.github.autoencoders.detection;

import io.github.autoencoders.sample.Digits;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Columns brought to one unit, a quarter of the range of their middle 99 %, in which a few extreme
 * values count for nothing; of a column that is all but constant, a quarter of its whole range.
 * What is missing becomes the median.
 *
 * @param centres the medians
 * @param units positive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowScaling(float[] centres, float[] units) {

    private static final double TAIL = 0.005;
    private static final double UNITS_IN_RANGE = 4; // as of a normal distribution, about

    /** Returns the scaling of rows, [N][D], NaN where a value is missing. */
    static RowScaling of(float[][] rows) {
        int columns = rows[0].length;
        RowScaling scaling = new RowScaling(new float[columns], new float[columns]);
        for (int j = 0; j < columns; j++) {
            int column = j;
            double[] known = known(Arrays.stream(rows).mapToDouble(row -> row[column]));
            if (known.length == 0) {
                scaling.units[j] = 1;
                continue;
            }
            scaling.centres[j] = (float) known[known.length / 2];
            scaling.units[j] = (float) unit(known);
        }
        return scaling;
    }

    /**
     * Returns the scaling of rows whose columns are of one kind, as points of a curve: all have the
     * unit of all values together.
     */
    static RowScaling inOneUnit(float[][] rows) {
        double[] known =
                known(
                        Arrays.stream(rows)
                                .flatMapToDouble(row -> DoubleStream.of(Digits.widened(row))));
        float[] units = new float[rows[0].length];
        Arrays.fill(units, known.length == 0 ? 1 : (float) unit(known));
        return new RowScaling(of(rows).centres, units);
    }

    /** Returns whether all columns have one unit. */
    boolean isInOneUnit() {
        for (float unit : units) {
            if (unit != units[0]) {
                return false;
            }
        }
        return true;
    }

    private static double[] known(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).sorted().toArray();
    }

    private static double unit(double[] sorted) {
        int last = sorted.length - 1;
        double middle =
                sorted[(int) Math.round((1 - TAIL) * last)] - sorted[(int) Math.round(TAIL * last)];
        double range = middle > 0 ? middle : sorted[last] - sorted[0];
        return range > 0 ? range / UNITS_IN_RANGE : 1;
    }

    /** Returns a row in units, as a new array. */
    float[] scaled(float[] row) {
        float[] scaled = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            scaled[j] = Float.isNaN(row[j]) ? 0 : (row[j] - centres[j]) / units[j];
        }
        return scaled;
    }

    /** Returns a row as it was before it was scaled, as a new array. */
    float[] raw(float[] scaled) {
        float[] raw = new float[scaled.length];
        for (int j = 0; j < raw.length; j++) {
            raw[j] = scaled[j] * units[j] + centres[j];
        }
        return raw;
    }
}
