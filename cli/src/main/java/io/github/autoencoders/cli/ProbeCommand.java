package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.LabelProbe;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much of the labels is in the codes. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says how much of the labels is in the codes.",
            "",
            "A linear classifier (logistic regression on standardized values) learns from the codes"
                + " of the training samples and is judged on the validation samples, and so is one"
                + " that sees the samples themselves. k-means groups the validation codes, into as"
                + " many groups as there are labels."
        })
final class ProbeCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Labelled data (default: those that the model was trained on).")
    private @Nullable String data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Use the first N training and validation samples only; 0 for all (default:"
                            + " ${DEFAULT-VALUE}).")
    private int limit = 10_000;

    @Override
    public Integer call() throws IOException {
        Require.notNegative("--limit", limit);
        SavedModel saved = model.open(Part.ENCODER);
        DataSplit all = model.splitWithoutGaps(data, saved);
        DataSplit split =
                limit == 0
                        ? all
                        : new DataSplit(all.training().first(limit), all.validation().first(limit));
        say(saved.config().bottleneck().codeSize(), split, probe(saved, split));
        return CommandLine.ExitCode.OK;
    }

    private LabelProbe probe(SavedModel saved, DataSplit split) throws IOException {
        try (TrainedAutoencoder trained = model.load(saved);
                StepsProgress progress = new StepsProgress("probe")) {
            return LabelProbe.of(trained, split, progress::at);
        }
    }

    private void say(int codeSize, DataSplit split, LabelProbe probe) {
        PrintWriter text = model.text();
        Samples training = split.training();
        text.printf(
                Locale.ROOT,
                "%,d samples of %s to learn from, %,d to be judged by, %d labels%n",
                training.size(),
                training.name(),
                split.validation().size(),
                training.labelNames().size());
        String linear = "accuracy, linear on the %d values of the %s: %.4f%n";
        text.printf(Locale.ROOT, linear, codeSize, "code", probe.codes());
        text.printf(Locale.ROOT, linear, training.format().size(), "sample", probe.samples());
        text.printf(
                Locale.ROOT, "accuracy, always the most frequent label: %.4f%n", probe.majority());
        text.printf(
                Locale.ROOT,
                "k-means of the codes, k = %d: purity %.4f, normalized mutual information %.4f%n",
                probe.kinds(),
                probe.purity(),
                probe.mutualInformation());
    }
}
