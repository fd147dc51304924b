package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The model that a command uses, and where it runs. */
final class ModelOptions {

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The folder of a run, or of a saved model.")
    private @Nullable Path run;

    @Mixin private EngineOptions engine = new EngineOptions();

    /** Returns where the arithmetic is done. */
    EngineOptions engine() {
        return engine;
    }

    /** Opens the model; no engine is touched. */
    SavedModel open() throws IOException {
        if (run == null) {
            throw new IllegalStateException("the command must be run by picocli");
        }
        if (!Files.isDirectory(run)) {
            throw new IOException("RUN must be the folder of a run, but there is no " + run);
        }
        return Files.isRegularFile(run.resolve("recipe.json"))
                ? RunFolder.open(run).model()
                : SavedModel.open(run);
    }

    /** Reads samples in the format of a model; sprites are those that it was trained on. */
    static SampleSet read(String in, SavedModel saved) throws IOException {
        SampleFormat format = saved.config().format();
        DataOptions options = DataOptions.ofSeed(saved.card().recipe().seed());
        if (ImagePixels.isImage(format.shape())) {
            boolean grey = format.shape().get(0) == 1;
            boolean square = format.shape().get(1) == format.shape().get(2);
            options =
                    options.withImages(
                            square ? (int) format.shape().get(1) : 0,
                            grey ? DataOptions.Color.GREY : DataOptions.Color.RGB);
        }
        return DatasetCatalog.loadAll(in, options).withFormat(format);
    }
}
