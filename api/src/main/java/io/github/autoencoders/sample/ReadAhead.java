package io.github.autoencoders.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Portions or batches of which the next is made by another thread while whoever asked works with
 * the last. They are the same in the same order, and two of them are in memory. For one thread at a
 * time, not always the same.
 *
 * @param <T> what is made
 */
public final class ReadAhead<T> implements Iterator<T> {

    /** Makes one after the other. */
    @FunctionalInterface
    public interface Source<T> {
        /** Returns the next, or nothing at the end. */
        Optional<T> next() throws IOException;
    }

    private final Source<T> source;
    private final Executor executor;
    private CompletableFuture<Optional<T>> coming;

    /**
     * Begins with the first at once.
     *
     * @param source asked by one thread at a time
     * @param executor makes them
     */
    public ReadAhead(Source<T> source, Executor executor) {
        this.source = source;
        this.executor = executor;
        coming = begun();
    }

    private CompletableFuture<Optional<T>> begun() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return source.next();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                executor);
    }

    /**
     * Waits until it is known; what went wrong is thrown as if it had been made here.
     *
     * @throws CancellationException if the thread is interrupted
     */
    @Override
    public boolean hasNext() {
        return made().isPresent();
    }

    /**
     * Returns the next, and begins with the one behind it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    @Override
    public T next() {
        T next = made().orElseThrow(() -> new NoSuchElementException("all were given"));
        coming = begun();
        return next;
    }

    private Optional<T> made() {
        try {
            return coming.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("reading was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            if (e.getCause() instanceof Error serious) { // as of too little memory
                throw serious;
            }
            throw new IllegalStateException("only unchecked exceptions are thrown", e);
        }
    }
}
