package io.github.autoencoders.reproduction;

import ai.djl.Model;
import io.github.autoencoders.evaluation.Evaluation;
import io.github.autoencoders.evaluation.ImportanceWeightedBound;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.reproduction.PublishedFigure.Measure;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
                    model(
                            "keras-vae",
                            "Keras, Variational AutoEncoder (example)",
                            "vae-mnist-keras",
                            Duration.ofMinutes(27),
                            reconstruction(1, 205.16),
                            divergence(1, 3.96),
                            reconstruction(10, 145.78),
                            divergence(10, 6.54),
                            reconstruction(30, 140.15),
                            divergence(30, 6.80)),
                    model(
                            "altosaar",
                            "altosaar/variational-autoencoder",
                            "vae-binarized-mnist",
                            Duration.ofMinutes(10),
                            logLikelihood("5,000 steps", 13, -107.01),
                            logLikelihood("10,000 steps", 26, -102.62),
                            logLikelihood("20,000 steps", 52, -100.04)),
                    model(
                            "keras-convolutional",
                            "Keras, Building Autoencoders (blog)",
                            "ae-mnist-conv",
                            Duration.ofMinutes(37),
                            new PublishedFigure(
                                    "validation cross-entropy, nats per pixel",
                                    50,
                                    0.0622,
                                    VALIDATION_PER_PIXEL)),
                    model(
                            "pythae-vae",
                            "Pythae, VAE",
                            "vae-binarized-mnist-small",
                            Duration.ofMinutes(45),
                            new PublishedFigure(
                                    "validation -log p(x) by 200 importance samples, nats",
                                    500,
                                    89.78,
                                    trained -> -logLikelihood(trained, 200))),
                    burda("vae", 1, 9, 86.76),
                    burda("iwae", 1, 9, 86.76),
                    burda("vae", 5, 15, 86.47),
                    burda("iwae", 5, 15, 85.54),
                    burda("vae", 50, 91, 86.35),
                    burda("iwae", 50, 91, 84.78));

    private PublishedModels() {}

    private static Reproduction model(
            String name, String source, String recipe, Duration time, PublishedFigure... figures) {
        return new Reproduction(name, source, recipe, Map.of(), time, List.of(), List.of(figures));
    }

    // Its Table 1, one stochastic layer.
    private static Reproduction burda(String kind, int draws, int hours, double value) {
        return new Reproduction(
                "burda-" + kind + "-" + draws,
                "Burda et al. (2016), %s, k = %s".formatted(kind.toUpperCase(Locale.ROOT), draws),
                kind + "-mnist-burda",
                Map.of("regularizer.draws", draws),
                Duration.ofHours(hours),
                List.of(),
                List.of(
                        new PublishedFigure(
                                "validation -log p(x) by 5,000 importance samples, nats",
                                3_280,
                                value,
                                trained -> -logLikelihood(trained, 5_000))));
    }

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
                trained -> logLikelihood(trained, IMPORTANCE_SAMPLES));
    }

    private static double logLikelihood(Trained trained, int draws) throws IOException {
        SavedModel best = trained.run().model();
        try (Model model = best.load(Part.WHOLE, trained.place())) {
            Evaluation evaluation =
                    new ImportanceWeightedBound(best.config(), model, draws, 1)
                            .of(trained.data().validation());
            return ((Evaluation.Variational) evaluation).logLikelihood();
        }
    }
}
