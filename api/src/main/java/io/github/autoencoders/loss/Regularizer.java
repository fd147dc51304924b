package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.LogSumExp;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.MonteCarlo;
import io.github.autoencoders.network.Activation;
import java.util.stream.IntStream;

/**
 * The penalty of the code, the second term of the loss: often a distance of codes from their prior.
 */
public sealed interface Regularizer {

    /**
     * A penalty of one's own: a record, whose components are written into what is saved, beside the
     * name of the class. A saved model of it is opened with {@link
     * io.github.autoencoders.config.OwnClasses}.
     *
     * <pre>{@code
     * public record Ridge() implements Regularizer.Custom {
     *     public NDArray penalty(
     *             AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
     *         return output.code().square().sum(new int[] {1});
     *     }
     * }
     * }</pre>
     *
     * <p>On PyTorch no gradient may be taken of {@code array.mul(number)}: use {@link Scaled}.
     */
    non-sealed interface Custom extends Regularizer {

        @Override
        default String term() {
            return getClass().getSimpleName();
        }

        @Override
        default String unit() {
            return "";
        }
    }

    /**
     * Returns the penalty of each sample, in {@link #unit}: shape [B].
     *
     * @param output of the block
     * @param reconstruction \(-\log p(x \mid z)\) of each code, in the likelihood's unit, shape
     *     [B], or [K * B] with K codes of each sample, first one of each, then another of each
     * @param state how far the training is
     */
    NDArray penalty(AutoencoderOutput output, NDArray reconstruction, TrainingState state);

    /** Returns what the penalty is called; of no penalty, an empty text. */
    String term();

    /** Returns the unit of the penalty before it is weighted; empty where it has no name. */
    default String unit() {
        return "nats";
    }

    /**
     * Returns whether the penalty is one of the distribution of codes, and so cannot be computed
     * for a bottleneck that is not stochastic.
     */
    default boolean needsPosterior() {
        return false;
    }

    /** Returns what the block must draw for this penalty. */
    default MonteCarlo monteCarlo() {
        return MonteCarlo.ONE_DRAW;
    }

    /**
     * Checks that the penalty can be computed for a bottleneck, and means something with the rest
     * of the loss.
     *
     * @throws IllegalArgumentException that says what does not fit
     */
    default void requireFits(Bottleneck bottleneck, Reduction reduction, Schedule penaltyWeight) {
        if (needsPosterior() && !bottleneck.isStochastic()) {
            throw new IllegalArgumentException(
                    "regularizer must be one of codes for a bottleneck without a distribution, but"
                            + " is "
                            + getClass().getSimpleName());
        }
    }

    /** No penalty. */
    record None() implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            return output.code().zerosLike().sum(new int[] {1});
        }

        @Override
        public String term() {
            return "";
        }
    }

    /**
     * \(\mathrm{KL}(q(z \mid x) \,\|\, \mathcal{N}(0, I))\): with the reconstruction it gives the
     * negative evidence lower bound, Eq. 3 of <a href="https://arxiv.org/abs/1312.6114">Kingma and
     * Welling (2014)</a>.
     */
    record KlDivergence() implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            return posterior(this, output).divergenceFromStandardNormal();
        }

        @Override
        public String term() {
            return "KL divergence";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * {@link KlDivergence} where the reconstruction is the mean over K draws of the code: the bound
     * of one draw, but an estimate of less variance. So Table 1 of <a
     * href="https://arxiv.org/abs/1509.00519">Burda et al. (2016)</a> has a VAE of k samples.
     *
     * @param draws K, at least 1
     */
    record KlWithDraws(int draws) implements Regularizer {

        public KlWithDraws {
            new MonteCarlo(draws, 0); // checks
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            return posterior(this, output).divergenceFromStandardNormal();
        }

        @Override
        public MonteCarlo monteCarlo() {
            return new MonteCarlo(draws, 0);
        }

        @Override
        public String term() {
            return "KL divergence";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * \(\lvert \mathrm{KL} - C \rvert\), where KL is the mean of {@link KlDivergence} over the
     * batch and the same for each sample: the objective with a capacity of <a
     * href="https://arxiv.org/abs/1804.03599">Burgess et al. (2018)</a>, whose \(\gamma\) is the
     * weight of the penalty. The capacity C rises while training goes on, so that codes may say
     * more and more; samples share it.
     *
     * @param capacity C in nats, from step to step; in validation, its target
     */
    record CapacityKl(Schedule capacity) implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            NDArray divergence = posterior(this, output).divergenceFromStandardNormal(); // [B]
            NDArray mean = divergence.mean(); // []
            return forEach(divergence, mean.sub(capacity.weight(state)).abs());
        }

        @Override
        public String term() {
            return "distance of the KL divergence from the capacity";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * The KL divergence in three parts with a weight each: \(\alpha\) times the mutual information
     * of code and sample, \(\beta\) times the total correlation \(\mathrm{KL}(q(z) \,\|\, \prod_d
     * q(z_d))\), and \(\gamma\) times the divergence \(\sum_d \mathrm{KL}(q(z_d) \,\|\, p(z_d))\)
     * of each component from the prior: Eq. 4 of <a href="https://arxiv.org/abs/1802.04942">Chen et
     * al. (2018)</a>. With all weights 1 it is \(\log q(z \mid x) - \log p(z)\), an estimate of the
     * KL divergence. A single sample's may be negative.
     *
     * <p>The distribution of all codes, q(z), is estimated from the batch by the paper's stratified
     * sampling rather than by its weighted sampling, which is off by a constant of (D - 1) log N in
     * the total correlation.
     *
     * @param mutualInformation \(\alpha\), not negative
     * @param totalCorrelation \(\beta\), not negative; alone above 1 in a beta-TCVAE
     * @param dimensionwise \(\gamma\), not negative
     */
    record TotalCorrelation(double mutualInformation, double totalCorrelation, double dimensionwise)
            implements Regularizer {

        public TotalCorrelation {
            Require.notNegative("mutualInformation", mutualInformation);
            Require.notNegative("totalCorrelation", totalCorrelation);
            Require.notNegative("dimensionwise", dimensionwise);
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            DiagonalGaussian posterior = posterior(this, output);
            NDArray z = output.code();
            AggregatePosterior all = AggregatePosterior.of(posterior, z, state.samples());
            NDArray information = posterior.logDensity(z).sub(all.logJoint()); // [B]
            NDArray fromPrior = all.logMarginals().sum(new int[] {1}).sub(logPrior(z)); // [B]
            return Scaled.by(mutualInformation, information)
                    .add(Scaled.by(totalCorrelation, all.totalCorrelation()))
                    .add(Scaled.by(dimensionwise, fromPrior));
        }

        @Override
        public String term() {
            return "KL divergence with weighted total correlation";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * The squared maximum mean discrepancy between the codes of a batch and N(0, I), the same for
     * each sample: Algorithm 2 of <a href="https://arxiv.org/abs/1711.01558">Tolstikhin et al.
     * (2018)</a>, a Wasserstein autoencoder, but with the prior's expectations instead of draws
     * from it. It needs no posterior. Below 0 where the codes of a batch happen to fit well.
     *
     * @param kernel how alike two codes are
     */
    record MaximumMeanDiscrepancy(Kernel kernel) implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            return forEach(
                    output.code().sum(new int[] {1}), kernel.squaredDiscrepancy(output.code()));
        }

        @Override
        public String term() {
            return "MMD";
        }

        @Override
        public String unit() {
            return "";
        }
    }

    /**
     * \((1 - \alpha)\,\mathrm{KL} + (\alpha + \lambda - 1)\,\mathrm{MMD}\), the objective of <a
     * href="https://arxiv.org/abs/1706.02262">Zhao et al. (2019)</a>, the former of each sample and
     * the latter of the batch. With \(\alpha = 1\) the former has no weight, and with \(\alpha = 0,
     * \lambda = 1\) the latter has none.
     *
     * @param alpha at most 1
     * @param lambda at least 1 - alpha
     * @param kernel of the MMD
     */
    record InfoVae(double alpha, double lambda, Kernel kernel) implements Regularizer {

        public InfoVae {
            Require.notNegative("1 - alpha", 1 - alpha);
            Require.notNegative("alpha + lambda - 1", alpha + lambda - 1);
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            NDArray divergence = posterior(this, output).divergenceFromStandardNormal(); // [B]
            NDArray discrepancy = kernel.squaredDiscrepancy(output.code()).reshape(1);
            return Scaled.by(1 - alpha, divergence).add(Scaled.by(alpha + lambda - 1, discrepancy));
        }

        @Override
        public String term() {
            return "weighted KL divergence and MMD";
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * What makes reconstruction and penalty sum to \(-\mathcal{L}_K\), the importance-weighted
     * bound \(\mathcal{L}_K = \mathbb{E} \log \frac{1}{K} \sum_k \frac{p(x, z_k)}{q(z_k \mid x)}\),
     * Eq. 8 of <a href="https://arxiv.org/abs/1509.00519">Burda et al. (2016)</a>, where the
     * reconstruction is the mean over the draws. With K = 1 it is \(\log q(z \mid x) - \log p(z)\),
     * an estimate of the KL divergence; with more draws it is less, and may be negative.
     *
     * @param draws K, at least 1
     */
    record ImportanceWeighted(int draws) implements Regularizer {

        public ImportanceWeighted {
            new MonteCarlo(draws, 0); // checks
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            DiagonalGaussian posterior = posterior(this, output);
            long batch = posterior.mean().getShape().get(0);
            long given = output.code().getShape().get(0) / batch; // K, or 1 in inference
            NDArray z = output.code().reshape(given, batch, -1); // [K, B, D]
            NDArray error = reconstruction.reshape(given, batch);
            NDArray logWeights = logPrior(z).sub(posterior.logDensity(z)).sub(error); // [K, B]
            NDArray bound = LogSumExp.over(0, logWeights).sub(Math.log((double) given)); // [B]
            return Scaled.by(-1, bound).sub(error.mean(new int[] {0}));
        }

        @Override
        public MonteCarlo monteCarlo() {
            return new MonteCarlo(draws, 0);
        }

        @Override
        public void requireFits(
                Bottleneck bottleneck, Reduction reduction, Schedule penaltyWeight) {
            Regularizer.super.requireFits(bottleneck, reduction, penaltyWeight);
            if (!(reduction instanceof Reduction.Sum)) {
                throw new IllegalArgumentException(
                        "reduction must be Sum for ImportanceWeighted, but is " + reduction);
            }
            if (!penaltyWeight.equals(new Schedule.Constant(1))) {
                throw new IllegalArgumentException(
                        "penaltyWeight must be Constant 1 for ImportanceWeighted, but is "
                                + penaltyWeight);
            }
        }

        @Override
        public String term() {
            return "rest of the importance-weighted bound";
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /**
     * \(\sum_d \lvert z_d \rvert\): few of a code's values differ from 0. The sparse coding of <a
     * href="https://doi.org/10.1038/381607a0">Olshausen and Field (1996)</a>, Eq. 2 to 4 with S(x)
     * = |x|.
     */
    record SparseL1() implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            NDArray code = output.code();
            int[] values = IntStream.range(1, code.getShape().dimension()).toArray();
            return code.abs().sum(values);
        }

        @Override
        public String term() {
            return "sparsity, sum of |z|";
        }

        @Override
        public String unit() {
            return "";
        }
    }

    /**
     * \(\sum_d \mathrm{KL}(\rho \,\|\, \hat\rho_d)\) between coins that show heads with probability
     * \(\rho\) and \(\hat\rho_d\), the mean of \(z_d\) over the batch; the same for each sample.
     * "Autoencoders and Sparsity" in <a
     * href="https://web.stanford.edu/class/cs294a/sparseAutoencoder.pdf">Ng (2011)</a>. Codes must
     * lie between 0 and 1. A mean outside [1e-6, 1 - 1e-6] is taken for the nearest inside; its
     * gradient passes.
     *
     * @param target \(\rho\), in (0, 1), often 0.05
     */
    record SparseKl(double target) implements Regularizer {

        private static final double LEAST = 1e-6;

        public SparseKl {
            if (!(target > 0 && target < 1)) {
                throw new IllegalArgumentException(
                        "target must be between 0 and 1, but is " + target);
            }
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            NDArray code = output.code();
            NDArray mean = code.mean(new int[] {0}); // [D]
            NDArray values = mean.stopGradient();
            NDArray active = values.clip(LEAST, 1 - LEAST).add(mean.sub(values));
            NDArray passive = Scaled.by(-1, active).add(1);
            double entropy = -target * Math.log(target) - (1 - target) * Math.log(1 - target);
            NDArray crossEntropy =
                    Scaled.by(-target, active.log()).add(Scaled.by(target - 1, passive.log()));
            return forEach(code.sum(new int[] {1}), crossEntropy.sub(entropy).sum());
        }

        @Override
        public void requireFits(
                Bottleneck bottleneck, Reduction reduction, Schedule penaltyWeight) {
            if (bottleneck.isStochastic() || bottleneck.activation() != Activation.SIGMOID) {
                throw new IllegalArgumentException(
                        "bottleneck must be Deterministic with activation SIGMOID for SparseKl, but"
                                + " is "
                                + bottleneck);
            }
        }

        @Override
        public String term() {
            return "sparsity, KL from the target";
        }
    }

    /**
     * \(\lVert J_f(x) \rVert_F^2\), the sum of the squares of all derivatives of the code by the
     * sample's values: the penalty of <a href="https://icml.cc/2011/papers/455_icmlpaper.pdf">Rifai
     * et al. (2011)</a>. The engines cannot differentiate a derivative, so that it is estimated by
     * the change of the code when noise is added to the sample: \(\lVert J \rVert_F^2 =
     * \mathbb{E}\,\lVert J v \rVert^2\) for v from N(0, I), and \(J v \approx (f(x + s v) - f(x)) /
     * s\). One v for each sample and step. An encoder that draws random numbers itself, as dropout
     * does, must not be used.
     *
     * @param perturbation s, in model units; 0.01 leaves rounding and curvature both small
     */
    record Contractive(double perturbation) implements Regularizer {

        public Contractive {
            Require.positive("perturbation", perturbation);
        }

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            NDArray jacobianNorm = output.jacobianNorm();
            if (jacobianNorm == null) {
                throw new IllegalArgumentException(
                        "output must have a jacobianNorm for Contractive, but has none");
            }
            return jacobianNorm;
        }

        @Override
        public MonteCarlo monteCarlo() {
            return new MonteCarlo(1, perturbation);
        }

        @Override
        public void requireFits(
                Bottleneck bottleneck, Reduction reduction, Schedule penaltyWeight) {
            if (bottleneck.isStochastic()) {
                throw new IllegalArgumentException(
                        "bottleneck must be Deterministic for Contractive, but is " + bottleneck);
            }
        }

        @Override
        public String term() {
            return "squared norm of the Jacobian";
        }

        @Override
        public String unit() {
            return "";
        }
    }

    /**
     * \(\lVert z_e(x) - \mathrm{sg}[e] \rVert_2^2\): keeps what an encoder gives near the entries
     * of the codebook that replace it; the third term of Eq. 3 of <a
     * href="https://arxiv.org/abs/1711.00937">van den Oord et al. (2017)</a>, whose weight there is
     * 0.25. A squared distance, summed over the code, rather than nats.
     */
    record Commitment() implements Regularizer {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            Quantization quantization = output.quantization();
            if (quantization == null) {
                throw new IllegalArgumentException(
                        "output must be quantized for a Commitment, but is not");
            }
            return quantization.commitment(output.code());
        }

        @Override
        public String term() {
            return "commitment";
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public void requireFits(
                Bottleneck bottleneck, Reduction reduction, Schedule penaltyWeight) {
            if (!(bottleneck instanceof Bottleneck.VectorQuantized)) {
                throw new IllegalArgumentException(
                        "bottleneck must be VectorQuantized for a Commitment, but is "
                                + bottleneck.getClass().getSimpleName());
            }
        }
    }

    private static DiagonalGaussian posterior(Regularizer asking, AutoencoderOutput output) {
        DiagonalGaussian posterior = output.posterior();
        if (posterior == null) {
            throw new IllegalArgumentException(
                    "output must have a posterior for a "
                            + asking.getClass().getSimpleName()
                            + ", but has none");
        }
        return posterior;
    }

    // Of a number of the whole batch, [], one for each sample, [B].
    private static NDArray forEach(NDArray samples, NDArray statistic) {
        return samples.stopGradient().zerosLike().add(statistic.reshape(1));
    }

    // log p(z), of shape [B] or [K, B]
    private static NDArray logPrior(NDArray z) {
        NDArray zero = z.stopGradient().zerosLike();
        return new DiagonalGaussian(zero, zero).logDensity(z);
    }
}
