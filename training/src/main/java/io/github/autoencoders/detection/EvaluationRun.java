package io.github.autoencoders.detection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What one detector, of a seed, says of rows or points that are to be judged, and what other ways
 * of scoring say of them.
 *
 * @param scores by the names of the ways of scoring, the detector first
 * @param threshold of the detector
 * @param together how many neighbouring scores say the same; 1 for those of rows
 * @param flagged whether the detector flags a row or a point
 */
record EvaluationRun(
        Map<String, double[]> scores,
        Calibration.Threshold threshold,
        int together,
        IntPredicate flagged) {

    /** The name of the detector's own scores. */
    static final String DETECTOR = "detector";

    /** Checks that others are fit to what the first learnt from. */
    static void requireLearnt(boolean learnt, String name) {
        if (!learnt) {
            throw new IllegalArgumentException(
                    "learnt must be what the detector learnt from, but is " + name);
        }
    }

    /** Returns the names of the ways of scoring, the detector first. */
    List<String> ways() {
        return List.copyOf(scores.keySet());
    }

    double[] scores(String way) {
        return Objects.requireNonNull(scores.get(way), way);
    }

    /** Returns 1 for each row that the detector flags, and 0 for others. */
    double[] flags() {
        return IntStream.range(0, scores(DETECTOR).length)
                .mapToDouble(i -> flagged.test(i) ? 1 : 0)
                .toArray();
    }

    /** Returns the scores of a way, by each of some runs. */
    static List<double[]> of(List<EvaluationRun> runs, String way) {
        return runs.stream().map(run -> run.scores(way)).toList();
    }
}
