package io.github.autoencoders.reproduction;

import ai.djl.Model;
import io.github.autoencoders.evaluation.Evaluation;
import io.github.autoencoders.evaluation.ImportanceWeightedBound;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.reproduction.PublishedFigure.Measure;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.util.List;

/** The published models, with their figures as their sources give them. */
final class PublishedModels {

    private static final int MNIST_PIXELS = 784;
    private static final int IMPORTANCE_SAMPLES = 128;

    private static final Measure TRAINING_RECONSTRUCTION =
            trained -> trained.last().training().reconstruction();

    private static final Measure TRAINING_PENALTY = trained -> trained.last().training().penalty();

    private static final Measure VALIDATION_PER_PIXEL =
            trained -> trained.last().validation().reconstruction() / MNIST_PIXELS;

    /** All, the quickest first. */
    static final List<Reproduction> ALL =
            List.of(
                    NabJump.REPRODUCTION,
                    new Reproduction(
                            "keras-vae",
                            "Keras, Variational AutoEncoder (example)",
                            "vae-mnist-keras",
                            List.of(),
                            List.of(
                                    reconstruction(1, 205.16),
                                    divergence(1, 3.96),
                                    reconstruction(10, 145.78),
                                    divergence(10, 6.54),
                                    reconstruction(30, 140.15),
                                    divergence(30, 6.80))),
                    new Reproduction(
                            "altosaar",
                            "altosaar/variational-autoencoder",
                            "vae-binarized-mnist",
                            List.of(),
                            List.of(
                                    logLikelihood("5,000 steps", 13, -107.01),
                                    logLikelihood("10,000 steps", 26, -102.62),
                                    logLikelihood("20,000 steps", 52, -100.04))),
                    new Reproduction(
                            "keras-convolutional",
                            "Keras, Building Autoencoders (blog)",
                            "ae-mnist-conv",
                            List.of(),
                            List.of(
                                    new PublishedFigure(
                                            "validation cross-entropy, nats per pixel",
                                            50,
                                            0.0622,
                                            VALIDATION_PER_PIXEL))));

    private PublishedModels() {}

    private static PublishedFigure reconstruction(int epoch, double value) {
        return new PublishedFigure(
                "training reconstruction, nats", epoch, value, TRAINING_RECONSTRUCTION);
    }

    private static PublishedFigure divergence(int epoch, double value) {
        return new PublishedFigure("training KL divergence, nats", epoch, value, TRAINING_PENALTY);
    }

    // An epoch has 391 steps: the steps of the source, and the rest of an epoch.
    private static PublishedFigure logLikelihood(String steps, int epoch, double value) {
        return new PublishedFigure(
                "validation log p(x) by "
                        + IMPORTANCE_SAMPLES
                        + " importance samples, nats ("
                        + steps
                        + ")",
                epoch,
                value,
                PublishedModels::logLikelihood);
    }

    private static double logLikelihood(Trained trained) throws IOException {
        SavedModel best = trained.run().model();
        try (Model model = best.load(Part.WHOLE, trained.engine(), trained.device())) {
            Evaluation evaluation =
                    new ImportanceWeightedBound(best.config(), model, IMPORTANCE_SAMPLES, 1)
                            .of(trained.data().validation());
            return ((Evaluation.Variational) evaluation).logLikelihood();
        }
    }
}
