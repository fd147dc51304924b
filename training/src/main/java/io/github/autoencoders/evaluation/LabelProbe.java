package io.github.autoencoders.evaluation;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How much of the labels is in the codes: for a linear classifier, beside one that sees the samples
 * themselves and one that sees nothing, and for k-means, which knows no labels.
 *
 * <pre>{@code
 * LabelProbe probe = LabelProbe.of(model, split);
 * double gained = probe.codes() - probe.samples();
 * }</pre>
 *
 * @param kinds of labels among the validation samples, and so k
 * @param codes accuracy of a {@link LinearProbe} of the codes, on the validation samples, 0 to 1
 * @param samples accuracy of one of the samples' values
 * @param majority accuracy of always answering the most frequent label
 * @param purity of k-means of the validation codes
 * @param mutualInformation normalized, of these groups and the labels
 */
public record LabelProbe(
        int kinds,
        double codes,
        double samples,
        double majority,
        double purity,
        double mutualInformation) {

    /** Probes codes, and tells nobody how far it is. */
    public static LabelProbe of(TrainedAutoencoder model, DataSplit split) {
        return of(model, split, Progress.NONE);
    }

    /**
     * Probes codes, with all processors.
     *
     * @param model whose encoder is there
     * @param split labelled samples in the model's format, none of whose values are missing
     * @param progress told of each step
     * @throws IllegalArgumentException if samples have no labels, or a value is missing
     */
    public static LabelProbe of(TrainedAutoencoder model, DataSplit split, Progress progress) {
        int[] known = labels(split.requireWhole().training());
        int[] asked = labels(split.validation());
        int all = 2 + 2 * LinearProbe.steps(known); // codes, two classifiers, groups
        Steps step = new Steps(progress, all);
        List<float[]> codes = List.of(model.encode(split.training()));
        List<float[]> validation = List.of(model.encode(split.validation()));
        step.run();
        double ofCodes = LinearProbe.train(codes, known, step).accuracy(validation, asked);
        double ofSamples =
                LinearProbe.train(split.training().samples(), known, step)
                        .accuracy(split.validation().samples(), asked);
        int kinds = (int) IntStream.of(asked).distinct().count();
        Clustering groups = Clustering.ofCodes(validation, kinds);
        step.run();
        return new LabelProbe(
                kinds,
                ofCodes,
                ofSamples,
                LinearProbe.majorityAccuracy(known, asked),
                groups.purity(asked),
                groups.normalizedMutualInformation(asked));
    }

    /**
     * Returns the accuracies, and how well the groups agree with the labels, as lines of text.
     *
     * @param codeSize how many values a code has
     * @param sampleSize how many a sample has
     */
    public List<String> lines(int codeSize, int sampleSize) {
        return List.of(
                linear(codeSize, "code", codes),
                linear(sampleSize, "sample", samples),
                String.format(
                        Locale.ROOT, "accuracy, always the most frequent label: %.4f", majority),
                String.format(
                        Locale.ROOT,
                        "k-means of the codes, k = %d: purity %.4f, normalized mutual information"
                                + " %.4f",
                        kinds,
                        purity,
                        mutualInformation));
    }

    private static String linear(int size, String of, double accuracy) {
        return String.format(
                Locale.ROOT,
                "accuracy, linear on the %d values of the %s: %.4f",
                size,
                of,
                accuracy);
    }

    private static int[] labels(Samples samples) {
        if (!samples.labelled()) {
            throw new IllegalArgumentException(
                    "data must have labels, but " + samples.name() + " have none");
        }
        return IntStream.range(0, samples.size()).map(samples::label).toArray();
    }
}
