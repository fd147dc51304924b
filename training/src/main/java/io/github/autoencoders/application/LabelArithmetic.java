package io.github.autoencoders.application;

import io.github.autoencoders.latent.CodeArithmetic;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Samples of one label moved towards another: the mean code of the one label less that of the
 * other, times a strength, is added to their codes, and decoded.
 *
 * <pre>{@code
 * LabelArithmetic dresses = LabelArithmetic.of(model, samples, "Trouser", "Dress", 6);
 * List<BufferedImage> images = dresses.moved().images(); // of 6 samples, each by -2, -1, 0, 1, 2
 * BufferedImage sheet = dresses.sheet().draw("From Trouser to Dress");
 * }</pre>
 *
 * @param originals samples of the label that is taken away, N of them
 * @param strengths S, what the direction from the one label to the other is multiplied by
 * @param moved number {@code i * S + s} is original i, moved by strength s; at 0 it is the
 *     reconstruction
 * @see SampleArithmetic
 */
public record LabelArithmetic(Samples originals, List<Double> strengths, Samples moved) {

    private static final List<Double> STRENGTHS = List.of(-2.0, -1.0, 0.0, 1.0, 2.0);

    public LabelArithmetic {
        strengths = List.copyOf(strengths);
    }

    /**
     * Returns the first samples of a label, moved by -2 to 2 times the direction to another label.
     *
     * @param model without conditions: a conditional one has no labels in its codes
     * @param samples labelled, in the model's format
     * @param minus the label that is taken away
     * @param plus the label that is added
     * @param count how many samples are moved, if there are so many; at least 1
     */
    public static LabelArithmetic of(
            TrainedAutoencoder model, Samples samples, String minus, String plus, int count) {
        List<String> conditions = model.config().conditions();
        if (!conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "model must have labels in its codes to add them, but it is told the labels "
                            + String.join(", ", conditions)
                            + ": decode codes with another label, or add codes of samples");
        }
        int[] without = ofLabel("minus", minus, samples);
        int[] with = ofLabel("plus", plus, samples);
        float[][] from = model.encode(samples.subset(without));
        float[][] to = model.encode(samples.subset(with));
        float[] direction =
                CodeArithmetic.direction(
                        CodeArithmetic.mean(List.of(from)), CodeArithmetic.mean(List.of(to)));
        Samples originals = samples.subset(without).first(count);
        float[][] moved =
                IntStream.range(0, originals.size())
                        .boxed()
                        .flatMap(
                                i ->
                                        STRENGTHS.stream()
                                                .map(
                                                        s ->
                                                                CodeArithmetic.moved(
                                                                        from[i], s, direction)))
                        .toArray(float[][]::new);
        return new LabelArithmetic(originals, STRENGTHS, model.decode(moved));
    }

    private static int[] ofLabel(String name, String label, Samples samples) {
        if (!samples.labelled()) {
            throw new IllegalArgumentException(
                    "data must have labels for sums of labels, but %s have none"
                            .formatted(samples.name()));
        }
        int index = samples.labelNames().indexOf(label);
        int[] numbers =
                IntStream.range(0, samples.size()).filter(i -> samples.label(i) == index).toArray();
        if (numbers.length == 0) {
            throw new IllegalArgumentException(
                    "%s must be one of %s, but is \"%s\""
                            .formatted(name, String.join(", ", samples.labelNames()), label));
        }
        return numbers;
    }

    /** Returns the sheet of a row for each original, which stands before what became of it. */
    public Sheet sheet() {
        List<Sheet.Row> rows = new ArrayList<>();
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            int first = i * strengths.size();
            List<float[]> row = new ArrayList<>(List.of(originals.sample(i)));
            row.addAll(moved.samples().subList(first, first + strengths.size()));
            rows.add(new Sheet.Row("", row));
            all.addAll(row);
        }
        List<String> captions = new ArrayList<>(List.of("original"));
        strengths.forEach(
                s -> captions.add(String.format(Locale.ROOT, "%+.0f", s).replace("+0", "0")));
        return new Sheet(SampleDrawing.of(originals.format(), all), rows, captions, "", "");
    }
}
