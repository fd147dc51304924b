package io.github.autoencoders.round;

import java.io.Serializable;

/**
 * What a worker came to in a round. It gives its parameters, not their differences from those that
 * it began with: a difference that is rounded to 32 bits would not lead back to them.
 *
 * @param end where it ended
 * @param losses of the samples that it learnt from
 * @param steps that it took
 */
public record RoundResult(Snapshot end, Losses losses, long steps) implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * Sums over samples, as they were learnt from.
     *
     * @param total of the loss, with its weights
     * @param reconstruction unweighted
     * @param penalty unweighted
     * @param first the loss of the round's first step, before it changed anything, times samples
     * @param weight of the penalty in the round's last step
     * @param samples how many, those of later passes again
     */
    public record Losses(
            double total,
            double reconstruction,
            double penalty,
            double first,
            double weight,
            long samples)
            implements Serializable {

        private static final long serialVersionUID = 1;

        /** Of no sample. */
        public static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0);

        /** Returns the sums over these samples and others. */
        public Losses plus(Losses others) {
            return new Losses(
                    total + others.total,
                    reconstruction + others.reconstruction,
                    penalty + others.penalty,
                    first + others.first,
                    others.weight,
                    samples + others.samples);
        }
    }
}
