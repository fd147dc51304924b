package io.github.autoencoders.evaluation;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a code is used: what each of its numbers tells of samples.
 *
 * <pre>{@code
 * CodeUnits units = CodeUnits.of(model, samples);
 * long used = units.active();
 * }</pre>
 *
 * @param units one for each number of the code, in its order
 */
public record CodeUnits(List<Unit> units) {

    private static final double ACTIVE = 0.01; // Burda et al. (2016), section 5
    private static final int BATCH = 64; // at most

    /**
     * One number of the code.
     *
     * @param variance over the samples, of the posterior's mean where the code has one
     * @param divergence \(\frac{1}{2} (\mu_d^2 + \sigma_d^2 - 1 - \log \sigma_d^2)\), averaged over
     *     the samples, in nats: its part of the KL divergence; 0 of a plain code
     */
    public record Unit(double variance, double divergence) {

        /** Returns whether it tells samples apart: whether its variance is above 0.01. */
        public boolean isActive() {
            return variance > ACTIVE;
        }
    }

    public CodeUnits {
        units = List.copyOf(units);
    }

    /**
     * Measures a model's code; for one thread.
     *
     * @param samples at least one, in the model's format, labelled for a conditional model
     */
    public static CodeUnits of(TrainedAutoencoder model, Samples samples) {
        Sums sums = new Sums(model.config().bottleneck().codeSize());
        if (!model.config().bottleneck().isStochastic()) {
            for (float[] code : model.encode(samples)) {
                sums.addCode(code);
            }
            return sums.units(samples.size());
        }
        try (Model encoder = model.newModel(Part.ENCODER)) {
            ReconstructionDataset batches =
                    ReconstructionDataset.of(samples, model.config().atOnce(BATCH))
                            .withConditions(model.config().conditions());
            for (Batch batch : batches.getData(encoder.getNDManager())) {
                try (batch) {
                    sums.addPosterior(encoded(encoder, batch.getData()));
                }
            }
        }
        return sums.units(samples.size());
    }

    private static DiagonalGaussian encoded(Model encoder, NDList inputs) {
        ParameterStore parameters = new ParameterStore(inputs.getManager(), false);
        NDList list = encoder.getBlock().forward(parameters, inputs, false);
        return DiagonalGaussian.ofParameters(list.get(0), list.get(1));
    }

    /** Returns how many numbers of the code tell samples apart. */
    public long active() {
        return units.stream().filter(Unit::isActive).count();
    }

    /** Returns the KL divergence of the code, in nats; 0 of a plain code. */
    public double divergence() {
        return units.stream().mapToDouble(Unit::divergence).sum();
    }

    /** Sums over samples. */
    static final class Sums {

        private final double[] means;
        private final double[] squares;
        private final double[] divergences;

        Sums(int codeSize) {
            means = new double[codeSize];
            squares = new double[codeSize];
            divergences = new double[codeSize];
        }

        void addCode(float[] code) {
            for (int d = 0; d < code.length; d++) {
                add(d, code[d]);
            }
        }

        /** Adds codes, or the means of posteriors, [B, D]. */
        void addMeans(NDArray batch) {
            double[] values = doubles(batch);
            for (int i = 0; i < values.length; i++) {
                add(i % means.length, values[i]);
            }
        }

        private void add(int d, double mean) {
            means[d] += mean;
            squares[d] += mean * mean;
        }

        void addPosterior(DiagonalGaussian q) {
            double[] mean = doubles(q.mean()); // [B * D]
            double[] logVariance = doubles(q.logVariance());
            for (int i = 0; i < mean.length; i++) {
                int d = i % means.length;
                add(d, mean[i]);
                double twice = mean[i] * mean[i] + Math.exp(logVariance[i]) - 1 - logVariance[i];
                divergences[d] += twice / 2;
            }
        }

        private static double[] doubles(NDArray values) {
            return values.toType(DataType.FLOAT64, false).toDoubleArray();
        }

        CodeUnits units(int samples) {
            List<Unit> units = new ArrayList<>();
            for (int d = 0; d < means.length; d++) {
                double mean = means[d] / samples;
                double variance = Math.max(0, squares[d] / samples - mean * mean);
                units.add(new Unit(variance, divergences[d] / samples));
            }
            return new CodeUnits(units);
        }
    }
}
