package io.github.autoencoders.training;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that makes batches, or none. After {@link #close} it makes no more, and is done with the
 * last, so that what the batches are made of may be closed.
 *
 * @param executor of one thread, or null for none
 */
record BatchThread(@Nullable ExecutorService executor) implements AutoCloseable {

    /** Returns a thread, which begins with its first batch. */
    static BatchThread newThread() {
        return new BatchThread(
                Executors.newSingleThreadExecutor(
                        making -> {
                            Thread thread = new Thread(making, "batches");
                            thread.setDaemon(true);
                            return thread;
                        }));
    }

    /** Returns none: batches are made where they are asked for. */
    static BatchThread none() {
        return new BatchThread(null);
    }

    @Override
    public void close() {
        if (executor == null) {
            return;
        }
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // a batch in the making must not lose its memory
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
