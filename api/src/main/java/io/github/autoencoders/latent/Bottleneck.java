package io.github.autoencoders.latent;

import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.util.PairList;
import io.github.autoencoders.network.Activation;

/** What lies between the two networks: how the encoder's features [B, E] become a code [B, D]. */
public sealed interface Bottleneck {

    /** Returns D, the number of values in a code. */
    int codeSize();

    /** Returns new layers from features [B, E], by the name of what they give, each [B, D]. */
    PairList<String, Block> newHeads();

    /** Returns what is done to the first head's output to make it a code. */
    Activation activation();

    /** Returns whether codes are drawn from a distribution rather than computed. */
    boolean isStochastic();

    /** Returns the same bottleneck with another code size. */
    Bottleneck withCodeSize(int newCodeSize);

    /**
     * One code for a sample: the bottleneck of a plain autoencoder.
     *
     * @param codeSize D, at least 1
     * @param activation of the code, often none
     */
    record Deterministic(int codeSize, Activation activation) implements Bottleneck {

        public Deterministic {
            requirePositive(codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            PairList<String, Block> heads = new PairList<>();
            heads.add("code", linear(codeSize));
            return heads;
        }

        @Override
        public boolean isStochastic() {
            return false;
        }

        @Override
        public Bottleneck withCodeSize(int newCodeSize) {
            return new Deterministic(newCodeSize, activation);
        }
    }

    /**
     * A normal distribution of codes with independent components: the bottleneck of a variational
     * autoencoder.
     *
     * @param codeSize D, at least 1
     */
    record Gaussian(int codeSize) implements Bottleneck {

        public Gaussian {
            requirePositive(codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            PairList<String, Block> heads = new PairList<>();
            heads.add("mean", linear(codeSize));
            heads.add("logVariance", linear(codeSize));
            return heads;
        }

        @Override
        public Activation activation() {
            return Activation.IDENTITY;
        }

        @Override
        public boolean isStochastic() {
            return true;
        }

        @Override
        public Bottleneck withCodeSize(int newCodeSize) {
            return new Gaussian(newCodeSize);
        }
    }

    /**
     * The encoder's features themselves: for networks without a dense layer, as {@link
     * io.github.autoencoders.network.Architecture.SpatialConvolutional}, whose code is a map.
     *
     * @param codeSize D, which must be E, the number of features
     */
    record FeatureMap(int codeSize) implements Bottleneck {

        public FeatureMap {
            requirePositive(codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            PairList<String, Block> heads = new PairList<>();
            heads.add("code", new FeatureMapHead(codeSize));
            return heads;
        }

        @Override
        public Activation activation() {
            return Activation.IDENTITY;
        }

        @Override
        public boolean isStochastic() {
            return false;
        }

        @Override
        public Bottleneck withCodeSize(int newCodeSize) {
            return new FeatureMap(newCodeSize);
        }
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static void requirePositive(int codeSize) {
        if (codeSize < 1) {
            throw new IllegalArgumentException("codeSize must be at least 1, but is " + codeSize);
        }
    }
}
