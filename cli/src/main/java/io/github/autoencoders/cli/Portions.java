package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.BatchedTask;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Samples on their way through a task of a model: while one portion is computed and written, the
 * next is read. However many there are, two portions are in memory.
 */
final class Portions {

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

    private final SampleStream stream;
    private final UnaryOperator<Samples> fitting;
    private final BatchedTask task;
    private long samples;
    private double seconds;

    /**
     * Makes the way.
     *
     * @param fitting of a portion to the model, or its refusal
     */
    Portions(SampleStream stream, UnaryOperator<Samples> fitting, BatchedTask task) {
        this.stream = stream;
        this.fitting = fitting;
        this.task = task;
    }

    /** Takes all samples through the task. */
    void through(Sink sink) throws IOException {
        long start = System.nanoTime();
        ExecutorService reader = Executors.newSingleThreadExecutor(Portions::daemon);
        try {
            Optional<Samples> portion = stream.next();
            while (portion.isPresent()) {
                Future<Optional<Samples>> next = reader.submit(stream::next);
                Samples fit = fitting.apply(portion.get().after(samples));
                sink.take(fit, task.of(fit));
                samples += fit.size();
                portion = result(next);
            }
        } catch (TranslateException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            reader.shutdownNow();
            seconds = (System.nanoTime() - start) / 1e9;
        }
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
        return String.format(Locale.ROOT, "%,.0f samples/s", samples / seconds);
    }
}
