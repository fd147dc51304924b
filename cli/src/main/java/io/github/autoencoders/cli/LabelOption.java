package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.CsvTable;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which column of a table holds the labels, where its name does not tell. */
final class LabelOption {

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "The column that says which rows are anomalies, which is not learnt from"
                            + " (default: one that is called label, anomaly or so).")
    private String label = "";

    /** Checks that there are data of a name or path; no engine is touched. */
    static void requireThere(String data) {
        if (!data.equals("-")) { // the standard input, where it may be followed
            DataSource.of(data, DataOptions.ofSeed(0));
        }
    }

    /**
     * Reads data of a schema, its label the chosen column.
     *
     * @param known the columns that are wanted, or {@link Schema#NONE} for those that the table
     *     tells
     */
    Samples read(String data, Schema known) throws IOException {
        return read(data, DataOptions.ofSeed(0).withSchema(known));
    }

    /** Reads data as options say, its label the chosen column. */
    Samples read(String data, DataOptions options) throws IOException {
        Schema known = options.schema();
        DataSource source = DataSource.of(data, options);
        if (label.isEmpty()) {
            return source.load();
        }
        return source.withOptions(source.options().withSchema(labelled(source, data, known)))
                .load();
    }

    // The table is not kept beside what is read by its schema.
    private Schema labelled(DataSource source, String data, Schema known) throws IOException {
        Optional<CsvTable> table = source.table();
        if (table.isEmpty() || !table.get().header().contains(label)) {
            throw new IllegalArgumentException(
                    "--label must be a column of %s, but is \"%s\"".formatted(data, label));
        }
        return labelled(table.get().schema(known));
    }

    /**
     * Reads a series, its label the chosen column.
     *
     * @param known the channels that are wanted, or {@link Schema#NONE}
     */
    Series series(String data, Schema known) throws IOException {
        return DataSource.of(data, options(known)).series();
    }

    /** Returns how rows or points of a schema are read, their label the chosen column. */
    DataOptions options(Schema known) {
        return DataOptions.ofSeed(0).withSchema(known).withColumns(Columns.NONE.withLabel(label));
    }

    private Schema labelled(Schema schema) {
        List<Schema.Column> columns = new ArrayList<>();
        for (Schema.Column column : schema.columns()) {
            if (column.name().equals(label)) {
                columns.add(Schema.Column.of(label, Schema.Role.LABEL));
            } else if (column.role() == Schema.Role.LABEL) {
                columns.add(Schema.Column.leftOut(column.name(), "another label"));
            } else {
                columns.add(column);
            }
        }
        return new Schema(columns);
    }
}
