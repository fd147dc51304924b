package io.github.autoencoders.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.ActivationBlock;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.RepetitionBlock;
import io.github.autoencoders.network.ReshapeBlock;
import java.util.List;

/**
 * Networks of a user's, for images of even sizes: residual blocks with their activations in front,
 * Figure 4(e) of <a href="https://arxiv.org/abs/1603.05027">He et al. (2016)</a>.
 */
public record ResidualNetwork(int filters, int blocks) implements Architecture.Custom {

    @Override
    public Block encoder(Shape sample) {
        return residual(new SequentialBlock().add(convolution(filters, 2)));
    }

    @Override
    public Block decoder(Shape sample, int parametersPerValue) {
        Shape map = new Shape(filters, sample.get(1) / 2, sample.get(2) / 2);
        SequentialBlock network = new SequentialBlock();
        network.add(Linear.builder().setUnits(map.size()).build()).add(new ReshapeBlock(map));
        return residual(network)
                .add(new RepetitionBlock(2, sample.slice(1)))
                .add(convolution((int) sample.get(0) * parametersPerValue, 1));
    }

    private SequentialBlock residual(SequentialBlock network) {
        for (int i = 0; i < blocks; i++) {
            SequentialBlock change = new SequentialBlock();
            change.add(BatchNorm.builder().build()).add(new ActivationBlock(Activation.RELU));
            change.add(convolution(filters, 1)).add(BatchNorm.builder().build());
            change.add(new ActivationBlock(Activation.RELU)).add(convolution(filters, 1));
            network.add(new ParallelBlock(ResidualNetwork::sum, List.of(change, identity())));
        }
        return network;
    }

    private static Block identity() {
        return Blocks.identityBlock();
    }

    private static NDList sum(List<NDList> outputs) {
        NDArray change = outputs.get(0).singletonOrThrow();
        return new NDList(change.add(outputs.get(1).singletonOrThrow()));
    }

    private static Block convolution(int filters, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(1, 1))
                .build();
    }
}
