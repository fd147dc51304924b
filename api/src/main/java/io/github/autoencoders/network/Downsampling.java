package io.github.autoencoders.network;

import io.github.autoencoders.network.Architecture.ConvolutionalLayer;

/** How a layer of an encoder divides sizes by its stride. */
public enum Downsampling {
    /** The convolution itself moves by the stride. */
    STRIDE {
        @Override
        int convolutionStride(ConvolutionalLayer layer) {
            return layer.stride();
        }
    },
    /**
     * The convolution moves by 1; after its activation, the greatest of each window of the stride's
     * size is kept. Windows do not overlap; the last may be cut off by the edge, so that the
     * output's size is the convolution's divided by the stride, rounded up.
     */
    MAX_POOLING {
        @Override
        int convolutionStride(ConvolutionalLayer layer) {
            return 1;
        }
    };

    abstract int convolutionStride(ConvolutionalLayer layer);

    /** Returns the size of the windows that are pooled, 1 for none. */
    int window(ConvolutionalLayer layer) {
        return layer.stride() / convolutionStride(layer);
    }
}
