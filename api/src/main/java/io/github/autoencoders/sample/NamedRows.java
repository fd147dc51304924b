package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Schema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers and words by the names of their columns.
 *
 * @param rows by name, with null for what is missing
 * @param format of numbers, and words where a column has such
 */
record NamedRows(List<Map<String, @Nullable Object>> rows, SampleFormat format) {

    /** Returns rows to learn from: what each column is of is found from its cells. */
    static NamedRows of(List<? extends Map<String, ?>> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        Schema schema = new Schema(names.stream().map(name -> column(name, rows)).toList());
        if (schema.features().isEmpty()) {
            throw new IllegalArgumentException(
                    "rows must have a column of numbers, or of words that rows share, but have "
                            + names);
        }
        Shape shape = new Shape(schema.features().size());
        SampleFormat unfitted = SampleFormat.unfitted(shape).withSchema(schema);
        List<Map<String, @Nullable Object>> whole = new ArrayList<>();
        boolean missing = false;
        for (Map<String, ?> row : rows) {
            Map<String, @Nullable Object> cells = new HashMap<>();
            schema.features().forEach(name -> cells.put(name, row.get(name)));
            missing |= cells.containsValue(null) || cells.containsValue("");
            whole.add(cells);
        }
        return new NamedRows(whole, missing ? unfitted.withMissing() : unfitted);
    }

    private static Column column(String name, List<? extends Map<String, ?>> rows) {
        List<Object> known = new ArrayList<>();
        for (Map<String, ?> row : rows) {
            Object cell = row.get(name);
            if (cell != null && !cell.equals("")) {
                known.add(cell);
            }
        }
        boolean words =
                !known.isEmpty()
                        && (known.get(0) instanceof String || known.get(0) instanceof Boolean);
        return words // where others stand too, they are refused when they are read
                ? Column.ofCells(name, known.stream().map(cell -> cell.toString().strip()).toList())
                : Column.of(name, Schema.Role.FEATURE);
    }

    Samples samples() {
        return Samples.of(values(rows, format), format);
    }

    /**
     * Returns the raw values of rows, [N][F].
     *
     * @throws IllegalArgumentException if a column is not there, or of another type
     */
    static double[][] values(List<? extends Map<String, ?>> rows, SampleFormat format) {
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = format.raw(rows.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("row %s: %s".formatted(i, e.getMessage()), e);
            }
        }
        return values;
    }
}
