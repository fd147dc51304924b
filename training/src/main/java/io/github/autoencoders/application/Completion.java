package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is missing of samples, as NaN, filled in by a model that learnt from samples with missing
 * values: cells of a table, or ratings that users did not give.
 *
 * <pre>{@code
 * Completion filled = Completion.of(model, Samples.of(rows, model.format()));
 * float[][] whole = filled.values();           // what was known, and what the model expects
 * List<Integer> best = filled.top(0, 10);      // the ten missing values it expects to be highest
 * }</pre>
 *
 * @param samples with their gaps, raw
 * @param predicted all values of them, raw, as the model reconstructs them
 */
public record Completion(Samples samples, Samples predicted) {

    /**
     * Returns what a model expects in the place of what is missing.
     *
     * @param model of samples with missing values
     * @param samples of its shape; labelled for a conditional model
     * @throws IllegalArgumentException if its samples have no missing values
     */
    public static Completion of(TrainedAutoencoder model, Samples samples) {
        requireFits(model);
        return new Completion(samples, model.reconstruct(samples));
    }

    /** Checks that a model learnt from samples with missing values. */
    public static void requireFits(TrainedAutoencoder model) {
        if (!model.format().allowsMissing()) {
            throw new IllegalArgumentException(
                    "model must be one of ratings or of a table with missing cells, but its"
                            + " samples have no missing values");
        }
    }

    /** Returns the samples' values, [N][F], raw: the known ones as they are, the others filled. */
    public float[][] values() {
        return Stream.of(numbers()).map(Digits::narrowed).toArray(float[][]::new);
    }

    /** Returns the same {@link #values}, with all their digits. */
    public double[][] numbers() {
        double[][] values =
                IntStream.range(0, samples.size())
                        .mapToObj(samples::numbers)
                        .toArray(double[][]::new);
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                if (Double.isNaN(values[i][j])) {
                    values[i][j] = predicted.value(i, j);
                }
            }
        }
        return values;
    }

    /** Returns the features that are missing of a sample, in their order. */
    public List<Integer> missing(int sample) {
        float[] known = samples.sample(sample);
        return IntStream.range(0, known.length).filter(j -> Float.isNaN(known[j])).boxed().toList();
    }

    /** Returns how many values are missing of all samples together. */
    public long missing() {
        return IntStream.range(0, samples.size()).mapToLong(i -> missing(i).size()).sum();
    }

    /**
     * Returns the missing features of a sample that the model expects to be highest, these first:
     * what to recommend to a user.
     *
     * @param most at most so many, at least 1
     */
    public List<Integer> top(int sample, int most) {
        return missing(sample).stream()
                .sorted(Comparator.comparing(j -> -predicted.value(sample, j)))
                .limit(Require.atLeast(1, "top", most))
                .toList();
    }
}
