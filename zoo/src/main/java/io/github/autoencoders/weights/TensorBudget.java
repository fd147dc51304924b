package io.github.autoencoders.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;

/** What a file of weights may ask for, counted before memory is taken for it. */
final class TensorBudget {

    static final int MOST_TENSORS = 10_000;
    static final int MOST_VALUES = 1 << 28;
    static final int MOST_AXES = 8;

    /** The most nested groups, or dictionaries. */
    static final int MOST_LEVELS = 32;

    private int tensors;
    private double values;

    /**
     * Returns how many values a tensor has.
     *
     * @throws IOException if that is too many, with those before it
     */
    int take(String name, long... sizes) throws IOException {
        tensors++;
        require(tensors <= MOST_TENSORS, "it must hold at most %s tensors", MOST_TENSORS);
        require(
                sizes.length <= MOST_AXES,
                "%s must have at most %s axes, but has %s",
                name,
                MOST_AXES,
                sizes.length);
        double size = 1;
        boolean empty = false;
        for (long each : sizes) {
            require(each >= 0, "%s must have sizes of at least 0, but has %s", name, each);
            empty |= each == 0;
            size *= Math.max(1, each); // no size may be huge because another is 0
        }
        values += size;
        require(
                values <= MOST_VALUES,
                "it must hold at most %s values, but holds more with %s of shape %s",
                MOST_VALUES,
                name,
                new Shape(sizes));
        return empty ? 0 : (int) size;
    }

    /** Throws an IOException unless something holds. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in no library that we need
    static void require(boolean holds, String message, Object... parts) throws IOException {
        if (!holds) {
            throw new IOException(message.formatted(parts));
        }
    }
}
