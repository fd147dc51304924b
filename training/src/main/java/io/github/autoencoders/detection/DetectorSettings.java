package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;

/**
 * How a detector is fit. The defaults are meant for all tables.
 *
 * @param clean whether the rows to learn from hold no anomalies: then the scores that clusters of
 *     anomalies do not deceive, but which are less sharp, do not count
 * @param members denoising autoencoders side by side, at least 2
 * @param width hidden units of each
 * @param steps of training, each of 128 rows for each member
 * @param seed of all that is drawn
 */
public record DetectorSettings(boolean clean, int members, int width, int steps, long seed) {

    /** For rows that may hold anomalies. */
    public static final DetectorSettings DEFAULT = new DetectorSettings(false, 5, 128, 250, 0);

    public DetectorSettings {
        Require.atLeast(2, "members", members);
        Require.atLeast(1, "width", width);
        Require.atLeast(1, "steps", steps);
    }

    /** Returns settings for rows without anomalies, with twice the steps. */
    public DetectorSettings forClean() {
        return new DetectorSettings(true, members, width, 2 * steps, seed);
    }

    /** Returns settings with another seed. */
    public DetectorSettings withSeed(long newSeed) {
        return new DetectorSettings(clean, members, width, steps, newSeed);
    }

    /** Returns settings with another number of steps. */
    public DetectorSettings withSteps(int newSteps) {
        return new DetectorSettings(clean, members, width, newSteps, seed);
    }
}
