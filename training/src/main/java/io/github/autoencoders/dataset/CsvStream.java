package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a {@linkplain CsvTable table}. Which columns are its features, the model tells; or
 * the first portion, if there is none: those of numbers, or of which nothing is known there.
 */
final class CsvStream implements SampleStream {

    private final String name;
    private final InputStream contents;
    private final int window;
    private final int portion;
    private final CsvText text;
    private final List<String> header;
    private final TreeSet<String> labels = new TreeSet<>();
    private Schema schema; // of the model; or of the first portion, once it is known

    /**
     * Opens a table.
     *
     * @param name how messages call it
     * @param contents perhaps compressed; they are closed with the stream
     * @param window the length of the window that each row is, or 0 for a row of features
     * @param portion how many rows are read at a time
     * @param model whose columns are read, by name; or {@link Schema#NONE}
     */
    CsvStream(String name, InputStream contents, int window, int portion, Schema model)
            throws IOException {
        this.name = name;
        this.contents = contents;
        this.window = window;
        this.portion = portion;
        schema = model;
        text = InputFile.read(name, contents, CsvText::of);
        header = InputFile.read(name, contents, bytes -> CsvTable.header(name, text));
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
        schema = window > 0 ? table.windowSchema(window, schema) : table.schema(schema);
        Shape shape = window > 0 ? new Shape(1, window) : new Shape(schema.features().size());
        Samples samples = table.toSamples(schema, shape, window == 0);
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
