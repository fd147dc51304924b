package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a training step has to do at least: the arithmetic of dense layers, convolutions and
 * transposed convolutions, and the values that go between memory and processor if each array is
 * read or written once wherever a layer uses it. In float32.
 *
 * <p>Each weight of a layer is multiplied once at each position of the smaller of its two maps: of
 * a convolution's output, of a transposed convolution's input. Taps that meet the padding are
 * counted as others are.
 *
 * @param sampleValues values of one sample in model units
 * @param layers with weights, in the order in which they are run
 * @param elementwise values of one sample that an activation or dropout passes, over all of these
 * @param uncounted layers with weights that are none of the three kinds, by their names
 */
public record StepCost(
        long sampleValues, List<Layer> layers, long elementwise, List<String> uncounted) {

    private static final long BYTES = 4; // of a float32

    public StepCost {
        layers = List.copyOf(layers);
        uncounted = List.copyOf(uncounted);
    }

    /**
     * A layer with weights.
     *
     * @param name of the block
     * @param weights numbers in it, bias included
     * @param inputs values of one sample that go in
     * @param outputs values of one sample that come out
     * @param multiplyAdds for one sample, forward
     */
    public record Layer(String name, long weights, long inputs, long outputs, long multiplyAdds) {}

    /**
     * Counts the layers of a model.
     *
     * @param manager for parameters, which do not stay
     */
    public static StepCost of(AutoencoderConfig config, NDManager manager) {
        AutoencoderBlock block = config.newBlock();
        Counting counting = new Counting();
        try (NDManager scope = manager.newSubManager()) {
            // Only the shapes are wanted.
            block.setInitializer((m, shape, type) -> m.zeros(shape, type), parameter -> true);
            block.initialize(scope, DataType.FLOAT32, batchOfOne(block.inputShapes()));
            counting.visit("", block);
        }
        return new StepCost(
                config.format().modelShape().size(),
                counting.layers,
                counting.elementwise,
                counting.uncounted);
    }

    private static Shape[] batchOfOne(Shape[] shapes) {
        Shape[] single = new Shape[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            single[i] = new Shape(1).addAll(shapes[i].slice(1));
        }
        return single;
    }

    /** Returns the multiplications and additions of one sample, forward. */
    public long multiplyAdds() {
        return sum(layers.stream().mapToLong(Layer::multiplyAdds));
    }

    /** Returns the number of parameters. */
    public long weights() {
        return sum(layers.stream().mapToLong(Layer::weights));
    }

    private static long sum(LongStream values) {
        return values.reduce(0, Math::addExact);
    }

    /**
     * Returns the floating-point operations of a training step. The two gradients of a layer, of
     * its input and of its weights, take as many as the layer itself: three times two operations
     * for each multiplication and addition, as in Sec. 2.1 of <a
     * href="https://arxiv.org/abs/2001.08361">Kaplan et al. (2020)</a>. What is elementwise, the
     * loss and the optimizer are left out: they are in the bytes.
     */
    public long operations(int batch) {
        return 6L * batch * multiplyAdds();
    }

    /**
     * Returns the bytes of a training step. Forward and for each of the two gradients, a layer uses
     * three arrays: input, weights and output, or their gradients. An activation reads one and
     * writes one, and for its gradient reads two and writes one; the loss reads samples and
     * decoder's output and writes a gradient; Adam reads a weight, its gradient and two means, and
     * writes three of them.
     */
    public long bytes(int batch) {
        long ofLayers =
                sum(
                        layers.stream()
                                .mapToLong(l -> batch * (l.inputs() + l.outputs()) + l.weights()));
        return BYTES
                * (3 * ofLayers
                        + 5L * batch * elementwise
                        + 3L * batch * sampleValues
                        + 7 * weights());
    }

    /** Goes through the blocks in their order. */
    private static final class Counting {

        private final List<Layer> layers = new ArrayList<>();
        private final List<String> uncounted = new ArrayList<>();
        private long elementwise;

        void visit(String name, Block block) {
            for (Pair<String, Block> child : block.getChildren()) {
                // DJL numbers all children; those with names of their own need no number.
                String own = child.getKey().replaceFirst("^\\d+(?=[a-z])", "");
                visit(name.isEmpty() ? own : name + "." + own, child.getValue());
            }
            if (!block.getDirectParameters().isEmpty()) {
                addLayer(name, block);
            } else if (block.getChildren().isEmpty()) {
                Shape[] inputs = block.getInputShapes();
                Shape[] outputs = block.getOutputShapes(inputs);
                // Of a block that changes the shape, the values stay where they are.
                elementwise += outputs[0].equals(inputs[0]) ? inputs[0].size() : 0;
            }
        }

        private void addLayer(String name, Block block) {
            Shape input = block.getInputShapes()[0];
            Shape output = block.getOutputShapes(block.getInputShapes())[0];
            long positions;
            if (block instanceof Linear) {
                positions = input.size() / input.get(input.dimension() - 1);
            } else if (block instanceof Convolution || block instanceof TransposedConvolution) {
                positions = Math.min(input.slice(2).size(), output.slice(2).size());
            } else {
                uncounted.add(name);
                return;
            }
            long weights = 0;
            long multiplied = 0;
            for (Parameter parameter : block.getDirectParameters().values()) {
                long size = parameter.getArray().size();
                weights += size;
                multiplied += parameter.getType() == Parameter.Type.WEIGHT ? size : 0;
            }
            layers.add(
                    new Layer(name, weights, input.size(), output.size(), multiplied * positions));
        }
    }
}
