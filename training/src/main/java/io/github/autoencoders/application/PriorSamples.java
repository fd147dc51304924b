package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * New samples of codes drawn from the prior \(\mathcal{N}(0, I)\). The same seed gives the same
 * codes on every engine, and with every label.
 *
 * <pre>{@code
 * List<BufferedImage> digits = PriorSamples.of(10, 42).from(model).images();
 * Samples strings = PriorSamples.of(100, 42).withTemperature(0.7).from(textModel);
 * }</pre>
 *
 * @param count how many codes, at least 1
 * @param seed of the first; each next one has the next seed
 * @param temperature of drawn symbols, for strings whose decoder sees the symbols before: 1 draws
 *     with the model's probabilities, less favours the probable, 0 takes the most probable
 */
public record PriorSamples(int count, long seed, double temperature) {

    public PriorSamples {
        Require.atLeast(1, "count", count);
        Require.notNegative("temperature", temperature);
    }

    /** Returns samples that are not drawn at random but for their codes. */
    public static PriorSamples of(int count, long seed) {
        return new PriorSamples(count, seed, 0);
    }

    /** Returns samples of another temperature. */
    public PriorSamples withTemperature(double newTemperature) {
        return new PriorSamples(count, seed, newTemperature);
    }

    /** Returns samples of a model; of a conditional one each code with each of its labels. */
    public Samples from(TrainedAutoencoder model) {
        return from(model, model.config().conditions());
    }

    /**
     * Returns samples of a model, each code with each label: all of the first label first.
     *
     * @param labels some that a conditional model knows; none for another
     */
    public Samples from(TrainedAutoencoder model, List<String> labels) {
        labels.forEach(model.config()::condition); // refuses one that is not there
        if (labels.isEmpty()) {
            return model.sample(count, seed, labels, temperature);
        }
        List<float[]> values = new ArrayList<>();
        List<String> ofEach = new ArrayList<>();
        for (String label : labels) {
            values.addAll(model.sample(count, seed, List.of(label), temperature).samples());
            ofEach.addAll(Collections.nCopies(count, label));
        }
        return Samples.of(values.toArray(float[][]::new), model.format()).withLabels(ofEach);
    }
}
