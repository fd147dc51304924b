package io.github.autoencoders.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Scaled;

/**
 * The approximate posterior \(q(z \mid x) = \mathcal{N}(z; \mu, \operatorname{diag}(\sigma^2))\) of
 * a batch.
 *
 * @param mean \(\mu\), shape [B, D]
 * @param logVariance \(\log \sigma^2\), shape [B, D]
 */
public record DiagonalGaussian(NDArray mean, NDArray logVariance) {

    /** The least log-variance: a standard deviation of 3e-7. */
    public static final double MIN_LOG_VARIANCE = -30;

    /**
     * The greatest log-variance: a standard deviation of 22,026, whose square is far from overflow.
     */
    public static final double MAX_LOG_VARIANCE = 20;

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    public DiagonalGaussian {
        if (!mean.getShape().equals(logVariance.getShape())) {
            throw new IllegalArgumentException(
                    "mean has shape %s but logVariance has shape %s"
                            .formatted(mean.getShape(), logVariance.getShape()));
        }
    }

    /**
     * Returns the Gaussian that an encoder's outputs describe, with the log-variance bounded to
     * [{@value #MIN_LOG_VARIANCE}, {@value #MAX_LOG_VARIANCE}], beyond which its exponential leaves
     * what float32 can hold and one sample would turn the whole loss into NaN. The gradient passes
     * the bound as if it were not there, so that the divergence can pull a stray value back.
     *
     * @param mean shape [B, D]
     * @param logVariance unbounded, shape [B, D]
     */
    public static DiagonalGaussian ofParameters(NDArray mean, NDArray logVariance) {
        NDArray values = logVariance.stopGradient();
        NDArray bounded = values.clip(MIN_LOG_VARIANCE, MAX_LOG_VARIANCE);
        NDArray zero = logVariance.sub(values); // in value, but not in its gradient
        return new DiagonalGaussian(mean, bounded.add(zero));
    }

    /**
     * Returns \(z = \mu + \sigma \odot \epsilon\), Eq. 10 of <a
     * href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>.
     *
     * @param noise \(\epsilon\), drawn from N(0, I), shape [B, D]
     */
    public NDArray sample(NDArray noise) {
        return mean.add(Scaled.by(0.5, logVariance).exp().mul(noise));
    }

    /** Returns a sample with noise from the engine's random numbers, shape [B, D]. */
    public NDArray sample() {
        NDManager manager = mean.getManager(); // its device need not be that of its arrays
        return sample(
                manager.randomNormal(0, 1, mean.getShape(), mean.getDataType(), mean.getDevice()));
    }

    /**
     * Returns K samples of each posterior, shape [K * B, D]: first one of each, then another of
     * each.
     *
     * @param noise \(\epsilon\), drawn from N(0, I), shape [K, B, D]
     */
    public NDArray samples(NDArray noise) {
        return sample(noise).reshape(-1, mean.getShape().get(1));
    }

    /**
     * Returns K samples of each posterior with noise from the engine's random numbers, shape [K *
     * B, D].
     *
     * @param draws K
     */
    public NDArray samples(int draws) {
        NDManager manager = mean.getManager();
        Shape shape = new Shape(draws).addAll(mean.getShape());
        return samples(manager.randomNormal(0, 1, shape, mean.getDataType(), mean.getDevice()));
    }

    /**
     * Returns \(\mathrm{KL}(q \,\|\, \mathcal{N}(0, I)) = \frac{1}{2} \sum_d (\mu_d^2 + \sigma_d^2
     * - 1 - \log \sigma_d^2)\) in nats, shape [B]; Appendix B of <a
     * href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>.
     */
    public NDArray divergenceFromStandardNormal() {
        NDArray twice = mean.square().add(logVariance.exp()).sub(logVariance).sub(1); // [B, D]
        return Scaled.by(0.5, twice.sum(new int[] {1})); // [B]
    }

    /**
     * Returns \(\log q(z \mid x)\) in nats, shape [B] or [K, B].
     *
     * @param z shape [B, D], or [K, B, D] for K codes of each sample
     */
    public NDArray logDensity(NDArray z) {
        NDArray squaredError = z.sub(mean).square().div(logVariance.exp()); // [B, D]
        int[] components = {z.getShape().dimension() - 1};
        NDArray twice = squaredError.add(logVariance).add(LOG_TWO_PI).sum(components); // [B]
        return Scaled.by(-0.5, twice); // [B]
    }
}
