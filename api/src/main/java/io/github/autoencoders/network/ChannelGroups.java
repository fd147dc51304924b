package io.github.autoencoders.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import java.util.Arrays;

/**
 * Channels in groups, one beside the other, of which each is normalized by itself: group
 * normalization, \(y_{nchw} = \gamma_c \frac{x_{nchw} - \mu_{ng}}{\sqrt{\sigma^2_{ng} + \epsilon}}
 * + \beta_c\), where \(\mu_{ng}\) and \(\sigma^2_{ng}\) are the mean and the biased variance of all
 * values of sample n in the group g of channel c: Eq. 1, 2 and 7 of <a
 * href="https://arxiv.org/abs/1803.08494">Wu and He (2018)</a>. It learns no running means, so that
 * training and use are the same, whatever the size of the batch.
 *
 * @param count how many groups there are, of as many channels each
 * @param epsilon added to the variance
 */
public record ChannelGroups(int count, double epsilon) {

    private static final double EPSILON = 1e-5; // of the paper's authors, and of PyTorch

    public ChannelGroups {
        Require.atLeast(1, "count", count);
        Require.positive("epsilon", epsilon);
    }

    /** Returns groups with the usual epsilon, 0.00001. */
    public static ChannelGroups of(int count) {
        return new ChannelGroups(count, EPSILON);
    }

    /**
     * Returns the normalized values, of the shape of {@code x}.
     *
     * @param x [B, C, L] or [B, C, H, W]
     * @param scale \(\gamma\), [C]
     * @param shift \(\beta\), [C]
     */
    public NDArray normalize(NDArray x, NDArray scale, NDArray shift) {
        Shape shape = x.getShape();
        long size = shape.slice(1).size() / count; // of a group
        NDManager manager = x.getManager();
        DataType type = x.getDataType();
        Device device = x.getDevice();
        // What lies between is closed, also what the engine makes for itself.
        try (NDManager scope = manager.newSubManager()) {
            NDArray rows = x.reshape(shape.get(0) * count, size);
            rows.attach(scope);
            // Each row by itself, as both engines have it in one step; a group's channels differ in
            // scale and shift, which follow.
            NDArray ones = scope.ones(new Shape(size), type, device);
            NDArray zeros = scope.zeros(new Shape(size), type, device);
            NDArray normal =
                    rows.getNDArrayInternal()
                            .layerNorm(rows, new Shape(size), ones, zeros, (float) epsilon)
                            .singletonOrThrow()
                            .reshape(shape);
            NDArray scaled = normal.mul(ofChannels(scale, normal));
            NDArray shifted = scaled.add(ofChannels(shift, scaled));
            shifted.attach(manager);
            return shifted;
        }
    }

    // [C] to [1, C, 1, 1], with the input's manager, not the parameter's
    private static NDArray ofChannels(NDArray values, NDArray x) {
        long[] sizes = new long[x.getShape().dimension()];
        Arrays.fill(sizes, 1);
        sizes[1] = values.size();
        NDArray wide = values.reshape(sizes);
        wide.attach(x.getManager());
        return wide;
    }
}
