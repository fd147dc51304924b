package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** See {@link UpdateRule.Adam}. */
final class ResumableAdam extends ResumableOptimizer {

    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    ResumableAdam(double learningRate, NDManager manager) {
        super(learningRate, manager);
    }

    @Override
    void update(NDArray weight, NDArray gradient, NDArray first, NDArray second, int t) {
        double correction = Math.sqrt(1 - Math.pow(BETA_2, t)) / (1 - Math.pow(BETA_1, t));
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, first, second),
                        new NDList(weight),
                        learningRate(),
                        (float) (learningRate() * correction),
                        0, // no weight decay
                        rescaleGrad,
                        clipGrad,
                        BETA_1,
                        BETA_2,
                        EPSILON,
                        true,
                        false);
    }
}
