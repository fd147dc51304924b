package io.github.autoencoders.argument;

import java.util.concurrent.CancellationException;

/**
 * Checks of numbers that callers give. Each returns its value, or throws an {@link
 * IllegalArgumentException} that says the name, the rule and the value; what is not a number fails
 * all of them.
 *
 * <pre>{@code
 * int size = Require.atLeast(1, "batchSize", recipe.batchSize());
 * }</pre>
 */
public final class Require {

    private Require() {}

    /** Returns a number that is not below the least. */
    public static int atLeast(int least, String name, int value) {
        return (int) atLeast((long) least, name, value);
    }

    /** Returns a number that is not below the least. */
    public static long atLeast(long least, String name, long value) {
        return require(value >= least, name, "at least " + least, value);
    }

    /** Returns a number that is not above the most. */
    public static int atMost(int most, String name, int value) {
        return require(value <= most, name, "at most " + most, value);
    }

    /** Returns a number that is neither below the least nor above the most. */
    public static int within(int least, int most, String name, int value) {
        return require(
                value >= least && value <= most, name, "from " + least + " to " + most, value);
    }

    /** Returns the only number that is allowed. */
    public static int exactly(int only, String name, int value) {
        return require(value == only, name, String.valueOf(only), value);
    }

    /** Returns a finite number above 0. */
    public static double positive(String name, double value) {
        boolean holds = value > 0 && !Double.isInfinite(value);
        return require(holds, name, "positive and finite", value);
    }

    /** Returns a finite number that is 0 or above. */
    public static double notNegative(String name, double value) {
        boolean holds = value >= 0 && !Double.isInfinite(value);
        return require(holds, name, "finite and not negative", value);
    }

    /** Returns a number that is 0 or above. */
    public static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        return value;
    }

    /** Returns a share of something, above 0 and at most 1. */
    public static double share(String name, double value) {
        return require(value > 0 && value <= 1, name, "above 0 and at most 1", value);
    }

    /**
     * Checks, between two steps of long work, that this thread is not interrupted; it stays so.
     *
     * @param work as the message calls it
     * @throws CancellationException if it is
     */
    public static void uninterrupted(String work) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(work + " was interrupted");
        }
    }

    private static <N extends Number> N require(boolean holds, String name, String rule, N value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + rule + ", but is " + value);
        }
        return value;
    }
}
