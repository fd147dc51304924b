package io.github.autoencoders.cli;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Samples on their way through a task of a model: while one portion is computed and written, the
 * next is read. However many there are, two portions are in memory.
 */
final class Portions implements SampleStream {

    /** What becomes of a portion. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a portion.
         *
         * @param outputs of the task, one for each sample
         */
        void take(Samples samples, List<float[]> outputs) throws IOException;
    }

    private final TrainedAutoencoder model;
    private final Task task;
    private final SampleStream stream;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(Portions::daemon);
    private final long start = System.nanoTime();
    private @Nullable Future<Optional<Samples>> next;
    private long handedOut;
    private long samples;

    /** Makes the way; closing it closes the stream. */
    Portions(TrainedAutoencoder model, Task task, SampleStream stream) {
        this.model = model;
        this.task = task;
        this.stream = stream;
    }

    /** Takes all samples through the task. */
    void through(Sink sink) throws IOException {
        model.forEach(task, this, (given, made) -> sink.take(given, Arrays.asList(made)));
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public List<String> labelNames() {
        return stream.labelNames();
    }

    @Override
    public Optional<Samples> next() throws IOException {
        samples = handedOut;
        Optional<Samples> portion = next == null ? stream.next() : result(next);
        next = portion.isPresent() ? reader.submit(stream::next) : null;
        handedOut += portion.map(Samples::size).orElse(0);
        return portion;
    }

    @Override
    public void close() throws IOException {
        reader.shutdownNow();
        stream.close();
    }

    private static Thread daemon(Runnable reading) {
        Thread thread = new Thread(reading, "reader");
        thread.setDaemon(true); // what never comes on standard input keeps no program alive
        return thread;
    }

    private static Optional<Samples> result(Future<Optional<Samples>> next) throws IOException {
        try {
            return next.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            if (e.getCause() instanceof Error serious) { // as of too little memory
                throw serious;
            }
            throw e.getCause() instanceof IOException unread ? unread : new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", e);
        }
    }

    /** Returns the number of samples that went through. */
    long samples() {
        return samples;
    }

    /** Returns how fast they went, as "12,345 samples/s": read, computed and written. */
    String throughput() {
        return String.format(
                Locale.ROOT, "%,.0f samples/s", samples / ((System.nanoTime() - start) / 1e9));
    }
}
