package io.github.autoencoders.evaluation;

import java.util.List;
import org.hipparchus.stat.ranking.NaturalRanking;

/**
 * The area under the receiver operating characteristic: the probability that an anomaly has a
 * greater score than a normal sample, where equal scores count one half. It is Mann and Whitney's U
 * divided by its greatest value: <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley
 * and McNeil (1982)</a>.
 */
public final class Auroc {

    private Auroc() {}

    /**
     * Returns the area, from 0 to 1; 0.5 is chance.
     *
     * @param scores of the samples, greater for anomalies, none NaN
     * @param anomalies whether each sample is one; some must be, and some not
     */
    public static double of(List<Double> scores, List<Boolean> anomalies) {
        long positives = anomalies.stream().filter(anomaly -> anomaly).count();
        long negatives = anomalies.size() - positives;
        if (positives == 0 || negatives == 0 || scores.size() != anomalies.size()) {
            throw new IllegalArgumentException(
                    "scores must be of anomalies and of normal samples, but %s are of %s anomalies and %s normal samples"
                            .formatted(scores.size(), positives, negatives));
        }
        double[] values = scores.stream().mapToDouble(score -> score).toArray();
        double[] ranks = new NaturalRanking().rank(values); // from 1; equals get their mean
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += anomalies.get(i) ? ranks[i] : 0;
        }
        double u = sum - positives * (positives + 1) / 2.0;
        return u / ((double) positives * negatives);
    }
}
