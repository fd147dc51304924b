package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A change of a sequence's axes, without parameters. */
final class SequenceBlock extends AbstractBlock implements Described {

    private final Change change;

    SequenceBlock(Change change) {
        this.change = change;
    }

    /** What becomes of the axes. */
    enum Change {
        /** The last two axes change places: [B, C, L] to [B, L, C], and back. */
        EXCHANGE {
            @Override
            NDArray of(NDArray x) {
                return x.transpose(0, 2, 1);
            }

            @Override
            Shape of(Shape x) {
                return new Shape(x.get(0), x.get(2), x.get(1));
            }
        },

        /** The last step is kept: [B, L, C] to [B, C]. */
        LAST {
            @Override
            NDArray of(NDArray x) {
                return x.get(":, -1");
            }

            @Override
            Shape of(Shape x) {
                return new Shape(x.get(0), x.get(2));
            }
        };

        abstract NDArray of(NDArray x);

        abstract Shape of(Shape x);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return new NDList(change.of(inputs.singletonOrThrow()));
    }

    @Override
    public String description() {
        return change == Change.LAST ? "last step" : "axes exchanged";
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {change.of(inputShapes[0])};
    }
}
