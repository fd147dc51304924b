package io.github.autoencoders.evaluation;

import ai.djl.Model;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Locale;

/**
 * How well a model explains samples: means over them.
 *
 * <pre>{@code
 * Evaluation.of(model, samples, 100, 1).lines().forEach(System.out::println);
 * }</pre>
 */
public sealed interface Evaluation {

    /**
     * Evaluates a whole model; for one thread.
     *
     * @param samples in the model's format: a conditional model is told their labels, and values
     *     that are missing do not count
     * @param draws K, codes drawn for each sample of a variational autoencoder; at least 1
     * @param seed of the noise, the same on each engine
     * @throws IllegalArgumentException if the model's samples become others, and these are not told
     * @see ImportanceWeightedBound
     */
    static Evaluation of(TrainedAutoencoder model, Samples samples, int draws, long seed) {
        return of(model, samples, draws, seed, Progress.NONE);
    }

    /** Evaluates likewise, and tells how many samples are done. */
    static Evaluation of(
            TrainedAutoencoder model, Samples samples, int draws, long seed, Progress progress) {
        if (model.config().otherTarget().isPresent() && !samples.arePairs()) {
            throw new IllegalArgumentException(
                    "target must be given for a model whose samples become others, but is not");
        }
        try (Model whole = model.newModel(Part.WHOLE)) {
            return new ImportanceWeightedBound(model.config(), whole, draws, seed)
                    .of(samples, progress);
        }
    }

    /** Returns lines that say the numbers with their units. */
    List<String> lines();

    /**
     * Of a plain autoencoder.
     *
     * @param samples how many were evaluated
     * @param reconstruction \(-\log p(x \mid z)\), or the error
     * @param unit of the reconstruction
     */
    record Plain(int samples, double reconstruction, String unit) implements Evaluation {

        @Override
        public List<String> lines() {
            return List.of(line("reconstruction", reconstruction, unit + " per sample"));
        }
    }

    /**
     * Of a variational autoencoder, in nats per sample.
     *
     * @param samples how many were evaluated
     * @param draws K, codes drawn for each
     * @param reconstruction \(-\log p(x \mid z)\), the mean over the draws
     * @param divergence \(\mathrm{KL}(q(z \mid x) \,\|\, \mathcal{N}(0, I))\)
     * @param logLikelihood \(\mathcal{L}_K\), which is below \(\log p(x)\) on average, and comes
     *     nearer with K
     * @param standardError of the log-likelihood as the mean of more samples of the same kind
     * @param activeUnits components of the code whose posterior means have a variance above 0.01
     *     over the samples
     * @param codeSize D, all components
     */
    record Variational(
            int samples,
            int draws,
            double reconstruction,
            double divergence,
            double logLikelihood,
            double standardError,
            int activeUnits,
            int codeSize)
            implements Evaluation {

        /** Returns the negative evidence lower bound. */
        public double negativeElbo() {
            return reconstruction + divergence;
        }

        @Override
        public List<String> lines() {
            String bound =
                    String.format(
                            Locale.ROOT,
                            "nats per sample, a lower bound by %,d importance samples; standard"
                                    + " error %.2f",
                            draws,
                            standardError);
            return List.of(
                    line("reconstruction", reconstruction, "nats per sample"),
                    line("KL divergence", divergence, "nats per sample"),
                    line("negative ELBO", negativeElbo(), "nats per sample"),
                    line("log p(x)", logLikelihood, bound),
                    String.format(
                            Locale.ROOT,
                            "%-15s %9d of %d (variance of the posterior's mean above 0.01)",
                            "active units",
                            activeUnits,
                            codeSize));
        }
    }

    private static String line(String name, double value, String unit) {
        return String.format(Locale.ROOT, "%-15s %9.2f %s", name, value, unit);
    }
}
