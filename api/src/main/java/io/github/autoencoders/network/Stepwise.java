package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.util.List;

/**
 * A network from a code to a string of symbols, which can be asked for one symbol after another.
 */
public interface Stepwise {

    /** Returns V, the number of symbols. */
    long symbols();

    /** Returns how many values each array remembers of a sample from step to step. */
    List<Integer> memory();

    /**
     * Returns the logits of the next symbol, [B, V], and behind them what is to be remembered.
     *
     * @param code what the network is given of a sample, [B, D]
     * @param before the symbol before, one-hot [B, V]; zeros at the first step
     * @param memory an array [B, units] for each of {@link #memory}; zeros at the first step
     */
    NDList step(ParameterStore parameters, NDArray code, NDArray before, NDList memory);
}
