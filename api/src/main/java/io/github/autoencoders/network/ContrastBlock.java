package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Brings each channel of each sample [C, H, W] or [C, L] to mean 0 and standard deviation 1, by
 * itself: instance normalization without parameters, which takes brightness and contrast away. They
 * are of the look rather than of what is seen: Sec. 3.1 of <a
 * href="https://arxiv.org/abs/1804.04732">Huang et al. (2018)</a>.
 */
final class ContrastBlock extends AbstractBlock implements Described {

    private static final int[] PLACES = {2}; // one axis, as not every engine takes more
    private static final double LEAST = 1e-5; // of a variance, where all values are equal

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Shape shape = x.getShape();
        NDArray lines = x.reshape(shape.get(0), shape.get(1), shape.slice(2).size());
        NDArray away = lines.sub(lines.mean(PLACES, true));
        NDArray variance = away.square().mean(PLACES, true); // [B, C, 1]
        return new NDList(away.div(variance.add(LEAST).sqrt()).reshape(shape));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }

    @Override
    public String description() {
        return "mean 0, deviation 1";
    }
}
