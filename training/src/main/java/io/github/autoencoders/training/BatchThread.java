package io.github.autoencoders.training;

import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
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

    /**
     * Returns a thread where there is a processor for it, which begins with its first batch. It has
     * as many threads of the engine's as the one that trains: with more threads than processors all
     * would wait for each other; and some engines must not be called by two threads.
     */
    static BatchThread of(Placement place) {
        int processors = Runtime.getRuntime().availableProcessors();
        boolean free =
                !EngineChoice.takesOneCaller(place.engine())
                        && (place.device().isGpu()
                                || 2 * EngineChoice.computingThreads() <= processors);
        return free ? newThread() : none();
    }

    private static BatchThread newThread() {
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
