package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDList;

/** The update of all parameters of a training by their gradients. One thread may use it. */
interface JointUpdate extends AutoCloseable {

    /**
     * Changes the parameters, in place.
     *
     * @param gradients of each, in the order of the parameters
     */
    void step(NDList gradients);

    @Override
    void close();
}
