package io.github.autoencoders.round;

import java.io.Serializable;
import java.util.List;

/**
 * What is the same in all rounds of a training, as text that another process reads.
 *
 * @param recipe in JSON
 * @param config of the model's block, in JSON
 * @param ownClasses the names of the user's own classes that both may name
 * @param samples that all workers have together
 * @param program whether steps are computed by a program of the engine's own
 */
public record RoundPlan(
        String recipe, String config, List<String> ownClasses, long samples, boolean program)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public RoundPlan {
        ownClasses = List.copyOf(ownClasses);
    }
}
