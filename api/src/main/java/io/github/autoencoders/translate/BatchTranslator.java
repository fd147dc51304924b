package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From one array of a whole batch to another, without a copy into Java's memory. The result belongs
 * to the manager of the input; all that is computed on the way is closed with the prediction.
 */
final class BatchTranslator implements Translator<NDList, NDList> {

    private static final String INPUT = "io.github.autoencoders.input";
    private static final String OWNER = "io.github.autoencoders.owner";

    private final String name;
    private final Shape shape;
    private final UnaryOperator<NDArray> toModel;
    private final BiFunction<NDArray, NDList, NDArray> fromModel;

    /**
     * Makes a translator.
     *
     * @param name of the input, for messages
     * @param shape of one input
     * @param toModel from inputs [B, ...shape] to what the block takes
     * @param fromModel from the inputs and what the block gives for them to outputs [B, ...]
     */
    BatchTranslator(
            String name,
            Shape shape,
            UnaryOperator<NDArray> toModel,
            BiFunction<NDArray, NDList, NDArray> fromModel) {
        this.name = name;
        this.shape = shape;
        this.toModel = toModel;
        this.fromModel = fromModel;
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return null; // the input is a batch already
    }

    @Override
    public NDList processInput(TranslatorContext context, NDList input) {
        if (input.size() != 1) {
            throw new IllegalArgumentException(
                    "input must be one array, but is a list of " + input.size());
        }
        Shape given = input.head().getShape();
        boolean batch = given.dimension() == shape.dimension() + 1 && given.slice(1).equals(shape);
        if (!batch) {
            throw new IllegalArgumentException(
                    "%s must have shape %s, but has shape %s"
                            .formatted(name, new Shape(-1).addAll(shape), given));
        }
        // New arrays belong to the manager of those that they are computed from.
        context.setAttachment(OWNER, input.head().getManager());
        NDArray own = input.head().reshape(given); // the caller's stays where it is
        own.attach(context.getNDManager());
        context.setAttachment(INPUT, own);
        return new NDList(toModel.apply(own));
    }

    @Override
    public NDList processOutput(TranslatorContext context, NDList list) {
        NDArray given = (NDArray) Objects.requireNonNull(context.getAttachment(INPUT));
        NDList output = new NDList(fromModel.apply(given, list));
        output.attach((NDManager) Objects.requireNonNull(context.getAttachment(OWNER)));
        return output;
    }
}
