package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.zoo.Columns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A table with a header. Columns of numbers are features, and of words where they are few ({@link
 * Column#ofCells}); of dates none are, nor is one that has no name, or is called index or id, and
 * counts up. A column named {@code label}, {@code anomaly}, {@code outlier}, {@code fraud} (each
 * also with is_ before it), {@code in_window} or {@code label_point}, in any case, holds the
 * labels, numbers or words; and so does one named {@code class}, {@code target} or, where there is
 * no x, {@code y}, if it has words or whole numbers of at most 20 kinds, each in two rows on
 * average. Where there are several, the first of these names counts and the others are left out.
 *
 * <p>A feature's cell may be missing: empty, or one of NA, N/A, #N/A, NaN, null, none and ?, in any
 * case. The points of a series may not.
 */
public final class CsvTable {

    private static final String ROW = "row"; // the key of samples
    private static final int MOST_SHOWN = 80; // characters of a cell in a message

    private final String path; // how messages call it
    private final List<String> header;
    private final Map<String, Integer> places; // of the names
    private final List<PackedRow> rows; // behind the header
    private final CellNumber numbers;
    private final long first; // row's number

    private CsvTable(String path, List<String> header, List<PackedRow> rows, CsvText text) {
        this.path = path;
        this.header = header;
        this.rows = rows;
        numbers = text.numbers();
        first = text.given() - rows.size() + 1;
        places = new HashMap<>();
        header.forEach(name -> places.putIfAbsent(name, places.size()));
    }

    /**
     * Returns the rows as raw samples [F], NaN for a missing feature; or [1, L].
     *
     * @param options as the table was read with, which say what columns are for: those of their
     *     model, by name; or what they say of columns; or what names and cells tell. With a window,
     *     each row is one
     * @throws IOException if a cell is none of its column's, with one line that says where
     * @throws IllegalArgumentException if a column of the options' schema is missing
     */
    public Samples samples(DataOptions options) throws IOException {
        return toSamples(schema(options, options.schema()), options.data().window());
    }

    /**
     * Returns the values of each feature, one for each row.
     *
     * @throws IOException if one is missing
     */
    List<double[]> channels(Schema schema) throws IOException {
        List<double[]> channels = new ArrayList<>();
        for (int column : places(schema)) {
            double[] channel = new double[rows.size()];
            for (int i = 0; i < channel.length; i++) {
                channel[i] = value(i, column, false);
            }
            channels.add(channel);
        }
        return channels;
    }

    /**
     * Returns the number of each row in messages and results, the first below the header being 1.
     */
    long[] numbers() {
        return LongStream.range(first, first + rows.size()).toArray();
    }

    /** Returns the names of the columns of the table in a file. */
    static List<String> header(Path path) throws IOException {
        DataOptions options = DataOptions.ofSeed(0);
        return CsvText.read(path, options, text -> text.header(path.toString(), Schema.NONE));
    }

    /** Returns the table in a file, whose text is written as is recognized. */
    public static CsvTable read(Path path) throws IOException {
        return read(path, DataOptions.ofSeed(0));
    }

    /** Returns the table in a file, whose text is written as the options say. */
    public static CsvTable read(Path path, DataOptions options) throws IOException {
        return CsvText.read(path, options, text -> of(path.toString(), text, options));
    }

    /**
     * Returns the table in a text that is no file's.
     *
     * @param name how messages call it
     * @param json whether it holds objects in JSON, and not rows in CSV
     * @throws IOException if it is no table
     */
    public static CsvTable of(String name, byte[] text, boolean json, DataOptions options)
            throws IOException {
        InputStream contents = new ByteArrayInputStream(text);
        return InputFile.read(
                name,
                contents,
                bytes ->
                        of(
                                name,
                                json
                                        ? CsvText.ofObjects(
                                                new ByteArrayInputStream(text), bytes, options)
                                        : CsvText.of(bytes, options),
                                options));
    }

    private static CsvTable of(String name, CsvText text, DataOptions options) throws IOException {
        List<String> header = text.header(name, options.schema());
        List<PackedRow> rows = new ArrayList<>();
        text.forEachRemaining(rows::add);
        return of(name, header, rows, text);
    }

    /**
     * Returns a table, or some of its rows.
     *
     * @param name how messages call it
     * @param text which gave these rows last
     */
    static CsvTable of(String name, List<String> header, List<PackedRow> rows, CsvText text)
            throws IOException {
        CsvTable table = new CsvTable(name, header, rows, text);
        table.requireRectangle();
        return table;
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
        for (int i = 0; i < rows.size(); i++) {
            PackedRow row = rows.get(i);
            if (row.size() != header.size()) {
                throw new IOException(
                        "%s: row %s must have %s cells as the header has, but has %s%s"
                                .formatted(
                                        path,
                                        first + i,
                                        header.size(),
                                        row.size(),
                                        i > 0 || first > 1
                                                ? decimals(row.toList())
                                                : aboveHeader(row.toList())));
            }
        }
    }

    // What the rows of one column look like where a comma was to be the decimal point.
    private String decimals(List<String> cells) {
        String whole = String.join(",", cells);
        return header.size() == 1 && cells.size() == 2 && whole.matches("\\s*[+-]?\\d+,\\d+\\s*")
                ? "; separator must be ; if %s is one number".formatted(whole.strip())
                : "";
    }

    // Of the first row: a line of one cell before it may be none of names.
    private String aboveHeader(List<String> cells) {
        String decimals = decimals(cells);
        return decimals.isEmpty() && header.size() == 1 && cells.size() > 1
                ? "; the first line must name the columns, but is \"%s\"".formatted(header.get(0))
                : decimals;
    }

    // Of a table that seems to have one column.
    private Optional<String> separator() {
        return header.size() > 1
                ? Optional.empty()
                : Stream.of("^", ":", "~", "/", " ")
                        .filter(each -> header.get(0).contains(each))
                        .filter(each -> rows.stream().allMatch(row -> row.get(0).contains(each)))
                        .findFirst()
                        .map("; separator must be \"%s\" if it stands between cells"::formatted);
    }

    /** Returns how messages call the table. */
    String name() {
        return path;
    }

    /** Returns the names of all columns. */
    public List<String> header() {
        return header;
    }

    /** Returns whether there is a column of a name. */
    boolean has(String name) {
        return places.containsKey(name);
    }

    /**
     * Returns the rows as they are, but with what is missing of their features filled in: numbers
     * and words.
     *
     * @param predicted the features of each row, [F] in raw units
     * @param model the schema whose features they are; all columns of numbers where it names none
     * @throws IOException if there is none
     */
    public Stream<List<Object>> filled(Samples predicted, Schema model) throws IOException {
        Schema schema = model.features().isEmpty() ? schema(model).ofNumbers() : model;
        int[] columns = places(schema);
        List<Column> features = schema.featureColumns();
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i -> {
                            List<Object> cells = new ArrayList<>(rows.get(i).toList());
                            for (int j = 0; j < columns.length; j++) {
                                if (CellNumber.isMissing(rows.get(i).cell(columns[j]))) {
                                    cells.set(
                                            columns[j],
                                            features.get(j).cell(predicted.value(i, j)));
                                }
                            }
                            return cells;
                        });
    }

    /**
     * Returns what the columns of a table of samples are for.
     *
     * @param model whose columns are wanted, by name; or {@link Schema#NONE} for those of numbers
     *     or of few words, and those of which nothing is known
     * @throws IOException if there is none
     * @throws IllegalArgumentException if the table lacks a column of the model
     */
    public Schema schema(Schema model) throws IOException {
        return schema(new SchemaReading(this, false, true, Columns.NONE), model);
    }

    Schema schema(SchemaReading reading, Schema model) throws IOException {
        Schema schema = model.features().isEmpty() ? reading.found() : ofModel(reading, model);
        if (schema.features().isEmpty()) {
            Optional<String> words =
                    header.stream()
                            .flatMap(name -> column(name).otherDecimal().stream())
                            .findFirst();
            throw new IOException(
                    "%s must have a column of numbers beside the label, but has the columns %s%s%s"
                            .formatted(
                                    path,
                                    header,
                                    words.map(why -> ", of " + why).orElse(""),
                                    separator().orElse("")));
        }
        return schema;
    }

    private Schema ofModel(SchemaReading reading, Schema model) {
        try {
            return reading.ofModel(model);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + separator().orElse(""), e);
        }
    }

    /**
     * Returns what the columns of a table are for that may have a window in each row.
     *
     * @param options which say what columns are for, and whether rows are windows
     * @param model as that of {@link #schema(Schema)}
     */
    Schema schema(DataOptions options, Schema model) throws IOException {
        int window = options.data().window();
        Columns said = options.data().columns();
        Schema schema = schema(new SchemaReading(this, false, window == 0, said), model);
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

    /** Returns a column. */
    TableColumn column(String name) {
        return new TableColumn(rows, places.getOrDefault(name, -1), numbers);
    }

    /**
     * Returns the rows as samples.
     *
     * @param schema whose features are their values
     * @param window as that of the schema; without one, a value may be missing
     */
    Samples toSamples(Schema schema, int window) throws IOException {
        int[] columns = places(schema);
        List<Column> features = schema.featureColumns();
        double[] values = new double[Math.multiplyExact(rows.size(), columns.length)];
        boolean missing = false;
        for (int i = 0; i < values.length; i++) {
            int row = i / columns.length;
            int column = i % columns.length;
            Column feature = features.get(column);
            values[i] =
                    feature.isOfWords()
                            ? word(rows.get(row).cell(columns[column]), feature)
                            : feature.isOfDates()
                                    ? date(row, columns[column], feature)
                                    : value(row, columns[column], window == 0);
            missing |= Double.isNaN(values[i]);
        }
        List<String> labels = labels(schema);
        List<String> names = labelNames(labels);
        Shape shape = window > 0 ? new Shape(1, window) : new Shape(columns.length);
        SampleFormat raw = SampleFormat.unfitted(shape);
        SampleFormat format = (missing ? raw.withMissing() : raw).withSchema(schema);
        int[] indices = labelIndices(labels, names);
        return withKeys(Samples.ofDoubles(path, format, values, indices, names), schema);
    }

    // The number of each row, from 1, and then the columns of keys as they stand.
    private Samples withKeys(Samples samples, Schema schema) {
        List<String> columns = schema.keys();
        Samples keyed = columns.contains(ROW) ? samples : samples.withNumbers(ROW, first);
        for (String key : columns) {
            keyed = keyed.withKeys(key, column(key).cells().toList());
        }
        return keyed;
    }

    private static double word(String cell, Column column) {
        return CellNumber.isMissing(cell) ? Double.NaN : column.index(cell);
    }

    private double date(int row, int column, Column feature) throws IOException {
        String cell = rows.get(row).cell(column);
        try {
            return CellNumber.isMissing(cell) ? Double.NaN : feature.value(cell);
        } catch (IllegalArgumentException e) {
            throw wrongCell(row, column, "a " + feature.one(), '"' + shown(cell) + '"');
        }
    }

    private IOException wrongCell(int row, int column, String rule, String fault) {
        return new IOException(
                "%s: value in row %s, column \"%s\" must be %s, but is %s"
                        .formatted(path, first + row, shown(header.get(column)), rule, fault));
    }

    // In one line: a quote that is not closed makes a cell of many.
    private static String shown(String cell) {
        String line = cell.replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
    }

    private double value(int row, int column, boolean mayMiss) throws IOException {
        String cell = rows.get(row).cell(column);
        if (mayMiss && CellNumber.isMissing(cell)) {
            return Double.NaN;
        }
        double value = numbers.parse(cell);
        if (Double.isNaN(value)) {
            String shown = numbers.isNumber(cell) ? cell : "\"" + shown(cell) + "\"";
            String advice = numbers.isOther(cell) ? numbers.advice("it is one") : "";
            throw wrongCell(row, column, "a finite number", shown + advice);
        }
        return value;
    }

    /** Returns the label of each row; nothing if there is no column of labels. */
    List<String> labels(Schema schema) throws IOException {
        List<String> labels =
                schema.label().map(label -> column(label).cells().toList()).orElse(List.of());
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).isEmpty()) {
                int column = header.indexOf(schema.label().orElseThrow());
                throw wrongCell(i, column, "a number or a word", "empty");
            }
        }
        return labels;
    }

    /** Returns which of the names each label is; all of them are names. */
    static int[] labelIndices(List<String> labels, List<String> names) {
        Map<String, Integer> order = new HashMap<>();
        names.forEach(name -> order.put(name, order.size()));
        return labels.stream().mapToInt(label -> order.getOrDefault(label, 0)).toArray();
    }

    /** Returns the different labels in their order, that of numbers if all are. */
    static List<String> labelNames(Collection<String> labels) {
        return labels.stream().distinct().sorted(inOrderOfLabels(labels)).toList();
    }

    private static Comparator<String> inOrderOfLabels(Collection<String> labels) {
        CellNumber plain = new CellNumber(false, false);
        return labels.stream().allMatch(plain::isNumber)
                ? Comparator.comparing(plain::parse)
                : Comparator.naturalOrder();
    }
}
