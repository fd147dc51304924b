package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDManager;
import io.github.autoencoders.argument.Require;

/** How a step changes the parameters. */
public sealed interface UpdateRule {

    /** Returns the step size at first. */
    double learningRate();

    /** Returns how the step size falls. */
    RateDecay decay();

    /** Returns an optimizer whose state lives in the given manager. */
    ResumableOptimizer newOptimizer(NDManager manager);

    /**
     * Returns the step size in an epoch.
     *
     * @param epoch from 1
     */
    default double learningRate(int epoch) {
        return learningRate() * decay().share(epoch);
    }

    /**
     * Adam, <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>, with the decay
     * rates and the epsilon of its Algorithm 1.
     *
     * @param learningRate the paper's alpha
     * @param decay of the learning rate
     */
    record Adam(double learningRate, RateDecay decay) implements UpdateRule {

        public Adam {
            Require.positive("learningRate", learningRate);
        }

        /** Returns Adam with a constant step size; 0.001 is the paper's. */
        public static Adam of(double learningRate) {
            return new Adam(learningRate, RateDecay.NONE);
        }

        @Override
        public ResumableOptimizer newOptimizer(NDManager manager) {
            return new ResumableAdam(learningRate, manager);
        }
    }

    /**
     * RMSprop: steps divided by the root of a running mean of the squared gradients, of which the
     * square of their running mean is subtracted if centred; Eq. 38 to 41 of <a
     * href="https://arxiv.org/abs/1308.0850">Graves (2013)</a> without its momentum. The running
     * means keep 0.99 of themselves at each step, and 1e-8 is added to the root, as PyTorch has it.
     *
     * @param learningRate of the step
     * @param centred whether the variance divides, rather than the second moment
     * @param decay of the learning rate
     */
    record RmsProp(double learningRate, boolean centred, RateDecay decay) implements UpdateRule {

        public RmsProp {
            Require.positive("learningRate", learningRate);
        }

        /** Returns RMSprop with a constant step size, not centred. */
        public static RmsProp of(double learningRate) {
            return new RmsProp(learningRate, false, RateDecay.NONE);
        }

        @Override
        public ResumableOptimizer newOptimizer(NDManager manager) {
            return new ResumableRmsProp(learningRate, centred, manager);
        }
    }
}
