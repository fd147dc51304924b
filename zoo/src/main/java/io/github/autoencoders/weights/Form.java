package io.github.autoencoders.weights;

import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * A form in which another framework may have one of our parameters.
 *
 * @param shape that the tensor has there
 * @param how in words, what is done with it
 * @param conversion to ours
 * @param source what it is made of
 */
record Form(Shape shape, String how, UnaryOperator<Tensor> conversion, Source source) {

    /** What a parameter is made of. */
    enum Source {
        /** A tensor of its own. */
        OWN,
        /** A part of the one that the layer's parameter before it is made of. */
        SHARED,
        /** Nothing: it is all zeros there. */
        ZEROS
    }

    static Form of(Shape shape, String how, UnaryOperator<Tensor> conversion) {
        return new Form(shape, how, conversion, Source.OWN);
    }

    static Form asItIs(Shape shape) {
        return of(shape, "", tensor -> tensor);
    }

    Form withSource(Source newSource) {
        return new Form(shape, how, conversion, newSource);
    }
}
