package io.github.autoencoders.evaluation;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.Flagging;
import io.github.autoencoders.application.ScoreTable;
import io.github.autoencoders.picture.NamedCurves;
import io.github.autoencoders.picture.ScoreHistogram;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How unlikely a model finds many samples, and, where they have labels, how well that tells
 * anomalies from the others.
 *
 * <pre>{@code
 * ScoreSummary summary = ScoreSummary.of(model, samples, List.of("broken"));
 * summary.mean();         // 12.3 nats
 * summary.auroc();        // 0.97, or nothing where one kind is missing
 * }</pre>
 *
 * @param samples how many were scored
 * @param mean of the scores, in {@code unit}
 * @param unit of the scores, as {@link Task#scoreUnit} has it
 * @param scores those that were kept: all of samples with labels
 * @param labels of the kept ones, as indices of {@code labelNames}; or none
 * @param labelNames in order
 * @param anomalies the labels of anomalies, and why it is they
 * @param flagged those that are flagged, where it was asked which are
 */
public record ScoreSummary(
        long samples,
        double mean,
        String unit,
        List<Double> scores,
        List<Integer> labels,
        List<String> labelNames,
        Anomalies anomalies,
        Optional<ScoreTable.Flagged> flagged) {

    /**
     * What becomes of scores.
     *
     * @param contributions whether the table also has columns for all that a score is the sum of
     * @param flagging which scores are too high
     * @param anomalies the labels of anomalies, or none for those that {@link Anomalies} finds
     * @param keepAll whether scores of samples without labels are kept too, as for a histogram
     */
    public record Settings(
            boolean contributions, Flagging flagging, List<String> anomalies, boolean keepAll) {

        public Settings {
            anomalies = List.copyOf(anomalies);
        }
    }

    public ScoreSummary {
        scores = List.copyOf(scores);
        labels = List.copyOf(labels);
        labelNames = List.copyOf(labelNames);
    }

    /**
     * Scores samples in memory.
     *
     * @param anomalies the labels of anomalies, or none for those that {@link Anomalies} finds
     */
    public static ScoreSummary of(
            TrainedAutoencoder model, Samples samples, List<String> anomalies) {
        double[] scores = model.score(samples);
        float[][] outputs =
                DoubleStream.of(scores)
                        .mapToObj(score -> new float[] {(float) score})
                        .toArray(float[][]::new);
        Collecting collecting = new Collecting(true);
        collecting.take(samples, outputs);
        collecting.judge(model, samples.name(), samples.labelNames(), anomalies);
        return collecting.summary(model);
    }

    /**
     * Scores samples of any number into a {@link ScoreTable}; of those without labels none need be
     * kept.
     *
     * @param samples read to their end; the caller closes them
     * @throws IllegalArgumentException if a label of anomalies is not there; no file is then left
     * @throws IOException if samples cannot be read, or the table not be written
     */
    public static ScoreSummary write(
            TrainedAutoencoder model, SampleStream samples, Settings settings, CsvOutput out)
            throws IOException {
        if (!samples.labelNames().isEmpty()) { // known already, and so checked before any work
            Anomalies.requireKnown(settings.anomalies, samples.name(), samples.labelNames());
        }
        Collecting collecting = new Collecting(settings.keepAll);
        out.write(
                rows -> {
                    ScoreTable table =
                            new ScoreTable(model, settings.contributions, settings.flagging, rows);
                    model.forEach(
                            table.computation(),
                            samples,
                            (portion, scores) -> {
                                table.take(portion, scores);
                                collecting.take(portion, scores);
                            });
                    collecting.judge(
                            model, samples.name(), samples.labelNames(), settings.anomalies);
                    table.end(); // prints rows, and so only now
                    collecting.flagged = table.flagged(collecting.anomalies.labels());
                });
        return collecting.summary(model);
    }

    /** Returns how many of the samples are anomalies by their labels. */
    public long anomalous() {
        return areAnomalous().stream().filter(one -> one).count();
    }

    /**
     * Returns the area under the ROC curve: the probability that an anomaly has a greater score
     * than a normal sample.
     *
     * @return nothing unless there are both
     * @see Auroc
     */
    public OptionalDouble auroc() {
        List<Boolean> anomalous = areAnomalous();
        return anomalous.contains(true) && anomalous.contains(false)
                ? OptionalDouble.of(Auroc.of(scores, anomalous))
                : OptionalDouble.empty();
    }

    /** Returns lines that say the AUROC, where there is one, and how many samples are flagged. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        auroc().ifPresent(auroc -> lines.add(line(auroc)));
        flagged.ifPresent(some -> lines.add(line(some)));
        return lines;
    }

    private String line(double auroc) {
        return String.format(
                Locale.ROOT,
                "AUROC: %.4f, %,d anomalies (label %s%s) of %,d",
                auroc,
                anomalous(),
                String.join(", ", anomalies.labels()),
                anomalies.reason().isEmpty() ? "" : ": " + anomalies.reason(),
                samples);
    }

    private String line(ScoreTable.Flagged some) {
        String line =
                String.format(
                        Locale.ROOT,
                        "flagged: %,d of %,d, with scores above %s",
                        some.samples(),
                        samples,
                        some.threshold());
        return anomalous() == 0
                ? line
                : String.format(
                        Locale.ROOT,
                        "%s, among them %,d of the %,d anomalies",
                        line,
                        some.anomalies(),
                        anomalous());
    }

    private OptionalDouble threshold() {
        return flagged.stream().mapToDouble(ScoreTable.Flagged::threshold).findFirst();
    }

    /** Returns the histogram of the scores that were kept, the labels of anomalies last. */
    public ScoreHistogram histogram() {
        List<String> order =
                labelNames.stream()
                        .sorted(Comparator.comparing(anomalies.labels()::contains))
                        .toList();
        List<Integer> places =
                labels.stream().map(label -> order.indexOf(labelNames.get(label))).toList();
        return new ScoreHistogram(scores, places, order, unit, threshold());
    }

    /** Returns the curve of the scores that were kept, in the order of the samples. */
    public NamedCurves timeline() {
        List<Double> places = IntStream.range(0, scores.size()).mapToObj(i -> (double) i).toList();
        List<NamedCurves.Curve> curves = new ArrayList<>();
        curves.add(new NamedCurves.Curve("score", places, scores));
        threshold()
                .ifPresent(
                        above ->
                                curves.add(
                                        new NamedCurves.Curve(
                                                "threshold",
                                                List.of(0.0, scores.size() - 1.0),
                                                List.of(above, above))));
        return new NamedCurves("sample, from 0", unit, curves);
    }

    private List<Boolean> areAnomalous() {
        Set<String> names = Set.copyOf(anomalies.labels());
        return labels.stream().map(label -> names.contains(labelNames.get(label))).toList();
    }

    private static final class Collecting {

        private final boolean keepAll;
        private final List<Double> scores = new ArrayList<>();
        private final List<String> labels = new ArrayList<>(); // new ones may come with a portion
        private long samples;
        private double sum;
        private List<String> names = List.of();
        private Anomalies anomalies = new Anomalies(List.of(), "");
        private Optional<ScoreTable.Flagged> flagged = Optional.empty();

        Collecting(boolean keepAll) {
            this.keepAll = keepAll;
        }

        void take(Samples portion, float[][] outputs) {
            for (int i = 0; i < outputs.length; i++) {
                sum += outputs[i][0];
                if (portion.labelled()) {
                    labels.add(portion.labelName(i));
                }
                if (keepAll || portion.labelled()) {
                    scores.add((double) outputs[i][0]);
                }
            }
            samples += outputs.length;
        }

        // Of all that were taken.
        void judge(TrainedAutoencoder model, String name, List<String> known, List<String> chosen) {
            String learnt = model.card().recipe().data().onlyLabel();
            names = known;
            anomalies = Anomalies.of(chosen, learnt, name, known, labels);
        }

        ScoreSummary summary(TrainedAutoencoder model) {
            Map<String, Integer> order = new HashMap<>();
            names.forEach(label -> order.put(label, order.size()));
            return new ScoreSummary(
                    samples,
                    sum / samples,
                    Task.scoreUnit(model.config()),
                    scores,
                    labels.stream().map(label -> order.getOrDefault(label, -1)).toList(),
                    names,
                    anomalies,
                    flagged);
        }
    }
}
