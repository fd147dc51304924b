package io.github.autoencoders.program;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Where an input's values are added to the output, each times a kernel of its own: for a transposed
 * convolution as its geometry says; a convolution that moves by 1 is the same with its kernel
 * mirrored.
 *
 * @param kernel the size along each axis
 * @param stride how far the copies of neighbours lie apart
 * @param padding values cut off at the begin and at the end of each axis
 * @param dilation how far neighbours in the kernel lie apart
 */
record Scattering(List<Long> kernel, List<Long> stride, List<Long> padding, List<Long> dilation) {

    static Scattering of(TransposedGeometry geometry) {
        return new Scattering(
                list(geometry.kernel()),
                list(geometry.stride()),
                list(geometry.padding()),
                Collections.nCopies(geometry.dimensions(), 1L));
    }

    private static List<Long> list(Shape shape) {
        return LongStream.of(shape.getShape()).boxed().toList();
    }

    /** Returns that of a convolution, if it moves by 1 and sees no more than its kernel beyond. */
    static Optional<Scattering> mirrored(Operator.Convolution convolution, List<Long> kernel) {
        List<Long> padding = new ArrayList<>();
        for (int axis = 0; axis < kernel.size(); axis++) {
            long reach = convolution.dilation().get(axis) * (kernel.get(axis) - 1);
            padding.add(reach - convolution.padding().get(axis));
        }
        boolean fits = padding.stream().allMatch(cut -> cut >= 0);
        boolean moves = convolution.stride().stream().anyMatch(step -> step > 1);
        return fits && !moves && convolution.groups() == 1
                ? Optional.of(
                        new Scattering(
                                kernel, convolution.stride(), padding, convolution.dilation()))
                : Optional.empty();
    }

    /** Returns how many values of the output each value of the input reaches. */
    long taps() {
        return kernel.stream().reduce(1L, Math::multiplyExact);
    }
}
