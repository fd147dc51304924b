package io.github.autoencoders.report;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.CodeUnits;
import io.github.autoencoders.evaluation.LearningCheck;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model makes of the samples that it was judged by, as far as a report shows it.
 *
 * @param samples those that were measured: the first of the validation samples
 * @param scores one for each, in {@link Task#scoreUnit}
 * @param codes of the first of them; none where they are too large to be shown as points
 * @param units of the code; none of a codebook's
 * @param notable the samples of the least scores and then those of the greatest, by their numbers
 * @param reconstructed what the model makes of those, in their order
 * @param problems that the model's learning has, in words
 */
public record RunMeasures(
        Samples samples,
        List<Double> scores,
        List<float[]> codes,
        Optional<CodeUnits> units,
        List<Integer> notable,
        Samples reconstructed,
        List<String> problems) {

    private static final int MEASURED = 4000;
    private static final int POINTS = 1000;
    private static final int MAP_VALUES = 256; // of a code
    private static final int EACH = 6; // of the best, and of the worst

    public RunMeasures {
        scores = List.copyOf(scores);
        codes = List.copyOf(codes);
        notable = List.copyOf(notable);
        problems = List.copyOf(problems);
    }

    /**
     * Measures a model; for one thread.
     *
     * @param data in the model's format, divided as for its training
     * @throws IllegalArgumentException if the model makes of a sample what is not finite
     */
    public static RunMeasures of(TrainedAutoencoder model, DataSplit data) {
        Samples samples = data.validation().first(MEASURED);
        double[] scores = model.score(samples);
        Bottleneck bottleneck = model.config().bottleneck();
        Samples pointed = samples.first(POINTS);
        boolean planar =
                bottleneck.canBeSampled()
                        && bottleneck.codeSize() <= MAP_VALUES
                        && pointed.size() > 1;
        int[] notable = notable(scores);
        Samples shown = samples.subset(notable);
        List<String> problems = new ArrayList<>(LearningCheck.of(model, data).problems());
        others(model.card().validation(), data.validation()).ifPresent(problems::add);
        return new RunMeasures(
                samples,
                Arrays.stream(scores).boxed().toList(),
                planar ? List.of(model.encode(pointed.inputs())) : List.of(),
                bottleneck.canBeSampled()
                        ? Optional.of(CodeUnits.of(model, samples.inputs()))
                        : Optional.empty(),
                IntStream.of(notable).boxed().toList(),
                model.reconstruct(shown),
                problems);
    }

    private static Optional<String> others(ModelCard.Data told, Samples there) {
        return told.sha256().isEmpty() || told.sha256().equals(there.sha256())
                ? Optional.empty()
                : Optional.of(
                        "the samples measured here are not those that the model was judged by in"
                                + " training: their bytes differ");
    }

    private static int[] notable(double[] scores) {
        List<Integer> order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> scores[i]))
                        .toList();
        int each = Math.min(EACH, order.size() / 2);
        int size = order.size();
        return IntStream.concat(IntStream.range(0, each), IntStream.range(size - each, size))
                .map(order::get)
                .toArray();
    }
}
