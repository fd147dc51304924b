package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDList;

/** Steps of all that learns down a loss, as programs of the engine. One thread may take them. */
public interface Descent extends AutoCloseable {

    /**
     * Computes the outputs of the loss's graph, and changes what learns, in place.
     *
     * @param arrays the graph's inputs in their order, then its parameters, of which those that
     *     learn are the block's own arrays
     * @return the outputs in their order, of the parameters as they were, but where one is itself a
     *     parameter in another shape; they belong to the manager of the first input
     */
    NDList step(NDList arrays);

    @Override
    void close();
}
