package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;

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

    /**
     * Calls what an engine has loaded, which has no parameters of its own.
     *
     * @param arrays in the order of its arguments
     */
    static NDList forward(Model program, NDList arrays, boolean training) {
        ParameterStore none = new ParameterStore(program.getNDManager(), false);
        return program.getBlock().forward(none, arrays, training);
    }
}
