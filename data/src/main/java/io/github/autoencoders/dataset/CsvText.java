package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.TextForm;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a table's text, behind the names of its columns. What separates cells is said, or
 * else the comma, semicolon, tab or vertical bar that the first line has most of. In a table of one
 * column an empty line is a missing value, but for those at the end; in others it is nothing.
 */
final class CsvText implements Iterator<PackedRow>, Closeable {

    /** The form of the names of files of objects in JSON, a row each. */
    static final String JSON = ".*\\.(jsonl|ndjson|json)";

    /** What may stand between cells, each a character. */
    static final String SEPARATORS = ",;\t|";

    private static final Pattern TOLD = Pattern.compile("(?i)sep=(.)\\s*");
    private static final int FIRST_LINE = 1 << 20; // characters that are looked at
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

    private final CSVParser lines;
    private final Iterator<CSVRecord> records;
    private final TextForm form;
    private final boolean names; // whether columns have names that nobody need guess
    private final Deque<CSVRecord> ahead = new ArrayDeque<>(); // empty ones, and one behind them
    private int columns; // once a row was seen that is not empty
    private long given; // rows
    private long line; // of the file, the last that was read

    private CsvText(CSVParser lines, TextForm form, boolean names) {
        this.lines = lines;
        records = lines.iterator();
        this.form = form;
        this.names = names;
    }

    /** What is made of a text. */
    interface Reading<T> {
        T from(CsvText text) throws IOException;
    }

    /** Returns what is made of the text of a file. */
    static <T> T read(Path path, DataOptions options, Reading<T> reading) throws IOException {
        try (InputStream contents = open(path)) {
            return InputFile.read(
                    path.toString(),
                    contents,
                    bytes -> {
                        try (CsvText text = of(path, bytes, options)) {
                            return reading.from(text);
                        }
                    });
        }
    }

    /** Returns a file's contents, decompressed; none of a folder, whose files are opened apart. */
    static InputStream open(Path path) throws IOException {
        return Files.isDirectory(path) ? InputStream.nullInputStream() : InputFile.open(path);
    }

    /**
     * Returns the records of a file: objects in JSON, rows, or the columns of Parquet files.
     *
     * @param contents of the file, decompressed; none of a folder
     */
    static CsvText of(Path path, InputStream contents, DataOptions options) throws IOException {
        if (ParquetTable.isNamed(path.toString())) {
            return ofParquet(path, options);
        }
        if (!InputFile.isNamed(path.toString(), JSON)) {
            return of(contents, options);
        }
        try (InputStream first = InputFile.open(path)) {
            return ofObjects(first, contents, options);
        }
    }

    /**
     * Returns the records of contents, decompressed if they are compressed.
     *
     * @param options which say how the text is written. For a model, a separator that does not
     *     stand in the first line is not that of this text, and its decimals may be others too
     */
    static CsvText of(InputStream contents, DataOptions options) throws IOException {
        TextForm said = options.data().text();
        BufferedReader reader = DecodedText.of(InputFile.decompressed(contents), said);
        String line = firstLine(reader);
        Matcher told = TOLD.matcher(line.stripLeading());
        if (told.matches()) { // as spreadsheets write it above the header
            reader.readLine();
            line = firstLine(reader);
            said = said.separator().isEmpty() ? said.withSeparator(told.group(1)) : said;
        }
        boolean model = !options.schema().features().isEmpty();
        boolean stale = model && !said.separator().isEmpty() && !line.contains(said.separator());
        TextForm form = stale ? said.withSeparator("").withDecimal("") : said;
        String separator = form.separator().isEmpty() ? separator(line) : form.separator();
        CSVFormat format = FORMAT.builder().setDelimiter(separator).get();
        return new CsvText(format.parse(reader), form.withSeparator(separator), false);
    }

    /**
     * Returns the records of objects in JSON.
     *
     * @param first contents that are read for the objects' keys
     * @param contents the same, from their beginning
     */
    static CsvText ofObjects(InputStream first, InputStream contents, DataOptions options)
            throws IOException {
        TextForm form = unseparated(options);
        List<String> keys = JsonRows.keys(DecodedText.of(first, form));
        String decimal = CellNumber.of(form).decimal();
        return of(keys, new JsonRows(DecodedText.of(contents, form), keys, decimal), form);
    }

    /**
     * Returns the records of a Parquet file, or of those in a folder.
     *
     * @throws IOException if it is none, or the library is not there that reads such files
     */
    private static CsvText ofParquet(Path path, DataOptions options) throws IOException {
        TextForm form = unseparated(options);
        ParquetTable rows = parquet(path, CellNumber.of(form).decimal());
        return of(rows.names(), rows, form);
    }

    /** Returns a line that says which columns of a Parquet file are left out, if any are. */
    static List<String> leftOutOfParquet(Path path) throws IOException {
        try (ParquetTable rows = parquet(path, ".")) {
            return rows.leftOut();
        }
    }

    private static ParquetTable parquet(Path path, String decimal) throws IOException {
        if (InputFile.isNamed(path.toString(), ".*\\.gz")) {
            throw new TextFormatException(
                    "Parquet files must not be compressed as a whole, but this one is called .gz");
        }
        try {
            return ParquetTable.open(path, decimal);
        } catch (NoClassDefFoundError e) {
            throw new TextFormatException(
                    "blue.strategic.parquet:parquet-floor must be on the class path for Parquet"
                            + " files, but is not",
                    e);
        }
    }

    private static TextForm unseparated(DataOptions options) {
        return options.data().text().withNoHeader(false).withSeparator("");
    }

    private static CsvText of(List<String> names, RowText.Rows rows, TextForm form)
            throws IOException {
        return new CsvText(FORMAT.parse(new RowText(names, rows)), form, true);
    }

    // But for what is quoted.
    private static String firstLine(BufferedReader reader) throws IOException {
        reader.mark(FIRST_LINE);
        StringBuilder line = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < FIRST_LINE - 1; i++) {
            int c = reader.read();
            if (c < 0 || (begun && !quoted && (c == '\n' || c == '\r'))) {
                break;
            }
            begun |= c != '\n' && c != '\r';
            quoted ^= c == '"';
            if (!quoted) {
                line.append((char) c);
            }
        }
        reader.reset();
        return line.toString();
    }

    private static String separator(String line) {
        int[] counts = new int[SEPARATORS.length()];
        line.chars()
                .map(SEPARATORS::indexOf)
                .filter(known -> known >= 0)
                .forEach(known -> counts[known]++);
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return SEPARATORS.substring(most, most + 1);
    }

    /** Returns how numbers are written: where semicolons separate cells, with decimal commas. */
    CellNumber numbers() {
        return CellNumber.of(form);
    }

    /** Returns how many rows were given so far: the number of the last, from 1 below the header. */
    long given() {
        return given;
    }

    /**
     * Returns the names of the columns, the first row; or c0, c1 and so on where it is said that
     * there are none, unless the first row has all names of a model's columns.
     *
     * @param name how messages call the table
     * @throws IOException if it is a row of numbers, or there is no other
     */
    List<String> header(String name, Schema model) throws IOException {
        List<String> first =
                hasNext() ? ahead.getLast().stream().map(CellNumber::strip).toList() : List.of();
        boolean known =
                !model.features().isEmpty() && new HashSet<>(first).containsAll(model.features());
        if (form.noHeader() && !known && !first.isEmpty()) {
            return IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
        }
        if (!first.isEmpty()) {
            ahead.clear();
        }
        if (!hasNext()) {
            throw new IOException(name + " must hold a header and at least one row, but does not");
        }
        if (!names && first.stream().allMatch(numbers()::isNumber) && !counts(first)) {
            throw new IOException(
                    "%s must begin with a line that names the columns, but begins with the numbers %s; noHeader must be given if they have no names"
                            .formatted(name, String.join(", ", first)));
        }
        return first;
    }

    // Numbered columns, from 0 or 1 on, have names.
    private static boolean counts(List<String> header) {
        return List.of("0", "1").contains(header.get(0))
                && header.equals(from(Integer.parseInt(header.get(0)), header.size()));
    }

    private static List<String> from(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
    }

    @Override
    public boolean hasNext() {
        while (ahead.isEmpty() || (isEmpty(ahead.getLast()) && !names)) {
            if (!hasRecord()) {
                ahead.clear();
                return false;
            }
            CSVRecord next = records.next();
            line = lines.getCurrentLineNumber();
            if (columns == 0 && !isEmpty(next)) {
                columns = next.size();
                ahead.removeIf(empty -> columns != 1);
            }
            if (columns == 1 || !isEmpty(next) || (columns == 0 && form.noHeader())) {
                ahead.add(next);
            }
        }
        return true;
    }

    private boolean hasRecord() {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException wrong) {
                throw new UncheckedIOException(
                        new TextFormatException(
                                "line %s must close its quotes, and have a separator behind them, but does not: %s"
                                        .formatted(line + 1, wrong.getMessage())));
            }
            throw e;
        }
    }

    private static boolean isEmpty(CSVRecord row) {
        return row.size() == 1 && row.get(0).isEmpty();
    }

    @Override
    public PackedRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more rows");
        }
        given++;
        return PackedRow.of(ahead.remove());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
