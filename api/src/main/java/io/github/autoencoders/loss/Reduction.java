package io.github.autoencoders.loss;

/**
 * How the reconstruction of a sample's values becomes its share of the loss. It changes what is
 * minimized, not what is reported: reconstructions are always reported in nats, summed.
 */
public sealed interface Reduction {

    /**
     * Returns the factor of the summed reconstruction in the loss.
     *
     * @param values the number of values in one sample
     */
    double weight(long values);

    /** The sum over the values: with a weight of 1 for the penalty, the evidence lower bound. */
    record Sum() implements Reduction {

        @Override
        public double weight(long values) {
            return 1;
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
            if (!(constant > 0) || Double.isInfinite(constant)) {
                throw new IllegalArgumentException(
                        "constant must be positive and finite, but is " + constant);
            }
        }

        @Override
        public double weight(long values) {
            return constant / values;
        }
    }
}
