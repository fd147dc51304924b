package io.github.autoencoders.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of the points of one stretch without a gap, as points come: of each the mean of the scores
 * of the windows that reach it, which cover it or are some points off. It is known once no later
 * window can reach the point. Points that none reaches have the score of the one before them.
 */
final class PointScores {

    private final int length; // of a window
    private final int step;
    private final int beyond; // a window's ends, to where it reaches
    private final double[] sums; // of the last points, in a ring
    private final int[] counts;
    private long points; // so far
    private long told; // of these
    private double last = Double.NaN; // told

    PointScores(int length, int step, int beyond) {
        this.length = length;
        this.step = step;
        this.beyond = beyond;
        sums = new double[length + 2 * beyond + step];
        counts = new int[sums.length];
    }

    /** Takes one more point, and returns whether a window ends with it. */
    boolean add() {
        points++;
        return points >= length && (points - length) % step == 0;
    }

    /** Takes the score of the window that ends with the last point; returns what became known. */
    List<Double> window(double score) {
        long first = points - length;
        for (long i = Math.max(0, first - beyond); i < points + beyond; i++) {
            int place = (int) (i % sums.length);
            sums[place] += score;
            counts[place]++;
        }
        return told(Math.min(points, first + step - beyond));
    }

    /** Ends the stretch, and returns the scores of its last points; NaN if it had no window. */
    List<Double> end() {
        return told(points);
    }

    private List<Double> told(long to) {
        List<Double> scores = new ArrayList<>();
        for (; told < to; told++) {
            int place = (int) (told % sums.length);
            last = counts[place] > 0 ? sums[place] / counts[place] : last;
            scores.add(last);
            sums[place] = 0;
            counts[place] = 0;
        }
        return scores;
    }

    /**
     * Returns the scores of all points of stretches.
     *
     * @param sizes of the stretches
     * @param beyond how far a window reaches beyond its ends
     * @param windows scores of all windows, in their order
     */
    static double[] of(List<Integer> sizes, int length, int step, int beyond, double[] windows) {
        double[] scores = new double[sizes.stream().mapToInt(Integer::intValue).sum()];
        Arrays.fill(scores, Double.NaN);
        int point = 0;
        int window = 0;
        for (int size : sizes) {
            PointScores stretch = new PointScores(length, step, beyond);
            for (int i = 0; i < size; i++) {
                if (stretch.add()) {
                    for (double score : stretch.window(windows[window++])) {
                        scores[point++] = score;
                    }
                }
            }
            for (double score : stretch.end()) {
                scores[point++] = score;
            }
        }
        return scores;
    }
}
