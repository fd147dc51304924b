package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.GeneratedLabels;
import io.github.autoencoders.evaluation.LabelProbe;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much of the labels is in the codes. */
@Command(
        name = "probe",
        description = {
            "Says how much of the labels is in the codes.",
            "",
            "A linear classifier (logistic regression on standardized values) learns from the codes"
                + " of the training samples and is judged on the validation samples, and so is one"
                + " that sees the samples themselves. k-means groups the validation codes, into as"
                + " many groups as there are labels.",
            "",
            "With --generated, of a conditional model: a linear classifier that knows real samples"
                + " alone says how many new ones it takes for samples of the labels that they were"
                + " drawn for."
        })
final class ProbeCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "Labelled data (default: those that the model was trained on).")
    private @Nullable String data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Use the first N training and validation samples only; 0 for all (default:"
                            + " ${DEFAULT-VALUE}).")
    private int limit = 10_000;

    @Option(
            names = "--generated",
            paramLabel = "N",
            description = "Judge N new samples of each label instead of the codes.")
    private @Nullable Integer generated;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "With --generated: of the first code that is drawn; each next one has the next"
                            + " seed (default: 0).")
    private @Nullable Long seed;

    @Override
    void run() throws IOException {
        Require.notNegative("--limit", limit);
        if (generated != null) {
            Require.atLeast(1, "--generated", generated);
        } else if (seed != null) {
            throw new IllegalArgumentException(
                    "--seed must be with --generated, but is " + seed + " without");
        }
        SavedModel saved = model.open(generated == null ? Part.ENCODER : Part.DECODER);
        DataSplit all = model.split(data, saved).requireWhole();
        DataSplit split = limit == 0 ? all : all.first(limit);
        List<String> lines;
        try (TrainedAutoencoder trained = model.load(saved)) {
            lines = lines(trained, split);
        }
        Samples training = split.training();
        model.say(
                "%,d samples of %s to learn from, %,d to be judged by, %d labels",
                training.size(),
                training.name(),
                split.validation().size(),
                training.labelNames().size());
        model.output().say(lines);
    }

    private List<String> lines(TrainedAutoencoder trained, DataSplit split) throws IOException {
        if (generated != null) {
            long first = seed == null ? 0 : seed;
            return GeneratedLabels.of(trained, split, generated, first).lines();
        }
        int codeSize = trained.config().bottleneck().codeSize();
        return model.follow("steps", progress -> LabelProbe.of(trained, split, progress))
                .lines(codeSize, split.training().format().size());
    }
}
