package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@linkplain CsvTable table} as samples [F], or windows [1, L]. Which columns are
 * its features, the first portion tells: those of numbers, or of which nothing is known there.
 */
public final class CsvStream implements SampleStream {

    private final String name;
    private final InputStream contents;
    private final int window;
    private final int portion;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private final TreeSet<String> labels = new TreeSet<>();
    private int @Nullable [] columns; // of the features, once they are known

    private CsvStream(String name, InputStream contents, int window, int portion)
            throws IOException {
        this.name = name;
        this.contents = contents;
        this.window = window;
        this.portion = portion;
        records =
                InputFile.read(
                                name,
                                contents,
                                bytes -> CsvTable.parser(InputFile.decompressed(bytes)))
                        .iterator();
        header = InputFile.read(name, contents, bytes -> header());
    }

    /**
     * Opens a table.
     *
     * @param name how messages call it
     * @param contents perhaps compressed; they are closed with the stream, or if this fails
     * @param options which may say that each row is a window, but not that windows are to be cut
     * @param portion how many rows are read at a time
     * @throws IOException if there is no row
     */
    public static CsvStream of(String name, InputStream contents, DataOptions options, int portion)
            throws IOException {
        try {
            if (options.data().windowStep() > 0) {
                throw new IllegalArgumentException(
                        "data of a series must be a file or a name, but are the " + name);
            }
            return new CsvStream(name, contents, options.data().window(), portion);
        } catch (IOException | IllegalArgumentException e) {
            contents.close();
            throw e;
        }
    }

    private List<String> header() throws IOException {
        List<String> first = records.hasNext() ? CsvTable.header(records.next()) : List.of();
        if (!records.hasNext()) {
            throw new IOException(name + " must hold a header and at least one row, but does not");
        }
        return first;
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
        while (rows.size() < portion && records.hasNext()) {
            rows.add(records.next());
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        CsvTable table = CsvTable.of(name, header, rows);
        int[] features = columns == null ? table.columns(window) : columns;
        columns = features;
        Samples samples = table.toSamples(features, window);
        labels.addAll(samples.labelNames());
        return Optional.of(samples);
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
