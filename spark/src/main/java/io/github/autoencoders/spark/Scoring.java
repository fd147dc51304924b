package io.github.autoencoders.spark;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
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
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * What a task does with the rows of a partition: batches go through the model when their first row
 * is asked for, and one batch is in memory at a time. An empty partition opens no model.
 *
 * @param files of the model
 * @param columns that samples stand in
 * @param outputs that are added to each row
 * @param batchSize rows of a batch
 * @param engine or empty for the default one
 */
record Scoring(
        Broadcast<ModelFiles> files,
        FeatureColumns columns,
        Outputs outputs,
        int batchSize,
        String engine)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Scored(rows);
    }

    private final class Scored implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final Queue<Row> done = new ArrayDeque<>();
        private @Nullable TrainedAutoencoder model;
        private long count; // of the rows before the batch at hand

        Scored(Iterator<Row> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return !done.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (done.isEmpty()) {
                score();
            }
            return done.remove();
        }

        private void score() {
            List<Row> batch = new ArrayList<>();
            while (rows.hasNext() && batch.size() < batchSize) {
                batch.add(rows.next());
            }
            if (batch.isEmpty()) {
                throw new NoSuchElementException("all rows were given");
            }
            TrainedAutoencoder open = model();
            RowPlaces places = new RowPlaces(TaskContext.getPartitionId(), count);
            Samples samples = columns.samples(batch, open.format(), places);
            List<Object[]> added = outputs.of(open, samples, columns);
            for (int i = 0; i < batch.size(); i++) {
                done.add(joined(batch.get(i), added.get(i)));
            }
            count += batch.size();
        }

        // Stays open until the task is done, whether or not all rows were asked for.
        private TrainedAutoencoder model() {
            TrainedAutoencoder open = model;
            if (open == null) {
                try {
                    OpenModels.Lease lease = OpenModels.OF_PROCESS.lease(files.value(), engine);
                    TaskContext.get()
                            .addTaskCompletionListener(
                                    (TaskCompletionListener) context -> lease.close());
                    open = lease.model();
                    model = open;
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
            return open;
        }
    }

    private static Row joined(Row row, Object[] added) {
        Object[] all = new Object[row.size() + added.length];
        Arrays.setAll(all, i -> i < row.size() ? row.get(i) : added[i - row.size()]);
        return RowFactory.create(all);
    }
}
