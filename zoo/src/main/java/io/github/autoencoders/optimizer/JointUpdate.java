package io.github.autoencoders.optimizer;

/** The update of all parameters of a training by their gradients. One thread may use it. */
public interface JointUpdate extends AutoCloseable {

    /** Changes the parameters, in place. */
    void step();

    @Override
    void close();
}
