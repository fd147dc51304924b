package io.github.autoencoders.spark;

import java.util.Arrays;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Deals rows out to workers, one after the other, as a training in one process does. The order in a
 * partition is that of the data, however often it is made again.
 */
final class DealtRows extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int workers;

    private DealtRows(int workers) {
        this.workers = workers;
    }

    /**
     * Returns a partition for each worker.
     *
     * @param rows by their number
     * @param heldOut the numbers of rows that no worker gets, in order
     */
    static JavaRDD<Row> of(JavaPairRDD<Row, Long> rows, long[] heldOut, int workers) {
        return rows.mapToPair(each -> new Tuple2<>(rank(each._2(), heldOut), each._1()))
                .filter(each -> each._1() >= 0)
                .repartitionAndSortWithinPartitions(new DealtRows(workers))
                .values();
    }

    // The number among those that are learnt from, or -1.
    private static long rank(long row, long[] heldOut) {
        int place = Arrays.binarySearch(heldOut, row);
        return place >= 0 ? -1 : row - (-place - 1);
    }

    @Override
    public int numPartitions() {
        return workers;
    }

    @Override
    public int getPartition(Object key) {
        return (int) ((long) key % workers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DealtRows dealt && dealt.workers == workers;
    }

    @Override
    public int hashCode() {
        return workers;
    }
}
