package io.github.autoencoders.evaluation;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;

/**
 * Whether a model has learnt anything, as far as its own validation samples tell.
 *
 * <pre>{@code
 * LearningCheck check = LearningCheck.of(model, split);
 * check.hasLearnt();                              // better than the mean of the training samples
 * check.problems().forEach(System.out::println);  // and what to do
 * }</pre>
 *
 * @param explained the share of the validation samples' variance around the mean of the training
 *     samples that reconstructions explain: 1 for perfect ones, 0 or less if the mean is as good;
 *     NaN where that has no meaning, as for strings
 * @param codeSpread the greatest standard deviation of a number of the codes
 * @param bestEpoch the epoch whose model was kept, from 1
 * @param epochs of the recipe
 * @param steps that so many epochs have
 */
public record LearningCheck(
        double explained, double codeSpread, int bestEpoch, int epochs, long steps) {

    private static final int MOST = 1000; // samples that are looked at
    private static final double LEAST_EXPLAINED = 0.02;
    private static final double LEAST_SPREAD = 1e-3;
    private static final int FEW_STEPS = 100;
    private static final double MUCH_EXPLAINED = 0.5;

    /**
     * Measures a model by the samples that it was trained with.
     *
     * @param data in the model's format, whose validation samples were not learnt from
     */
    public static LearningCheck of(TrainedAutoencoder model, DataSplit data) {
        Samples held = data.validation().first(MOST);
        TrainingRecipe recipe = model.card().recipe();
        int batches = (data.training().size() + recipe.batchSize() - 1) / recipe.batchSize();
        return new LearningCheck(
                explained(model, data.training(), held),
                spread(model.encode(held.inputs())),
                model.card().epoch(),
                recipe.epochs(),
                (long) recipe.epochs() * batches);
    }

    private static double explained(TrainedAutoencoder model, Samples training, Samples held) {
        SampleFormat format = held.format();
        if (format.kind() == SampleKind.TEXT || !format.scaling().keepsValues()) {
            return Double.NaN;
        }
        double[] means = means(training.first(10 * MOST));
        Samples made = model.reconstruct(held.inputs());
        double left = 0;
        double all = 0;
        List<Integer> classes = held.format().schema().classes();
        for (int j = 0; j < means.length; j++) {
            if (!classes.isEmpty() && classes.get(j) > 0) { // of words, which have no distance
                continue;
            }
            double unit = unit(held.format(), j);
            for (int i = 0; i < held.size(); i++) {
                double value = held.value(i, j);
                if (!Double.isNaN(value)) {
                    left += Math.pow((value - made.value(i, j)) / unit, 2);
                    all += Math.pow((value - means[j]) / unit, 2);
                }
            }
        }
        return all > 0 ? 1 - left / all : Double.NaN;
    }

    // So that columns of different units count the same.
    private static double unit(SampleFormat format, int value) {
        int entry = (int) (value * format.shape().get(0) / format.size());
        return format.scaling()
                .usual(entry)
                .map(usual -> usual.maximum() - usual.minimum())
                .orElse(1.0);
    }

    private static double[] means(Samples training) {
        return IntStream.range(0, training.format().size())
                .mapToDouble(
                        j ->
                                IntStream.range(0, training.size())
                                        .mapToDouble(i -> training.value(i, j))
                                        .filter(value -> !Double.isNaN(value))
                                        .average()
                                        .orElse(0))
                .toArray();
    }

    private static double spread(float[][] codes) {
        return IntStream.range(0, codes[0].length)
                .mapToObj(d -> Stream.of(codes).mapToDouble(code -> code[d]).toArray())
                .mapToDouble(values -> Math.sqrt(StatUtils.populationVariance(values)))
                .max()
                .orElse(0);
    }

    /** Returns whether reconstructions are better than the mean of the training samples. */
    public boolean hasLearnt() {
        return Double.isNaN(explained) || explained > LEAST_EXPLAINED;
    }

    /** Returns whether all samples have nearly the same code. */
    public boolean isCollapsed() {
        return codeSpread < LEAST_SPREAD;
    }

    /** Returns what is wrong, and what to do, a line for each; none if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!hasLearnt()) {
            problems.add(
                    String.format(
                            Locale.ROOT,
                            "reconstructions are not better than the mean of the training samples"
                                + " (%.1f %% of the variance explained): train longer, or take a"
                                + " larger code",
                            100 * Math.max(0, explained)));
        }
        if (isCollapsed()) {
            problems.add(
                    "all samples have the same code: lower the weight of the penalty, or train"
                            + " longer");
        }
        if (steps < FEW_STEPS && !(explained > MUCH_EXPLAINED)) {
            problems.add(
                    "few steps, only %s in all: more epochs or smaller batches give more"
                            .formatted(steps));
        }
        if (bestEpoch == 1 && epochs > 1 && !problems.isEmpty()) {
            problems.add(
                    "the first of %s epochs was the best: lower the learning rate"
                            .formatted(epochs));
        }
        return problems;
    }
}
