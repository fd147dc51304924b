package io.github.autoencoders.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes Spark's own metadata, and beside them the model's folder as it is. */
final class ModelWriter extends MLWriter {

    /** The folder of the saved model. */
    static final String MODEL = "model";

    private final Params stage;
    private final Supplier<ModelFiles> files;

    ModelWriter(Params stage, Supplier<ModelFiles> files) {
        this.stage = stage;
        this.files = files;
    }

    @Override
    public void saveImpl(String path) {
        try {
            new DefaultParamsWriter(stage).session(sparkSession()).save(path);
            files.get()
                    .write(
                            new Path(path, MODEL),
                            sparkSession().sparkContext().hadoopConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
