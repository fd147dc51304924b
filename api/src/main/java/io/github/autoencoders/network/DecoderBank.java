package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoder for each label: codes and behind each its label, one-hot, [B, D + K], to what the
 * label's decoder makes of the code, \(\sum_k c_k f_k(z)\). All decoders see all codes, and the
 * others' outputs are multiplied by 0, as are the gradients that they get: a batch may hold any
 * labels in any order, and an engine's program has no branches. Only a decoder whose numbers are
 * not finite any more would be heard by all.
 */
final class DecoderBank extends AbstractBlock implements Composite {

    private final List<Block> decoders = new ArrayList<>();

    /** Makes a block of decoders of codes [B, D], one for each label, in the labels' order. */
    DecoderBank(List<Block> decoders) {
        for (Block decoder : decoders) {
            this.decoders.add(addChildBlock("decoder", decoder));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape codes = codes(inputShapes[0]);
        decoders.forEach(decoder -> decoder.initialize(manager, dataType, codes));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray given = inputs.singletonOrThrow();
        long size = codes(given.getShape()).get(1);
        NDArray code = given.get(":, :" + size);
        NDArray chosen = null;
        for (int k = 0; k < decoders.size(); k++) {
            NDArray made =
                    decoders.get(k)
                            .forward(parameterStore, new NDList(code), training)
                            .singletonOrThrow();
            NDArray weight = given.get(":, %s:%s".formatted(size + k, size + k + 1)); // [B, 1]
            NDArray part = made.mul(weight.reshape(ones(made.getShape())));
            chosen = chosen == null ? part : chosen.add(part);
        }
        return new NDList(chosen);
    }

    // Of one value a sample, whatever axes the other array has.
    private static Shape ones(Shape like) {
        long[] sizes = new long[like.dimension()];
        Arrays.fill(sizes, 1);
        sizes[0] = like.get(0);
        return new Shape(sizes);
    }

    private Shape codes(Shape given) {
        return new Shape(given.get(0), given.get(1) - decoders.size());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return decoders.get(0).getOutputShapes(new Shape[] {codes(inputShapes[0])});
    }
}
