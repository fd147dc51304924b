package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Linear maps of several networks that are trained side by side, each with parameters of its own:
 * [K, B, in] to [K, B, units], in one product of matrices.
 */
public final class ParallelLinear extends AbstractBlock implements Described {

    private final int members;
    private final int units;
    private final Parameter weight; // [K, in, units]
    private final Parameter bias; // [K, 1, units]

    /**
     * Makes as many maps as there are members, K.
     *
     * @param units of each map's output
     */
    public ParallelLinear(int members, int units) {
        this.members = members;
        this.units = units;
        weight =
                addParameter(
                        Parameter.builder()
                                .setName("weight")
                                .setType(Parameter.Type.WEIGHT)
                                .build());
        bias =
                addParameter(
                        Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        if (input.dimension() != 3 || input.get(0) != members) {
            throw new IllegalArgumentException(
                    "input must have shape (%s, B, in), but has %s".formatted(members, input));
        }
        weight.setShape(new Shape(members, input.get(2), units));
        bias.setShape(new Shape(members, 1, units));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // [K, B, in]
        NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
        NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
        return new NDList(x.matMul(w).add(b)); // [K, B, units]
    }

    @Override
    public String description() {
        return members + " linear maps side by side";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(members, inputShapes[0].get(1), units)};
    }
}
