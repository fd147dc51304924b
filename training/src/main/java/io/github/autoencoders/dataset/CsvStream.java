package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a {@linkplain CsvTable table} as samples [F], or windows [1, L]. Which columns are
 * its features, the model tells; or the first portion, if there is none: those of numbers, or of
 * which nothing is known there.
 */
public final class CsvStream implements SampleStream {

    private final String name;
    private final InputStream contents;
    private final DataOptions options;
    private final int portion;
    private final CsvText text;
    private final List<String> header;
    private long count; // of the rows so far
    private final TreeSet<String> labels = new TreeSet<>();
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
        text = InputFile.read(name, contents, reading);
        header = InputFile.read(name, contents, bytes -> text.header(name, options.schema()));
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
                InputFile.open(path),
                bytes -> CsvTable.text(path, bytes, options),
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Samples> next() throws IOException {
        return InputFile.read(name, contents, bytes -> rows());
    }

    private Optional<Samples> rows() throws IOException {
        List<CSVRecord> rows = new ArrayList<>();
        while (rows.size() < portion && text.hasNext()) {
            rows.add(text.next());
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        CsvTable table = CsvTable.of(name, header, rows, text.numbers());
        requireNoNewLabels(table);
        Samples samples = table.toSamples(schema, options.data().window());
        labels.addAll(samples.labelNames());
        count += rows.size();
        return Optional.of(samples);
    }

    // What columns are for does not change with the portion; an empty label has no other below it.
    private void requireNoNewLabels(CsvTable table) throws IOException {
        if (schema.columns().isEmpty()) {
            schema = table.schema(options, options.schema());
        } else if (schema.label().isEmpty() && !options.schema().features().isEmpty()) {
            Optional<String> label = table.schema(options, options.schema()).label();
            if (label.flatMap(schema::column).filter(Column::isEmpty).isPresent()) {
                throw new IOException(
                        "%s: column \"%s\" must have labels in all rows or in none, but has first ones behind row %s"
                                .formatted(name, label.orElseThrow(), count + 1));
            }
        }
    }

    @Override
    public List<String> labelNames() {
        return CsvTable.labelNames(labels);
    }

    @Override
    public void close() throws IOException {
        contents.close();
    }
}
