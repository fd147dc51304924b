package io.github.autoencoders.latent;

import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.util.PairList;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.network.Activation;
import java.util.List;

/**
 * What lies between the two networks: how the encoder's features [B, E] become a code [B, D].
 *
 * <pre>{@code
 * Encoder variational = Encoder.of(shape, network, new Bottleneck.Gaussian(10));
 * Encoder plain = Encoder.of(shape, network, new Bottleneck.Deterministic(32, Activation.RELU));
 * }</pre>
 */
public sealed interface Bottleneck
        permits Bottleneck.Deterministic,
                Bottleneck.Gaussian,
                Bottleneck.FeatureMap,
                Bottleneck.VectorQuantized {

    /** Returns D, the number of values in a code. */
    int codeSize();

    /** Returns new layers from features [B, E], by the name of what they give, each [B, D]. */
    PairList<String, Block> newHeads();

    /** Returns what is done to the first head's output to make it a code. */
    default Activation activation() {
        return Activation.IDENTITY;
    }

    /** Returns whether codes are drawn from a distribution rather than computed. */
    default boolean isStochastic() {
        return false;
    }

    /** Returns whether codes drawn from N(0, I) are codes that a decoder may be given. */
    default boolean canBeSampled() {
        return true;
    }

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
            Require.atLeast(1, "codeSize", codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            return new PairList<>(List.of("code"), List.of(linear(codeSize)));
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
            Require.atLeast(1, "codeSize", codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            return new PairList<>(
                    List.of("mean", "logVariance"), List.of(linear(codeSize), linear(codeSize)));
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
            Require.atLeast(1, "codeSize", codeSize);
        }

        @Override
        public PairList<String, Block> newHeads() {
            return new PairList<>(List.of("code"), List.of(new FeatureMapHead(codeSize)));
        }

        @Override
        public Bottleneck withCodeSize(int newCodeSize) {
            return new FeatureMap(newCodeSize);
        }
    }

    /**
     * Vectors that are each replaced by the nearest entry of a codebook: the bottleneck of a
     * VQ-VAE, <a href="https://arxiv.org/abs/1711.00937">van den Oord et al. (2017)</a>. The
     * features must be D = P * V values: P vectors of V values, as a map of V channels and P places
     * has them. A code is the entries' values; what has to be kept of it are their P numbers, each
     * of log2(K) bits. There is no prior to draw codes from: it would have to be learnt.
     *
     * <p>In training, {@link VectorQuantizer#update} must be told of each batch.
     *
     * @param codes P, the number of vectors in a code
     * @param dimension V, the number of values in a vector
     * @param entries K, the number of entries, at least 2
     * @param decay \(\gamma\) of the moving averages that the entries are learnt by, in [0, 1);
     *     0.99 in the paper
     */
    record VectorQuantized(int codes, int dimension, int entries, double decay)
            implements Bottleneck {

        public VectorQuantized {
            Require.atLeast(1, "codes", codes);
            Require.atLeast(1, "dimension", dimension);
            Require.atLeast(2, "entries", entries);
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay must be in [0, 1), but is " + decay);
            }
        }

        @Override
        public int codeSize() {
            return Math.multiplyExact(codes, dimension);
        }

        @Override
        public PairList<String, Block> newHeads() {
            return new PairList<>(List.of("code"), List.of(new VectorQuantizer(this)));
        }

        @Override
        public boolean canBeSampled() {
            return false;
        }

        /** Returns how many bits the numbers of a code's entries take: P log2(K). */
        public double bits() {
            return codes * Math.log(entries) / Math.log(2);
        }

        /** Returns as many vectors of another dimension. */
        @Override
        public Bottleneck withCodeSize(int newCodeSize) {
            Require.atLeast(1, "codeSize", newCodeSize);
            if (newCodeSize % codes != 0) {
                throw new IllegalArgumentException(
                        "codeSize must be a multiple of codes, %s, but is %s"
                                .formatted(codes, newCodeSize));
            }
            return new VectorQuantized(codes, newCodeSize / codes, entries, decay);
        }
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
