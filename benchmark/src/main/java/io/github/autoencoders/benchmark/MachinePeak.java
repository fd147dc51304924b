package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;

/**
 * What an engine gets out of a machine at best, in float32.
 *
 * @param operationsPerSecond in a product of two square matrices
 * @param bytesPerSecond in an addition of one large array to another, in place, of which two are
 *     read and one is written: STREAM's "add" but for where it writes, <a
 *     href="https://www.cs.virginia.edu/stream/">McCalpin (1995)</a>
 */
public record MachinePeak(double operationsPerSecond, double bytesPerSecond) {

    private static final long LARGEST_MATRIX = 8192;
    private static final long LARGEST_ARRAY = 1 << 26; // 256 MiB, more than caches hold
    private static final double LONG_ENOUGH = 0.05; // seconds

    /**
     * Measures it, at sizes that grow until a call takes a twentieth of a second: the best of all
     * times, since whatever disturbs makes them longer.
     *
     * @param stopwatch for each size
     * @param manager under which no array stays
     */
    public static MachinePeak measure(Stopwatch stopwatch, NDManager manager)
            throws IOException, TranslateException {
        double operations = 0;
        double seconds = 0;
        for (long n = 256; n <= LARGEST_MATRIX && seconds < LONG_ENOUGH; n *= 2) {
            seconds = least(products(n, stopwatch, manager));
            operations = Math.max(operations, 2.0 * n * n * n / seconds);
        }
        return new MachinePeak(operations, bytes(LARGEST_ARRAY, stopwatch, manager));
    }

    /** Returns the seconds of each product of matrices [n, n]. */
    static double[] products(long n, Stopwatch stopwatch, NDManager parent)
            throws IOException, TranslateException {
        try (NDManager manager = parent.newSubManager()) {
            NDArray a = manager.randomUniform(-1, 1, new Shape(n, n));
            NDArray b = manager.randomUniform(-1, 1, new Shape(n, n));
            return stopwatch.seconds(
                    scope -> {
                        a.tempAttach(scope);
                        return new NDList(a.matMul(b));
                    },
                    manager);
        }
    }

    /** Returns the bytes a second of an addition of arrays of n values. */
    static double bytes(long n, Stopwatch stopwatch, NDManager parent)
            throws IOException, TranslateException {
        try (NDManager manager = parent.newSubManager()) {
            NDArray sum = manager.zeros(new Shape(n));
            NDArray term = manager.ones(new Shape(n));
            TimedWork addition = scope -> new NDList(sum.addi(term));
            return 3.0 * 4 * n / least(stopwatch.seconds(addition, manager));
        }
    }

    private static double least(double[] seconds) {
        return Arrays.stream(seconds).min().orElseThrow();
    }
}
