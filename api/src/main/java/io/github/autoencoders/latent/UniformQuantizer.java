package io.github.autoencoders.latent;

import io.github.autoencoders.argument.Require;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each value of a code in n bits: the range of that value over some codes is divided into
 * \(2^n\) cells of one width, and a value is replaced by the middle of its cell. Within the range
 * the error is at most half a cell; values outside go to the outermost cell.
 */
public final class UniformQuantizer {

    private static final int MOST_BITS = 16;

    private final int bits;
    private final double[] minima; // [D]
    private final double[] steps; // [D], the width of a cell; 0 where all values are one

    private UniformQuantizer(int bits, double[] minima, double[] steps) {
        this.bits = bits;
        this.minima = minima;
        this.steps = steps;
    }

    /**
     * Returns a number of bits that values can be written in, from 1 to 16.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static int requireBits(int bits) {
        return Require.within(1, MOST_BITS, "bits", bits);
    }

    /**
     * Returns the quantizer over the range of codes, each of their values by itself.
     *
     * @param codes at least one, each of D values
     * @param bits n, from 1 to 16
     */
    public static UniformQuantizer ofRange(List<float[]> codes, int bits) {
        requireBits(bits);
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("codes must be at least one, but are none");
        }
        int size = codes.get(0).length;
        double[] minima = new double[size];
        double[] steps = new double[size];
        for (int d = 0; d < size; d++) {
            double minimum = Double.POSITIVE_INFINITY;
            double maximum = Double.NEGATIVE_INFINITY;
            for (float[] code : codes) {
                minimum = Math.min(minimum, code[d]);
                maximum = Math.max(maximum, code[d]);
            }
            minima[d] = minimum;
            steps[d] = (maximum - minimum) / (1 << bits);
        }
        return new UniformQuantizer(bits, minima, steps);
    }

    /** Returns the number of the cell of each value, from 0 to \(2^n - 1\): shape [D]. */
    public int[] cells(float[] code) {
        if (code.length != steps.length) {
            throw new IllegalArgumentException(
                    "code must hold " + steps.length + " values, but holds " + code.length);
        }
        int[] cells = new int[code.length];
        for (int d = 0; d < code.length; d++) {
            double cell = steps[d] == 0 ? 0 : Math.floor((code[d] - minima[d]) / steps[d]);
            cells[d] = (int) Math.max(0, Math.min((1 << bits) - 1, cell));
        }
        return cells;
    }

    /** Returns the middle of each cell: shape [D]. */
    public float[] middles(int[] cells) {
        float[] code = new float[cells.length];
        for (int d = 0; d < cells.length; d++) {
            code[d] = (float) (minima[d] + (cells[d] + 0.5) * steps[d]);
        }
        return code;
    }

    /** Returns the width of the cells of a value. */
    public double step(int d) {
        return steps[d];
    }

    /**
     * Returns the bits that a code takes on average if frequent cells are written shorter than rare
     * ones, at best: the entropy of the cells' frequencies, \(-\sum_d \sum_k f_{dk} \log_2
     * f_{dk}\).
     *
     * @param cells of each code, at least one: shape [N, D]
     */
    public static double entropyBits(List<int[]> cells) {
        double bits = 0;
        for (int d = 0; d < cells.get(0).length; d++) {
            Map<Integer, Integer> counts = new HashMap<>();
            for (int[] code : cells) {
                counts.merge(code[d], 1, Integer::sum);
            }
            for (int count : counts.values()) {
                double frequency = (double) count / cells.size();
                bits -= frequency * Math.log(frequency) / Math.log(2);
            }
        }
        return bits;
    }

    @Override
    public String toString() {
        return "UniformQuantizer of " + bits + " bits, minima " + Arrays.toString(minima);
    }
}
