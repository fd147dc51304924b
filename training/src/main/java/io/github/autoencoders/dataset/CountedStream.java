package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Samples of which it is known how many there are, and what their labels are called. */
abstract class CountedStream implements SampleStream {

    private final String name;
    private final int size;
    private final int portion;
    private final List<String> labelNames;
    private int given;

    CountedStream(String name, int size, int portion, List<String> labelNames) {
        this.name = name;
        this.size = size;
        this.portion = portion;
        this.labelNames = List.copyOf(labelNames);
    }

    /** Returns the samples from one index to before another. */
    abstract Samples part(int from, int to) throws IOException;

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Optional<Samples> next() throws IOException {
        if (given == size) {
            return Optional.empty();
        }
        int from = given;
        given = Math.min(from + portion, size);
        return Optional.of(part(from, given));
    }

    @Override
    public final List<String> labelNames() {
        return labelNames;
    }

    @Override
    public void close() throws IOException {
        // Most have nothing open between two portions.
    }
}
