package io.github.autoencoders.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The threads that call the engine, for all models of a server. They are few, and the same for all
 * models: PyTorch starts threads of its own for each one that calls it.
 */
final class Workers implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    // Once for each request that was put into a model's queue, and perhaps answered since. No
    // longer than these queues are together, and what was taken from them in batches.
    private final BlockingQueue<ServedModel> asked = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    Workers(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "worker-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    /** Says that a model's queue holds one more request. */
    void ask(ServedModel model) {
        asked.add(model);
    }

    private void work() {
        Map<ServedModel, Answering.Answerer> answerers = new HashMap<>();
        try {
            while (!closing || !asked.isEmpty()) {
                ServedModel model = asked.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (model != null) {
                    model.answer(
                            () ->
                                    answerers.computeIfAbsent(
                                            model, each -> each.answering().newAnswerer()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answerers.values().forEach(Answering.Answerer::close);
        }
    }

    /** Lets the threads answer what waits, and ends them. */
    @Override
    public void close() {
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
