package io.github.autoencoders.network;

import ai.djl.nn.recurrent.RecurrentBlock;

/** What a recurrent layer computes at each step of a sequence from its input and its memory. */
public enum Cell {
    /**
     * The gated recurrent unit of <a href="https://arxiv.org/abs/1406.1078">Cho et al. (2014)</a>,
     * Eq. 5 to 8, in the form that multiplies the reset gate behind the recurrent weights.
     */
    GRU(1) {
        @Override
        RecurrentBlock newBlock(int units) {
            return ai.djl.nn.recurrent.GRU.builder().setStateSize(units).setNumLayers(1).build();
        }
    },

    /**
     * Long short-term memory, <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and
     * Schmidhuber (1997)</a>, with the forget gate of Gers et al. (2000).
     */
    LSTM(2) {
        @Override
        RecurrentBlock newBlock(int units) {
            return ai.djl.nn.recurrent.LSTM.builder().setStateSize(units).setNumLayers(1).build();
        }
    };

    private final int states;

    Cell(int states) {
        this.states = states;
    }

    /** Returns how many arrays a layer remembers from step to step. */
    int states() {
        return states;
    }

    /** Returns DJL's layer: [B, L, C] to [B, L, units]. */
    abstract RecurrentBlock newBlock(int units);
}
