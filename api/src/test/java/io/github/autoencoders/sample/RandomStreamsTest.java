package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The numbers are those that models were trained with: they must never change. */
@Tag("no-engine")
class RandomStreamsTest {

    private static final List<Long> SEEDS = List.of(0L, 1L, 42L, -7L, Long.MAX_VALUE);

    /** SplitMix64, written out as in Java's own source. */
    @Test
    void seedsAreThoseOfSplitMix() {
        for (long seed : SEEDS) {
            SplittableRandom mixed = RandomStreams.splitMix(seed);
            for (int index = 0; index < 5; index++) {
                long z = seed + 0x9E3779B97F4A7C15L * (index + 1);
                z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
                z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
                assertEquals(z ^ (z >>> 31), RandomStreams.seed(seed, index));
                assertEquals(z ^ (z >>> 31), mixed.nextLong());
            }
        }
    }

    /** The first number of the published sequence of seed 1234567. */
    @Test
    void theFirstSeedIsThePublishedOne() {
        assertEquals(6457827717110365317L, RandomStreams.seed(1234567, 0));
        assertEquals(3203168211198807973L, RandomStreams.seed(1234567, 1));
    }

    @Test
    void streamsAreThoseThatTrainingHasAlwaysUsed() {
        for (long seed : SEEDS) {
            assertSame(new Random(seed), RandomStreams.ofJava(seed));
            assertSame(new Random(new SplittableRandom(seed).nextLong()), RandomStreams.of(seed));
            for (long index : List.of(0L, 1L, 99L)) {
                SplittableRandom mixer = new SplittableRandom(seed);
                assertSame(
                        new Random(new SplittableRandom(mixer.nextLong() ^ index).nextLong()),
                        RandomStreams.of(seed, index));
                SplittableRandom other = new SplittableRandom(seed).split();
                assertEquals(
                        new SplittableRandom(other.nextLong() ^ index).nextLong(),
                        RandomStreams.apart(seed, index).nextLong());
            }
        }
    }

    private static void assertSame(Random expected, Random actual) {
        for (int i = 0; i < 3; i++) {
            assertEquals(expected.nextLong(), actual.nextLong());
        }
    }
}
