package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;

/** What is done again and again while its time is taken. */
@FunctionalInterface
interface TimedWork extends AutoCloseable {

    /**
     * Does it once.
     *
     * @param scope owns what is made on the way; closed after the result was waited for
     * @return the arrays that are ready no sooner than all that was done
     */
    NDList run(NDManager scope) throws IOException, TranslateException;

    @Override
    default void close() {}
}
