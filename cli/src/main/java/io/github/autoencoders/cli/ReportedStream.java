package io.github.autoencoders.cli;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A stream that shows how many of its samples were read, and says at its end what a model does not
 * know of them.
 */
final class ReportedStream implements SampleStream {

    private final SampleStream stream;
    private final Unknowns unknowns;
    private final StepsProgress progress;
    private long read;

    ReportedStream(SampleStream stream, Unknowns unknowns, StepsProgress progress) {
        this.stream = stream;
        this.unknowns = unknowns;
        this.progress = progress;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public Optional<Samples> next() throws IOException {
        Optional<Samples> next = stream.next();
        next.ifPresentOrElse(this::report, this::end);
        return next;
    }

    private void report(Samples portion) {
        unknowns.note(portion);
        progress.at(read);
        read += portion.size();
    }

    private void end() {
        progress.close(); // before anything else is printed
        unknowns.sayWords();
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
