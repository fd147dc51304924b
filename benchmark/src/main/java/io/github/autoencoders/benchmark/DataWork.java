package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.sample.Samples;
import java.util.Iterator;

/**
 * Batches as training takes them: bytes in memory to model units.
 *
 * @param samples of which a batch after the other is taken, again and again
 * @param batch B
 */
record DataWork(Samples samples, int batch) {

    TimedWork open(NDManager manager) {
        Batches batches = batches(manager);
        return scope -> new NDList(batches.next(scope));
    }

    Batches batches(NDManager manager) {
        return new Batches(ReconstructionDataset.of(samples, batch), manager);
    }

    /** One batch after the other, without end. */
    static final class Batches {

        private final ReconstructionDataset data;
        private final NDManager manager;
        private Iterator<Batch> rest;

        Batches(ReconstructionDataset data, NDManager manager) {
            this.data = data;
            this.manager = manager;
            rest = data.getData(manager).iterator();
        }

        /** Returns the next batch, which the caller closes. */
        Batch next() {
            if (!rest.hasNext()) {
                rest = data.getData(manager).iterator();
            }
            return rest.next();
        }

        /** Returns the next samples, [B, ...modelShape], which the scope owns. */
        NDArray next(NDManager scope) {
            try (Batch batch = next()) {
                NDArray x = batch.getData().head();
                x.attach(scope);
                return x;
            }
        }
    }
}
