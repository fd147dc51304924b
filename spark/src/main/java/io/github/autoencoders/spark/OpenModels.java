package io.github.autoencoders.spark;

import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Models, or detectors, that are open in a process, each once however many tasks use it. One that
 * no task uses stays open for the next, until others were used after it. For any number of threads.
 *
 * @param <M> what is open
 */
final class OpenModels<M> {

    /** Models of this process: of an executor, nothing else outlives a task. */
    static final OpenModels<TrainedAutoencoder> OF_PROCESS =
            new OpenModels<>(
                    2,
                    (folder, place) -> TrainedAutoencoder.of(SavedModel.open(folder), place),
                    TrainedAutoencoder::close);

    /** Detectors of this process. */
    static final OpenModels<Detector> DETECTORS =
            new OpenModels<>(2, Detector::open, Detector::close);

    private final int idle;
    private final Opening<M> opening;
    private final Consumer<M> closing;
    private final Map<Key, Entry<M>> models = new LinkedHashMap<>(); // the latest used last

    /** Opens what is in a folder. */
    @FunctionalInterface
    interface Opening<M> {
        M open(Path folder, Placement place) throws IOException;
    }

    private record Key(String sha256, String engine) {}

    private static final class Entry<M> {
        private final M model;
        private int users;

        Entry(M model) {
            this.model = model;
        }
    }

    /**
     * Begins without models.
     *
     * @param idle how many stay open that nobody uses
     */
    OpenModels(int idle, Opening<M> opening, Consumer<M> closing) {
        this.idle = idle;
        this.opening = opening;
        this.closing = closing;
    }

    /** A model that stays open until this is closed, once. */
    interface Lease<M> extends AutoCloseable {
        M model();

        @Override
        void close();
    }

    /**
     * Returns a model, which is opened unless it is.
     *
     * @param engine or empty for the default one
     */
    synchronized Lease<M> lease(ModelFiles files, String engine) throws IOException {
        Key key = new Key(files.sha256(), engine);
        Entry<M> there = models.remove(key);
        Entry<M> entry = there == null ? new Entry<>(open(files, engine)) : there;
        entry.users++;
        models.put(key, entry);
        return new Lease<>() {
            private boolean closed;

            @Override
            public M model() {
                return entry.model;
            }

            @Override
            public void close() {
                synchronized (OpenModels.this) {
                    entry.users -= closed ? 0 : 1;
                    closed = true;
                    closeIdle();
                }
            }
        };
    }

    private M open(ModelFiles files, String engine) throws IOException {
        Placement place = engine.isEmpty() ? Placement.ofDefault() : Placement.of(engine);
        return files.unpacked(folder -> opening.open(folder, place));
    }

    private void closeIdle() {
        long unused = models.values().stream().filter(entry -> entry.users == 0).count();
        Iterator<Entry<M>> oldest = models.values().iterator();
        while (unused > idle) {
            Entry<M> entry = oldest.next();
            if (entry.users == 0) {
                closing.accept(entry.model);
                oldest.remove();
                unused--;
            }
        }
    }

    /** Returns how many models are open. */
    synchronized int size() {
        return models.size();
    }
}
