package io.github.autoencoders.cli;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A stream that shows how many of its samples were read, and says at its end what was strange in
 * them.
 */
final class HeardStream implements SampleStream {

    private final SampleStream stream;
    private final Strangers strangers;
    private final StepsProgress progress;
    private long read;

    HeardStream(SampleStream stream, Strangers strangers, StepsProgress progress) {
        this.stream = stream;
        this.strangers = strangers;
        this.progress = progress;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public Optional<Samples> next() throws IOException {
        Optional<Samples> next = stream.next();
        next.ifPresentOrElse(this::hear, this::end);
        return next;
    }

    private void hear(Samples portion) {
        strangers.hear(portion);
        progress.at(read);
        read += portion.size();
    }

    private void end() {
        progress.close(); // before anything else is printed
        strangers.sayWords();
    }

    @Override
    public List<String> labelNames() {
        return stream.labelNames();
    }

    @Override
    public void close() throws IOException {
        progress.close();
        stream.close();
    }
}
