package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.SequentialBlock;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** An elementwise function between two layers. */
public enum Activation {
    IDENTITY(UnaryOperator.identity()),
    RELU(ai.djl.nn.Activation::relu),
    LEAKY_RELU(x -> ai.djl.nn.Activation.leakyRelu(x, 0.01f)),
    ELU(x -> ai.djl.nn.Activation.elu(x, 1)),
    TANH(ai.djl.nn.Activation::tanh),
    SIGMOID(ai.djl.nn.Activation::sigmoid);

    private final UnaryOperator<NDArray> function;

    Activation(UnaryOperator<NDArray> function) {
        this.function = function;
    }

    /** Returns the function's values, of the shape of {@code x}. */
    public NDArray of(NDArray x) {
        return function.apply(x);
    }

    /** Adds a block of it to a network, unless it changes nothing. */
    void addTo(SequentialBlock network) {
        if (this != IDENTITY) {
            network.add(new ActivationBlock(this));
        }
    }

    /** Returns the name in words. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
