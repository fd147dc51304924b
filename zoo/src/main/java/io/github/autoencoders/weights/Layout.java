package io.github.autoencoders.weights;

import java.util.List;
import java.util.function.Function;

/** How another framework lays out the values of its layers. */
public enum Layout {
    /** Outputs first, channels before places: ours too. */
    PYTORCH(Role::inPyTorch),
    /** Outputs last, channels behind places, gates in another order. */
    KERAS(Role::inKeras);

    private final Function<Role, List<Form>> forms;

    Layout(Function<Role, List<Form>> forms) {
        this.forms = forms;
    }

    /** Returns the forms in which a parameter may stand there, the likelier first. */
    List<Form> forms(Role role) {
        return forms.apply(role);
    }
}
