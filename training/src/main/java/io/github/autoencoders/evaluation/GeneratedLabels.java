package io.github.autoencoders.evaluation;

import io.github.autoencoders.application.PriorSamples;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Whether samples that a conditional model draws for its labels are taken for such by a classifier
 * that knows real samples alone, and nothing of the model: a {@link LinearProbe} of their values;
 * of sounds, one of how loud each of 24 bands of frequencies is in each of 16 parts of what is
 * heard.
 *
 * <pre>{@code
 * GeneratedLabels.of(model, split, 20, 0).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param learnt real samples that the classifier learnt from
 * @param judged real samples that it did not learn from
 * @param real the share of these whose label it knows, 0 to 1
 * @param labels of the model
 * @param drawn for each of them
 * @param known of these, those that are taken for samples of their label
 */
public record GeneratedLabels(
        int learnt, int judged, double real, List<String> labels, int drawn, List<Integer> known) {

    public GeneratedLabels {
        labels = List.copyOf(labels);
        known = List.copyOf(known);
    }

    /**
     * Trains the classifier, with all processors, and has it judge real samples and new ones.
     *
     * @param model conditional; its decoder is enough
     * @param split real samples in the model's format, labelled with all of its labels, none of
     *     whose values are missing
     * @param drawn how many are drawn for each label, at least 1
     * @param seed of the first code; each next one has the next seed
     * @throws IllegalArgumentException if the model is not conditional, or a value is missing
     */
    public static GeneratedLabels of(
            TrainedAutoencoder model, DataSplit split, int drawn, long seed) {
        List<String> labels = model.config().conditions();
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "model must be conditional to draw samples for labels, but is not");
        }
        Require.atLeast(1, "samples of each label", drawn);
        Function<float[], float[]> seen = seen(model);
        Samples training = split.requireWhole().training();
        LinearProbe probe =
                LinearProbe.train(features(training, seen), training.labelsAmong(labels));
        List<float[]> made = PriorSamples.of(model, drawn, seed, labels, 0).values();
        List<Integer> known = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            int wanted = label;
            known.add(
                    (int)
                            made.subList(label * drawn, (label + 1) * drawn).parallelStream()
                                    .filter(x -> probe.label(seen.apply(x)) == wanted)
                                    .count());
        }
        Samples others = split.validation();
        double real = probe.accuracy(features(others, seen), others.labelsAmong(labels));
        return new GeneratedLabels(training.size(), others.size(), real, labels, drawn, known);
    }

    // What the classifier sees of a sample.
    private static Function<float[], float[]> seen(TrainedAutoencoder model) {
        return model.target().schema().rate().stream()
                .mapToObj(rate -> (Function<float[], float[]>) new SoundProfile(rate)::of)
                .findFirst()
                .orElse(Function.identity());
    }

    private static List<float[]> features(Samples samples, Function<float[], float[]> seen) {
        return samples.samples().parallelStream().map(seen).toList();
    }

    /** Returns the share of new samples that are taken for samples of their label, 0 to 1. */
    public double recognized() {
        return known.stream().mapToInt(count -> count).sum() / ((double) drawn * labels.size());
    }

    /** Returns lines that say the numbers. */
    public List<String> lines() {
        String each =
                String.join(
                        ", ",
                        IntStream.range(0, labels.size())
                                .mapToObj(i -> labels.get(i) + " " + known.get(i))
                                .toList());
        return List.of(
                String.format(
                        Locale.ROOT,
                        "accuracy, linear, of %,d real samples not learnt from: %.4f",
                        judged,
                        real),
                String.format(
                        Locale.ROOT,
                        "accuracy, linear, of %,d new samples: %.4f",
                        drawn * labels.size(),
                        recognized()),
                "of %s new ones of each label are known: %s".formatted(drawn, each));
    }
}
