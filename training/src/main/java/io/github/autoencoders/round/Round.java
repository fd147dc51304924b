package io.github.autoencoders.round;

import io.github.autoencoders.argument.Require;
import java.io.Serializable;

/**
 * What all workers are told in a round. What one of them does depends on this, its number and its
 * samples alone: a round that is lost can be run again, by another machine, with the same result.
 *
 * @param plan of the training
 * @param number of the round, from 1
 * @param workers how many there are
 * @param localSteps of each, or 0 for a pass through its samples
 * @param steps of all workers in the rounds before
 * @param begin what each begins with
 */
public record Round(
        RoundPlan plan, int number, int workers, int localSteps, long steps, Snapshot begin)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public Round {
        Require.atLeast(1, "number", number);
        Require.atLeast(1, "workers", workers);
        Require.notNegative("localSteps", localSteps);
        Require.notNegative("steps", steps);
    }

    /**
     * Returns how many steps a worker takes.
     *
     * @param batches of a pass through its samples
     */
    public int stepsOf(int batches) {
        return localSteps == 0 ? batches : localSteps;
    }

    /**
     * Returns how many steps a worker took before.
     *
     * @param batches of a pass through its samples
     */
    public long stepsBefore(int batches) {
        return (number - 1L) * stepsOf(batches);
    }
}
