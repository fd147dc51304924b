package io.github.autoencoders.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import io.github.autoencoders.network.Architecture.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The levels of a residual network, each of half the sizes of the one before.
 *
 * @param description of the network
 * @param shapes the sample's shape, then that of each level: [C, L] or [C, H, W]
 */
record ResidualStack(Residual description, List<Shape> shapes) {

    private static final int KERNEL = 3;

    static ResidualStack of(Residual description, Shape sample) {
        ConvolutionalStack.requireMap("sample", sample, "convolutions");
        List<Shape> shapes = new ArrayList<>(List.of(sample));
        long filters = description.filters();
        Shape last = sample;
        do {
            last = new Shape(filters).addAll(halved(last.slice(1)));
            shapes.add(last);
            filters = Math.min(2 * filters, description.maxFilters());
        } while (greatest(last.slice(1)) > description.coarsest());
        return new ResidualStack(description, List.copyOf(shapes));
    }

    // A value that is a group by itself is its mean: nothing of the sample would be left. Behind a
    // decoder's levels it is left in what passes them by.
    private void requireSpread() {
        for (Shape level : shapes.subList(1, shapes.size())) {
            if (level.size() == description.groups()) {
                throw new IllegalArgumentException(
                        "groups must have several values each, but at the level of shape %s the %s groups have one"
                                .formatted(level, description.groups()));
            }
        }
    }

    private static Shape halved(Shape sizes) {
        return new Shape(LongStream.of(sizes.getShape()).map(size -> (size + 1) / 2).toArray());
    }

    private static long greatest(Shape sizes) {
        return LongStream.of(sizes.getShape()).max().orElseThrow();
    }

    /** Returns the shape of the last level. */
    Shape deepest() {
        return shapes.get(shapes.size() - 1);
    }

    private int filters(int level) {
        return (int) shapes.get(level).get(0);
    }

    /** Adds the levels from the sample to the deepest. */
    void addLevels(SequentialBlock network) {
        requireSpread();
        for (int level = 1; level < shapes.size(); level++) {
            network.add(newConvolution(filters(level), 2));
            addBlocks(network, level);
        }
        addActivation(network);
    }

    /** Adds the levels from the deepest to the sample, with the layer that gives parameters. */
    void addMirroredLevels(SequentialBlock network, int parametersPerValue) {
        for (int level = shapes.size() - 1; level > 0; level--) {
            addBlocks(network, level);
            network.add(new RepetitionBlock(2, shapes.get(level - 1).slice(1)))
                    .add(newConvolution(filters(Math.max(1, level - 1)), 1));
        }
        addActivation(network);
        Shape parameters = Architecture.timesChannels(shapes.get(0), parametersPerValue);
        network.add(newConvolution((int) parameters.get(0), 1));
    }

    // Normalization and activation stand before the weights: Figure 4(e) of He et al.
    private void addBlocks(SequentialBlock network, int level) {
        for (int block = 0; block < description.blocks(); block++) {
            SequentialBlock change = new Chain();
            for (int layer = 0; layer < 2; layer++) {
                addActivation(change);
                change.add(newConvolution(filters(level), 1));
            }
            network.add(new ResidualBlock(change));
        }
    }

    private void addActivation(SequentialBlock network) {
        network.add(new GroupNormalization(ChannelGroups.of(description.groups())))
                .add(new ActivationBlock(description.activation()));
    }

    /** Returns a convolution that keeps sizes, or halves them with a stride of 2. */
    Block newConvolution(int filters, int stride) {
        int axes = shapes.get(0).dimension() - 1;
        Shape padding = ConvolutionalStack.sameOnEachAxis(axes, (KERNEL - 1) / 2);
        return ConvolutionalStack.newConvolution(filters, KERNEL, stride, padding);
    }
}
