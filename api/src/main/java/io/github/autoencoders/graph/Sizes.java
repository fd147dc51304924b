package io.github.autoencoders.graph;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The shape of an array in which the size of the batch may be open.
 *
 * @param axes the size of each axis; none for a number
 */
public record Sizes(List<Size> axes) {

    public Sizes {
        axes = List.copyOf(axes);
    }

    /** Returns a shape that is the same for every batch. */
    public static Sizes of(Shape shape) {
        return new Sizes(LongStream.of(shape.getShape()).mapToObj(Size::of).toList());
    }

    /** Returns the shape for a batch of a size. */
    public Shape in(long batch) {
        return new Shape(axes.stream().mapToLong(size -> size.in(batch)).toArray());
    }

    /** Returns the size of one axis, from 0. */
    public Size get(int axis) {
        return axes.get(axis);
    }

    /** Returns how many axes there are. */
    public int dimension() {
        return axes.size();
    }

    /** Returns whether a size depends on that of the batch. */
    public boolean isOfBatch() {
        return axes.stream().anyMatch(Size::ofBatch);
    }

    @Override
    public String toString() {
        return axes.stream().map(Size::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
