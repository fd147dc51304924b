package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.argument.Require;
import java.io.IOException;

/**
 * Takes the time of work: first some times without, then each time by itself.
 *
 * <p>This is no harness such as JMH, whose care is for what a compiler makes of nanoseconds: dead
 * code, loops unrolled, the profile of one method spoiling another's. What is measured here are
 * calls into an engine that take from a tenth of a millisecond to seconds and have effects the
 * compiler cannot see through. What matters instead is that an engine may return before it has
 * computed anything (MXNet always, PyTorch on a GPU), so that a value is read out at the end of
 * every repetition; and that the process is the one that the program's launcher starts, with its
 * settings of memory and threads, which a harness's forks would lose.
 *
 * @param warmUp repetitions before the clock runs, at least 0
 * @param warmUpSeconds how long such repetitions go on at least: compilers need their time too
 * @param repetitions whose times are taken, at least 1
 */
public record Stopwatch(int warmUp, double warmUpSeconds, int repetitions) {

    // Up to 1 MiB is copied in less time than a part of it is taken out.
    private static final long COPIED = 1 << 18;

    public Stopwatch {
        Require.notNegative("warmUp", warmUp);
        if (!(warmUpSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "warmUpSeconds must not be negative, but is " + warmUpSeconds);
        }
        Require.atLeast(1, "repetitions", repetitions);
    }

    /**
     * Returns one for so many repetitions, with a third as many before them, at least three and at
     * least half a second.
     */
    public static Stopwatch of(int repetitions) {
        return new Stopwatch(Math.max(3, repetitions / 3), 0.5, repetitions);
    }

    /**
     * Returns the seconds that each repetition took.
     *
     * @param parent of the manager of each
     */
    double[] seconds(TimedWork work, NDManager parent) throws IOException, TranslateException {
        double warm = 0;
        for (int i = 0; i < warmUp || warm < warmUpSeconds; i++) {
            warm += once(work, parent);
        }
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            seconds[i] = once(work, parent);
        }
        return seconds;
    }

    private static double once(TimedWork work, NDManager parent)
            throws IOException, TranslateException {
        Require.uninterrupted("measuring");
        try (NDManager scope = parent.newSubManager()) {
            long start = System.nanoTime();
            await(work.run(scope), scope);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    // Nothing of an array can be there before it is computed: a value of a large one will do.
    static void await(NDList results, NDManager scope) {
        for (NDArray array : results) {
            NDArray part = array;
            if (array.size() > COPIED) {
                NDArray flat = array.reshape(new Shape(-1));
                flat.attach(scope); // else it would live as long as a parameter
                part = flat.get("0:1");
                part.attach(scope);
            }
            part.toByteBuffer();
        }
    }
}
