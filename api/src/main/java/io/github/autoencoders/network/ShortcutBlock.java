package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** What a network makes of x, and what a way past it does, of the same x: joined to one array. */
final class ShortcutBlock extends AbstractBlock implements Composite {

    /** How two arrays become one. */
    enum Join {
        /** Features beside features: [B, E] and [B, F] to [B, E + F]. */
        BESIDE {
            @Override
            NDArray of(NDArray made, NDArray past) {
                return NDArrays.concat(new NDList(made, past), 1);
            }

            @Override
            Shape of(Shape made, Shape past) {
                return new Shape(made.get(0), made.get(1) + past.get(1));
            }
        },
        /** The sum of two arrays of one shape. */
        SUM {
            @Override
            NDArray of(NDArray made, NDArray past) {
                return made.add(past);
            }

            @Override
            Shape of(Shape made, Shape past) {
                return made;
            }
        };

        abstract NDArray of(NDArray made, NDArray past);

        abstract Shape of(Shape made, Shape past);
    }

    private final Block network;
    private final Block shortcut;
    private final Join join;

    ShortcutBlock(Block network, Block shortcut, Join join) {
        this.network = addChildBlock("network", network);
        this.shortcut = addChildBlock("shortcut", shortcut);
        this.join = join;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager, dataType, inputShapes);
        shortcut.initialize(manager, dataType, inputShapes);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray made = network.forward(parameterStore, inputs, training).singletonOrThrow();
        NDArray past = shortcut.forward(parameterStore, inputs, training).singletonOrThrow();
        NDArray joined = join.of(made, past);
        past.close();
        return new NDList(joined);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape made = network.getOutputShapes(inputShapes)[0];
        return new Shape[] {join.of(made, shortcut.getOutputShapes(inputShapes)[0])};
    }
}
