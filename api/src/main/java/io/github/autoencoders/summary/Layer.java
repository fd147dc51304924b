package io.github.autoencoders.summary;

import ai.djl.ndarray.types.Shape;

/**
 * One layer of a network.
 *
 * @param name of the block below those that it lies in, as {@code network/01Conv2d}
 * @param kind what it is, as {@code Conv2d 16, 3x3, stride 2}
 * @param input the shape of one sample that goes in
 * @param output the shape of one sample that comes out
 * @param parameters numbers in it; those that an earlier layer shares are counted there
 * @param trained how many of them an optimizer changes
 * @param isCounted whether its arithmetic is known; otherwise both numbers below are 0
 * @param multiplyAdds multiplications, each with an addition, of one sample's forward pass; 0 also
 *     where there are no weights
 * @param stepMultiplyAdds those of one sample in a training step
 */
public record Layer(
        String name,
        String kind,
        Shape input,
        Shape output,
        long parameters,
        long trained,
        boolean isCounted,
        long multiplyAdds,
        long stepMultiplyAdds) {}
