package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with a header. Columns of numbers are features, those of words are left out, and a column
 * named {@code label}, {@code anomaly}, {@code in_window} or {@code label_point} holds the labels,
 * numbers or words; where there are several, the first of these names counts and the others are
 * left out.
 *
 * <p>A feature's cell may be missing: empty, or one of NA, N/A, #N/A, NaN, null, none and ?, in any
 * case. The points of a series may not.
 */
public final class CsvTable {

    private static final List<String> LABELS =
            List.of("label", "anomaly", "in_window", "label_point");
    private static final Set<String> TIMES = Set.of("timestamp", "time", "date", "datetime");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(nan|inf|infinity)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern MISSING =
            Pattern.compile("|#?n/?a|[+-]?nan|null|none|\\?", Pattern.CASE_INSENSITIVE);

    private final String path; // how messages call it
    private final List<String> header;
    private final List<CSVRecord> rows; // behind the header

    private CsvTable(String path, List<String> header, List<CSVRecord> rows) {
        this.path = path;
        this.header = header;
        this.rows = rows;
    }

    /** Returns whether a file's name says that it is a table. */
    static boolean isNamed(Path path) {
        return InputFile.plainName(path).endsWith(".csv");
    }

    /** Returns the rows, their features as raw values: each a sample [F], NaN for a missing one. */
    static Samples samples(Path path) throws IOException {
        CsvTable table = read(path);
        int[] columns = table.features(false);
        return table.toSamples(columns, new Shape(columns.length), true);
    }

    /** Returns the rows, each a window already: samples [1, L]. */
    static Samples windows(Path path, int length) throws IOException {
        CsvTable table = read(path);
        return table.toSamples(table.windowColumns(length), new Shape(1, length), false);
    }

    /** Returns the rows as the points of a series, its features as channels. */
    static Series series(Path path) throws IOException {
        CsvTable table = read(path);
        int[] columns = table.features(true);
        List<float[]> channels = new ArrayList<>();
        for (int column : columns) {
            float[] channel = new float[table.rows.size()];
            for (int i = 0; i < channel.length; i++) {
                channel[i] = table.value(table.rows.get(i), column, false);
            }
            channels.add(channel);
        }
        List<String> names = IntStream.of(columns).mapToObj(table.header::get).toList();
        boolean timed = columns[0] > 0 && !LABELS.contains(table.header.get(0));
        List<String> times =
                timed ? table.rows.stream().map(row -> cell(row, 0)).toList() : List.of();
        List<String> labels = table.labels();
        return new Series(table.path, names, channels, times, labels, labelNames(labels));
    }

    /** Returns the table in a file. */
    public static CsvTable read(Path path) throws IOException {
        List<CSVRecord> records = InputFile.read(path, CsvTable::records);
        if (records.size() < 2) {
            throw new IOException(
                    "%s must hold a header and at least one row, but holds %s lines"
                            .formatted(path, records.size()));
        }
        return of(path.toString(), header(records.get(0)), records.subList(1, records.size()));
    }

    /**
     * Returns a table, or some of its rows.
     *
     * @param name how messages call it
     */
    static CsvTable of(String name, List<String> header, List<CSVRecord> rows) throws IOException {
        CsvTable table = new CsvTable(name, header, rows);
        table.requireRectangle();
        return table;
    }

    static List<String> header(CSVRecord first) {
        return first.stream().map(String::strip).toList();
    }

    private static List<CSVRecord> records(InputStream contents) throws IOException {
        try (CSVParser parser = parser(contents)) {
            return parser.getRecords();
        }
    }

    /** Returns a parser of a file's contents, the header being its first record. */
    static CSVParser parser(InputStream contents) throws IOException {
        Reader reader = new BufferedReader(new InputStreamReader(contents, StandardCharsets.UTF_8));
        reader.mark(1);
        if (reader.read() != '\uFEFF') { // the byte-order mark that spreadsheets write
            reader.reset();
        }
        return CSVFormat.DEFAULT.parse(reader);
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

    /** Returns the names of all columns. */
    public List<String> header() {
        return header;
    }

    /**
     * Returns the rows as they are, but with what is missing of their features filled in.
     *
     * @param predicted the features of each row, [F] in raw units
     */
    public Stream<List<Object>> filled(List<float[]> predicted) throws IOException {
        int[] columns = features(false);
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i -> {
                            List<Object> cells = new ArrayList<>(rows.get(i).toList());
                            for (int j = 0; j < columns.length; j++) {
                                if (isMissing(cell(rows.get(i), columns[j]))) {
                                    cells.set(columns[j], predicted.get(i)[j]);
                                }
                            }
                            return cells;
                        });
    }

    /**
     * Checks that of each column something is known.
     *
     * @param path of the table
     * @param training samples that are to be learnt from
     * @throws IllegalArgumentException if there is nothing, with the name of the column
     */
    static void requireKnown(Path path, Samples training) throws IOException {
        for (int j = 0; j < training.format().size(); j++) {
            int feature = j;
            boolean known =
                    IntStream.range(0, training.size())
                            .anyMatch(i -> !Float.isNaN(training.value(i, feature)));
            if (!known) {
                CsvTable table = read(path);
                throw new IllegalArgumentException(
                        "%s: column \"%s\" must have known values to learn from, but has none"
                                .formatted(path, table.header.get(table.features(false)[j])));
            }
        }
    }

    /**
     * Returns the columns of numbers, and in a table those of which nothing is known; in a series,
     * the first is none if its name is of a time.
     */
    int[] features(boolean series) throws IOException {
        boolean timed = series && TIMES.contains(header.get(0).toLowerCase(Locale.ROOT));
        int[] columns =
                IntStream.range(timed ? 1 : 0, header.size())
                        .filter(column -> !LABELS.contains(header.get(column)))
                        .filter(column -> isFeature(column, series))
                        .toArray();
        if (columns.length == 0) {
            throw new IOException(
                    "%s must have a column of numbers beside the label, but has the columns %s"
                            .formatted(path, header));
        }
        return columns;
    }

    /** Returns the columns of numbers of a table that has a window in each row. */
    int[] windowColumns(int length) throws IOException {
        int[] columns = features(false);
        if (columns.length != length) {
            throw new IOException(
                    "%s must have %s columns of numbers, a window in each row, where windowStep is 0, but has %s"
                            .formatted(path, length, columns.length));
        }
        return columns;
    }

    private boolean isFeature(int column, boolean series) {
        return rows.stream().anyMatch(row -> isNumber(cell(row, column)))
                || (!series && rows.stream().allMatch(row -> isMissing(cell(row, column))));
    }

    /**
     * Returns the rows as samples.
     *
     * @param columns their values
     * @param shape of a sample
     * @param mayMiss whether a value may be missing, which is then NaN
     */
    Samples toSamples(int[] columns, Shape shape, boolean mayMiss) throws IOException {
        float[] values = new float[Math.multiplyExact(rows.size(), columns.length)];
        boolean missing = false;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rows.get(i / columns.length), columns[i % columns.length], mayMiss);
            missing |= Float.isNaN(values[i]);
        }
        List<String> labels = labels();
        List<String> names = labelNames(labels);
        SampleFormat raw = SampleFormat.unfitted(shape);
        SampleFormat format = missing ? raw.withMissing() : raw;
        int[] indices = labels.stream().mapToInt(names::indexOf).toArray();
        return Samples.ofFloats(path, format, values, indices, names);
    }

    private float value(CSVRecord row, int column, boolean mayMiss) throws IOException {
        String cell = cell(row, column);
        if (mayMiss && isMissing(cell)) {
            return Float.NaN;
        }
        float value = isNumber(cell) ? parse(cell) : Float.NaN;
        if (!Float.isFinite(value)) {
            String shown = isNumber(cell) ? cell : "\"" + cell + "\"";
            throw new IOException(
                    "%s: value in row %s, column \"%s\" must be a finite number, but is %s"
                            .formatted(path, row.getRecordNumber(), header.get(column), shown));
        }
        return value;
    }

    // Empty if there is no such column.
    private List<String> labels() throws IOException {
        Optional<String> name = LABELS.stream().filter(header::contains).findFirst();
        if (name.isEmpty()) {
            return List.of();
        }
        int column = header.indexOf(name.get());
        for (CSVRecord row : rows) {
            if (cell(row, column).isEmpty()) {
                throw new IOException(
                        "%s: value in row %s, column \"%s\" must be a number or a word, but is"
                                        .formatted(path, row.getRecordNumber(), name.get())
                                + " empty");
            }
        }
        return rows.stream().map(row -> cell(row, column)).toList();
    }

    /** Returns the different labels in their order, that of numbers if all are. */
    static List<String> labelNames(Collection<String> labels) {
        return labels.stream().distinct().sorted(inOrderOfLabels(labels)).toList();
    }

    private static Comparator<String> inOrderOfLabels(Collection<String> labels) {
        return labels.stream().allMatch(CsvTable::isNumber)
                ? Comparator.comparing(CsvTable::parse)
                : Comparator.naturalOrder();
    }

    private static String cell(CSVRecord row, int column) {
        return row.get(column).strip();
    }

    private static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches();
    }

    private static boolean isMissing(String cell) {
        return MISSING.matcher(cell).matches();
    }

    private static float parse(String number) {
        char last = Character.toLowerCase(number.charAt(number.length() - 1));
        return last == 'n' || last == 'f' || last == 'y' ? Float.NaN : Float.parseFloat(number);
    }
}
