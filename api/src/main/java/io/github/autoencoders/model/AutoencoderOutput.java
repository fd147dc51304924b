package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.latent.DiagonalGaussian;
import org.jspecify.annotations.Nullable;

/**
 * Names for the positions in the list that an autoencoder's block returns.
 *
 * @param parameters of the likelihood, shape [B, ...sample]
 * @param code z, shape [B, D]
 * @param posterior the distribution of the code, or null for a plain autoencoder
 */
public record AutoencoderOutput(
        NDArray parameters, NDArray code, @Nullable DiagonalGaussian posterior) {

    /** Names the arrays that a block returned. */
    public static AutoencoderOutput of(NDList list) {
        if (list.size() != 2 && list.size() != 4) {
            throw new IllegalArgumentException(
                    "list must hold 2 arrays (parameters, code) or 4 (and mean, logVariance), but"
                            + " holds "
                            + list.size());
        }
        DiagonalGaussian posterior =
                list.size() == 4 ? new DiagonalGaussian(list.get(2), list.get(3)) : null;
        return new AutoencoderOutput(list.get(0), list.get(1), posterior);
    }

    /** Returns the list that {@link #of} reads. */
    NDList toList() {
        NDList list = new NDList(parameters, code);
        if (posterior != null) {
            list.add(posterior.mean());
            list.add(posterior.logVariance());
        }
        return list;
    }
}
