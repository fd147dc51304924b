package io.github.autoencoders.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Watched;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes groups of channels, the same on every engine, in training as in use: {@link
 * ChannelGroups}. Input and output [B, C, L] or [B, C, H, W]. Parameters: {@code gamma} [C], which
 * begins with ones, and {@code beta} [C], with zeros.
 */
public final class GroupNormalization extends AbstractBlock implements Described {

    private final ChannelGroups groups;
    private final Parameter gamma;
    private final Parameter beta;

    /** Makes a block of some groups, whose number divides that of the channels. */
    public GroupNormalization(ChannelGroups groups) {
        this.groups = groups;
        gamma = addParameter(parameter("gamma", Parameter.Type.GAMMA));
        beta = addParameter(parameter("beta", Parameter.Type.BETA));
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        return Parameter.builder().setName(name).setType(type).build();
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        if (input.dimension() < 3 || input.dimension() > 4) {
            throw new IllegalArgumentException(
                    "input must be [B, C, L] or [B, C, H, W] for groups of channels, but has shape "
                            + input);
        }
        long channels = input.get(1);
        if (channels % groups.count() != 0) {
            throw new IllegalArgumentException(
                    "channels must be a multiple of the %s groups, but are %s"
                            .formatted(groups.count(), channels));
        }
        gamma.setShape(new Shape(channels));
        beta.setShape(new Shape(channels));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Device device = x.getDevice();
        NDArray scale = parameterStore.getValue(gamma, device, training);
        NDArray shift = parameterStore.getValue(beta, device, training);
        return new NDList(
                Watched.compute(
                        groups,
                        new NDList(x, scale, shift),
                        all -> groups.normalize(all.get(0), all.get(1), all.get(2))));
    }

    @Override
    public String description() {
        return "group normalization, " + groups.count();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
