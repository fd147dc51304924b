package io.github.autoencoders.round;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.RecordCopy;

/**
 * How a training is divided: into workers, each with samples of its own, and into rounds, in which
 * each takes steps by itself; after a round the workers' parameters are averaged, and an outer step
 * is taken towards the average.
 *
 * <p>With one worker, rounds of a pass, and an outer step that is the average itself, rate 1 and
 * momentum 0, it is the training without rounds, bit for bit.
 *
 * @param workers at least 1
 * @param localSteps of each worker in a round, or 0 for a pass through its samples
 * @param roundsPerEpoch after how many rounds the model is judged and kept: an epoch of the recipe
 *     and of the history
 * @param outerRate how far the outer step goes, 1 for the whole difference
 * @param outerMomentum of the outer step, in [0, 1)
 * @see <a href="https://arxiv.org/abs/1805.09767">Stich (2019)</a>, local SGD: rate 1, momentum 0
 * @see <a href="https://arxiv.org/abs/2311.08105">Douillard et al. (2023)</a>, DiLoCo: rate 0.7,
 *     momentum 0.9
 */
public record RoundSettings(
        int workers, int localSteps, int roundsPerEpoch, double outerRate, double outerMomentum) {

    public RoundSettings {
        Require.atLeast(1, "workers", workers);
        Require.notNegative("localSteps", localSteps);
        Require.atLeast(1, "roundsPerEpoch", roundsPerEpoch);
        Require.positive("outerRate", outerRate);
        if (!(outerMomentum >= 0 && outerMomentum < 1)) {
            throw new IllegalArgumentException(
                    "outerMomentum must be from 0 to below 1, but is " + outerMomentum);
        }
    }

    /**
     * Returns rounds of a pass whose outer step is the average itself. An average of W workers that
     * went alike goes as far as one of them, on W times the samples: batches of a W-th of the size
     * make up for that. A momentum of \(\mu\) goes \(1 / (1 - \mu)\) times as far in the end, but
     * too far in the first rounds, where workers go far.
     */
    public static RoundSettings of(int workers) {
        return new RoundSettings(workers, 0, 1, 1, 0);
    }

    /** Returns the same with rounds of other lengths; 0 for a pass. */
    public RoundSettings withLocalSteps(int newLocalSteps) {
        return RecordCopy.with(this, "localSteps", newLocalSteps);
    }

    /** Returns the same with epochs of other lengths. */
    public RoundSettings withRoundsPerEpoch(int newRoundsPerEpoch) {
        return RecordCopy.with(this, "roundsPerEpoch", newRoundsPerEpoch);
    }

    /** Returns the same with another outer step. */
    public RoundSettings withOuterStep(double rate, double momentum) {
        return new RoundSettings(workers, localSteps, roundsPerEpoch, rate, momentum);
    }
}
