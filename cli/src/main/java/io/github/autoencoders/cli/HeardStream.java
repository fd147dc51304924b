package io.github.autoencoders.cli;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream of whose samples somebody is told, as they were read, and of its end. */
final class HeardStream implements SampleStream {

    private final SampleStream stream;
    private final Consumer<Samples> listener;
    private final Runnable atEnd;

    HeardStream(SampleStream stream, Consumer<Samples> listener, Runnable atEnd) {
        this.stream = stream;
        this.listener = listener;
        this.atEnd = atEnd;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public Optional<Samples> next() throws IOException {
        Optional<Samples> next = stream.next();
        next.ifPresentOrElse(listener, atEnd);
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
