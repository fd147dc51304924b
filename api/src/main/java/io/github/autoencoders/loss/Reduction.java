package io.github.autoencoders.loss;

import io.github.autoencoders.argument.Require;

/**
 * How the reconstruction of a sample's values becomes its share of the loss. It changes what is
 * minimized, not what is reported: reconstructions are always reported summed.
 */
public sealed interface Reduction {

    /**
     * Returns the factor of the summed reconstruction in the loss.
     *
     * @param values the number of values in one sample
     */
    double weight(long values);

    /**
     * Returns what the reconstruction's share of the loss is measured in, in words.
     *
     * @param summed what the summed reconstruction is measured in
     */
    String unit(String summed);

    /** The sum over the values: with a weight of 1 for the penalty, the evidence lower bound. */
    record Sum() implements Reduction {

        @Override
        public double weight(long values) {
            return 1;
        }

        @Override
        public String unit(String summed) {
            return summed;
        }
    }

    /**
     * The mean over the values, times a constant; with as large a constant as there are values it
     * is the sum.
     *
     * @param constant often called BETA, although it weighs the other term than beta-VAE's
     */
    record Mean(double constant) implements Reduction {

        public Mean {
            Require.positive("constant", constant);
        }

        @Override
        public double weight(long values) {
            return constant / values;
        }

        @Override
        public String unit(String summed) {
            return summed + " x " + constant + " / values";
        }
    }
}
