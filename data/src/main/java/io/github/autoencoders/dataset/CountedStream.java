package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Samples of which it is known how many there are, and what their labels are called. */
final class CountedStream implements SampleStream {

    private final String name;
    private final int size;
    private final int portion;
    private final List<String> labelNames;
    private final Part part;
    private final Closeable source;
    private int given;

    /**
     * Opens samples.
     *
     * @param source closed with the stream
     */
    CountedStream(
            String name,
            int size,
            int portion,
            List<String> labelNames,
            Part part,
            Closeable source) {
        this.name = name;
        this.size = size;
        this.portion = portion;
        this.labelNames = List.copyOf(labelNames);
        this.part = part;
        this.source = source;
    }

    /** Some of the samples. */
    interface Part {
        /** Returns the samples from one index to before another, after those before them. */
        Samples read(int from, int to) throws IOException;
    }

    /** Returns samples that are in memory already. */
    static CountedStream of(Samples samples, int portion) {
        return new CountedStream(
                samples.name(),
                samples.size(),
                portion,
                samples.labelNames(),
                (from, to) -> samples.subset(IntStream.range(from, to).toArray()),
                () -> {});
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Samples> next() throws IOException {
        if (given == size) {
            return Optional.empty();
        }
        int from = given;
        given = Math.min(from + portion, size);
        return Optional.of(part.read(from, given));
    }

    @Override
    public List<String> labelNames() {
        return labelNames;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
