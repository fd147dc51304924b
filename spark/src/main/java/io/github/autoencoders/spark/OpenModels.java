package io.github.autoencoders.spark;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models that are open in a process, each once however many tasks use it. One that no task uses
 * stays open for the next, until others were used after it. For any number of threads.
 */
final class OpenModels {

    /** Those of this process: of an executor, nothing else outlives a task. */
    static final OpenModels OF_PROCESS = new OpenModels(2);

    private final int idle;
    private final Map<Key, Entry> models = new LinkedHashMap<>(); // the latest used last

    private record Key(String sha256, String engine) {}

    private static final class Entry {
        private final TrainedAutoencoder model;
        private int users;

        Entry(TrainedAutoencoder model) {
            this.model = model;
        }
    }

    /**
     * Begins without models.
     *
     * @param idle how many stay open that nobody uses
     */
    OpenModels(int idle) {
        this.idle = idle;
    }

    /** A model that stays open until this is closed, once. */
    interface Lease extends AutoCloseable {
        TrainedAutoencoder model();

        @Override
        void close();
    }

    /**
     * Returns a model, which is opened unless it is.
     *
     * @param engine or empty for the default one
     */
    synchronized Lease lease(ModelFiles files, String engine) throws IOException {
        Key key = new Key(files.sha256(), engine);
        Entry there = models.remove(key);
        Entry entry = there == null ? new Entry(open(files, engine)) : there;
        entry.users++;
        models.put(key, entry);
        return new Lease() {
            private boolean closed;

            @Override
            public TrainedAutoencoder model() {
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

    private static TrainedAutoencoder open(ModelFiles files, String engine) throws IOException {
        Placement place = engine.isEmpty() ? Placement.ofDefault() : Placement.of(engine);
        return files.unpacked(folder -> TrainedAutoencoder.of(SavedModel.open(folder), place));
    }

    private void closeIdle() {
        long unused = models.values().stream().filter(entry -> entry.users == 0).count();
        Iterator<Entry> oldest = models.values().iterator();
        while (unused > idle) {
            Entry entry = oldest.next();
            if (entry.users == 0) {
                entry.model.close();
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
