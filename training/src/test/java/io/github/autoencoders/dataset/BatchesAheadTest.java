package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BatchesAheadTest {

    private static final SampleFormat FORMAT =
            new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1));

    /** Work waits in the queue until the test does it, as another thread would. */
    @Test
    void oneBatchIsAskedForAheadAndNoMore() {
        Deque<Runnable> work = new ArrayDeque<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Iterator<Batch> batches = new BatchesAhead(threeBatches(manager), work::add);
            assertEquals(1, work.size());
            for (int i = 1; i <= 3; i++) {
                assertTrue(batches.hasNext());
                work.remove().run();
                assertEquals(i, batches.next().getProgress());
                assertEquals(i < 3 ? 1 : 0, work.size());
            }
            assertFalse(batches.hasNext());
            assertThrows(NoSuchElementException.class, batches::next);
        }
    }

    private static Iterator<Batch> threeBatches(NDManager manager) {
        Samples samples = Samples.ofFloats("numbers", FORMAT, new float[6], new int[0], List.of());
        return ReconstructionDataset.of(samples, 1).getData(manager).iterator();
    }

    @Test
    void whatGoesWrongIsThrownWhereTheBatchIsTaken() {
        RuntimeException wrong = new IllegalStateException("the disk is gone");
        Iterator<Batch> failing =
                failing(
                        () -> {
                            throw wrong;
                        });
        assertSame(wrong, assertThrows(IllegalStateException.class, failing::next));
        Error serious = new OutOfMemoryError("Java heap space");
        Iterator<Batch> starving =
                failing(
                        () -> {
                            throw serious;
                        });
        assertSame(serious, assertThrows(OutOfMemoryError.class, starving::next));
    }

    private static Iterator<Batch> failing(Supplier<Batch> next) {
        Iterator<Batch> endless =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public Batch next() {
                        return next.get();
                    }
                };
        return new BatchesAhead(endless, Runnable::run);
    }
}
