package io.github.autoencoders.server;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.serving.AutoencoderServingTranslator;
import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model with the threads that answer the requests for one of its tasks. Requests wait in a queue
 * of a bounded length; a thread takes what waits, up to a number, and answers it in one batch.
 */
final class ServedModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** A request, and where its answer goes; one that nobody waits for any more is done. */
    private record Job(Input request, CompletableFuture<Output> answer) {}

    private final String name;
    private final ModelSummary summary;
    private final Model model;
    private final ServerSettings settings;
    private final ServerMetrics metrics;
    private final BlockingQueue<Job> queue;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean closing;

    private ServedModel(
            String name,
            SavedModel saved,
            Task task,
            Model model,
            ServerSettings settings,
            ServerMetrics metrics) {
        this.name = name;
        this.summary = ModelSummary.of(task, saved.config());
        this.model = model;
        this.settings = settings;
        this.metrics = metrics;
        this.queue = new ArrayBlockingQueue<>(settings.queueSize());
    }

    /**
     * Loads a model for a task and starts its threads.
     *
     * @param engine by name, or null for the default engine
     * @param device or null for the engine's default device
     * @throws IOException if the model cannot be read
     */
    static ServedModel start(
            String name,
            SavedModel saved,
            Task task,
            @Nullable String engine,
            @Nullable Device device,
            ServerSettings settings,
            ServerMetrics metrics)
            throws IOException {
        task.requireFits(saved.config());
        Model model = saved.load(task.part(), engine, device);
        ServedModel served = new ServedModel(name, saved, task, model, settings, metrics);
        metrics.watchQueue(name, served.queue::size);
        for (int i = 0; i < settings.workers(); i++) {
            Thread worker = new Thread(() -> served.work(task), name + "-" + i);
            worker.start();
            served.workers.add(worker);
        }
        return served;
    }

    String name() {
        return name;
    }

    ModelSummary summary() {
        return summary;
    }

    /**
     * Puts a request into the queue.
     *
     * @return its answer, which comes within the time limit or fails with a {@link
     *     java.util.concurrent.TimeoutException}; or null if the queue is full
     */
    @Nullable CompletableFuture<Output> submit(Input request) {
        CompletableFuture<Output> answer = new CompletableFuture<>();
        if (closing || !queue.offer(new Job(request, answer))) {
            return null;
        }
        return answer.orTimeout(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work(Task task) {
        AutoencoderServingTranslator translator = new AutoencoderServingTranslator();
        translator.setArguments(Map.of("task", task.name().toLowerCase(Locale.ROOT)));
        try (Predictor<Input, Output> predictor = model.newPredictor(translator)) {
            while (!closing || !queue.isEmpty()) {
                try {
                    List<Job> batch = batch();
                    if (!batch.isEmpty()) {
                        metrics.batch(name, batch.size());
                        answer(predictor, batch);
                    }
                } catch (RuntimeException | Error e) { // its requests end by their time limit
                    LOG.error("{}: a batch failed", name, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Job> batch() throws InterruptedException {
        List<Job> batch = new ArrayList<>();
        Job first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        batch.add(first);
        long end = System.nanoTime() + settings.batchDelay().toNanos();
        while (batch.size() < settings.batchSize()) {
            Job next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        batch.removeIf(job -> job.answer.isDone());
        return batch;
    }

    // Nothing may end the thread, and no request may take others with it.
    private void answer(Predictor<Input, Output> predictor, List<Job> batch) {
        try {
            List<Output> outputs =
                    predictor.batchPredict(batch.stream().map(Job::request).toList());
            for (int i = 0; i < outputs.size(); i++) {
                batch.get(i).answer.complete(outputs.get(i));
            }
        } catch (TranslateException | RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.get(0).answer.completeExceptionally(e);
            } else {
                batch.forEach(job -> answer(predictor, List.of(job)));
            }
        }
    }

    /** Answers what waits, and ends the threads. */
    @Override
    public void close() {
        closing = true;
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        model.close();
    }
}
