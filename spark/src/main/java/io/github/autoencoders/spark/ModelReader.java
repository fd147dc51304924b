package io.github.autoencoders.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads what {@link ModelWriter} wrote.
 *
 * @param <M> the stage
 */
final class ModelReader<M> extends MLReader<M> {

    private final BiFunction<M, ModelFiles, M> withFiles;

    /**
     * Makes a reader.
     *
     * @param withFiles gives a stage of Params its files
     */
    ModelReader(BiFunction<M, ModelFiles, M> withFiles) {
        this.withFiles = withFiles;
    }

    @Override
    public M load(String path) {
        MLReader<M> params = new DefaultParamsReader<M>().session(sparkSession());
        M stage = params.load(path);
        try {
            return withFiles.apply(
                    stage,
                    ModelFiles.read(
                            new Path(path, ModelWriter.MODEL),
                            sparkSession().sparkContext().hadoopConfiguration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
