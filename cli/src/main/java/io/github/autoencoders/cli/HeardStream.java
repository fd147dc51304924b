package io.github.autoencoders.cli;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream whose first samples somebody is told of, as they were read. */
final class HeardStream implements SampleStream {

    private final SampleStream stream;
    private Consumer<Samples> listener; // of the next samples

    HeardStream(SampleStream stream, Consumer<Samples> listener) {
        this.stream = stream;
        this.listener = listener;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public Optional<Samples> next() throws IOException {
        Optional<Samples> next = stream.next();
        next.ifPresent(listener);
        listener = later -> {};
        return next;
    }

    @Override
    public List<String> labelNames() {
        return stream.labelNames();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
