package io.github.autoencoders.translate;

import java.util.Objects;

/**
 * An input of a conditional model, and its label beside it.
 *
 * @param input what the task takes of a model without conditions: a float[], an Image or a Long
 * @param label one of the model's conditions
 */
public record Labelled(Object input, String label) {

    public Labelled {
        Objects.requireNonNull(input, "input must be there, but is null");
        Objects.requireNonNull(label, "label must be there, but is null");
    }
}
