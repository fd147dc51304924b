package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.math.BigDecimal;
import java.util.stream.DoubleStream;

/** Numbers with as many digits as they have. */
public final class Digits {

    private Digits() {}

    /**
     * Returns a number that is written with the fewest digits that tell it apart: from other 32-bit
     * floats if it is one, else from other 64-bit ones.
     */
    public static Number of(double value) {
        return isFloat(value) ? (Number) (float) value : value;
    }

    /** Returns a number as people write it in a table: 8589934592 rather than 8.589934592E9. */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1L << 53) {
            return Long.toString((long) value);
        }
        boolean readable = size >= 1e-6 && size < 1e18;
        String shortest = of(value).toString();
        return readable ? new BigDecimal(shortest).toPlainString() : shortest;
    }

    /** Returns whether all values are 32-bit floats. */
    public static boolean areFloats(double[] values) {
        return DoubleStream.of(values).allMatch(Digits::isFloat);
    }

    private static boolean isFloat(double value) {
        return (float) value == value || Double.isNaN(value);
    }

    /** Returns the values of an array of float32 or float64. */
    public static double[] of(NDArray array) {
        return array.getDataType() == DataType.FLOAT64
                ? array.toDoubleArray()
                : widened(array.toFloatArray());
    }

    /** Returns the nearest 32-bit floats. */
    public static float[] narrowed(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Returns the same values. */
    public static double[] widened(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
