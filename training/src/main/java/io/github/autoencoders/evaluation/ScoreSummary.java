package io.github.autoencoders.evaluation;

import io.github.autoencoders.picture.NamedCurves;
import io.github.autoencoders.picture.ScoreHistogram;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 */
public record ScoreSummary(
        long samples,
        double mean,
        String unit,
        List<Double> scores,
        List<Integer> labels,
        List<String> labelNames,
        Anomalies anomalies) {

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
        return collecting.summary(model, samples.name(), samples.labelNames(), anomalies);
    }

    /**
     * Scores samples of any number; of those without labels none need be kept.
     *
     * @param scoring a computation whose first output is the score, as {@link Task#SCORE} has it
     * @param samples read to their end; the caller closes them
     * @param anomalies the labels of anomalies, or none for those that {@link Anomalies} finds
     * @param keepAll whether scores of samples without labels are kept too, as for a histogram
     * @param sink is given each portion with what was computed, as to print it
     * @throws IOException if they cannot be read, or the sink throws it
     */
    public static ScoreSummary of(
            TrainedAutoencoder model,
            Computation scoring,
            SampleStream samples,
            List<String> anomalies,
            boolean keepAll,
            TrainedAutoencoder.Sink sink)
            throws IOException {
        if (!samples.labelNames().isEmpty()) { // known already, and so checked before any work
            Anomalies.requireKnown(anomalies, samples.name(), samples.labelNames());
        }
        Collecting collecting = new Collecting(keepAll);
        model.forEach(
                scoring,
                samples,
                (portion, scores) -> {
                    sink.take(portion, scores);
                    collecting.take(portion, scores);
                });
        return collecting.summary(model, samples.name(), samples.labelNames(), anomalies);
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

    /**
     * Returns the histogram of the scores that were kept, the labels of anomalies last.
     *
     * @param threshold above which samples are flagged, if any are
     */
    public ScoreHistogram histogram(OptionalDouble threshold) {
        List<String> order =
                labelNames.stream()
                        .sorted(Comparator.comparing(anomalies.labels()::contains))
                        .toList();
        List<Integer> places =
                labels.stream().map(label -> order.indexOf(labelNames.get(label))).toList();
        return new ScoreHistogram(scores, places, order, unit, threshold);
    }

    /**
     * Returns the curve of the scores that were kept, in the order of the samples.
     *
     * @param threshold above which samples are flagged, if any are
     */
    public NamedCurves timeline(OptionalDouble threshold) {
        List<Double> places = IntStream.range(0, scores.size()).mapToObj(i -> (double) i).toList();
        List<NamedCurves.Curve> curves = new ArrayList<>();
        curves.add(new NamedCurves.Curve("score", places, scores));
        threshold.ifPresent(
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

        ScoreSummary summary(
                TrainedAutoencoder model, String name, List<String> names, List<String> chosen) {
            Map<String, Integer> order = new HashMap<>();
            names.forEach(label -> order.put(label, order.size()));
            return new ScoreSummary(
                    samples,
                    sum / samples,
                    Task.scoreUnit(model.config()),
                    scores,
                    labels.stream().map(label -> order.getOrDefault(label, -1)).toList(),
                    names,
                    Anomalies.of(
                            chosen, model.card().recipe().data().onlyLabel(), name, names, labels));
        }
    }
}
