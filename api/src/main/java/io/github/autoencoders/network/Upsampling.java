package io.github.autoencoders.network;

import ai.djl.nn.SequentialBlock;

/** How a layer of a decoder multiplies sizes by its stride. */
public enum Upsampling {
    /** A transposed convolution that moves by the stride. */
    TRANSPOSED {
        @Override
        void addTo(SequentialBlock network, ConvolutionalStack stack, int layer) {
            network.add(stack.newTransposedConvolution(layer));
        }
    },
    /**
     * Each value is repeated as often as the stride says, along each axis, and a convolution that
     * moves by 1 follows, with a kernel of odd size; "Better Upsampling" in <a
     * href="https://distill.pub/2016/deconv-checkerboard">Odena et al. (2016)</a>.
     */
    NEAREST {
        @Override
        void addTo(SequentialBlock network, ConvolutionalStack stack, int layer) {
            network.add(stack.newRepetition(layer)).add(stack.newUnitConvolution(layer));
        }
    };

    /** Adds the layer that undoes the sizes of the encoder's layer of that number. */
    abstract void addTo(SequentialBlock network, ConvolutionalStack stack, int layer);
}
