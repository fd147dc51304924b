package io.github.autoencoders.weights;

import java.util.List;

/** How another framework lays out the values of its layers. */
public enum Layout {
    /** Outputs first, channels before places: ours too. */
    PYTORCH {
        @Override
        List<Form> forms(Role role) {
            return role.inPyTorch();
        }
    },
    /** Outputs last, channels behind places, gates in another order. */
    KERAS {
        @Override
        List<Form> forms(Role role) {
            return role.inKeras();
        }
    };

    /** Returns the forms in which a parameter may stand there, the likelier first. */
    abstract List<Form> forms(Role role);
}
