package io.github.autoencoders.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition with what something opened adds to them: a batch is computed when its
 * first row is asked for, and one batch is in memory at a time. An empty partition opens nothing.
 * What is opened stays so until the task is done, whether or not all rows were asked for.
 *
 * @param <M> what is opened
 */
abstract class RowBatches<M> implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final int batchSize;
    private final Queue<Row> done = new ArrayDeque<>();
    private @Nullable M opened;
    private long count; // of the rows before the batch at hand

    RowBatches(Iterator<Row> rows, int batchSize) {
        this.rows = rows;
        this.batchSize = batchSize;
    }

    /** Opens what computes, and has it closed with the task. */
    abstract M open(TaskContext task) throws IOException;

    /** Returns the values that are added to each row of a batch. */
    abstract List<Object[]> added(M open, List<Row> batch, RowPlaces places);

    /** Returns what is leased until a task is done. */
    static <L> L until(TaskContext task, OpenModels.Lease<L> lease) {
        task.addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
        return lease.model();
    }

    @Override
    public final boolean hasNext() {
        return !done.isEmpty() || rows.hasNext();
    }

    @Override
    public final Row next() {
        if (done.isEmpty()) {
            compute();
        }
        return done.remove();
    }

    private void compute() {
        List<Row> batch = new ArrayList<>();
        while (rows.hasNext() && batch.size() < batchSize) {
            batch.add(rows.next());
        }
        if (batch.isEmpty()) {
            throw new NoSuchElementException("all rows were given");
        }
        RowPlaces places = new RowPlaces(TaskContext.getPartitionId(), count);
        List<Object[]> added = added(opened(), batch, places);
        for (int i = 0; i < batch.size(); i++) {
            done.add(joined(batch.get(i), added.get(i)));
        }
        count += batch.size();
    }

    private M opened() {
        M open = opened;
        if (open == null) {
            try {
                open = open(TaskContext.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            opened = open;
        }
        return open;
    }

    private static Row joined(Row row, Object[] added) {
        Object[] all = new Object[row.size() + added.length];
        Arrays.setAll(all, i -> i < row.size() ? row.get(i) : added[i - row.size()]);
        return RowFactory.create(all);
    }
}
