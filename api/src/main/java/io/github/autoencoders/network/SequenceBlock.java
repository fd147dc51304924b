package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A change of a sequence's axes, without parameters. */
final class SequenceBlock extends ArrayBlock {

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
    NDArray of(NDArray x) {
        return change.of(x);
    }

    @Override
    public String description() {
        return change == Change.LAST ? "last step" : "axes exchanged";
    }

    @Override
    Shape of(Shape x) {
        return change.of(x);
    }
}
