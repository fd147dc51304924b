package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Forwarding;

/** What keeps the code from being just any code. */
public sealed interface Regularizer {

    /** Returns the penalty of each sample, in nats: shape [B]. */
    NDArray penalty(AutoencoderOutput output, Circumstances circumstances);

    /** Returns whether the penalty can be computed for a bottleneck that is not stochastic. */
    boolean needsPosterior();

    /** Returns how often and with what the networks must be run for this penalty. */
    default Forwarding forwarding() {
        return Forwarding.ONCE;
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
        public NDArray penalty(AutoencoderOutput output, Circumstances circumstances) {
            return output.code().zerosLike().sum(new int[] {1});
        }

        @Override
        public boolean needsPosterior() {
            return false;
        }
    }

    /**
     * \(\mathrm{KL}(q(z \mid x) \,\|\, \mathcal{N}(0, I))\): with the reconstruction it gives the
     * negative evidence lower bound, Eq. 3 of <a href="https://arxiv.org/abs/1312.6114">Kingma and
     * Welling (2014)</a>.
     */
    record KlDivergence() implements Regularizer {

        @Override
        public NDArray penalty(AutoencoderOutput output, Circumstances circumstances) {
            DiagonalGaussian posterior = output.posterior();
            if (posterior == null) {
                throw new IllegalArgumentException(
                        "output must have a posterior for a KlDivergence, but has none");
            }
            return posterior.divergenceFromStandardNormal();
        }

        @Override
        public boolean needsPosterior() {
            return true;
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
        public NDArray penalty(AutoencoderOutput output, Circumstances circumstances) {
            Quantization quantization = output.quantization();
            if (quantization == null) {
                throw new IllegalArgumentException(
                        "output must be quantized for a Commitment, but is not");
            }
            return quantization.commitment(output.code());
        }

        @Override
        public boolean needsPosterior() {
            return false;
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
}
