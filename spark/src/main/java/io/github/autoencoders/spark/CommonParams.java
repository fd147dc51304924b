package io.github.autoencoders.spark;

import java.io.Serializable;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;

/**
 * The Params that an estimator and its models share.
 *
 * @param featuresCol a column of vectors, or of arrays of floats or doubles
 * @param featuresCols columns of numbers and of words
 * @param imageCol a column of images, as Spark's image source has them
 * @param codeCol where codes are written
 * @param reconstructionCol where reconstructions are written
 * @param scoreCol where scores are written
 * @param contributionsCol where that is written which the scores are the sums of
 * @param batchSize rows that are computed at a time
 * @param engine that computes
 */
public record CommonParams(
        Param<String> featuresCol,
        StringArrayParam featuresCols,
        Param<String> imageCol,
        Param<String> codeCol,
        Param<String> reconstructionCol,
        Param<String> scoreCol,
        Param<String> contributionsCol,
        IntParam batchSize,
        Param<String> engine)
        implements Serializable {

    static <P extends AutoencoderParams<?>> CommonParams of(P parent, String batches) {
        return new CommonParams(
                new Param<>(
                        parent,
                        "featuresCol",
                        "column of vectors or of arrays of floats or doubles, a sample each"),
                new StringArrayParam(
                        parent,
                        "featuresCols",
                        "columns of numbers, and of words (strings or booleans), a value each"),
                new Param<>(
                        parent, "imageCol", "column of images, as Spark's image source has them"),
                output(parent, "codeCol", "codes"),
                output(parent, "reconstructionCol", "reconstructions"),
                output(parent, "scoreCol", "scores, the higher the less usual"),
                output(parent, "contributionsCol", "parts that scores are the sums of"),
                Checked.atLeast(1, parent, "batchSize", batches),
                new Param<>(
                        parent,
                        "engine",
                        "engine that computes, or empty for a process's default"));
    }

    private static Param<String> output(Identifiable parent, String name, String what) {
        return new Param<>(parent, name, "new column of the " + what + ", or empty for none");
    }
}
