package io.github.autoencoders.array;

import ai.djl.ndarray.NDArray;

/**
 * Arrays multiplied by numbers, where a gradient may be taken.
 *
 * <p>Not {@code mul(number)} or {@code div(number)}: for PyTorch, DJL keeps such a number in a
 * direct buffer that Java may free before the gradient reads it again. An array made by the engine
 * lives as long as the gradient needs it.
 */
public final class Scaled {

    private Scaled() {}

    /** Returns every value times a number: of the shape of {@code values}. */
    public static NDArray by(double factor, NDArray values) {
        return values.mul(values.stopGradient().zerosLike().add(factor));
    }
}
