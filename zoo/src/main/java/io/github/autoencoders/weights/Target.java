package io.github.autoencoders.weights;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Locale;

/**
 * One parameter of a model of ours.
 *
 * @param name as PyTorch would call it, were the blocks modules: {@code encoder.network.1.weight}
 * @param layer that it belongs to
 * @param parameter which holds the values
 * @param role what it is to its layer
 */
record Target(String name, Block layer, Parameter parameter, Role role) {

    /** Returns whether a name has a half of a model in it, as encoder. */
    static boolean isOf(String half, String name) {
        return name.toLowerCase(Locale.ROOT).contains(half.substring(0, half.length() - 2));
    }

    /** Returns its forms in a layout, the likelier first. */
    List<Form> forms(Layout layout) {
        return layout.forms(role);
    }

    /** Returns the values, by this name. */
    Tensor tensor() {
        return Tensor.of(name, parameter.getShape(), parameter.getArray().toFloatArray());
    }
}
