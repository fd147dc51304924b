package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.array.LogSumExp;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.latent.DiagonalGaussian;

/**
 * The distribution of the codes of all N training samples, \(q(z) = \frac{1}{N} \sum_n q(z \mid
 * x_n)\), estimated from one batch: the code of sample i comes from its own posterior, which is one
 * in N, and the batch's other B - 1 posteriors stand for the other N - 1. The weights, 1 / N and (N
 * - 1) / (N (B - 1)), are the minibatch stratified sampling of <a
 * href="https://arxiv.org/abs/1802.04942">Chen et al. (2018)</a>, whose last sample is here every
 * other in turn; they sum to one, and with a batch of all samples the estimate is exact.
 *
 * @param logJoint \(\log q(z_i)\), shape [B]
 * @param logMarginals \(\log q(z_{id})\), shape [B, D]
 */
record AggregatePosterior(NDArray logJoint, NDArray logMarginals) {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    /**
     * Estimates it at each code.
     *
     * @param z shape [B, D], sample i from posterior i
     * @param trainingSamples N; a smaller one than B is taken for B
     */
    static AggregatePosterior of(DiagonalGaussian q, NDArray z, long trainingSamples) {
        NDArray error = z.expandDims(1).sub(q.mean().expandDims(0)); // [B, B, D]
        NDArray logVariance = q.logVariance().expandDims(0); // [1, B, D]
        NDArray twice = error.square().div(logVariance.exp()).add(logVariance).add(LOG_TWO_PI);
        NDArray logDensities = Scaled.by(-0.5, twice); // [B, B, D], log q(z_id | x_j)
        NDArray logWeights = logWeights(z, trainingSamples); // [B, B]
        return new AggregatePosterior(
                LogSumExp.over(1, logDensities.sum(new int[] {2}).add(logWeights)),
                LogSumExp.over(1, logDensities.add(logWeights.expandDims(2))));
    }

    private static NDArray logWeights(NDArray z, long trainingSamples) {
        int batch = (int) z.getShape().get(0);
        double all = Math.max(trainingSamples, batch);
        double own = batch == 1 ? 0 : -Math.log(all);
        double other = batch == 1 ? 0 : Math.log((all - 1) / (all * (batch - 1)));
        double[] weights = new double[batch * batch];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % (batch + 1) == 0 ? own : other;
        }
        return Numbers.like(z, weights, batch, batch);
    }

    /**
     * Returns \(\log q(z_i) - \sum_d \log q(z_{id})\), whose mean is the total correlation: [B].
     */
    NDArray totalCorrelation() {
        return logJoint.sub(logMarginals.sum(new int[] {1}));
    }
}
