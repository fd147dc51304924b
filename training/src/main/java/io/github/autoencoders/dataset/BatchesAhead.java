package io.github.autoencoders.dataset;

import ai.djl.training.dataset.Batch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Batches of which the next is made by another thread while whoever asked works with the last. They
 * are the same in the same order. One that was made and never asked for is closed with the manager
 * that it is made for, which must not be closed while it is made.
 */
final class BatchesAhead implements Iterator<Batch> {

    private final Iterator<Batch> batches;
    private final Executor executor;
    private @Nullable CompletableFuture<Batch> next;

    /**
     * Begins with the first batch at once.
     *
     * @param batches asked by one thread at a time, but not always the same
     * @param executor makes them
     */
    BatchesAhead(Iterator<Batch> batches, Executor executor) {
        this.batches = batches;
        this.executor = executor;
        begin();
    }

    private void begin() {
        next = batches.hasNext() ? CompletableFuture.supplyAsync(batches::next, executor) : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Batch next() {
        if (next == null) {
            throw new NoSuchElementException("all batches were given");
        }
        Batch batch = made(next);
        begin();
        return batch;
    }

    // As if it had been made here.
    private static Batch made(CompletableFuture<Batch> next) {
        try {
            return next.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            if (e.getCause() instanceof Error serious) { // as of too little memory
                throw serious;
            }
            throw e;
        }
    }
}
