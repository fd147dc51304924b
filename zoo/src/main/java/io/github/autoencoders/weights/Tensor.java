package io.github.autoencoders.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Named values of a file of weights, as 32-bit floats, in the order of rows; in the memory of Java,
 * no engine is touched. It cannot be changed.
 */
public final class Tensor {

    private final String name;
    private final Shape shape;
    private final float[] values;

    private Tensor(String name, Shape shape, float[] values) {
        this.name = name;
        this.shape = shape;
        this.values = values;
    }

    /**
     * Returns a tensor, which keeps the array.
     *
     * @param shape with as many values
     * @param values the last axis first
     * @throws IllegalArgumentException if they are not as many
     */
    public static Tensor of(String name, Shape shape, float[] values) {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    "values must be %s for shape %s, but are %s"
                            .formatted(shape.size(), shape, values.length));
        }
        return new Tensor(name, shape, values);
    }

    /** Returns the name in its file. */
    public String name() {
        return name;
    }

    /** Returns the shape. */
    public Shape shape() {
        return shape;
    }

    /** Returns a copy of the values, the last axis first. */
    public float[] values() {
        return values.clone();
    }

    /** Returns the values as 32-bit floats, the lowest byte of each first. */
    byte[] littleEndian() {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Returns the same values by another name. */
    Tensor named(String newName) {
        return new Tensor(newName, shape, values);
    }

    /** Returns the same values in another shape of as many. */
    Tensor reshaped(Shape newShape) {
        return of(name, newShape, values);
    }

    /**
     * Returns the values with their axes in another order.
     *
     * @param axes of this, in the new order
     */
    Tensor transposed(int... axes) {
        long[] steps = steps(shape);
        Shape sizes = new Shape(IntStream.of(axes).mapToLong(shape::get).toArray());
        Shape from = new Shape(IntStream.of(axes).mapToLong(axis -> steps[axis]).toArray());
        return Tensor.of(name, sizes, gathered(i -> values[i], 0, sizes, from));
    }

    /**
     * Returns what stands at some places of one axis.
     *
     * @param places in the new order
     */
    Tensor taken(int axis, int... places) {
        int inner = (int) shape.slice(axis + 1).size();
        int outer = (int) shape.slice(0, axis).size();
        int size = (int) shape.get(axis);
        float[] taken = new float[Math.multiplyExact(outer * inner, places.length)];
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int place : places) {
                System.arraycopy(values, (o * size + place) * inner, taken, to, inner);
                to += inner;
            }
        }
        long[] sizes = shape.getShape().clone();
        sizes[axis] = places.length;
        return Tensor.of(name, new Shape(sizes), taken);
    }

    /** Returns the values in reverse order along an axis and all behind it. */
    Tensor flippedFrom(int axis) {
        Tensor flipped = this;
        for (int each = axis; each < shape.dimension(); each++) {
            int size = (int) shape.get(each);
            flipped =
                    flipped.taken(each, IntStream.range(0, size).map(i -> size - 1 - i).toArray());
        }
        return flipped;
    }

    /** Returns how far values lie apart that are neighbours along each axis. */
    static long[] steps(Shape shape) {
        long[] steps = new long[shape.dimension()];
        long step = 1;
        for (int axis = steps.length - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= shape.get(axis);
        }
        return steps;
    }

    /** Values by their places. */
    @FunctionalInterface
    interface Values {
        float at(int place);
    }

    /**
     * Returns values of a view, in the order of rows.
     *
     * @param all that the view is of
     * @param offset of its first
     * @param sizes of its axes
     * @param steps from one to the next along each axis
     */
    static float[] gathered(Values all, long offset, Shape sizes, Shape steps) {
        float[] gathered = new float[(int) sizes.size()];
        int[] at = new int[sizes.dimension()];
        long from = offset;
        for (int to = 0; to < gathered.length; to++) {
            gathered[to] = all.at((int) from);
            for (int axis = at.length - 1; axis >= 0; axis--) {
                from += steps.get(axis);
                if (++at[axis] < sizes.get(axis)) {
                    break;
                }
                from -= steps.get(axis) * sizes.get(axis);
                at[axis] = 0;
            }
        }
        return gathered;
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
