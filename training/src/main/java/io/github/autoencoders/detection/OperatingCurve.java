package io.github.autoencoders.detection;

import io.github.autoencoders.picture.OperatingCharts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a way of scoring achieves at each threshold: the points of its ROC and its precision-recall
 * curve, from the highest threshold on; of many the first of each step of the eye.
 */
final class OperatingCurve {

    private static final double STEP = 1.0 / 512; // along either axis

    private OperatingCurve() {}

    /**
     * Returns the curve of scores.
     *
     * @param scores greater for anomalies; equal ones are one threshold
     * @param anomalies which are; some must be, and some not
     */
    static OperatingCharts.Way of(String way, double[] scores, boolean[] anomalies) {
        int[] order = Ranking.greatestFirst(scores);
        int all = DetectionEvaluation.count(anomalies);
        List<Double> wrong = new ArrayList<>();
        List<Double> right = new ArrayList<>();
        List<Double> precision = new ArrayList<>();
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += anomalies[order[i]] ? 1 : 0;
            boolean last = i + 1 == order.length;
            if (!last && scores[order[i + 1]] == scores[order[i]]) {
                continue;
            }
            double recall = (double) hits / all;
            double alarms = (double) (i + 1 - hits) / (order.length - all);
            if (last || wrong.isEmpty() || isFar(alarms, wrong) || isFar(recall, right)) {
                wrong.add(alarms);
                right.add(recall);
                precision.add((double) hits / (i + 1));
            }
        }
        return new OperatingCharts.Way(way, wrong, right, precision);
    }

    private static boolean isFar(double value, List<Double> before) {
        return value - before.get(before.size() - 1) >= STEP;
    }
}
