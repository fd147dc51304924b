package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import io.github.autoencoders.zoo.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The rows of a {@linkplain CsvTable table} as samples [F], or windows [1, L]. Which columns are
 * its features, the model tells; or the first portion, if there is none: those of numbers, or of
 * which nothing is known there.
 */
public final class CsvStream implements SampleStream {

    private static final String LABEL = "label";
    private static final int MOST_LABELS = 100_000; // different ones that are kept

    private final String name;
    private final InputStream contents;
    private final DataOptions options;
    private final int portion;
    private final CsvText text;
    private final List<String> header;
    private long count; // of the rows so far
    private final TreeSet<String> labels = new TreeSet<>();
    private boolean codes;
    private Schema model; // whose columns are read, or NONE
    private Schema schema = Schema.NONE; // of the first portion, once it is known

    private CsvStream(
            String name,
            InputStream contents,
            InputFile.Reading<CsvText> reading,
            DataOptions options,
            int portion)
            throws IOException {
        this.name = name;
        this.contents = contents;
        this.options = options;
        this.portion = portion;
        model = options.schema();
        text = InputFile.read(name, contents, reading);
        header = InputFile.read(name, contents, bytes -> header());
    }

    /**
     * Opens a table.
     *
     * @param name how messages call it
     * @param contents perhaps compressed; they are closed with the stream, or if this fails
     * @param options which may have a model's schema, by whose names columns are read, and say that
     *     each row is a window, but not that windows are to be cut
     * @param portion how many rows are read at a time
     * @throws IOException if there is no row
     */
    public static CsvStream of(String name, InputStream contents, DataOptions options, int portion)
            throws IOException {
        return of(name, contents, bytes -> CsvText.of(bytes, options), options, portion);
    }

    /** Opens a table in a file likewise, which may be of objects in JSON. */
    static CsvStream of(Path path, DataOptions options, int portion) throws IOException {
        return of(
                path.toString(),
                CsvText.open(path),
                bytes -> CsvText.of(path, bytes, options),
                options,
                portion);
    }

    private static CsvStream of(
            String name,
            InputStream contents,
            InputFile.Reading<CsvText> reading,
            DataOptions options,
            int portion)
            throws IOException {
        try {
            if (options.data().windowStep() > 0) {
                throw new IllegalArgumentException(
                        "data of a series must be a file or a name, but are the " + name);
            }
            return new CsvStream(name, contents, reading, options, portion);
        } catch (IOException | IllegalArgumentException e) {
            contents.close();
            throw e;
        }
    }

    /**
     * Takes the rows for codes, which have no other keys than those of what they are codes of:
     * where the header has the names that codes are written with, z1, z2 and so on, these are read
     * by name, and what stands before them is their keys.
     *
     * @param codeSize how many numbers a code has
     */
    public void takeCodes(int codeSize) {
        codes = true;
        List<String> names = IntStream.rangeClosed(1, codeSize).mapToObj(i -> "z" + i).toList();
        if (!header.containsAll(names)) {
            return;
        }
        List<Column> columns = new ArrayList<>(Schema.ofFeatures(names).columns());
        for (String key : header.subList(0, header.indexOf(names.get(0)))) {
            if (!key.equals(LABEL) && !names.contains(key)) {
                columns.add(Column.of(key, Role.KEY));
            }
        }
        model = new Schema(columns);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Samples> next() throws IOException {
        return InputFile.read(name, contents, bytes -> rows());
    }

    private Optional<Samples> rows() throws IOException {
        List<PackedRow> rows = new ArrayList<>();
        while (rows.size() < portion && text.hasNext()) {
            rows.add(text.next());
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        CsvTable table = CsvTable.of(name, header, rows, text);
        schema = next(table);
        Samples samples = table.toSamples(schema, options.data().window());
        for (String label : samples.labelNames()) {
            if (labels.size() < MOST_LABELS) { // a stream may have no end
                labels.add(label);
            }
        }
        count += rows.size();
        return Optional.of(codes ? samples.withOnlyKeys(schema.keys()) : samples);
    }

    // What columns are for does not change with the portion, but words may come.
    private Schema next(CsvTable table) throws IOException {
        if (schema.columns().isEmpty()) {
            return table.schema(options, model);
        }
        Optional<String> label = table.schema(options, schema).label();
        boolean begins = label.flatMap(schema::column).filter(Column::isEmpty).isPresent();
        if (begins || (schema.label().isPresent() && label.isEmpty())) {
            throw new IOException(
                    "%s: column \"%s\" must have labels in all rows or in none, but changes behind row %s"
                            .formatted(name, label.or(schema::label).orElseThrow(), count));
        }
        Columns said = options.data().columns();
        String same = schema.label().orElse(Columns.NO_COLUMN);
        return table.schema(options.withColumns(said.withLabel(same)), schema);
    }

    /**
     * Returns the names of the labels so far, in their order; of many different the first 100,000.
     */
    @Override
    public List<String> labelNames() {
        return CsvTable.labelNames(labels);
    }

    private List<String> header() throws IOException {
        try {
            return text.header(name, model);
        } catch (IOException | RuntimeException e) {
            text.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
        contents.close();
    }
}
