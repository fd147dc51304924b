package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.CsvTable;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges rows that come as text, as those of files are judged.
 *
 * @param schema whose columns are wanted, by name
 * @param judging what is made of a table
 */
record TableScorer(Schema schema, Judging judging) implements RowScorer {

    private static final String NAME = "request"; // as messages call the table

    /** What is made of a table. */
    @FunctionalInterface
    interface Judging {
        List<Map<String, Object>> of(CsvTable table, DataOptions options) throws IOException;
    }

    /** Returns what judges rows by a detector. */
    static RowScorer of(Detector detector, Calibration.Threshold threshold) {
        return new TableScorer(
                named(detector.format().schema(), detector.format().valueNames()),
                (table, options) -> {
                    Samples samples = table.samples(options);
                    Detector.requireKnown(samples.format().schema(), NAME);
                    return Detection.ofFlagged(detector, samples, threshold).told();
                });
    }

    /** Returns what judges points by a detector of series. */
    static RowScorer of(SeriesDetector detector, Calibration.Threshold threshold) {
        return new TableScorer(
                detector.schema(),
                (table, options) -> {
                    Series series = Series.of(table, options);
                    Detector.requireKnown(series.schema(), NAME);
                    SeriesFindings found = detector.find(series, threshold);
                    Map<Long, String> reasons = new HashMap<>();
                    for (SeriesFindings.Interval interval : found.worst()) {
                        reasons.put(
                                series.timeline().row(interval.peak()) + 1L,
                                detector.explain(series, interval.peak()).reasons());
                    }
                    List<Map<String, Object>> points = told(found, series.columns().size());
                    for (Map<String, Object> point : points) {
                        long row = ((Number) point.getOrDefault("row", 0)).longValue();
                        point.put("reasons", reasons.getOrDefault(row, ""));
                    }
                    return points;
                });
    }

    // Columns without names are called as reasons call them.
    private static Schema named(Schema schema, List<String> names) {
        return schema.features().isEmpty() ? Schema.ofFeatures(names) : schema;
    }

    // Without the channels, one of which may be called as what is told.
    private static List<Map<String, Object>> told(SeriesFindings found, int channels) {
        List<String> columns = found.columns();
        int to = columns.lastIndexOf("score");
        int from = to - channels;
        return told(without(columns, from, to), found.rows().map(row -> without(row, from, to)));
    }

    private static <T> List<T> without(List<T> all, int from, int to) {
        List<T> others = new ArrayList<>(all);
        others.subList(from, to).clear();
        return others;
    }

    /** Returns rows as tables have them, but that a flag is a truth value, and no number NaN. */
    static List<Map<String, Object>> told(List<String> columns, Stream<List<Object>> rows) {
        return rows.map(
                        row -> {
                            Map<String, Object> told = new LinkedHashMap<>();
                            for (int i = 0; i < columns.size(); i++) {
                                told.put(columns.get(i), told(columns.get(i), row.get(i)));
                            }
                            return told;
                        })
                .toList();
    }

    private static Object told(String column, Object cell) {
        return switch (column) {
            case "anomaly" -> cell.equals(1);
            case "score", "p_value" -> cell instanceof Number ? cell : Float.NaN;
            default -> cell;
        };
    }

    @Override
    public List<String> columns() {
        return schema.features();
    }

    @Override
    public Set<String> words() {
        return schema.featureColumns().stream()
                .filter(column -> column.isOfWords() || column.isOfDates())
                .map(Schema.Column::name)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Map<String, Object>> score(Form form, byte[] rows) throws IOException {
        DataOptions options = DataOptions.ofSeed(0).withSchema(schema);
        CsvTable table = CsvTable.of(NAME, rows, form == Form.JSON, options);
        try {
            return judging.of(table, options);
        } catch (IOException e) { // the text is a table, but not one of these columns
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
