package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A Block that says what it is and what it computes, for a summary of its network; a user's own
 * Block may do so too.
 */
public interface Described extends Block {

    /** Returns what it is in a few words, as {@code max pooling 2}. */
    String description();

    /**
     * Returns how many multiplications, each with an addition, it does with its parameters in a
     * forward pass of one sample; 0 where there are none.
     *
     * @param input the first input's shape, [1, ...]
     */
    default long multiplyAdds(Shape input) {
        return 0;
    }

    /**
     * Returns how a kernel moves, as in {@code 3x3, stride 2}; a stride of 1 goes without saying.
     */
    static String kernel(Shape kernel, Shape stride) {
        long first = stride.get(0);
        boolean same = LongStream.of(stride.getShape()).allMatch(size -> size == first);
        String steps = same ? Long.toString(first) : sizes(stride);
        return sizes(kernel) + (steps.equals("1") ? "" : ", stride " + steps);
    }

    private static String sizes(Shape shape) {
        return LongStream.of(shape.getShape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x"));
    }
}
