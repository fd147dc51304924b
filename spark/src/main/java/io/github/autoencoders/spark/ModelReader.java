package io.github.autoencoders.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link ModelWriter} wrote. */
final class ModelReader extends MLReader<AutoencoderModel> {

    @Override
    public AutoencoderModel load(String path) {
        MLReader<AutoencoderModel> params =
                new DefaultParamsReader<AutoencoderModel>().session(sparkSession());
        AutoencoderModel model = params.load(path);
        try {
            return model.withFiles(
                    ModelFiles.read(
                            new Path(path, ModelWriter.MODEL),
                            sparkSession().sparkContext().hadoopConfiguration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
