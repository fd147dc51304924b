package io.github.autoencoders.zoo;

/** How a step changes the parameters. */
public sealed interface Optimizer {

    /** Returns the step size at first. */
    double learningRate();

    /**
     * Adam, <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>, with the decay
     * rates and the epsilon of its Algorithm 1.
     *
     * @param learningRate the paper's alpha
     */
    record Adam(double learningRate) implements Optimizer {

        public Adam {
            requirePositive(learningRate);
        }
    }

    private static void requirePositive(double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learningRate must be positive and finite, but is " + learningRate);
        }
    }
}
