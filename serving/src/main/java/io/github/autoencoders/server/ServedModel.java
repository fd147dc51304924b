package io.github.autoencoders.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.serving.AwaitedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What answers under a name, as a model for one of its tasks, and the requests for it. They wait in
 * a queue of a bounded length; a worker takes what waits, up to a number, and answers it in one
 * batch.
 */
final class ServedModel implements AutoCloseable {

    /** A request, where its answer goes, and the room that its body takes. */
    private record Job(
            AwaitedInput request, CompletableFuture<Output> answer, BytesInFlight.Share room) {

        // The room first: who has an answer may ask again.
        void answer(Output output) {
            room.release();
            answer.complete(output);
        }

        void fail(Throwable e) {
            room.release();
            answer.completeExceptionally(e);
        }
    }

    private final String name;
    private final Answering answering;
    private final Workers workers;
    private final ServerSettings settings;
    private final ServerMetrics metrics;
    private final BlockingQueue<Job> queue;

    /** Serves what answers requests, which is closed with it. */
    ServedModel(
            String name,
            Answering answering,
            Workers workers,
            ServerSettings settings,
            ServerMetrics metrics) {
        this.name = name;
        this.answering = answering;
        this.workers = workers;
        this.settings = settings;
        this.metrics = metrics;
        this.queue = new ArrayBlockingQueue<>(settings.queueSize());
        metrics.watchQueue(name, queue::size);
    }

    String name() {
        return name;
    }

    /** Returns what tells of it. */
    Answering answering() {
        return answering;
    }

    /**
     * Puts a request into the queue.
     *
     * @param room of its body, which is held until no worker needs it any more
     * @return its answer, which comes within the time limit or fails with a {@link
     *     java.util.concurrent.TimeoutException}, or at once with an {@link HttpProblem} if the
     *     queue is full
     */
    CompletableFuture<Output> submit(AwaitedInput request, BytesInFlight.Share room) {
        Job job = new Job(request, new CompletableFuture<>(), room);
        room.hold();
        if (!queue.offer(job)) {
            room.release();
            return CompletableFuture.failedFuture(
                    HttpProblem.tooMuch(
                            "queue of %s must hold at most %s requests, but is full"
                                    .formatted(name, settings.queueSize())));
        }
        workers.ask(this);
        return job.answer
                .orTimeout(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete(
                        (answer, e) -> {
                            if (e != null) {
                                request.abandon();
                                if (queue.remove(job)) {
                                    room.release();
                                }
                            }
                        });
    }

    /**
     * Answers the requests that wait, if any still do, in one batch.
     *
     * @param by which this thread answers them
     */
    void answer(Supplier<Answering.Answerer> by) throws InterruptedException {
        List<Job> batch = new ArrayList<>();
        for (Job job : batch()) {
            if (job.answer.isDone()) { // nobody waits for it any more
                job.room.release();
            } else {
                batch.add(job);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        metrics.batch(name, batch.size());
        try {
            answer(by.get(), batch);
        } catch (RuntimeException | Error e) {
            batch.forEach(job -> job.fail(e));
        }
    }

    private List<Job> batch() throws InterruptedException {
        List<Job> batch = new ArrayList<>();
        Job next = queue.poll();
        long end = System.nanoTime() + settings.batchDelay().toNanos();
        while (next != null) {
            batch.add(next);
            next =
                    batch.size() < answering.together(settings.batchSize())
                            ? queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                            : null;
        }
        return batch;
    }

    // No request may take others with it.
    private static void answer(Answering.Answerer by, List<Job> batch) {
        List<Output> outputs;
        try {
            outputs = by.answers(batch.stream().<Input>map(Job::request).toList());
        } catch (TranslateException | RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.get(0).fail(e);
            } else {
                batch.forEach(job -> answer(by, List.of(job)));
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer(outputs.get(i));
        }
    }

    /** Frees what it is answered by, when no worker uses it any more. */
    @Override
    public void close() {
        answering.close();
    }
}
