package io.github.autoencoders.summary;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.passthrough.PassthroughNDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a block that have shapes without values for a while, and are taken away again, so
 * that the block is as it was: no engine is started and no memory is taken, however large it is.
 */
final class Placeholders {

    private final Map<Parameter, @Nullable Initializer> initializers = new LinkedHashMap<>();

    private Placeholders() {}

    /**
     * Returns a result that needs the shapes of a block's parameters. A block that has all its
     * parameters is left as it is.
     */
    static <T> T during(Block block, Shape[] inputs, Supplier<T> result) {
        Placeholders placeholders = new Placeholders();
        try {
            if (!block.isInitialized()) {
                placeholders.give(block, inputs);
            }
            return result.get();
        } finally {
            placeholders.takeAway();
        }
    }

    private void give(Block block, Shape... inputs) {
        for (Parameter parameter : block.getParameters().values()) {
            if (!parameter.isInitialized()) {
                initializers.put(parameter, parameter.getInitializer());
                parameter.setInitializer((manager, shape, type) -> new Placeholder(shape, type));
            }
        }
        try {
            block.initialize(PassthroughNDManager.INSTANCE, DataType.FLOAT32, inputs);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    block.getClass().getSimpleName()
                            + " must be initialized on an engine first, since its initialization"
                            + " computes with arrays",
                    e);
        }
    }

    private void takeAway() {
        initializers.forEach(
                (parameter, initializer) -> {
                    parameter.close();
                    parameter.setInitializer(initializer);
                });
    }

    /** An array without values, which takes no notice of gradients. */
    private static final class Placeholder extends PassthroughNDArray {

        Placeholder(Shape shape, DataType type) {
            super(PassthroughNDManager.INSTANCE, shape, shape, type);
        }

        @Override
        public void setRequiresGradient(boolean requiresGradient) {}
    }
}
