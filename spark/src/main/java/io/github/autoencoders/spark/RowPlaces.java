package io.github.autoencoders.spark;

import io.github.autoencoders.sample.SampleFormat;
import org.jspecify.annotations.Nullable;

/**
 * How messages call rows: by their number in a partition, or among all that the driver has.
 *
 * @param partition that they are of, or {@link #ALL}
 * @param first the number of the first of them, from 0
 */
record RowPlaces(int partition, long first) {

    private static final int ALL = -1;

    /** Of rows that the driver has, in their order. */
    static final RowPlaces OF_DRIVER = new RowPlaces(ALL, 0);

    String of(int index) {
        String row = "row " + (first + index);
        return partition == ALL ? row : row + " of partition " + partition;
    }

    /**
     * Checks the values of a row.
     *
     * @param index of the row
     * @param values NaN where one is missing
     * @throws IllegalArgumentException if one cannot be brought to 32 bits, or is missing though
     *     the format has no missing ones
     */
    void requireFits(int index, double[] values, SampleFormat format) {
        if (values.length != format.size()) {
            throw new IllegalArgumentException(
                    "%s must hold %s values, as the model takes, but holds %s"
                            .formatted(of(index), format.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            boolean missing = Double.isNaN(values[i]);
            if (missing ? !format.allowsMissing() : !Float.isFinite((float) values[i])) {
                throw new IllegalArgumentException(
                        "%s of %s must be a finite number, as in all rows that the model learnt from, but %s"
                                .formatted(
                                        format.called(i),
                                        of(index),
                                        missing ? "is null or NaN" : "is " + values[i]));
            }
        }
    }

    /** Returns what stands in a cell of a row. */
    <T> T present(int index, String column, @Nullable T cell) {
        if (cell == null) {
            throw new IllegalArgumentException(
                    "column \"%s\" must have a sample in each row, but %s has null"
                            .formatted(column, of(index)));
        }
        return cell;
    }
}
