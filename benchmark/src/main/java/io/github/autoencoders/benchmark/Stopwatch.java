package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.argument.Require;
import java.io.IOException;

/**
 * Takes the time of work in this process, where JMH with its processes is not in place: along an
 * axis that grows, and portion by portion of a long training.
 *
 * @param warmUp repetitions before the clock runs, at least 0
 * @param warmUpSeconds how long such repetitions go on at least: compilers need their time too
 * @param repetitions whose times are taken, at least 1
 */
public record Stopwatch(int warmUp, double warmUpSeconds, int repetitions) {

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
        long start = System.nanoTime();
        work.runWhole(parent);
        return (System.nanoTime() - start) / 1e9;
    }
}
