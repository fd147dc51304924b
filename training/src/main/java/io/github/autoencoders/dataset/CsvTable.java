package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with a header. Columns of numbers are features, those of words are left out, and so is
 * one that has no name, or is called index or id, and counts up. A column named {@code label},
 * {@code anomaly}, {@code outlier}, {@code fraud} (each also with is_ before it), {@code in_window}
 * or {@code label_point}, in any case, holds the labels, numbers or words; and so does one named
 * {@code class}, {@code target} or, where there is no x, {@code y}, if it has words or whole
 * numbers of at most 20 kinds, each in two rows on average. Where there are several, the first of
 * these names counts and the others are left out.
 *
 * <p>A feature's cell may be missing: empty, or one of NA, N/A, #N/A, NaN, null, none and ?, in any
 * case. The points of a series may not.
 */
public final class CsvTable {

    private static final String ROW = "row"; // the key of samples

    private final String path; // how messages call it
    private final List<String> header;
    private final List<CSVRecord> rows; // behind the header
    private final CellNumber numbers;

    private CsvTable(String path, List<String> header, List<CSVRecord> rows, CellNumber numbers) {
        this.path = path;
        this.header = header;
        this.rows = rows;
        this.numbers = numbers;
    }

    /**
     * Returns the rows as raw samples [F], NaN for a missing feature; or [1, L].
     *
     * @param window the length of the window that each row is, or 0
     * @param model whose columns are read, by name; or {@link Schema#NONE} for those of numbers
     */
    static Samples samples(Path path, int window, Schema model) throws IOException {
        CsvTable table = read(path);
        return table.toSamples(table.schema(model, window), window);
    }

    /**
     * Returns the values of each feature, one for each row.
     *
     * @throws IOException if one is missing
     */
    List<float[]> channels(Schema schema) throws IOException {
        List<float[]> channels = new ArrayList<>();
        for (int column : places(schema)) {
            float[] channel = new float[rows.size()];
            for (int i = 0; i < channel.length; i++) {
                channel[i] = value(rows.get(i), column, false);
            }
            channels.add(channel);
        }
        return channels;
    }

    /** Returns what messages call each row: its number in the file, the header being the first. */
    long[] numbers() {
        return rows.stream().mapToLong(CSVRecord::getRecordNumber).toArray();
    }

    /** Returns the table in a file. */
    public static CsvTable read(Path path) throws IOException {
        return InputFile.read(path, contents -> read(path.toString(), CsvText.of(contents)));
    }

    private static CsvTable read(String name, CsvText text) throws IOException {
        List<String> header = header(name, text);
        List<CSVRecord> rows = new ArrayList<>();
        text.forEachRemaining(rows::add);
        return of(name, header, rows, text.numbers());
    }

    /**
     * Returns a table, or some of its rows.
     *
     * @param name how messages call it
     * @param numbers how numbers are written
     */
    static CsvTable of(String name, List<String> header, List<CSVRecord> rows, CellNumber numbers)
            throws IOException {
        CsvTable table = new CsvTable(name, header, rows, numbers);
        table.requireRectangle();
        return table;
    }

    /**
     * Returns the names of the columns, the first row of a text.
     *
     * @param name how messages call the table
     * @throws IOException if it is a row of numbers, or there is no other
     */
    static List<String> header(String name, CsvText text) throws IOException {
        List<String> header =
                text.hasNext() ? text.next().stream().map(CellNumber::strip).toList() : List.of();
        if (!text.hasNext()) {
            throw new IOException(name + " must hold a header and at least one row, but does not");
        }
        if (header.stream().allMatch(text.numbers()::isNumber) && !counts(header)) {
            throw new IOException(
                    "%s must begin with a line that names the columns, but begins with the numbers %s"
                            .formatted(name, String.join(", ", header)));
        }
        return header;
    }

    // Numbered columns, from 0 or 1 on, have names.
    private static boolean counts(List<String> header) {
        return List.of("0", "1").contains(header.get(0))
                && header.equals(from(Integer.parseInt(header.get(0)), header.size()));
    }

    private static List<String> from(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
    }

    private void requireRectangle() throws IOException {
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw new IOException(
                        "%s must name each column once, but has \"%s\" twice"
                                .formatted(path, name));
            }
        }
        for (CSVRecord row : rows) {
            if (row.size() != header.size()) {
                throw new IOException(
                        "%s: row %s must have %s cells as the header has, but has %s"
                                .formatted(path, row.getRecordNumber(), header.size(), row.size()));
            }
        }
    }

    /** Returns how messages call the table. */
    String name() {
        return path;
    }

    /** Returns the names of all columns. */
    public List<String> header() {
        return header;
    }

    /**
     * Returns the rows as they are, but with what is missing of their features filled in.
     *
     * @param predicted the features of each row, [F] in raw units
     * @param schema whose features they are
     */
    public Stream<List<Object>> filled(List<float[]> predicted, Schema schema) {
        int[] columns = places(schema);
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i -> {
                            List<Object> cells = new ArrayList<>(rows.get(i).toList());
                            for (int j = 0; j < columns.length; j++) {
                                if (CellNumber.isMissing(cell(rows.get(i), columns[j]))) {
                                    cells.set(columns[j], predicted.get(i)[j]);
                                }
                            }
                            return cells;
                        });
    }

    /**
     * Checks that of each column something is known.
     *
     * @param training samples that are to be learnt from
     * @throws IllegalArgumentException if there is nothing, with the name of the column
     */
    static void requireKnown(Samples training) {
        for (int j = 0; j < training.format().size(); j++) {
            int feature = j;
            boolean known =
                    IntStream.range(0, training.size())
                            .anyMatch(i -> !Float.isNaN(training.value(i, feature)));
            if (!known) {
                throw new IllegalArgumentException(
                        "%s: column \"%s\" must have known values to learn from, but has none"
                                .formatted(
                                        training.name(),
                                        training.format().schema().features().get(j)));
            }
        }
    }

    /**
     * Returns what the columns of a table of samples are for.
     *
     * @param model whose columns are wanted, by name; or {@link Schema#NONE} for those of numbers,
     *     and those of which nothing is known
     * @throws IOException if there is no column of numbers
     * @throws IllegalArgumentException if the table lacks a column of the model
     */
    public Schema schema(Schema model) throws IOException {
        return schema(new SchemaReading(this, false), model);
    }

    Schema schema(SchemaReading reading, Schema model) throws IOException {
        Schema schema = model.features().isEmpty() ? reading.found() : reading.ofModel(model);
        if (schema.features().isEmpty()) {
            throw new IOException(
                    "%s must have a column of numbers beside the label, but has the columns %s"
                            .formatted(path, header));
        }
        return schema;
    }

    /** Returns what the columns of a table are for that may have a window in each row. */
    Schema schema(Schema model, int window) throws IOException {
        Schema schema = schema(model);
        int count = schema.features().size();
        if (window > 0 && count != window) {
            throw new IOException(
                    "%s must have %s columns of numbers, a window in each row, where windowStep is 0, but has %s"
                            .formatted(path, window, count));
        }
        return schema;
    }

    private int[] places(Schema schema) {
        return schema.places(path, header);
    }

    /** Returns whether a column has a number. */
    boolean anyNumber(String column) {
        return column(column).anyMatch(numbers::isNumber);
    }

    /** Returns whether nothing of a column is known. */
    boolean allMissing(String column) {
        return column(column).allMatch(CellNumber::isMissing);
    }

    /** Returns whether all cells of a column are empty. */
    boolean isEmpty(String column) {
        return column(column).allMatch(String::isEmpty);
    }

    /** Returns whether a column has no empty cell. */
    boolean isFull(String column) {
        return column(column).noneMatch(String::isEmpty);
    }

    /**
     * Returns whether a column has words, or whole numbers, of so few kinds that rows share them,
     * and no empty cell.
     */
    boolean isOfKinds(String column, int most) {
        boolean whole = column(column).allMatch(cell -> cell.matches("[+-]?\\d+(\\.0*)?"));
        long kinds = column(column).distinct().count();
        return kinds <= Math.min(most, rows.size() / 2)
                && (whole || !anyNumber(column))
                && isFull(column);
    }

    /** Returns whether a column holds whole numbers, each one more than that before it. */
    boolean countsUp(String column) {
        List<String> cells = column(column).toList();
        return cells.stream().allMatch(cell -> cell.matches("\\d{1,18}"))
                && IntStream.range(1, cells.size())
                        .allMatch(
                                i ->
                                        Long.parseLong(cells.get(i))
                                                == Long.parseLong(cells.get(i - 1)) + 1);
    }

    /** Returns the stripped cells of a column, of which no more are made than are looked at. */
    Stream<String> column(String name) {
        int column = header.indexOf(name);
        return rows.stream().map(row -> cell(row, column));
    }

    /**
     * Returns the rows as samples.
     *
     * @param schema whose features are their values
     * @param window as that of the schema; without one, a value may be missing
     */
    Samples toSamples(Schema schema, int window) throws IOException {
        int[] columns = places(schema);
        float[] values = new float[Math.multiplyExact(rows.size(), columns.length)];
        boolean missing = false;
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    value(rows.get(i / columns.length), columns[i % columns.length], window == 0);
            missing |= Float.isNaN(values[i]);
        }
        List<String> labels = labels(schema);
        List<String> names = labelNames(labels);
        Shape shape = window > 0 ? new Shape(1, window) : new Shape(columns.length);
        SampleFormat raw = SampleFormat.unfitted(shape);
        SampleFormat format = (missing ? raw.withMissing() : raw).withSchema(schema);
        int[] indices = labels.stream().mapToInt(names::indexOf).toArray();
        return withKeys(Samples.ofFloats(path, format, values, indices, names), schema);
    }

    // The number of each row, from 1, and then the columns of keys as they stand.
    private Samples withKeys(Samples samples, Schema schema) {
        long first = rows.get(0).getRecordNumber() - 1; // the header is a record too
        List<String> columns = schema.keys();
        Samples keyed = columns.contains(ROW) ? samples : samples.withNumbers(ROW, first);
        for (String key : columns) {
            keyed = keyed.withKeys(key, column(key).toList());
        }
        return keyed;
    }

    private float value(CSVRecord row, int column, boolean mayMiss) throws IOException {
        String cell = cell(row, column);
        if (mayMiss && CellNumber.isMissing(cell)) {
            return Float.NaN;
        }
        float value = numbers.parse(cell);
        if (!Float.isFinite(value)) {
            String shown = numbers.isNumber(cell) ? cell : "\"" + cell + "\"";
            throw new IOException(
                    "%s: value in row %s, column \"%s\" must be a finite number, but is %s"
                            .formatted(path, row.getRecordNumber(), header.get(column), shown));
        }
        return value;
    }

    /** Returns the label of each row; nothing if there is no column of labels. */
    List<String> labels(Schema schema) throws IOException {
        List<String> labels = schema.label().map(label -> column(label).toList()).orElse(List.of());
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).isEmpty()) {
                throw new IOException(
                        "%s: value in row %s, column \"%s\" must be a number or a word, but is empty"
                                .formatted(
                                        path,
                                        rows.get(i).getRecordNumber(),
                                        schema.label().orElseThrow()));
            }
        }
        return labels;
    }

    /** Returns the different labels in their order, that of numbers if all are. */
    static List<String> labelNames(Collection<String> labels) {
        return labels.stream().distinct().sorted(inOrderOfLabels(labels)).toList();
    }

    private static Comparator<String> inOrderOfLabels(Collection<String> labels) {
        CellNumber plain = new CellNumber(false);
        return labels.stream().allMatch(plain::isNumber)
                ? Comparator.comparing(plain::parse)
                : Comparator.naturalOrder();
    }

    private static String cell(CSVRecord row, int column) {
        return CellNumber.strip(row.get(column));
    }
}
