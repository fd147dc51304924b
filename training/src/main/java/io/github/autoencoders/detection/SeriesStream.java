package io.github.autoencoders.detection;

import io.github.autoencoders.detection.PointJudge.Verdict;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the points of a series one by one, and tells their scores as these become certain: once no
 * later window can reach a point, {@link SeriesDetector#delay} later. Keeps the points of a window,
 * however long the series is. The scores are those that {@link SeriesDetector#score} gives. Not for
 * several threads at once.
 *
 * <pre>{@code
 * try (SeriesDetector detector = SeriesDetector.open(folder, place)) {
 *     SeriesStream stream = detector.stream(detector.usualThreshold());
 *     for (float[] point : rows) {
 *         for (SeriesStream.Scored scored : stream.add(point)) {
 *             System.out.println(scored.point() + ": p " + scored.pValue());
 *         }
 *     }
 *     stream.gap().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class SeriesStream {

    private final SeriesDetector detector;
    private final SampleFormat format; // of a window
    private final double gap; // seconds; 0 for none
    private final PointJudge judge;
    private final float[][] ring; // the last points, [L][C]
    private PointScores scores;
    private double time = Double.NaN;
    private long taken;
    private long told;

    SeriesStream(
            SeriesDetector detector,
            SampleFormat format,
            double gap,
            Calibration.Threshold threshold) {
        this.detector = detector;
        this.format = format;
        this.gap = gap;
        judge = detector.newJudge(threshold);
        ring = new float[detector.window()][];
        scores = detector.newPointScores();
    }

    /**
     * A point whose score is certain.
     *
     * @param point its number, from 0
     * @param score in nats; NaN between gaps that are closer than a window
     * @param pValue of it; NaN likewise
     * @param flagged whether it is, as {@link SeriesFindings#isFlagged} has it
     */
    public record Scored(long point, double score, double pValue, boolean flagged) {}

    /**
     * Takes a point with its time; one that comes after a gap begins a new stretch.
     *
     * @param seconds since 1970, later than those before it
     * @param point the values of the channels, [C]
     * @return those that became certain
     */
    public List<Scored> add(double seconds, float... point) {
        List<Scored> certain = new ArrayList<>();
        double since = seconds - time;
        if (gap > 0 && (since > gap || since < 0)) {
            certain.addAll(gap());
        }
        time = seconds;
        certain.addAll(add(point));
        return certain;
    }

    /**
     * Takes a point that follows the one before it.
     *
     * @param point the values of the channels, [C], all finite
     * @return those that became certain
     */
    public List<Scored> add(float... point) {
        return told(take(point));
    }

    /** Takes a point, and returns what is thought of those whose scores became certain. */
    List<Verdict> take(float... point) {
        int channels = detector.schema().features().size();
        boolean finite = true;
        for (float value : point) {
            finite &= Float.isFinite(value);
        }
        if (point.length != channels || !finite) {
            throw new IllegalArgumentException(
                    "point must be %s finite numbers, but is %s"
                            .formatted(channels, Arrays.toString(point)));
        }
        ring[(int) (taken++ % ring.length)] = point.clone();
        return scores.add() ? judged(scores.window(detector.scoreWindows(window())[0])) : List.of();
    }

    /** Ends a stretch of points, as before a gap; returns the rest of it. */
    public List<Scored> gap() {
        return told(takeGap());
    }

    /** Ends a stretch, and returns what is thought of the rest of it. */
    List<Verdict> takeGap() {
        List<Verdict> rest = judged(scores.end());
        scores = detector.newPointScores();
        return rest;
    }

    private List<Verdict> judged(List<Double> certain) {
        return certain.stream().map(judge::next).toList();
    }

    private Samples window() {
        int length = ring.length;
        float[] values = new float[ring[0].length * length];
        for (int i = 0; i < length; i++) {
            float[] point = ring[(int) ((taken + i) % length)];
            for (int channel = 0; channel < point.length; channel++) {
                values[channel * length + i] = point[channel];
            }
        }
        return Samples.of(new float[][] {values}, format);
    }

    private List<Scored> told(List<Verdict> certain) {
        return certain.stream()
                .map(
                        verdict ->
                                new Scored(
                                        told++,
                                        verdict.score(),
                                        verdict.pValue(),
                                        verdict.flagged()))
                .toList();
    }
}
