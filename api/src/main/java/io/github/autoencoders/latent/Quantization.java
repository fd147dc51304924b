package io.github.autoencoders.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a batch was quantized: what a {@link VectorQuantizer} gives beside the code.
 *
 * @param features \(z_e(x)\), what the encoder gave before each vector was replaced by its entry,
 *     shape [B, D]
 * @param indices of the entries that took their places, from 0 to K - 1, shape [B, P]
 */
public record Quantization(NDArray features, NDArray indices) {

    private static final String FEATURES = "features";
    private static final String INDICES = "indices";

    /** Finds the arrays among those that a block returned, by their names. */
    public static Optional<Quantization> find(NDList list) {
        @Nullable NDArray features = list.get(FEATURES);
        @Nullable NDArray indices = list.get(INDICES);
        return features == null || indices == null
                ? Optional.empty()
                : Optional.of(new Quantization(features, indices));
    }

    /** Adds the arrays to a list, so that {@link #find} finds them. */
    public void addTo(NDList list) {
        features.setName(FEATURES);
        indices.setName(INDICES);
        list.add(features);
        list.add(indices);
    }

    /**
     * Returns the commitment loss \(\lVert z_e(x) - \mathrm{sg}[e] \rVert_2^2\), the third term of
     * Eq. 3 of <a href="https://arxiv.org/abs/1711.00937">van den Oord et al. (2017)</a> without
     * its weight, summed over the code: shape [B]. No gradient reaches the code.
     *
     * @param code e, the entries themselves, shape [B, D]
     */
    public NDArray commitment(NDArray code) {
        return features.sub(code.stopGradient()).square().sum(new int[] {1});
    }
}
