package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import java.util.Arrays;

/**
 * What both halves of a conditional autoencoder are given beside their own input: the labels,
 * one-hot, shape [B, K].
 *
 * @param size K, or 0 for none
 * @param seen whether it is joined to what the half computes, and not only passed over
 */
record Condition(int size, boolean seen) {

    /** Makes a condition that is seen, if there is one. */
    Condition(int size) {
        this(size, size > 0);
    }

    /**
     * Returns what a block says of its inputs: DJL saves none that names fewer inputs than it has,
     * and gives no names to a block that was loaded.
     */
    static PairList<String, Shape> describe(Shape... inputs) {
        PairList<String, Shape> described = new PairList<>();
        for (Shape input : inputs) {
            described.add("data" + described.size(), input); // as DJL calls them
        }
        return described;
    }

    /** Checks the shape of a batch of a half's own inputs. */
    static void requireBatch(String name, Shape each, Shape batch) {
        if (!batch.slice(1).equals(each)) {
            throw new IllegalArgumentException(
                    "%s must have shape %s, but has shape %s"
                            .formatted(name, new Shape(-1).addAll(each), batch));
        }
    }

    /** Returns the shapes of a half's inputs: that of its own, and the condition's if any. */
    Shape[] inputShapes(Shape own) {
        return size == 0 ? new Shape[] {own} : new Shape[] {own, new Shape(own.get(0), size)};
    }

    /** Returns the shapes of x and the condition among those of a whole model's inputs. */
    Shape[] of(Shape... inputs) {
        return Arrays.copyOf(inputs, Math.min(inputs.length, size == 0 ? 1 : 2));
    }

    /**
     * Finds the condition among a whole model's inputs, behind x: one array, or none.
     *
     * @throws IllegalArgumentException if it is wanted but not there
     */
    NDList of(NDList inputs) {
        if (inputs.size() < 1 + (size == 0 ? 0 : 1)) {
            throw new IllegalArgumentException(
                    "inputs must hold x and a condition of shape %s, but hold %s arrays"
                            .formatted(new Shape(-1, size), inputs.size()));
        }
        return size == 0 ? new NDList() : new NDList(inputs.get(1));
    }

    /**
     * Returns values beside the condition, shape [B, N + K]; alone where it is not seen.
     *
     * @param values shape [B, N]; of any shape where there is no condition
     * @param inputs of the half: its own, and the condition if any
     */
    NDArray join(NDArray values, NDList inputs) {
        requireInputs(values.getShape(), inputs.getShapes());
        return seen ? NDArrays.concat(new NDList(values, inputs.get(1)), 1) : values;
    }

    /** Returns the shape of the values beside the condition. */
    Shape join(Shape values, Shape... inputs) {
        requireInputs(values, inputs);
        return seen ? new Shape(values.get(0), values.get(1) + size) : values;
    }

    private void requireInputs(Shape values, Shape[] inputs) {
        if (inputs.length != (size == 0 ? 1 : 2)) {
            throw new IllegalArgumentException(
                    "inputs must be %s, but have the shapes %s"
                            .formatted(
                                    size == 0 ? "one array" : "an array and its condition",
                                    Arrays.toString(inputs)));
        }
        if (size == 0) {
            return;
        }
        if (values.dimension() != 2) {
            throw new IllegalArgumentException(
                    "a condition must be joined to values of shape (B, N), but they have shape "
                            + values);
        }
        if (inputs[1].dimension() != 2 || inputs[1].get(1) != size) {
            throw new IllegalArgumentException(
                    "condition must have shape %s, but has shape %s"
                            .formatted(new Shape(-1, size), inputs[1]));
        }
    }
}
