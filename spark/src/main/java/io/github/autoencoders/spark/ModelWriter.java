package io.github.autoencoders.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes Spark's own metadata, and beside them the model's folder as it is. */
final class ModelWriter extends MLWriter {

    /** The folder of the saved model. */
    static final String MODEL = "model";

    private final AutoencoderModel model;

    ModelWriter(AutoencoderModel model) {
        this.model = model;
    }

    @Override
    public void saveImpl(String path) {
        try {
            new DefaultParamsWriter(model).session(sparkSession()).save(path);
            model.files()
                    .write(
                            new Path(path, MODEL),
                            sparkSession().sparkContext().hadoopConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
