package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.probe.Clustering;
import io.github.autoencoders.probe.LinearProbe;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
    public Integer call() throws IOException, TranslateException {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be negative, but is " + limit);
        }
        SavedModel saved = model.open(Part.ENCODER);
        DataSplit split = model.splitWithoutGaps(data, saved);
        Samples training = labelled(split.training());
        Samples validation = labelled(split.validation());
        int[] known = labels(training);
        int[] asked = labels(validation);
        List<float[]> codes = codes(saved, training);
        List<float[]> validationCodes = codes(saved, validation);
        PrintWriter text = model.text();
        text.printf(
                Locale.ROOT,
                "%,d samples of %s to learn from, %,d to be judged by, %d labels%n",
                training.size(),
                training.name(),
                validation.size(),
                training.labelNames().size());
        double ofCodes = LinearProbe.train(codes, known).accuracy(validationCodes, asked);
        text.printf(
                Locale.ROOT,
                "accuracy, linear on the %d values of the code: %.4f%n",
                saved.config().bottleneck().codeSize(),
                ofCodes);
        double ofSamples =
                LinearProbe.train(training.samples(), known).accuracy(validation.samples(), asked);
        text.printf(
                Locale.ROOT,
                "accuracy, linear on the %d values of the sample: %.4f%n",
                training.format().size(),
                ofSamples);
        text.printf(
                Locale.ROOT,
                "accuracy, always the most frequent label: %.4f%n",
                LinearProbe.majorityAccuracy(known, asked));
        Clustering groups = Clustering.ofCodes(validationCodes, groups(asked));
        text.printf(
                Locale.ROOT,
                "k-means of the codes, k = %d: purity %.4f, normalized mutual information %.4f%n",
                groups(asked),
                groups.purity(asked),
                groups.normalizedMutualInformation(asked));
        return CommandLine.ExitCode.OK;
    }

    private Samples labelled(Samples samples) {
        if (!samples.labelled()) {
            throw new IllegalArgumentException(
                    "data must have labels, but " + samples.name() + " have none");
        }
        return limit == 0 ? samples : samples.first(limit);
    }

    private static int[] labels(Samples samples) {
        return IntStream.range(0, samples.size()).map(samples::label).toArray();
    }

    private static int groups(int[] labels) {
        return (int) IntStream.of(labels).distinct().count();
    }

    private List<float[]> codes(SavedModel saved, Samples samples) throws IOException {
        return model.run(saved, Task.ENCODE, samples);
    }
}
