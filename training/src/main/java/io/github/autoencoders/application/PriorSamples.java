package io.github.autoencoders.application;

import static java.util.Collections.nCopies;

import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples that codes of the prior N(0, I) were decoded into, the same codes with each label.
 *
 * @param labels that they were given; none for a model without conditions
 * @param values of the samples in raw units, those of the first label first
 */
public record PriorSamples(List<String> labels, List<float[]> values) {

    public PriorSamples {
        labels = List.copyOf(labels);
        values = List.copyOf(values);
    }

    /**
     * Returns samples of a model.
     *
     * @param codes how many are drawn; each is decoded with each label
     * @param seed of the first code; each next one has the next seed
     * @param labels of a conditional model, at least one; none for another
     * @param temperature as for {@link TrainedAutoencoder#sample(int, long, List, double)}
     */
    public static PriorSamples of(
            TrainedAutoencoder model,
            int codes,
            long seed,
            List<String> labels,
            double temperature) {
        if (labels.isEmpty()) {
            return new PriorSamples(
                    labels, model.sample(codes, seed, labels, temperature).samples());
        }
        List<float[]> values = new ArrayList<>();
        for (String label : labels) {
            values.addAll(model.sample(codes, seed, List.of(label), temperature).samples());
        }
        return new PriorSamples(labels, values);
    }

    /** Returns the label of each sample; none for a model without conditions. */
    public List<String> labelOfEach() {
        return labels.stream()
                .flatMap(label -> nCopies(values.size() / labels.size(), label).stream())
                .toList();
    }

    /** Returns the sheet of them: a row for each label, or so many columns of one label's. */
    public Sheet sheet(SampleDrawing drawing, int columns) {
        return labels.size() > 1
                ? Sheet.ofLabels(drawing, labels, values)
                : Sheet.ofSamples(drawing, values, columns);
    }

    /** Returns the title of the sheet. */
    public String title() {
        String given = labels.size() > 1 ? "the label" : String.join("", labels);
        return "Samples from the prior" + (labels.isEmpty() ? "" : ", given " + given);
    }
}
