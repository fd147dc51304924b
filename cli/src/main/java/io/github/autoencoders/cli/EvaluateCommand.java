package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.TargetKind;
import io.github.autoencoders.evaluation.Evaluation;
import io.github.autoencoders.evaluation.OutputMeasure;
import io.github.autoencoders.evaluation.Prediction;
import io.github.autoencoders.evaluation.SoundQuality;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to how well the model explains them. */
@Command(
        name = "evaluate",
        description = {
            "Says how well a model explains samples.",
            "",
            "Of a variational autoencoder: reconstruction, KL divergence, their sum (the negative"
                    + " evidence lower bound), a closer bound on log p(x) by importance sampling,"
                    + " and how many components of the code are used. Of a plain one: the"
                    + " reconstruction. A conditional model is given the labels of the data; values"
                    + " that are missing do not count. The same seed draws the same codes on each"
                    + " engine. Of a model with a decoder for each label, whose samples are"
                    + " images: how many have the other label's look after an exchange, and how far"
                    + " that moves and grows what is seen."
        })
final class EvaluateCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "An IDX file, a CSV file, a sound, a folder of images or sounds, or a data"
                            + " set's name.")
    private String data = "";

    @Option(
            names = "--target",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "What the samples of --data should become, instead of themselves.")
    private @Nullable String target;

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Codes drawn for each of the data (default: ${DEFAULT-VALUE}).")
    private int draws = 100;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Evaluate the first N of the data only; 0 for all.")
    private int limit;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the noise (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write a .json file.")
    private @Nullable Path out;

    @Override
    void run() throws IOException {
        Require.atLeast(1, "--samples", draws);
        Require.notNegative("--limit", limit);
        Output.requireEnding("--out", out, ".json");
        SavedModel saved = model.open();
        Samples all = model.read(source(saved), saved);
        Samples samples = limit == 0 ? all : all.first(limit);
        try (TrainedAutoencoder trained = model.load(saved)) {
            Evaluation evaluation =
                    model.follow(
                            "samples",
                            progress -> Evaluation.of(trained, samples, draws, seed, progress));
            model.say("%,d samples of %s", samples.size(), samples.name());
            model.output().say(evaluation.lines());
            String json = Json.write(evaluation, Evaluation.class);
            for (OutputMeasure each : OutputMeasure.of(trained, samples)) {
                model.output().say(each.lines());
                json = Json.merged(json, Json.write(each, each.getClass()));
            }
            if (target == null && SoundQuality.noise(trained).isPresent()) {
                model.output().say(sounds(trained, model.source(data, saved)));
            }
            model.write(out, json);
        }
    }

    // A model knows whether masks come out of it, or which columns.
    private String source(SavedModel saved) {
        SampleFormat made = saved.config().target();
        if (target == null) {
            return Prediction.isOf(saved.config())
                    ? DataSource.columns(data, made.schema().features())
                    : data;
        }
        TargetKind kind = made.kind() == SampleKind.MASK ? TargetKind.MASKS : TargetKind.IMAGES;
        boolean folder = Files.isDirectory(Path.of(target));
        return DataSource.towards(data, target, Optional.of(kind).filter(said -> folder));
    }

    // Whole sounds, where the data are such.
    private List<String> sounds(TrainedAutoencoder trained, DataSource source) throws IOException {
        List<SoundFile> files = source.sounds();
        if (files.isEmpty()) {
            return List.of();
        }
        List<SoundFile> some = limit == 0 ? files : files.subList(0, Math.min(limit, files.size()));
        return model.follow("sounds", progress -> SoundQuality.of(trained, some, seed, progress))
                .lines();
    }
}
