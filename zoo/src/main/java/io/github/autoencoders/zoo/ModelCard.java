package io.github.autoencoders.zoo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one needs to know of a model, and to train it again.
 *
 * @param recipe it was trained by
 * @param dataName the name of the training data
 * @param dataSha256 of the training samples and labels
 * @param samples the number of training samples
 * @param engine and its version
 * @param version of this library
 * @param trained when training ended, ISO 8601, UTC
 * @param epoch the epoch whose parameters were kept, from 1
 * @param metrics by name, averaged over samples: totals in {@link TrainingRecipe#lossUnit},
 *     reconstructions in the {@link io.github.autoencoders.likelihood.Likelihood#unit} of the
 *     recipe's likelihood, the KL divergence in nats, others in what their names say
 */
public record ModelCard(
        TrainingRecipe recipe,
        String dataName,
        String dataSha256,
        long samples,
        String engine,
        String version,
        String trained,
        int epoch,
        Map<String, Double> metrics) {

    public ModelCard {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Returns the card with more metrics; they replace those of the same names. */
    ModelCard withMetrics(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(metrics);
        all.putAll(more);
        return new ModelCard(
                recipe, dataName, dataSha256, samples, engine, version, trained, epoch, all);
    }
}
