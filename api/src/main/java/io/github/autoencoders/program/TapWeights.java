package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The weight of a convolution as that of one with kernel 1, which has a filter for each filter and
 * tap. It is computed at each call, but outside of the symbol: for convolutions that are not
 * trained, the engine overwrites weights with others that suit it, and spoils its memory where it
 * had computed them.
 *
 * @param weight the array that it is computed of: a variable, in a program that array's place among
 *     what is given
 * @param mirrored whether that is [filters, C, ...kernel], and the last tap comes first, rather
 *     than a transposed convolution's [C, filters, ...kernel]
 */
record TapWeights(int weight, boolean mirrored) {

    TapWeights withWeight(int other) {
        return new TapWeights(other, mirrored);
    }

    /** Returns [filters * taps, C, 1] or [filters * taps, C, 1, 1], which belongs to a manager. */
    NDArray computed(NDArray given, NDManager manager) {
        Shape shape = given.getShape();
        long taps = shape.slice(2).size();
        NDArray flat = given.reshape(shape.get(0), shape.get(1), taps);
        flat.attach(manager); // else it would live as long as the parameter
        NDArray rows =
                mirrored
                        ? flat.flip(2).transpose(0, 2, 1).reshape(-1, shape.get(1))
                        : flat.reshape(shape.get(0), -1).transpose(1, 0);
        for (int axis = 2; axis < shape.dimension(); axis++) {
            rows = rows.expandDims(axis); // a copy, as the engine overwrites no view of another
        }
        return rows;
    }
}
