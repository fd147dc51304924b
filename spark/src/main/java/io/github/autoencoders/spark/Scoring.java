package io.github.autoencoders.spark;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * What a task does with the rows of a partition: batches go through the model when their first row
 * is asked for, and one batch is in memory at a time. An empty partition opens no model.
 *
 * @param files of the model
 * @param columns that the model has to do with
 * @param outputs that are added to each row
 * @param batchSize rows of a batch
 * @param engine or empty for the default one
 */
record Scoring(
        Broadcast<ModelFiles> files,
        ModelColumns columns,
        Outputs outputs,
        int batchSize,
        String engine)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new RowBatches<TrainedAutoencoder>(rows, batchSize) {
            @Override
            TrainedAutoencoder open(TaskContext task) throws IOException {
                return until(task, OpenModels.OF_PROCESS.lease(files.value(), engine));
            }

            @Override
            List<Object[]> added(TrainedAutoencoder open, List<Row> batch, RowPlaces places) {
                Samples samples = columns.samples(batch, open.config(), places);
                return outputs.of(open, samples, columns.made());
            }
        };
    }
}
