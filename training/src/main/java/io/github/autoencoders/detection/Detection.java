package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a detector finds among samples: their scores and p-values, which of them are flagged, and of
 * the most anomalous of these why.
 */
public final class Detection {

    /**
     * The names of a table's columns that {@link #rows} fills, of samples that are no files; see
     * {@link #columns}.
     */
    public static final List<String> COLUMNS =
            List.of("row", "score", "p_value", "anomaly", "reasons");

    private static final int MOST_EXPLAINED = 1000; // each costs as many scores as it has columns
    private static final int REASONS = 3;
    private static final int SHOWN = 10;

    private final Samples samples;
    private final double[] scores;
    private final Calibration calibration;
    private final Calibration.Threshold threshold;
    private final int[] order; // the most anomalous first
    private final String[] reasons; // of each sample; empty for most

    private Detection(
            Samples samples,
            double[] scores,
            Calibration calibration,
            Calibration.Threshold threshold) {
        this.samples = samples;
        this.scores = scores;
        this.calibration = calibration;
        this.threshold = threshold;
        order = Ranking.greatestFirst(scores);
        reasons = new String[scores.length];
    }

    /**
     * Scores samples, and explains the flagged and the ten most anomalous, a thousand at most.
     *
     * @param samples of the detector's shape, or with its columns by name
     * @param threshold of the detector's calibration
     */
    public static Detection of(
            Detector detector, Samples samples, Calibration.Threshold threshold) {
        return of(detector, samples, threshold, SHOWN);
    }

    /** Scores samples, and explains the flagged alone, a thousand at most. */
    static Detection ofFlagged(
            Detector detector, Samples samples, Calibration.Threshold threshold) {
        return of(detector, samples, threshold, 0);
    }

    private static Detection of(
            Detector detector, Samples samples, Calibration.Threshold threshold, int least) {
        Detection detection =
                new Detection(samples, detector.score(samples), detector.calibration(), threshold);
        for (int place = 0; place < detection.explained(least); place++) {
            int row = detection.order[place];
            detection.reasons[row] = detector.explain(samples, row).reasons(REASONS);
        }
        return detection;
    }

    /**
     * Returns the row of a table, as {@link #rows} has it, for one sample that is judged by itself.
     *
     * @param sample one, of the detector's shape, or with its columns by name
     * @param number of the row
     */
    public static List<Object> row(
            Detector detector, Samples sample, Calibration.Threshold threshold, long number) {
        double score = detector.score(sample)[0];
        boolean flagged = threshold.flags(score);
        return List.of(
                number,
                (float) score,
                (float) detector.calibration().pValue(score),
                flagged ? 1 : 0,
                flagged ? detector.explain(sample, 0).reasons(REASONS) : "");
    }

    private int explained(int least) {
        int wanted = Math.max(least, (int) Math.min(MOST_EXPLAINED, flagged()));
        return Math.min(scores.length, wanted);
    }

    /** Returns the indices of the ten most anomalous samples, the worst first. */
    public int[] worst() {
        return Arrays.copyOf(order, Math.min(SHOWN, order.length));
    }

    /** Returns a line that says how many samples are flagged. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d %s of %s are above it",
                flagged(),
                scores.length,
                areFiles() ? "samples" : "rows",
                samples.name());
    }

    /** Returns what samples are flagged by. */
    public Calibration.Threshold threshold() {
        return threshold;
    }

    /** Returns the scores, [N], in nats. */
    public double[] scores() {
        return scores.clone();
    }

    /** Returns the p-value of a sample. */
    public double pValue(int index) {
        return calibration.pValue(scores[index]);
    }

    /** Returns whether a sample is flagged. */
    public boolean isFlagged(int index) {
        return threshold.flags(scores[index]);
    }

    /** Returns the number of flagged samples. */
    public long flagged() {
        return DoubleStream.of(scores).filter(threshold::flags).count();
    }

    /** Returns why a sample has its score; nothing for those that were not explained. */
    public Optional<String> reasons(int index) {
        return Optional.ofNullable(reasons[index]);
    }

    private boolean areFiles() {
        return areFiles(samples);
    }

    /**
     * Returns whether samples are files, or parts of them. A table may have a column of that name
     * too, but its rows have numbers.
     */
    static boolean areFiles(Samples samples) {
        List<String> keys = samples.keyColumns();
        return keys.contains(DataSource.FILE) && !keys.contains(COLUMNS.get(0));
    }

    /**
     * Returns the names of a table's columns that {@link #rows} fills: of samples that are files,
     * {@link #COLUMNS} with the samples' keys behind the number.
     */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.addAll(1, areFiles() ? samples.keyColumns() : List.of());
        return columns;
    }

    /**
     * Returns a row for each sample: its number, from 1, of a file its name, its score and p-value,
     * 1 where it is flagged or 0, and why.
     */
    public Stream<List<Object>> rows() {
        return IntStream.range(0, scores.length)
                .mapToObj(
                        i -> {
                            List<Object> row = new ArrayList<>(List.of(i + 1));
                            row.addAll(areFiles() ? samples.key(i) : List.of());
                            row.add((float) scores[i]);
                            row.add((float) pValue(i));
                            row.add(isFlagged(i) ? 1 : 0);
                            row.add(isFlagged(i) ? reasons(i).orElse("") : "");
                            return row;
                        });
    }

    /** Returns the {@link #rows} by the names of their {@link #columns}, as servers tell them. */
    List<Map<String, Object>> told() {
        return TableScorer.told(columns(), rows());
    }

    /** Returns what a sample is called: a file by its keys, others by their number from 1. */
    public String called(int index) {
        return areFiles() ? String.join(", ", samples.key(index)) : "row " + (index + 1);
    }

    /** Returns lines that say how many are flagged, at which threshold, and the ten worst. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(threshold.line());
        lines.add(line());
        boolean files = areFiles();
        int width =
                IntStream.of(worst())
                        .map(row -> files ? called(row).length() : 0)
                        .reduce(8, Math::max);
        String format = "%" + (files ? "-" : "") + width + "s %8s %8s  %s";
        lines.add(
                String.format(
                        Locale.ROOT, format, files ? DataSource.FILE : "row", "score", "p", "why"));
        for (int row : worst()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            format,
                            files ? called(row) : row + 1,
                            String.format(Locale.ROOT, "%.2f", scores[row]),
                            String.format(Locale.ROOT, "%.2g", pValue(row)),
                            reasons(row).orElse("")));
        }
        return lines;
    }
}
