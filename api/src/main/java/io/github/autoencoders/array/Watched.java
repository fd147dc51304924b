package io.github.autoencoders.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.Function;

/**
 * An array whose computations somebody notes. What is one thing to its author, and many to the
 * engine, as a transposed convolution is, says so here: it is then noted as that one.
 */
public interface Watched {

    /**
     * Returns what is computed of some arrays, noted as one operation.
     *
     * @param operation which one it is, with its attributes: a value
     * @param arrays that it is computed of
     * @param computation of arrays that nobody watches
     */
    NDArray note(Object operation, NDList arrays, Function<NDList, NDArray> computation);

    /**
     * Returns what is computed of some arrays; noted as one operation where one of them is watched.
     *
     * @param operation which one it is, with its attributes: a value
     * @param arrays that it is computed of
     * @param computation of the arrays
     */
    static NDArray compute(Object operation, NDList arrays, Function<NDList, NDArray> computation) {
        for (NDArray array : arrays) {
            if (array instanceof Watched watched) {
                return watched.note(operation, arrays, computation);
            }
        }
        return computation.apply(arrays);
    }
}
