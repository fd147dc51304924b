package io.github.autoencoders.application;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TaskPredictor;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

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
        List<Long> seeds = LongStream.range(seed, seed + count).boxed().toList();
        List<float[]> values = new ArrayList<>();
        List<String> ofEach = new ArrayList<>();
        for (String label : labels) {
            values.addAll(draw(model, label, seeds));
            ofEach.addAll(Collections.nCopies(count, label));
        }
        if (labels.isEmpty()) {
            values.addAll(draw(model, "", seeds));
        }
        return Samples.of(values.toArray(float[][]::new), model.format()).withLabels(ofEach);
    }

    private List<float[]> draw(TrainedAutoencoder model, String label, List<Long> seeds) {
        try (TaskPredictor<Long, float[]> decoder =
                TaskPredictor.of(
                        model,
                        Part.DECODER,
                        config ->
                                label.isEmpty()
                                        ? Task.sampling(config, temperature)
                                        : Task.given(
                                                config,
                                                label,
                                                plain -> Task.sampling(plain, temperature)))) {
            return decoder.predict(seeds);
        } catch (TranslateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
