package io.github.autoencoders.reproduction;

import io.github.autoencoders.reproduction.PublishedFigure.Measure;
import java.util.List;

/** The published models, with their figures as their sources give them. */
final class PublishedModels {

    private static final Measure TRAINING_RECONSTRUCTION =
            trained -> trained.last().training().reconstruction();

    private static final Measure TRAINING_PENALTY = trained -> trained.last().training().penalty();

    /** All, the quickest first. */
    static final List<Reproduction> ALL =
            List.of(
                    new Reproduction(
                            "keras-vae",
                            "Keras, Variational AutoEncoder (example)",
                            "vae-mnist-keras",
                            List.of(
                                    reconstruction(1, 205.16),
                                    divergence(1, 3.96),
                                    reconstruction(10, 145.78),
                                    divergence(10, 6.54),
                                    reconstruction(30, 140.15),
                                    divergence(30, 6.80))));

    private PublishedModels() {}

    private static PublishedFigure reconstruction(int epoch, double value) {
        return new PublishedFigure(
                "training reconstruction, nats", epoch, value, TRAINING_RECONSTRUCTION);
    }

    private static PublishedFigure divergence(int epoch, double value) {
        return new PublishedFigure("training KL divergence, nats", epoch, value, TRAINING_PENALTY);
    }
}
