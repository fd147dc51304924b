package io.github.autoencoders.round;

import io.github.autoencoders.argument.Require;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training has come to: all that a worker needs to go on from, and all that it changes. The
 * arrays must not be written to.
 *
 * @param parameters of the model's block, in its order, flattened
 * @param moments of the optimizer, in its order; none before its first step
 * @param updates how often the optimizer changed a parameter
 */
public record Snapshot(List<float[]> parameters, List<float[]> moments, int updates)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public Snapshot {
        parameters = List.copyOf(parameters);
        moments = List.copyOf(moments);
        Require.notNegative("updates", updates);
    }

    /** Returns all arrays: parameters, and then moments. */
    List<float[]> arrays() {
        List<float[]> all = new ArrayList<>(parameters);
        all.addAll(moments);
        return all;
    }
}
