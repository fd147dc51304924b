package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import java.io.IOException;

/** What is done again and again while its time is taken. */
@FunctionalInterface
interface TimedWork extends AutoCloseable {

    // Up to 1 MiB is copied in less time than a part of it is taken out.
    long COPIED = 1 << 18;

    /**
     * Does it once.
     *
     * @param scope owns what is made on the way; closed after the result was waited for
     * @return the arrays that are ready no sooner than all that was done
     */
    NDList run(NDManager scope) throws IOException, TranslateException;

    /**
     * Does it once, and waits: an engine may return before it has computed anything (MXNet always,
     * PyTorch on a GPU).
     *
     * @param parent under which nothing stays
     */
    default void runWhole(NDManager parent) throws IOException, TranslateException {
        try (NDManager scope = parent.newSubManager()) {
            for (NDArray array : run(scope)) {
                read(array, scope);
            }
        }
    }

    // Nothing of an array can be there before it is computed: a value of a large one will do.
    private static void read(NDArray array, NDManager scope) {
        NDArray part = array;
        if (array.size() > COPIED) {
            NDArray flat = array.reshape(new Shape(-1));
            flat.attach(scope); // else it would live as long as a parameter
            part = flat.get("0:1");
            part.attach(scope);
        }
        part.toByteBuffer();
    }

    @Override
    default void close() {}
}
