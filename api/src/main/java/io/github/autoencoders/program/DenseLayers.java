package io.github.autoencoders.program;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.graph.Sizes;

/**
 * Which dense layers PyTorch computes faster as convolutions of one point, of an image that has the
 * batch's samples as its points: large ones of large batches, where the processor favours oneDNN.
 *
 * @param batch how many samples most calls will have, or 0 if none are computed so
 */
record DenseLayers(long batch) {

    /** None of them. */
    static final DenseLayers NONE = new DenseLayers(0);

    // As measured, forth and back: from 1.1 to 1.8 times as fast above, as fast or slower below,
    // where the weights are laid out anew for too few samples.
    private static final long FEWEST_PRODUCTS = 10_000_000;
    // Of what goes into one convolution: PyTorch leaves smaller ones to MKL.
    private static final long FEWEST_VALUES = 20_481;

    /** Returns those of a processor. */
    static DenseLayers on(Processor processor, long batch) {
        return processor.favoursOneDnn() ? new DenseLayers(batch) : NONE;
    }

    /**
     * Returns whether a layer is one.
     *
     * @param weight [out, in]
     * @param result [..., out]
     */
    boolean areConvolutions(Sizes weight, Sizes result) {
        if (batch == 0) {
            return false;
        }
        Shape sizes = weight.in(batch);
        long rows = result.in(batch).size() / sizes.get(0);
        return rows * sizes.size() >= FEWEST_PRODUCTS && rows * sizes.get(1) >= FEWEST_VALUES;
    }
}
