package io.github.autoencoders.latent;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.network.Described;
import org.jspecify.annotations.Nullable;

/** Features as they are, [B, E], which must be as many as a code has values. */
final class FeatureMapHead extends AbstractBlock implements Described {

    private final int codeSize;

    FeatureMapHead(int codeSize) {
        this.codeSize = codeSize;
    }

    static void requireCodeSize(int codeSize, Shape features) {
        if (features.get(1) != codeSize) {
            throw new IllegalArgumentException(
                    "codeSize must be %s, the encoder's number of features, but is %s"
                            .formatted(features.get(1), codeSize));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return inputs;
    }

    @Override
    public String description() {
        return "the features themselves";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        requireCodeSize(codeSize, inputShapes[0]);
        return inputShapes;
    }
}
