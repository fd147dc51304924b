package io.github.autoencoders.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * A model's files as they were sent to the executors of a SparkContext.
 *
 * @param spark to whose executors
 * @param files that were sent
 */
record SentFiles(SparkContext spark, Broadcast<ModelFiles> files) {

    /** Returns what was sent before, or sends the files where that went to other executors. */
    static SentFiles to(SparkContext spark, @Nullable SentFiles before, ModelFiles files) {
        return before != null && before.spark == spark
                ? before
                : new SentFiles(spark, JavaSparkContext.fromSparkContext(spark).broadcast(files));
    }
}
