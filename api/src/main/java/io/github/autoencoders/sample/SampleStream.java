package io.github.autoencoders.sample;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Samples that are read a portion at a time, so that there may be any number of them: only a
 * portion or two are in memory.
 */
public interface SampleStream extends Closeable {

    /** Returns how messages call the samples. */
    String name();

    /**
     * Returns the next samples, in the order in which they stand.
     *
     * @return nothing at the end; the first portion is always there
     * @throws IOException if they cannot be read, or are not as they must be
     */
    Optional<Samples> next() throws IOException;

    /** Returns the names of all labels so far, in their order; empty if there are none. */
    List<String> labelNames();

    /**
     * Returns how many samples a portion best has.
     *
     * @param values of each sample
     * @return at most 4,096, fewer where they are large, so that their values take at most 64 MiB
     */
    static int portion(int values) {
        return Math.max(1, Math.min(4096, (1 << 24) / values));
    }
}
