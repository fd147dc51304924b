package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Brings each channel of each sample [C, H, W] or [C, L] to mean 0 and standard deviation 1, by
 * itself: instance normalization without parameters, which takes brightness and contrast away. They
 * are of the look rather than of what is seen: Sec. 3.1 of <a
 * href="https://arxiv.org/abs/1804.04732">Huang et al. (2018)</a>.
 */
final class ContrastBlock extends ArrayBlock {

    private static final int[] PLACES = {2}; // one axis, as not every engine takes more
    private static final double LEAST = 1e-5; // of a variance, where all values are equal

    @Override
    NDArray of(NDArray x) {
        Shape shape = x.getShape();
        NDArray lines = x.reshape(shape.get(0), shape.get(1), shape.slice(2).size());
        NDArray away = lines.sub(lines.mean(PLACES, true));
        NDArray variance = away.square().mean(PLACES, true); // [B, C, 1]
        return away.div(variance.add(LEAST).sqrt()).reshape(shape);
    }

    @Override
    public String description() {
        return "mean 0, deviation 1";
    }
}
