package io.github.autoencoders.graph;

import io.github.autoencoders.argument.Require;

/**
 * The size of one axis: a number, or a multiple of the size of the batch, B.
 *
 * @param factor the number, or how many times B it is
 * @param ofBatch whether it is a multiple of B
 */
public record Size(long factor, boolean ofBatch) {

    public Size {
        Require.notNegative("factor", factor);
    }

    /** Returns a size that is the same for every batch. */
    public static Size of(long size) {
        return new Size(size, false);
    }

    /** Returns a multiple of the size of the batch. */
    public static Size ofBatch(long factor) {
        return new Size(factor, true);
    }

    /** Returns the number for a batch of a size. */
    public long in(long batch) {
        return ofBatch ? Math.multiplyExact(factor, batch) : factor;
    }

    @Override
    public String toString() {
        String times = factor == 1 ? "" : Long.toString(factor);
        return ofBatch ? times + "B" : Long.toString(factor);
    }
}
