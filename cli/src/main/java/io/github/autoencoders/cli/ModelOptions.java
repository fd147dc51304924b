package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Detection;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.ReferenceScore;
import io.github.autoencoders.training.Validation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The model that a command uses, and where it runs. A command checks its options, opens the model,
 * reads, predicts, and writes, in this order: what is wrong is said before any work is done.
 */
final class ModelOptions {

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description =
                    "The folder of a run, or of a saved model; or the name of a published model, as"
                            + " autoencoders models lists them.")
    private @Nullable Path run;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Opens a whole model; no engine is touched. */
    SavedModel open() throws IOException {
        return open(Part.WHOLE);
    }

    /**
     * Opens a model; no engine is touched.
     *
     * @param part that must be there, or null if any will do
     */
    SavedModel open(@Nullable Part part) throws IOException {
        SavedModel saved = ModelRepository.open("RUN", run());
        if (part != null) {
            saved.require(part);
        }
        return saved;
    }

    private Path run() {
        if (run == null) {
            throw new IllegalStateException("the command must be run by picocli");
        }
        return run;
    }

    /** Returns the last name of the folder. */
    String name() {
        return String.valueOf(run().toAbsolutePath().normalize().getFileName());
    }

    /** Returns where the command's text goes. */
    PrintWriter text() {
        return Output.of(command);
    }

    /** Returns where text goes beside a table: not between its rows, if it is printed too. */
    PrintWriter textBeside(Path out) {
        return Output.isPrinted(out) ? Output.errors(command) : text();
    }

    /**
     * Reads samples in the format of a model, of a series the windows; sprites are those that it
     * was trained on. The engine is started first: some data are read through it.
     */
    Samples read(String in, SavedModel saved) throws IOException {
        SampleFormat format = saved.config().format();
        return DatasetCatalog.loadAll(in, options(saved)).withFormat(format);
    }

    private DataOptions options(SavedModel saved) throws IOException {
        engine.start();
        SampleFormat format = saved.config().format();
        TrainingRecipe recipe = saved.card().recipe();
        DataOptions options =
                DataOptions.ofSeed(recipe.seed())
                        .withWindows(recipe.data().window(), recipe.data().windowStep());
        if (ImagePixels.isImage(format.shape())) {
            boolean grey = format.shape().get(0) == 1;
            boolean square = format.shape().get(1) == format.shape().get(2);
            options =
                    options.withImages(
                            square ? (int) format.shape().get(1) : 0,
                            grey ? DataOptions.Color.GREY : DataOptions.Color.RGB);
        }
        return options;
    }

    /**
     * Opens samples in the format of a model as {@link #read} does, but to be read a portion at a
     * time; a dash is a table on the standard input.
     */
    SampleStream stream(String in, SavedModel saved) throws IOException {
        int portion = SampleStream.portion(saved.config().format().size());
        return DatasetCatalog.stream(in, options(saved), portion);
    }

    /** Loads the whole model; the caller closes it. */
    TrainedAutoencoder load() throws IOException {
        return load(open());
    }

    /** Loads what is there of a model; the caller closes it. */
    TrainedAutoencoder load(SavedModel saved) throws IOException {
        return TrainedAutoencoder.of(saved, engine.start());
    }

    /** Returns what a task makes of samples. */
    List<float[]> run(SavedModel saved, Task task, Samples samples) throws IOException {
        try (TrainedAutoencoder model = load(saved)) {
            return List.of(model.run(task, samples));
        }
    }

    /**
     * Reads training and validation samples in the format of a model, divided as for its training.
     *
     * @param data a name or a path, or null for those that the model was trained on
     */
    DataSplit split(@Nullable String data, SavedModel saved) throws IOException {
        engine.start();
        TrainingRecipe recipe = saved.card().recipe();
        DataSplit split =
                DatasetCatalog.load(
                        data == null ? recipe.data().source() : data, RecipeData.options(recipe));
        SampleFormat format = saved.config().format();
        return new DataSplit(
                split.training().withFormat(format), split.validation().withFormat(format));
    }

    /** Reads samples likewise, and refuses those of which values are missing. */
    DataSplit splitWithoutGaps(@Nullable String data, SavedModel saved) throws IOException {
        DataSplit split = split(data, saved);
        if (split.training().format().scaling().allowsMissing()) {
            throw new IllegalArgumentException(
                    split.training().name()
                            + " must have all values to be compared, but some are missing");
        }
        return split;
    }

    /** Opens a whole model whose codes stand for samples of numbers. */
    SavedModel openForCodes() throws IOException {
        SavedModel saved = open();
        if (Strings.areSamplesOf(saved.config().format())) {
            throw new IllegalArgumentException(
                    "RUN must be a model of numbers, but is one of strings");
        }
        return saved;
    }

    /** Writes a part of a model into a folder that exists. */
    void export(SavedModel saved, Part part, Path into) throws IOException {
        try (TrainedAutoencoder model = load(saved)) {
            model.half(part).save(into);
        }
    }

    /** Finds the anomalies of a series by a model of a normal one. */
    Detection detect(SavedModel saved, Series series, Series normal, double quantile)
            throws IOException {
        try (TrainedAutoencoder model = load(saved)) {
            return Detection.of(model, series, normal, quantile);
        }
    }

    /** Returns the mean score of samples that are drawn, if the model has one. */
    Optional<Double> check(SavedModel saved) throws IOException {
        try (TrainedAutoencoder model = load(saved)) {
            return ReferenceScore.of(model);
        }
    }

    /** Returns what the model's card says of such samples, computed anew. */
    Map<String, Double> validate(SavedModel saved, Samples samples)
            throws IOException, TranslateException {
        return Validation.metrics(saved, samples, engine.start());
    }

    /** Corrupts samples as in the model's training, and lets the model restore them. */
    Restoration restore(SavedModel saved, Samples samples) throws IOException {
        try (TrainedAutoencoder model = load(saved)) {
            return Restoration.of(model, samples);
        }
    }
}
