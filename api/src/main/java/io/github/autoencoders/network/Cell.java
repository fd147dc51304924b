package io.github.autoencoders.network;

import ai.djl.nn.recurrent.RecurrentBlock;
import java.util.function.IntFunction;

/** What a recurrent layer computes at each step of a sequence from its input and its memory. */
public enum Cell {
    /**
     * The gated recurrent unit of <a href="https://arxiv.org/abs/1406.1078">Cho et al. (2014)</a>,
     * Eq. 5 to 8, in the form that multiplies the reset gate behind the recurrent weights.
     */
    GRU(1, units -> gru().setStateSize(units).setNumLayers(1).optReturnState(true).build()),

    /**
     * Long short-term memory, <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and
     * Schmidhuber (1997)</a>, with the forget gate of Gers et al. (2000).
     */
    LSTM(2, units -> lstm().setStateSize(units).setNumLayers(1).optReturnState(true).build());

    private final int states;
    private final IntFunction<RecurrentBlock> newBlock;

    Cell(int states, IntFunction<RecurrentBlock> newBlock) {
        this.states = states;
        this.newBlock = newBlock;
    }

    private static ai.djl.nn.recurrent.GRU.Builder gru() {
        return ai.djl.nn.recurrent.GRU.builder();
    }

    private static ai.djl.nn.recurrent.LSTM.Builder lstm() {
        return ai.djl.nn.recurrent.LSTM.builder();
    }

    /** Returns how many arrays a layer remembers from step to step. */
    int states() {
        return states;
    }

    /** Returns DJL's layer: [B, L, C] and its memory to [B, L, units] and its memory. */
    RecurrentBlock newBlock(int units) {
        return newBlock.apply(units);
    }
}
