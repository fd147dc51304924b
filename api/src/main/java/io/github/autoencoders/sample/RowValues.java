package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The values of rows of numbers, one row after the other. */
final class RowValues {

    private static final String ROWS = "rows"; // what messages call them

    private RowValues() {}

    /** Returns the format of rows as they were read; of none, one that has nothing. */
    static SampleFormat unfitted(float[][] rows) {
        return unfitted(rows, RowValues::lacks);
    }

    /** Returns the format of rows likewise. */
    static SampleFormat unfitted(double[][] rows) {
        return unfitted(rows, row -> DoubleStream.of(row).anyMatch(Double::isNaN));
    }

    private static boolean lacks(float[] row) {
        for (float value : row) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    // A is float[] or double[].
    private static <A> SampleFormat unfitted(A[] rows, Predicate<A> lacks) {
        boolean missing = false;
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            missing |= lacks.test(rows[i]);
        }
        int features = rows.length == 0 ? 1 : Array.getLength(rows[0]);
        SampleFormat format = SampleFormat.unfitted(new Shape(features));
        return missing ? format.withMissing() : format;
    }

    /**
     * Returns the values.
     *
     * @param rows [N][values of a sample]
     */
    static float[] of(float[][] rows, SampleFormat format) {
        return joined(rows, format.size(), float[]::new);
    }

    /** Returns the values likewise, with all their digits. */
    static double[] of(double[][] rows, SampleFormat format) {
        return joined(rows, format.size(), double[]::new);
    }

    private static <A> A joined(A[] rows, int size, IntFunction<A> array) {
        A values = array.apply(SampleStorage.count(ROWS, rows.length, size));
        for (int i = 0; i < rows.length; i++) {
            requireThere("row", i, rows[i]);
            requireSize(i, Array.getLength(rows[i]), size);
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
