package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A method that was called on an array.
 *
 * @param arguments with which it was called; null for an array that may be left out
 * @param results what the engine gave
 */
record Call(Recorder recorder, Trace trace, Traced self, List<Object> arguments, NDList results) {

    NDArray result() {
        return results.head();
    }

    /** Returns an argument that is an array, or a number as one. */
    Traced array(int index) {
        return recorder.operand(arguments.get(index), self);
    }

    List<Traced> arrays(int index) {
        return recorder.all((NDList) arguments.get(index));
    }

    int integer(int index) {
        return ((Number) arguments.get(index)).intValue();
    }

    double number(int index) {
        return ((Number) arguments.get(index)).doubleValue();
    }

    boolean flag(int index) {
        return arguments.size() > index && arguments.get(index) instanceof Boolean flag && flag;
    }

    List<Long> sizes(int index) {
        return LongStream.of(((Shape) arguments.get(index)).getShape()).boxed().toList();
    }

    /** Returns axes from 0, of which each may be counted from the end. */
    List<Integer> axes(int[] axes) {
        return Arrays.stream(axes).mapToObj(this::axis).toList();
    }

    List<Integer> allAxes() {
        return IntStream.range(0, self.shape().dimension()).boxed().toList();
    }

    int axis(int axis) {
        return axis < 0 ? axis + self.shape().dimension() : axis;
    }

    /** Notes an operation of the array itself. */
    Traced of(Operator operator) {
        return trace.operation(operator, List.of(self), result());
    }
}
