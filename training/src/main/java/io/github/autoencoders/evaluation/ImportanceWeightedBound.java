package io.github.autoencoders.evaluation;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Decoder;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Estimates \(\log p(x)\) by \(\mathcal{L}_K = \log \frac{1}{K} \sum_k \frac{p(x, z_k)}{q(z_k \mid
 * x)}\) with z from the posterior, Eq. 8 of <a href="https://arxiv.org/abs/1509.00519">Burda et al.
 * (2016)</a>. The codes are drawn and decoded in parts, so that memory does not grow with K; the
 * noise comes from Java and depends on the seed and the sample alone, so that it is the same on
 * each engine.
 *
 * @param config of the model
 * @param model whose block is the whole model
 * @param draws K, at least 1; of a plain autoencoder, nothing is drawn
 * @param seed decides the noise
 */
public record ImportanceWeightedBound(AutoencoderConfig config, Model model, int draws, long seed) {

    private static final int SAMPLES = 64; // encoded at once, at most
    private static final int CODES = 1024; // decoded at once, at most

    public ImportanceWeightedBound {
        Require.atLeast(1, "draws", draws);
        if (config.bottleneck().isStochastic() && !config.likelihood().unit().equals("nats")) {
            throw new IllegalArgumentException(
                    "likelihood must be a density for log p(x), but is " + config.likelihood());
        }
    }

    /**
     * Evaluates the model on samples of its format: a conditional model given their labels, which
     * makes the densities those of a sample given its label; where values are missing, on those
     * that are known.
     */
    public Evaluation of(Samples samples) {
        return of(samples, Progress.NONE);
    }

    /** Evaluates likewise, and tells how many samples are done. */
    Evaluation of(Samples samples, Progress progress) {
        Sums sums = new Sums(config.bottleneck().codeSize());
        ReconstructionDataset batches =
                ReconstructionDataset.of(samples, config.atOnce(SAMPLES))
                        .withConditions(config.conditions());
        long done = 0;
        for (Batch batch : batches.getData(model.getNDManager())) {
            try (batch) {
                if (config.bottleneck().isStochastic()) {
                    addVariational(sums, batch);
                } else {
                    NDArray code = run(block().encoder(), batch.getData()).head();
                    sums.reconstruction += sum(reconstruction(code, batch, 1));
                }
                done += batch.getSize();
                progress.at(done, samples.size());
            }
        }
        return config.bottleneck().isStochastic()
                ? sums.variational(samples.size(), draws)
                : new Evaluation.Plain(
                        samples.size(),
                        sums.reconstruction / samples.size(),
                        config.likelihood().unit());
    }

    private void addVariational(Sums sums, Batch batch) {
        NDList encoded = run(block().encoder(), batch.getData());
        DiagonalGaussian q = DiagonalGaussian.ofParameters(encoded.get(0), encoded.get(1));
        sums.divergence += sum(q.divergenceFromStandardNormal());
        sums.units.addMeans(q.mean());
        List<RunningLogMeanExp> bounds = new ArrayList<>();
        List<Random> noise = new ArrayList<>();
        for (Object index : batch.getIndices()) {
            bounds.add(new RunningLogMeanExp());
            noise.add(RandomStreams.of(seed, (Long) index));
        }
        int atOnce = Math.max(1, config.atOnce(CODES) / bounds.size());
        for (int done = 0; done < draws; done += atOnce) {
            int count = Math.min(atOnce, draws - done);
            try (NDManager manager = batch.getManager().newSubManager()) {
                addDraws(sums, bounds, q, batch, noise(manager, noise, count));
            }
        }
        bounds.forEach(bound -> sums.addBound(bound.value()));
    }

    // noise: [K, B, D]
    private void addDraws(
            Sums sums,
            List<RunningLogMeanExp> bounds,
            DiagonalGaussian q,
            Batch batch,
            NDArray noise) {
        int count = (int) noise.getShape().get(0);
        NDArray z = q.samples(noise); // [K * B, D]
        z.attach(noise.getManager());
        double[] reconstruction = doubles(reconstruction(z, batch, count));
        NDArray zero = z.zerosLike();
        double[] prior = doubles(new DiagonalGaussian(zero, zero).logDensity(z));
        double[] posterior = doubles(q.logDensity(z.reshape(noise.getShape())));
        for (int i = 0; i < reconstruction.length; i++) {
            sums.reconstruction += reconstruction[i] / draws;
            bounds.get(i % bounds.size()).add(prior[i] - posterior[i] - reconstruction[i]);
        }
    }

    // -log p(x given z) of [K * B, D], K codes of each sample: shape [K * B]
    private NDArray reconstruction(NDArray z, Batch batch, int count) {
        NDList inputs = new NDList(z);
        if (!config.conditions().isEmpty()) {
            inputs.add(repeated(batch.getData().get(1), z, count));
        }
        NDArray x = repeated(batch.getLabels().head(), z, count);
        Decoder decoder = block().decoder();
        NDArray parameters = run(decoder, decoder.withTarget(inputs, x)).head();
        return batch.getLabels().size() == 1
                ? config.likelihood().negativeLogDensity(parameters, x)
                : config.likelihood()
                        .negativeLogDensity(
                                parameters, x, repeated(batch.getLabels().get(1), z, count));
    }

    // [B, ...] to [K * B, ...], in the manager of z
    private static NDArray repeated(NDArray array, NDArray z, int count) {
        NDArray near = array.duplicate();
        near.attach(z.getManager());
        Shape all = new Shape(count).addAll(array.getShape());
        Shape rows = new Shape(z.getShape().get(0)).addAll(array.getShape().slice(1));
        return near.expandDims(0).broadcast(all).reshape(rows);
    }

    private AutoencoderBlock block() {
        return (AutoencoderBlock) model.getBlock();
    }

    private static NDList run(Block block, NDList inputs) {
        return block.forward(new ParameterStore(inputs.getManager(), false), inputs, false);
    }

    private NDArray noise(NDManager manager, List<Random> sources, int count) {
        int codeSize = config.bottleneck().codeSize();
        int batch = sources.size();
        float[] values = new float[count * batch * codeSize];
        for (int b = 0; b < batch; b++) {
            for (int k = 0; k < count; k++) {
                for (int d = 0; d < codeSize; d++) {
                    values[(k * batch + b) * codeSize + d] = (float) sources.get(b).nextGaussian();
                }
            }
        }
        return Numbers.of(manager, values, new Shape(count, batch, codeSize));
    }

    private static double sum(NDArray values) {
        return values.toType(DataType.FLOAT64, false).sum().getDouble();
    }

    private static double[] doubles(NDArray values) {
        return values.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    /** Sums over samples. */
    private static final class Sums {

        private final CodeUnits.Sums units;
        private double reconstruction;
        private double divergence;
        private double bound;
        private double squaredBound;

        Sums(int codeSize) {
            units = new CodeUnits.Sums(codeSize);
        }

        void addBound(double value) {
            bound += value;
            squaredBound += value * value;
        }

        Evaluation variational(int samples, int draws) {
            CodeUnits code = units.units(samples);
            double mean = bound / samples;
            double variance = Math.max(0, squaredBound / samples - mean * mean);
            return new Evaluation.Variational(
                    samples,
                    draws,
                    reconstruction / samples,
                    divergence / samples,
                    mean,
                    Math.sqrt(variance / samples),
                    (int) code.active(),
                    code.units().size());
        }
    }
}
