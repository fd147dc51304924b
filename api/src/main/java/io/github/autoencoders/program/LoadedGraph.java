package io.github.autoencoders.program;

import ai.djl.ndarray.NDList;

/** A graph that an engine has loaded as a program of its own. */
interface LoadedGraph extends AutoCloseable {

    /**
     * Computes the outputs.
     *
     * @param arrays the graph's inputs in their order, then its parameters
     * @param training whether gradients are taken; else any number of threads may call it
     * @return the outputs in their order, which belong to the manager of the first input
     */
    NDList run(NDList arrays, boolean training);

    @Override
    void close();
}
