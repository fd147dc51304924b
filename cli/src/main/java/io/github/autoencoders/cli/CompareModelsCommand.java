package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.ModelComparison;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The samples of two models side by side. */
@Command(
        name = "compare-models",
        aliases = "versus",
        description = {
            "Draws samples of two models from the prior, and says how much of it decodes to"
                    + " nothing, and how much of the data they cover.",
            "",
            "Both decode the codes of the same seeds, from N(0, I); a conditional model is given"
                + " its labels in turn, or --label only. A sample is nothing if it is far: farther"
                + " from the nearest training sample (mean squared difference) than 99 %% of the"
                + " validation samples are; or blank: no nearer to it than to the even grey of its"
                + " own mean. A validation sample is covered if one of the model's samples is"
                + " nearer than its fifth neighbour in the validation set. The line of real samples"
                + " has the same of the validation set, and what --count training samples cover."
        })
final class CompareModelsCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Parameters(
            index = "1",
            paramLabel = "OTHER",
            completionCandidates = Candidates.OfModels.class,
            description = "The folder of the other run, or of a saved model.")
    private Path other = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "What samples should look like (default: what RUN was trained on).")
    private @Nullable String data;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many codes are decoded (default: ${DEFAULT-VALUE}).")
    private int count = 1_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Compare with the first N training samples, and a tenth as many validation"
                            + " samples; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit = 10_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the first code; each next one has the next seed (default: 0).")
    private long seed;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "The label that conditional models are given (default: each in turn).")
    private @Nullable String label;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .png file to write, of the first samples.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        List<String> labels = label == null ? List.of() : List.of(label);
        ModelComparison.Settings settings =
                new ModelComparison.Settings(count, limit, seed, labels);
        Output.requireEnding("--out", out, ".png");
        SavedModel saved = model.open(Part.DECODER);
        SavedModel against = ModelRepository.open("OTHER", other);
        against.require(Part.DECODER);
        DataSplit split = model.split(data, saved).requireWhole();
        try (TrainedAutoencoder first = model.load(saved);
                TrainedAutoencoder second = model.load(against)) {
            ModelComparison both =
                    model.follow(
                            "samples",
                            progress ->
                                    ModelComparison.of(first, second, split, settings, progress));
            Png.write(both.draw(model.name(), ModelOptions.name(other)), out);
            model.say(
                    "of %,d codes from the prior, the share that decodes to nothing (far from all"
                            + " samples, or blank),%n"
                            + "and the share of %,d validation samples that they cover:",
                    count, both.real().samples().size());
            model.say("%s, %s", both.first(), model.typed());
            model.say("%s, %s", both.second(), other);
            model.say("%s", both.real());
            model.say("the first %d in %s", both.shown(), out);
        }
    }
}
