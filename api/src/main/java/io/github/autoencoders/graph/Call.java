package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A method that was called on an array: with which arguments, and what the engine gave. */
final class Call {

    private final Recorder recorder;
    private final Trace trace;
    private final Traced self;
    private final Object[] arguments;
    private final NDList results;

    Call(Recorder recorder, Trace trace, Traced self, Object[] arguments, NDList results) {
        this.recorder = recorder;
        this.trace = trace;
        this.self = self;
        this.arguments = arguments;
        this.results = results;
    }

    Recorder recorder() {
        return recorder;
    }

    Trace trace() {
        return trace;
    }

    Traced self() {
        return self;
    }

    Object[] arguments() {
        return arguments;
    }

    NDList results() {
        return results;
    }

    NDArray result() {
        return results.head();
    }

    /** Returns an argument that is an array, or a number as one. */
    Traced array(int index) {
        return recorder.operand(arguments[index], self);
    }

    List<Traced> arrays(int index) {
        return recorder.all((NDList) arguments[index]);
    }

    int integer(int index) {
        return ((Number) arguments[index]).intValue();
    }

    double number(int index) {
        return ((Number) arguments[index]).doubleValue();
    }

    boolean flag(int index) {
        return arguments.length > index && arguments[index] instanceof Boolean flag && flag;
    }

    List<Long> sizes(int index) {
        return LongStream.of(((Shape) arguments[index]).getShape()).boxed().toList();
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
