package io.github.autoencoders.training;

/**
 * The terms of the loss, averaged over samples.
 *
 * @param total what is minimized, with its weights
 * @param reconstruction \(-\log p(x \mid z)\), or the error, unweighted, in the likelihood's unit
 * @param penalty of the code, unweighted, per sample; the KL divergence, in nats, of a variational
 *     autoencoder
 */
public record LossSummary(double total, double reconstruction, double penalty) {

    /** Returns whether no term is NaN or infinite. */
    public boolean isFinite() {
        return Double.isFinite(total)
                && Double.isFinite(reconstruction)
                && Double.isFinite(penalty);
    }
}
