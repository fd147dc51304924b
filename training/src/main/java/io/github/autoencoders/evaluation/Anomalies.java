package io.github.autoencoders.evaluation;

import io.github.autoencoders.argument.Spelling;
import java.util.Collections;
import java.util.List;

/**
 * Which labels are taken for those of anomalies.
 *
 * @param labels in alphabetical order; none where nothing says which they are
 * @param reason in words, why it is they; empty where they were named, or are none
 */
public record Anomalies(List<String> labels, String reason) {

    public Anomalies {
        labels = labels.stream().sorted().toList();
    }

    /**
     * Returns those that were named; or all but the one that a model learnt from alone; or of two
     * labels the rarer, or the last if they are equally many, as 1 of 0 and 1.
     *
     * @param named by the user, or none
     * @param learnt the only label that the model learnt from; empty for all
     * @param name how messages call the samples
     * @param known all labels of the samples, in their order
     * @param each the label of each sample
     * @throws IllegalArgumentException if a named one is not known
     */
    public static Anomalies of(
            List<String> named, String learnt, String name, List<String> known, List<String> each) {
        requireKnown(named, name, known);
        if (!named.isEmpty()) {
            return new Anomalies(named, "");
        }
        if (known.size() > 1 && known.contains(learnt)) {
            return new Anomalies(
                    known.stream().filter(label -> !label.equals(learnt)).toList(),
                    "as the model learnt from " + learnt);
        }
        if (known.size() != 2) {
            return new Anomalies(List.of(), "");
        }
        int first = Collections.frequency(each, known.get(0));
        int last = Collections.frequency(each, known.get(1));
        return new Anomalies(
                List.of(known.get(first < last ? 0 : 1)), first == last ? "the last" : "the rarer");
    }

    /**
     * Checks that labels are known, as before any work.
     *
     * @throws IllegalArgumentException if one is not
     */
    static void requireKnown(List<String> named, String name, List<String> known) {
        for (String label : named) {
            if (!known.contains(label)) {
                throw new IllegalArgumentException(
                        "anomaly must be of the labels %s of %s, but is \"%s\""
                                .formatted(Spelling.listed(known), name, label));
            }
        }
    }
}
