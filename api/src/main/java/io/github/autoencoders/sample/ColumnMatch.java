package io.github.autoencoders.sample;

import io.github.autoencoders.sample.Schema.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Columns that are matched with those of a model, by their names: which is where, and which words
 * are which.
 *
 * @param name how messages call the samples
 * @param from of the samples
 * @param to of the model
 */
record ColumnMatch(String name, Schema from, Schema to) {

    /** Returns whether there is anything to be matched: where either has no names, it is not. */
    boolean isOfOthers() {
        List<Column> here = from.featureColumns();
        List<Column> there = to.featureColumns();
        return !here.isEmpty() && !there.isEmpty() && !here.equals(there);
    }

    /** Returns the places of the model's columns among those of the samples. */
    int[] order() {
        return to.places(name, from.features());
    }

    /** Returns whether either has words. */
    boolean hasWords() {
        return from.hasWords() || to.hasWords();
    }

    /**
     * Returns for each column the index of a word by the one that it has here; of numbers, nothing.
     *
     * @param order {@link #order}
     */
    List<float[]> translations(int[] order) {
        List<Column> here = from.featureColumns();
        List<Column> there = to.featureColumns();
        return IntStream.range(0, order.length)
                .mapToObj(i -> translation(here.get(order[i]), there.get(i)))
                .toList();
    }

    private float[] translation(Column own, Column known) {
        if (own.isOfWords() != known.isOfWords()) {
            throw new IllegalArgumentException(
                    "%s must have %s in the column \"%s\", as the model's data had, but has %s"
                            .formatted(name, known.content(), known.name(), own.content()));
        }
        float[] indices = new float[own.classes()];
        for (int i = 0; i < indices.length; i++) {
            boolean isWord = i < own.words().size();
            indices[i] = isWord ? known.index(own.words().get(i)) : known.words().size();
        }
        return indices;
    }

    /** Returns in how many rows words stand that the model does not know, by column and word. */
    Map<String, Map<String, Long>> unknownWords(Samples samples) {
        Map<String, Map<String, Long>> unknown = new TreeMap<>();
        List<Column> here = from.featureColumns();
        for (int j = 0; j < here.size(); j++) {
            Column column = here.get(j);
            Optional<Column> known = to.column(column.name()).filter(Column::isOfWords);
            for (int i = 0; i < samples.size() && known.isPresent() && column.isOfWords(); i++) {
                double index = samples.value(i, j);
                if (!Double.isNaN(index) && !known.get().has(column.cell(index).toString())) {
                    unknown.computeIfAbsent(column.name(), each -> new TreeMap<>())
                            .merge(column.cell(index).toString(), 1L, Long::sum);
                }
            }
        }
        return unknown;
    }
}
