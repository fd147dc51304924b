package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds anomalies among rows of numbers: of a table, or any samples, flattened. Its score of a row
 * is in nats, the sum of how rare three things about the row are, each \(-\log\) of the share of
 * held-out rows for which it is as great: how far the row is from the nearest of 32 others, drawn
 * 50 times; how far it is from the five nearest of all; and how far its code in each of several
 * denoising autoencoders, which are trained side by side, is from the codes of others.
 *
 * <pre>{@code
 * try (Detector detector = Detector.fit(samples, DetectorSettings.DEFAULT)) {
 *     double[] scores = detector.score(samples);
 *     Calibration calibration = detector.calibration();
 *     double p = calibration.pValue(scores[0]);
 *     boolean flagged = calibration.usualThreshold().flags(scores[0]);
 *     Explanation why = detector.explain(samples, 0);
 *     detector.save(folder);
 * }
 * }</pre>
 *
 * <p>Each member learns from all rows but a part of its own, and the rows of that part are what the
 * scores are calibrated by: so all rows are learnt from, and all are held out. A row that was
 * learnt from is scored as if it were not among its neighbours, and the same seed gives the same
 * detector on the same engine.
 *
 * <p>Any number of threads may call a detector at once; {@link #close} waits for them.
 */
public final class Detector implements AutoCloseable {

    /** The greatest number of values of a sample. */
    static final int MOST_COLUMNS = 4096;

    private static final int LEAST_ROWS = 20;
    private static final int PORTION = 4096;

    private final DetectorState state;
    private final FittedEnsemble ensemble;
    private final Neighbourhood neighbourhood;

    private Detector(DetectorState state, FittedEnsemble ensemble) {
        this.state = state;
        this.ensemble = ensemble;
        this.neighbourhood = state.newNeighbourhood();
    }

    /** Fits a detector on the {@linkplain Placement#ofDefault default engine}. */
    public static Detector fit(Samples samples, DetectorSettings settings) {
        return fit(samples, settings, Placement.ofDefault());
    }

    /**
     * Fits a detector.
     *
     * @param samples at least 20, of which a random 50,000 count where there are more; their labels
     *     do not count
     * @param settings {@link DetectorSettings#DEFAULT}, or what is known better
     * @param place where it is computed
     */
    public static Detector fit(Samples samples, DetectorSettings settings, Placement place) {
        return fit(samples, settings, place, RowScaling::of);
    }

    /**
     * Fits a detector to samples whose values are of one kind, as points of a curve are: they are
     * measured in one unit, so that a value that hardly changes counts for little.
     *
     * @param samples at least 20, of which a random 50,000 count where there are more; their labels
     *     do not count
     * @param settings {@link DetectorSettings#DEFAULT}, or what is known better
     * @param place where it is computed
     */
    public static Detector fitInOneUnit(
            Samples samples, DetectorSettings settings, Placement place) {
        return fit(samples, settings, place, RowScaling::inOneUnit);
    }

    private static Detector fit(
            Samples samples,
            DetectorSettings settings,
            Placement place,
            Function<float[][], RowScaling> units) {
        Require.atLeast(LEAST_ROWS, "samples", samples.size());
        Require.atMost(MOST_COLUMNS, "values of a sample", samples.format().size());
        DetectorState state = DetectorFit.ofDrawn(samples, settings, place, units).run();
        return new Detector(state, state.newEnsemble(place));
    }

    /** Returns whether it measures all values of a sample in one unit. */
    public boolean isInOneUnit() {
        return state.scaling().isInOneUnit();
    }

    /** Returns a detector of another seed that is fit, as this was, to the samples of this. */
    Detector ofSeed(long seed, Samples learnt) {
        DetectorSettings settings = settings().withSeed(seed);
        return isInOneUnit()
                ? fitInOneUnit(learnt, settings, place())
                : fit(learnt, settings, place());
    }

    /** Returns where it is computed. */
    Placement place() {
        return ensemble.place();
    }

    /** Fits a detector on rows that are held out by parts of one's own; all of them count. */
    static Detector fit(Samples samples, DetectorSettings settings, Placement place, Parts parts) {
        Require.atLeast(LEAST_ROWS, "windows", samples.size());
        Require.atMost(MOST_COLUMNS, "values of a window", samples.format().size());
        DetectorState state = DetectorFit.ofAll(samples, settings, place, parts).run();
        return new Detector(state, state.newEnsemble(place));
    }

    /**
     * Checks that a detector was saved in a folder; no engine is touched.
     *
     * @throws IOException if there is none
     */
    public static void requireOne(Path folder) throws IOException {
        DetectorFolder.requireOne(folder);
    }

    /** Opens a detector that was saved, on the default engine. */
    public static Detector open(Path folder) throws IOException {
        return open(folder, Placement.ofDefault());
    }

    /**
     * Opens a detector that was saved.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public static Detector open(Path folder, Placement place) throws IOException {
        DetectorState state = DetectorFolder.read(folder);
        return new Detector(state, state.newEnsemble(place));
    }

    /** Returns whether a folder is that of a detector of rows. */
    public static boolean isOne(Path folder) {
        return DetectorFolder.isOne(folder);
    }

    /**
     * Writes the detector into a new or empty folder, which appears whole or not at all. Among what
     * it keeps are up to 2048 of the rows that were learnt from.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path folder) throws IOException {
        DetectorFolder.write(state, folder);
    }

    /** Returns what a sample is: other samples are brought into this form, columns by name. */
    public SampleFormat format() {
        return state.format();
    }

    /** Returns how it was fit. */
    public DetectorSettings settings() {
        return state.about().settings();
    }

    /** Returns what scores mean. */
    public Calibration calibration() {
        return state.calibration();
    }

    /**
     * Checks that data have no columns that a detector does not know.
     *
     * @param read what their columns are, as they were read for the detector's
     * @param name how messages call them
     */
    public static void requireKnown(Schema read, String name) {
        List<String> unknown = read.unknownColumns();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s must have no columns but the detector's, but has also %s"
                            .formatted(name, String.join(", ", unknown)));
        }
    }

    /**
     * Returns what judges rows that come as text, as a server's requests do: with the scores,
     * p-values and reasons that {@link Detection} has of a file of the same rows.
     *
     * @param threshold above which rows are flagged
     */
    public RowScorer scorer(Calibration.Threshold threshold) {
        return TableScorer.of(this, threshold);
    }

    /** Returns whether samples are those that it was fit on, value by value. */
    public boolean learntFrom(Samples samples) {
        return samples.sha256().equals(state.about().sha256());
    }

    /**
     * Returns how anomalous samples are, [N], in nats: 0 for the most usual, without a greatest.
     *
     * @param samples of the detector's shape, or with its columns by name
     */
    public double[] score(Samples samples) {
        Samples fitting = samples.withFormat(format());
        double[] scores = new double[fitting.size()];
        for (int from = 0; from < scores.length; from += PORTION) {
            int to = Math.min(scores.length, from + PORTION);
            double[] some = scoreScaled(scaled(fitting, from, to));
            System.arraycopy(some, 0, scores, from, some.length);
        }
        return scores;
    }

    private float[][] scaled(Samples fitting, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> state.scaling().scaled(fitting.sample(i)))
                .toArray(float[][]::new);
    }

    /** Returns samples in the units that all is measured in, [N][D]. */
    float[][] scaled(Samples samples) {
        return scaled(samples.withFormat(format()), 0, samples.size());
    }

    /** Returns the scores of the rows that were learnt from, each by what did not. */
    double[] heldOutScores() {
        return state.heldOutScores();
    }

    /** Returns what was measured of these rows' distances to their five nearest. */
    double[] heldOutDistances() {
        return state.heldOut()[1].clone();
    }

    /** Returns what rows are compared with. */
    Neighbourhood neighbourhood() {
        return neighbourhood;
    }

    /** Returns the rows that others are compared with, scaled. */
    float[][] neighbours() {
        return state.neighbours();
    }

    /** Returns how anomalous rows are, [N]. */
    public double[] score(float[][] rows) {
        return score(Samples.of(rows, format()));
    }

    private double[] scoreScaled(float[][] rows) {
        float[][] codes = ensemble.codes(rows);
        return IntStream.range(0, rows.length)
                .parallel()
                .mapToDouble(i -> state.score(neighbourhood.of(rows[i]), codes[i]))
                .toArray();
    }

    /**
     * Returns why a sample has its score. What is expected of a column is what the autoencoders
     * make of the row with the column's median in place of its value; a column's contribution is
     * what the score would lose if it were as expected, all of them brought to the score's sum.
     *
     * @param samples of the detector's shape, or with its columns by name
     * @param index of one of them, from 0
     */
    public Explanation explain(Samples samples, int index) {
        Samples one = samples.subset(new int[] {index}).withFormat(format());
        float[] raw = one.sample(0);
        float[] row = state.scaling().scaled(raw);
        float[][] masked = changed(row, new float[row.length]); // 0 is the median
        float[][] guesses = ensemble.reconstructions(masked);
        float[] expected = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            expected[j] = guesses[j][j];
        }
        double score = scoreScaled(new float[][] {row})[0];
        double[] without = scoreScaled(changed(row, expected));
        double[] contributions = Explanation.shared(score, without);
        return new Explanation(
                format().valueNames(),
                raw,
                state.scaling().raw(expected),
                score,
                contributions,
                neighbours(row));
    }

    // One row for each column, in which that has another value.
    private static float[][] changed(float[] row, float[] values) {
        return IntStream.range(0, row.length)
                .mapToObj(
                        j -> {
                            float[] changed = row.clone();
                            changed[j] = values[j];
                            return changed;
                        })
                .toArray(float[][]::new);
    }

    private List<float[]> neighbours(float[] row) {
        return IntStream.of(neighbourhood.nearest(row, 3))
                .mapToObj(i -> state.scaling().raw(state.neighbours()[i]))
                .toList();
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
