package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** See {@link UpdateRule.RmsProp}. */
final class ResumableRmsProp extends ResumableOptimizer {

    private static final double KEPT = 0.99;
    private static final double EPSILON = 1e-8;

    private final boolean centred;

    ResumableRmsProp(double learningRate, boolean centred, NDManager manager) {
        super(learningRate, manager);
        this.centred = centred;
    }

    @Override
    void update(NDArray weight, NDArray gradient, NDArray first, NDArray second, int t) {
        try (NDManager scope = weight.getManager().newSubManager()) {
            gradient.tempAttach(scope);
            first.tempAttach(scope);
            second.tempAttach(scope);
            weight.tempAttach(scope);
            NDArray step = gradient.mul(rescaleGrad);
            second.muli(KEPT).addi(step.square().mul(1 - KEPT));
            NDArray scale = second;
            if (centred) {
                first.muli(KEPT).addi(step.mul(1 - KEPT));
                scale = second.sub(first.square()).maximum(0); // rounding may go below
            }
            weight.subi(step.mul(learningRate()).div(scale.sqrt().add(EPSILON)));
        }
    }

    // PyTorch would add the next one to it. What a Trainer gives to update is a copy.
    @Override
    void forgetGradient(NDArray weight) {
        if (weight.hasGradient()) {
            try (NDArray own = weight.getGradient()) {
                own.subi(own);
            }
        }
    }
}
