package io.github.autoencoders.detection;

/**
 * What scores mean as a series goes on: a score is compared with those that were held out and, more
 * and more, with those that came before it. Where a series goes on as it did, a p-value is what it
 * would be without; where another load or season makes all scores greater, they become usual.
 *
 * <p>This is conformal prediction online (<a href="https://doi.org/10.1007/b106715">Vovk, Gammerman
 * and Shafer 2005</a>, chapter 2), but that of the scores that came the last ones count, all
 * together at least twice as much as all that were held out. For one thread.
 */
final class RunningCalibration {

    private static final double TWICE = 2;

    private final Calibration heldOut;
    private final double weight; // of a score that was held out; that of one that came is 1
    private final double[] ring; // the last that came
    private final double[] sorted; // the same
    private long came;

    /**
     * Begins with what was held out.
     *
     * @param most how many of the last scores count
     */
    RunningCalibration(Calibration heldOut, int most) {
        this.heldOut = heldOut;
        weight = Math.min(1, (double) most / heldOut.rows()) / TWICE;
        ring = new double[most];
        sorted = new double[most];
    }

    private int size() {
        return (int) Math.min(came, ring.length);
    }

    /**
     * Returns the p-value of a score that comes now. It counts itself as one that was held out, and
     * the more of others came, as one that came: whatever comes, it is then one of them.
     */
    double pValue(double score) {
        int known = size();
        int greater = known - Calibration.below(sorted, known, score);
        double itself = weight + (1 - weight) * known / ring.length;
        return (itself + weight * heldOut.atLeast(score) + greater)
                / (itself + weight * heldOut.rows() + known);
    }

    /** Takes a score that came. */
    void add(double score) {
        int known = size();
        if (known == ring.length) {
            known--;
            double first = ring[(int) (came % ring.length)];
            int oldest = Calibration.below(sorted, ring.length, first);
            System.arraycopy(sorted, oldest + 1, sorted, oldest, known - oldest);
        }
        int at = Calibration.below(sorted, known, score);
        System.arraycopy(sorted, at, sorted, at + 1, known - at);
        sorted[at] = score;
        ring[(int) (came++ % ring.length)] = score;
    }
}
