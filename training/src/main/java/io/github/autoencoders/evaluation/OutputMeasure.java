package io.github.autoencoders.evaluation;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * How good that is which a model makes of samples that become others, in the terms of its kind.
 *
 * <pre>{@code
 * for (OutputMeasure each : OutputMeasure.of(model, samples)) {
 *     each.lines().forEach(System.out::println);
 * }
 * }</pre>
 */
public sealed interface OutputMeasure
        permits Segmentation, StringAccuracy, Prediction, ExchangeQuality {

    /** Returns lines that say the numbers. */
    List<String> lines();

    /**
     * Measures what can be measured of a model: masks, pairs of strings, columns that are
     * predicted, images that get the look of others; nothing else.
     *
     * @param samples with what they are to become
     */
    static List<OutputMeasure> of(TrainedAutoencoder model, Samples samples) {
        AutoencoderConfig config = model.config();
        List<OutputMeasure> measures = new ArrayList<>();
        if (config.target().kind() == SampleKind.MASK) {
            measures.add(Segmentation.of(model, samples));
        }
        if (config.target().kind() == SampleKind.TEXT && samples.arePairs()) {
            measures.add(StringAccuracy.of(samples, model.reconstruct(samples)));
        }
        if (Prediction.isOf(config)) {
            measures.add(Prediction.of(model, samples));
        }
        if (ExchangeQuality.isOf(model, samples)) {
            measures.add(ExchangeQuality.of(model, samples));
        }
        return measures;
    }
}
