package io.github.autoencoders.detection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.ParallelLinear;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * K denoising autoencoders of one hidden layer, side by side: rows [K, B, D] to reconstructions [K,
 * B, D] and, as a second output, codes [K, B, H].
 */
final class DenoisingEnsemble extends AbstractBlock {

    private final Shape input; // of one row for each member
    private final ParallelLinear encoder;
    private final ParallelLinear decoder;
    private final int width;

    DenoisingEnsemble(int members, int columns, int width) {
        this.input = new Shape(members, 1, columns);
        this.width = width;
        encoder = addChildBlock("encoder", new ParallelLinear(members, width));
        decoder = addChildBlock("decoder", new ParallelLinear(members, columns));
    }

    /** Makes the parameters, all 0. */
    void initialize(NDManager manager) {
        setInitializer((m, shape, type) -> m.zeros(shape, type), parameter -> true);
        initialize(manager, DataType.FLOAT32, input);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        encoder.initialize(manager, dataType, inputShapes);
        decoder.initialize(manager, dataType, encoder.getOutputShapes(inputShapes));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray hidden = encoder.forward(parameterStore, inputs, training).singletonOrThrow();
        NDArray code = Activation.RELU.of(hidden); // [K, B, H]
        NDList output = decoder.forward(parameterStore, new NDList(code), training);
        return output.addAll(new NDList(code));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape rows = inputShapes[0];
        return new Shape[] {rows, new Shape(rows.get(0), rows.get(1), width)};
    }

    /**
     * Returns first values of all parameters, in their order, of the same numbers on each engine:
     * normal, of a variance of 2 / in before the rectifier and half of 1 / in behind it; 0 for a
     * bias. A member's depend on the seed and its number alone.
     */
    static List<float[]> firstValues(int members, int columns, int width, Random[] random) {
        float[] encoder = new float[members * columns * width];
        float[] decoder = new float[members * width * columns];
        for (int k = 0; k < members; k++) {
            fill(
                    encoder,
                    k * columns * width,
                    columns * width,
                    Math.sqrt(2.0 / columns),
                    random[k]);
            fill(decoder, k * width * columns, width * columns, Math.sqrt(0.5 / width), random[k]);
        }
        return List.of(encoder, new float[members * width], decoder, new float[members * columns]);
    }

    private static void fill(float[] values, int from, int count, double deviation, Random random) {
        for (int i = from; i < from + count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
    }

    /** Sets the values of all parameters, in their order, before there is a trainer. */
    void set(List<float[]> values) {
        int next = 0;
        for (Pair<String, Parameter> parameter : getParameters()) {
            Numbers.set(parameter.getValue().getArray(), values.get(next++));
        }
    }

    /** Returns the values of all parameters, in their order. */
    List<float[]> values() {
        return getParameters().stream()
                .map(parameter -> parameter.getValue().getArray().toFloatArray())
                .toList();
    }
}
