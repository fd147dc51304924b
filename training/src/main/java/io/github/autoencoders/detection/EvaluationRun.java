package io.github.autoencoders.detection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What one detector, of a seed, says of rows or points that are to be judged, and what other ways
 * of scoring say of them.
 */
final class EvaluationRun {

    /** The name of the detector's own scores. */
    static final String DETECTOR = "detector";

    private final Map<String, double[]> scores = new LinkedHashMap<>();
    private final Calibration.Threshold threshold;
    private final int together;
    private final IntPredicate flagged;

    /**
     * Begins with the detector.
     *
     * @param together how many neighbouring scores say the same; 1 for those of rows
     */
    EvaluationRun(double[] scores, Calibration.Threshold threshold, int together) {
        this(scores, threshold, together, i -> threshold.flags(scores[i]));
    }

    private EvaluationRun(
            double[] scores, Calibration.Threshold threshold, int together, IntPredicate flagged) {
        this.threshold = threshold;
        this.together = together;
        this.flagged = flagged;
        this.scores.put(DETECTOR, scores);
    }

    /** Begins with what a detector finds in a series. */
    static EvaluationRun of(SeriesFindings found, int together) {
        return new EvaluationRun(found.scores(), found.threshold(), together, found::isFlagged);
    }

    /** Checks that others are fit to what the first learnt from. */
    static void requireLearnt(boolean learnt, String name) {
        if (!learnt) {
            throw new IllegalArgumentException(
                    "learnt must be what the detector learnt from, but is " + name);
        }
    }

    void put(String way, double[] of) {
        scores.put(way, of);
    }

    Calibration.Threshold threshold() {
        return threshold;
    }

    int together() {
        return together;
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
