package io.github.autoencoders.loss;

import io.github.autoencoders.argument.Require;

/** The weight of the penalty, often called beta, from step to step. */
public sealed interface Schedule {

    /**
     * Returns the weight at a step.
     *
     * @param step the number of parameter updates so far, from 0
     */
    double weight(long step);

    /**
     * Returns the weight in a state of the training: that at its step, and in validation the
     * target, so that validation losses can be compared between epochs.
     */
    default double weight(TrainingState state) {
        return state.phase() == TrainingState.Phase.VALIDATION ? target() : weight(state.step());
    }

    /** Returns the greatest weight, which is also that of the validation loss. */
    double target();

    /**
     * The same weight at each step: 1 for a VAE, another for a beta-VAE, Eq. 4 of <a
     * href="https://openreview.net/forum?id=Sy2fzU9gl">Higgins et al. (2017)</a>.
     */
    record Constant(double target) implements Schedule {

        public Constant {
            Require.notNegative("target", target);
        }

        @Override
        public double weight(long step) {
            return target;
        }
    }

    /**
     * From 0 linearly to the target, then constant; section 3 of <a
     * href="https://arxiv.org/abs/1511.06349">Bowman et al. (2016)</a>.
     *
     * @param steps after how many steps the target is reached
     */
    record LinearWarmup(double target, long steps) implements Schedule {

        public LinearWarmup {
            Require.notNegative("target", target);
            Require.atLeast(1L, "steps", steps);
        }

        @Override
        public double weight(long step) {
            return target * Math.min(1, (double) step / steps);
        }
    }

    /**
     * Again and again from 0 linearly to the target, then constant until the cycle ends; the
     * cyclical annealing of <a href="https://arxiv.org/abs/1903.10145">Fu et al. (2019)</a>.
     *
     * @param period the steps of one cycle
     * @param rampShare the share of a cycle in which the weight rises, in (0, 1]
     */
    record Cyclical(double target, long period, double rampShare) implements Schedule {

        public Cyclical {
            Require.notNegative("target", target);
            Require.atLeast(1L, "period", period);
            if (!(rampShare > 0 && rampShare <= 1)) {
                throw new IllegalArgumentException(
                        "rampShare must be in (0, 1], but is " + rampShare);
            }
        }

        @Override
        public double weight(long step) {
            double position = (double) (step % period) / period;
            return target * Math.min(1, position / rampShare);
        }
    }
}
