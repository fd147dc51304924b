package io.github.autoencoders.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network of the user's, as encoder and decoder want one. It is asked about batches of 1 where
 * the size of a batch is not known, since DJL's lambda blocks try their function on arrays of the
 * shapes they are asked about. While it is frozen, running means and variances of a normalization
 * stay as they are, too.
 */
public final class OwnNetwork extends AbstractBlock implements Composite {

    private static final Set<Parameter.Type> STATISTICS =
            Set.of(Parameter.Type.RUNNING_MEAN, Parameter.Type.RUNNING_VAR);

    private final Block network;
    private final UnaryOperator<Shape> output; // of a batch, from what the network gives
    private boolean frozen;

    private OwnNetwork(Block network, UnaryOperator<Shape> output) {
        this.network = addChildBlock("own", network);
        this.output = output;
    }

    /** Returns a network whose output is flattened to features [B, E]. */
    public static OwnNetwork encoder(Block network) {
        return new OwnNetwork(network, given -> new Shape(given.get(0), given.slice(1).size()));
    }

    /** Returns a network whose output may have any shape. */
    public static OwnNetwork decoder(Block network) {
        return new OwnNetwork(network, given -> given);
    }

    /**
     * Returns a network whose output must have a shape.
     *
     * @param parameters that shape, without the batch
     */
    static OwnNetwork decoder(Block network, Shape parameters) {
        return new OwnNetwork(
                network,
                given -> {
                    if (!given.slice(1).equals(parameters)) {
                        throw new IllegalArgumentException(
                                "decoder must give parameters of shape %s, but gives %s"
                                        .formatted(new Shape(-1).addAll(parameters), given));
                    }
                    return given;
                });
    }

    /** Freezes or thaws the network, and what it learns without gradients. */
    @Override
    public void freezeParameters(boolean freeze) {
        frozen = freeze;
        network.freezeParameters(freeze);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager, dataType, knownBatch(inputShapes));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        ParameterStore parameters =
                frozen && training
                        ? new FrozenStatistics(parameterStore, inputs.head().getManager())
                        : parameterStore;
        NDList given = network.forward(parameters, inputs, training, params);
        NDArray array = given.singletonOrThrow();
        Shape wanted = output.apply(array.getShape());
        return wanted.equals(array.getShape()) ? given : new NDList(array.reshape(wanted));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape given = network.getOutputShapes(knownBatch(inputShapes))[0];
        Shape wanted = output.apply(given);
        return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(wanted.slice(1))};
    }

    /** Lets a normalization learn its running statistics on copies that live as long as a batch. */
    private static final class FrozenStatistics extends ParameterStore {

        private final ParameterStore whole;
        private final NDManager batch;

        FrozenStatistics(ParameterStore whole, NDManager batch) {
            super(whole.getManager(), false);
            this.whole = whole;
            this.batch = batch;
        }

        @Override
        public NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
            NDArray value = whole.getValue(parameter, device, training);
            if (parameter == null || !STATISTICS.contains(parameter.getType())) {
                return value;
            }
            NDArray copy = value.duplicate();
            copy.attach(batch);
            return copy;
        }
    }

    private static Shape[] knownBatch(Shape... shapes) {
        return Stream.of(shapes)
                .map(shape -> new Shape(Math.abs(shape.get(0))).addAll(shape.slice(1)))
                .toArray(Shape[]::new);
    }
}
