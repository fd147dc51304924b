package io.github.autoencoders.spark;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundResult;
import io.github.autoencoders.round.RoundSum;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.sample.SampleFormat;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Workers that are the partitions of an RDD: a round is a plain job, of a task for each. What a
 * task gives depends on the round that was broadcast, its partition and nothing else, so that Spark
 * may run it again, twice at once, or elsewhere.
 */
final class SparkWorkers implements Workers {

    // So few results the driver adds up by itself.
    private static final int MOST_RESULTS = 4;

    private final JavaSparkContext spark;
    private final JavaRDD<Row> rows;
    private final PartReading reading;
    private final String engine;
    private final List<Part> parts;

    /**
     * Reads the rows of each worker.
     *
     * @param rows a partition for each worker, in an order that stays
     * @param reading of the rows of a partition
     * @param format that the rows were found to have
     * @param engine that computes
     */
    SparkWorkers(
            JavaSparkContext spark,
            JavaRDD<Row> rows,
            PartReading reading,
            SampleFormat format,
            String engine)
            throws IOException {
        this.spark = spark;
        this.rows = rows;
        this.reading = reading;
        this.engine = engine;
        parts = parts(format);
    }

    private List<Part> parts(SampleFormat format) throws IOException {
        PartReading read = reading;
        String json = Json.write(format, SampleFormat.class);
        return ran(
                () ->
                        rows.mapPartitionsWithIndex(
                                        (part, each) ->
                                                List.of(read.part(part, each, json)).iterator(),
                                        true)
                                .collect());
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public RoundSum run(Round round) throws IOException {
        Broadcast<Round> told = spark.broadcast(round);
        try {
            JavaRDD<RoundResult> results =
                    rows.mapPartitionsWithIndex(new RoundTask(told, reading, engine), true);
            return ran(() -> sum(results, round.workers()));
        } finally {
            told.destroy();
        }
    }

    // As treeReduce does, but in an order that does not depend on which task ends first: partitions
    // that follow each other are added up by one task, and the driver adds the sums.
    private static RoundSum sum(JavaRDD<RoundResult> results, int workers) {
        RoundSum sum = new RoundSum();
        if (workers <= MOST_RESULTS) {
            results.collect().forEach(sum::add);
            return sum;
        }
        int size = (int) Math.ceil(Math.sqrt(workers));
        int groups = (workers + size - 1) / size;
        results
                .zipWithIndex()
                .mapToPair(each -> new Tuple2<>(each._2() / size, each))
                .groupByKey(new HashPartitioner(groups))
                .mapValues(SparkWorkers::inOrder)
                .collect()
                .stream()
                .sorted((one, other) -> Long.compare(one._1(), other._1()))
                .forEach(each -> sum.add(each._2()));
        return sum;
    }

    private static RoundSum inOrder(Iterable<Tuple2<RoundResult, Long>> results) {
        SortedMap<Long, RoundResult> sorted = new TreeMap<>();
        results.forEach(each -> sorted.put(each._2(), each._1()));
        RoundSum sum = new RoundSum();
        sorted.values().forEach(sum::add);
        return sum;
    }

    // What Spark throws it does not declare.
    private static <T> T ran(Callable<T> job) throws IOException {
        try {
            return job.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was interrupted in a job of Spark");
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalArgumentException) {
                    throw new IllegalArgumentException(cause.getMessage(), e);
                }
            }
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException("Spark must run a task on each partition, but " + problem, e);
        }
    }
}
