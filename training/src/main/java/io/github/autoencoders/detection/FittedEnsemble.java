package io.github.autoencoders.detection;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A trained {@link DenoisingEnsemble} in the memory of its engine. For any number of threads;
 * {@link #close} waits for calls that are under way.
 */
final class FittedEnsemble implements AutoCloseable {

    private static final int PORTION = 512; // rows at once

    private final Placement place;
    private final int members;
    private final Model model;
    private final DenoisingEnsemble block;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * Loads an ensemble.
     *
     * @param values of its parameters
     */
    FittedEnsemble(Placement place, int members, int columns, int width, List<float[]> values) {
        this.place = place;
        this.members = members;
        model = Model.newInstance("detector", place.device(), place.engine());
        block = new DenoisingEnsemble(members, columns, width);
        block.initialize(model.getNDManager());
        block.set(values);
        model.setBlock(block);
    }

    /** Returns where it is computed. */
    Placement place() {
        return place;
    }

    /**
     * Returns the codes of rows, those of the members one after the other, [N][K * H].
     *
     * @param rows scaled
     */
    float[][] codes(float[][] rows) {
        return outputs(rows, 1);
    }

    /** Returns what the members make of rows, on average, scaled, [N][D]. */
    float[][] reconstructions(float[][] rows) {
        float[][] each = outputs(rows, 0); // [N][K * D]
        float[][] means = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] mean = new float[rows[i].length];
            for (int v = 0; v < each[i].length; v++) {
                mean[v % mean.length] += each[i][v] / members;
            }
            means[i] = mean;
        }
        return means;
    }

    private float[][] outputs(float[][] rows, int output) {
        Lock caller = EngineChoice.callerLock(place.engine());
        use.readLock().lock();
        caller.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the detector must be open, but was closed");
            }
            float[][] values = new float[rows.length][];
            for (int from = 0; from < rows.length; from += PORTION) {
                Require.uninterrupted("scoring");
                int to = Math.min(rows.length, from + PORTION);
                compute(Arrays.copyOfRange(rows, from, to), output, values, from);
            }
            return values;
        } finally {
            caller.unlock();
            use.readLock().unlock();
        }
    }

    private void compute(float[][] rows, int output, float[][] values, int at) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(members, rows.length, rows[0].length);
            NDArray x = Numbers.of(scope, repeated(rows), shape);
            NDList outputs = block.forward(new ParameterStore(scope, false), new NDList(x), false);
            outputs.attach(scope);
            float[] flat = outputs.get(output).toFloatArray(); // [K, B, V]
            int size = flat.length / (members * rows.length);
            for (int i = 0; i < rows.length; i++) {
                float[] row = new float[members * size];
                for (int k = 0; k < members; k++) {
                    System.arraycopy(flat, (k * rows.length + i) * size, row, k * size, size);
                }
                values[at + i] = row;
            }
        }
    }

    private float[] repeated(float[][] rows) {
        int columns = rows[0].length;
        float[] flat = new float[members * rows.length * columns];
        for (int i = 0; i < members * rows.length; i++) {
            System.arraycopy(rows[i % rows.length], 0, flat, i * columns, columns);
        }
        return flat;
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
