package io.github.autoencoders.spark;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundResult;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.RoundWorker;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * What a task of a round does. Tasks of one executor take turns, as an engine takes the gradients
 * of one training at a time.
 *
 * @param round that all are told
 * @param reading of the partition's rows
 * @param engine that computes
 */
record RoundTask(Broadcast<Round> round, PartReading reading, String engine)
        implements Function2<Integer, Iterator<Row>, Iterator<RoundResult>> {

    @Override
    public Iterator<RoundResult> call(Integer part, Iterator<Row> rows) {
        Round told = round.value();
        Samples samples = reading.samples(part, rows, RoundWorker.format(told.plan()));
        RoundWorker worker = new RoundWorker(told.plan(), part, samples, Placement.of(engine));
        return List.of(worker.run(told)).iterator();
    }
}
