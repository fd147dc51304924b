package io.github.autoencoders.array;

import ai.djl.ndarray.NDArray;

/** \(\log \sum_i e^{a_i}\), computed so that no exponential overflows and not all underflow. */
public final class LogSumExp {

    private LogSumExp() {}

    /**
     * Returns the logarithm of the sum of the exponentials along one axis: of the shape of {@code
     * values} without that axis.
     */
    public static NDArray over(int axis, NDArray values) {
        int[] axes = {axis};
        NDArray greatest = values.stopGradient().max(axes, true); // of shape 1 along the axis
        NDArray sum = values.sub(greatest).exp().sum(axes, true); // at least 1
        return sum.log().add(greatest).squeeze(axis);
    }
}
