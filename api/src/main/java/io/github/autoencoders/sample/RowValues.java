package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The values of rows of numbers, one row after the other. */
final class RowValues {

    private static final String ROWS = "rows"; // what messages call them

    private RowValues() {}

    /** Returns the format of rows as they were read; of none, one that has nothing. */
    static SampleFormat unfitted(float[][] rows) {
        boolean missing = false;
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            for (float value : rows[i]) {
                missing |= Float.isNaN(value);
            }
        }
        return unfitted(rows.length == 0 ? 1 : rows[0].length, missing);
    }

    /** Returns the format of rows likewise. */
    static SampleFormat unfitted(double[][] rows) {
        boolean missing = false;
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            missing |= DoubleStream.of(rows[i]).anyMatch(Double::isNaN);
        }
        return unfitted(rows.length == 0 ? 1 : rows[0].length, missing);
    }

    private static SampleFormat unfitted(int features, boolean missing) {
        SampleFormat format = SampleFormat.unfitted(new Shape(features));
        return missing ? format.withMissing() : format;
    }

    /**
     * Returns the values.
     *
     * @param rows [N][values of a sample]
     */
    static float[] of(float[][] rows, SampleFormat format) {
        int size = format.size();
        float[] values = new float[SampleStorage.count(ROWS, rows.length, size)];
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            requireSize(i, rows[i].length, size);
            System.arraycopy(rows[i], 0, values, i * size, size);
        }
        return values;
    }

    /** Returns the values likewise, with all their digits. */
    static double[] of(double[][] rows, SampleFormat format) {
        int size = format.size();
        double[] values = new double[SampleStorage.count(ROWS, rows.length, size)];
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            requireSize(i, rows[i].length, size);
            System.arraycopy(rows[i], 0, values, i * size, size);
        }
        return values;
    }

    private static void requireSize(int index, int length, int size) {
        if (length != size) {
            throw new IllegalArgumentException(
                    "row %s must hold %s values, but holds %s".formatted(index, size, length));
        }
    }

    /** Checks what others give, who may not know that it must not be null. */
    static void requireThere(String name, int index, @Nullable Object given) {
        if (given == null) {
            throw new IllegalArgumentException(name + " " + index + " must be there, but is null");
        }
    }
}
