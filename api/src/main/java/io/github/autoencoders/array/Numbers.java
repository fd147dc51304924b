package io.github.autoencoders.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** New arrays of the type and on the device of others. */
public final class Numbers {

    private Numbers() {}

    /** Returns numbers in a shape, of the type and on the device of another array. */
    public static NDArray like(NDArray other, double[] numbers, long... shape) {
        return alike(other, other.getManager().create(numbers, new Shape(shape)));
    }

    /** Returns numbers in a shape, of the type and on the device of another array. */
    public static NDArray like(NDArray other, float[] numbers, long... shape) {
        return alike(other, other.getManager().create(numbers, new Shape(shape)));
    }

    /**
     * Returns indices one-hot: 1 at each index along an axis, and 0 elsewhere, of their type.
     * Compared rather than by {@code oneHot}, which PyTorch's engine lacks in float32.
     *
     * @param indices of size 1 along the axis
     * @param count how many there are, the size along the axis of what is returned
     */
    public static NDArray oneHot(NDArray indices, int axis, int count) {
        long[] sizes = new long[indices.getShape().dimension()];
        Arrays.fill(sizes, 1);
        sizes[axis] = count;
        NDArray all = alike(indices, indices.getManager().arange(count));
        return indices.eq(all.reshape(sizes)).toType(indices.getDataType(), false);
    }

    /**
     * Returns zeros of the shape of another array but for the size along one axis, to stand beside
     * it: MXNet has no pad.
     */
    public static NDArray zeros(NDArray other, int axis, long size) {
        long[] sizes = other.getShape().getShape().clone();
        sizes[axis] = size;
        return other.getManager().zeros(new Shape(sizes), other.getDataType(), other.getDevice());
    }

    private static NDArray alike(NDArray other, NDArray numbers) {
        return numbers.toType(other.getDataType(), false).toDevice(other.getDevice(), false);
    }
}
