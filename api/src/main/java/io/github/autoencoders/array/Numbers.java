package io.github.autoencoders.array;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * New arrays of numbers of Java's, in memory that is held until they are copied.
 *
 * <p>Of a buffer, DJL's engine for MXNet keeps the address alone, and then calls MXNet: a garbage
 * collection in between frees the memory, and other numbers than ours are copied. The more so of
 * arrays of Java's, as the buffer that DJL copies them to is nobody else's. So all arrays are made
 * of numbers here, but for those that DJL reads by itself ({@link ArrayReading}).
 */
public final class Numbers {

    private Numbers() {}

    /** Returns values as an array of float32 that a manager owns. */
    public static NDArray of(NDManager manager, float[] values, Shape shape) {
        return of(manager, FloatBuffer.wrap(values), shape, DataType.FLOAT32);
    }

    /** Returns values as an array of float64 that a manager owns. */
    public static NDArray of(NDManager manager, double[] values, Shape shape) {
        return of(manager, DoubleBuffer.wrap(values), shape, DataType.FLOAT64);
    }

    /** Returns values as an array of int32 that a manager owns. */
    public static NDArray of(NDManager manager, int[] values, Shape shape) {
        return of(manager, IntBuffer.wrap(values), shape, DataType.INT32);
    }

    /**
     * Returns the values of a buffer as an array. On PyTorch it lies in a direct buffer of bytes
     * rather than in a copy.
     *
     * @param manager owns the array
     * @param values from the buffer's start, where it stands, to its limit
     */
    public static NDArray of(NDManager manager, Buffer values, Shape shape, DataType type) {
        Buffer held = direct(manager, values);
        try {
            return manager.create(held, shape, type);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /** Gives an array of float32 other values, as many. */
    public static void set(NDArray array, float[] values) {
        Buffer held = direct(array.getManager(), FloatBuffer.wrap(values));
        try {
            array.set(held);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    private static Buffer direct(NDManager manager, Buffer values) {
        if (values.isDirect()) {
            return values;
        }
        int size = DataType.fromBuffer(values).getNumOfBytes();
        ByteBuffer copy = manager.allocateDirect(Math.multiplyExact(values.remaining(), size));
        BaseNDManager.copyBuffer(values, copy);
        return copy;
    }

    /** Returns numbers in a shape, of the type and on the device of another array. */
    public static NDArray like(NDArray other, double[] numbers, long... shape) {
        return alike(other, of(other.getManager(), numbers, new Shape(shape)));
    }

    /** Returns numbers in a shape, of the type and on the device of another array. */
    public static NDArray like(NDArray other, float[] numbers, long... shape) {
        return alike(other, of(other.getManager(), numbers, new Shape(shape)));
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
