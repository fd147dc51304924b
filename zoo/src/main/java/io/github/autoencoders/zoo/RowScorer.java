package io.github.autoencoders.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that judges the rows of a table, or the points of a series, and is no model, as a
 * detector of anomalies is. Any number of threads may ask it at once.
 */
public interface RowScorer {

    /** How rows are written. */
    enum Form {
        /** A line for each, below one that names the columns. */
        CSV,
        /** A list of objects in JSON, whose keys are the columns. */
        JSON
    }

    /** Returns the names of the columns that are judged, in their order. */
    List<String> columns();

    /** Returns which of these columns have texts, as words and dates; the others have numbers. */
    default Set<String> words() {
        return Set.of();
    }

    /**
     * Returns what is said of each row, by names that are the same for all: texts, truth values,
     * and numbers, NaN where there is none.
     *
     * @throws IOException if the text is not of the form
     * @throws IllegalArgumentException if the rows do not fit: a column is missing or strange, or a
     *     cell is none of its column's
     */
    List<Map<String, Object>> score(Form form, byte[] rows) throws IOException;
}
