package io.github.autoencoders.sample;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on a seed, or on a seed and an index, and on nothing else: neither on
 * the machine nor on the engine. Seeds and indices that follow each other give unrelated numbers,
 * but for {@link #ofJava} and {@link #splitMix}.
 *
 * <pre>{@code
 * Random noise = RandomStreams.of(seed, number); // of each sample its own, in whatever order
 * }</pre>
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014)</a>, whose
 *     SplitMix64 mixes the seeds
 */
public final class RandomStreams {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private RandomStreams() {}

    /** Returns the random numbers of a seed. */
    public static Random of(long seed) {
        return new Random(seed(seed, 0));
    }

    /** Returns the random numbers of one of many related things. */
    public static Random of(long seed, long index) {
        return new Random(seed(seed(seed, 0) ^ index, 0));
    }

    /** Returns random numbers that are unrelated to those that the other methods return. */
    public static SplittableRandom apart(long seed) {
        return splitMix(seed).split();
    }

    /** Returns such numbers of one of many related things. */
    public static SplittableRandom apart(long seed, long index) {
        return new SplittableRandom(apart(seed).nextLong() ^ index);
    }

    /**
     * Returns Java's own random numbers of a seed, for data that must stay as they are; for new
     * uses {@link #of(long)}, as Java's of seeds that follow each other are related.
     */
    public static Random ofJava(long seed) {
        return new Random(seed);
    }

    /**
     * Returns SplitMix64's own random numbers of a seed, whose longs are {@link #seed} of index 0,
     * 1, 2 and so on, for data that must stay as they are; for new uses {@link #of(long)}.
     */
    public static SplittableRandom splitMix(long seed) {
        return new SplittableRandom(seed);
    }

    /**
     * Returns a new seed for one of many related things: number {@code index} of SplitMix64.
     *
     * @param index from 0
     */
    public static long seed(long seed, long index) {
        return splitMix(seed + GOLDEN_GAMMA * index).nextLong();
    }
}
