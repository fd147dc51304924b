package io.github.autoencoders.summary;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.RecurrentBlock;
import io.github.autoencoders.network.Described;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a block is, in words, and its arithmetic: the block's own account of it, or ours of DJL's
 * blocks.
 *
 * @param words as {@code Dense 16}
 * @param multiplyAdds of one sample's forward pass, or nothing if that is not known
 */
record BlockKind(String words, OptionalLong multiplyAdds) {

    /**
     * Returns the kind of a block whose parameters have their shapes.
     *
     * @param input the first input's shape, [1, ...]
     * @param output the first output's shape, [1, ...]
     */
    static BlockKind of(Block block, Shape input, Shape output) {
        if (block instanceof Described own) {
            return new BlockKind(own.description(), OptionalLong.of(own.multiplyAdds(input)));
        }
        long units = output.get(output.dimension() - 1);
        if (block instanceof Linear) {
            long rows = input.size() / input.get(input.dimension() - 1);
            return weighted("Dense " + units, block, rows);
        }
        if (block instanceof Convolution convolution) {
            return weighted(words(convolution), block, output.slice(2).size());
        }
        if (block instanceof RecurrentBlock) {
            return weighted(
                    name(block) + ' ' + units, block, input.get(1)); // the same at each step
        }
        boolean elementwise =
                block.getParameters().isEmpty()
                        || block instanceof BatchNorm
                        || block instanceof LayerNorm;
        return new BlockKind(
                block instanceof LambdaBlock lambda ? lambda.getName() : name(block),
                elementwise ? OptionalLong.of(0) : OptionalLong.empty());
    }

    /** Returns a kind whose weights are each multiplied once at each of some positions. */
    private static BlockKind weighted(String words, Block block, long positions) {
        long weights =
                block.getParameters().values().stream()
                        .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                        .mapToLong(parameter -> parameter.getArray().getShape().size())
                        .reduce(0, Math::addExact);
        return new BlockKind(words, OptionalLong.of(Math.multiplyExact(weights, positions)));
    }

    private static String words(Convolution convolution) {
        String kernel = Described.kernel(convolution.getKernelShape(), convolution.getStride());
        String groups = convolution.getGroups() == 1 ? "" : ", groups " + convolution.getGroups();
        return name(convolution) + ' ' + convolution.getFilters() + ", " + kernel + groups;
    }

    // Of a class without a name, as one within a method, its superclass's.
    private static String name(Block block) {
        Class<?> type = block.getClass();
        String name = type.getSimpleName();
        String named = name.isEmpty() ? type.getSuperclass().getSimpleName() : name;
        return block instanceof ai.djl.nn.norm.Dropout ? named.toLowerCase(Locale.ROOT) : named;
    }
}
