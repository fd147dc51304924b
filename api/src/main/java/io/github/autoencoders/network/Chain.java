package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Blocks one after the other, each on what the one before it gave. What lies between two blocks is
 * closed as soon as the second has read it, so that its memory can be used again, still in the
 * processor's cache; what the gradient needs of it, the engine itself keeps.
 */
final class Chain extends SequentialBlock {

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList current = inputs;
        boolean own = false; // not the caller's
        for (Block block : children.values()) {
            NDList given = current;
            current = block.forward(parameterStore, given, training);
            if (own) {
                closeAllBut(current, given);
            }
            own = true;
        }
        return current;
    }

    private static void closeAllBut(NDList kept, NDList arrays) {
        for (NDArray array : arrays) {
            if (kept.stream().noneMatch(other -> other == array)) {
                array.close();
            }
        }
    }
}
