package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.zoo.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/**
 * Rows of a table of which some columns are to be predicted from the others, written {@code TABLE
 * => columns price,quantity}; a name with a comma stands in quotes. What goes in are the features
 * that the table has beside them. Two columns of strings, of which nearly each row has another, are
 * strings that become others.
 */
final class TargetColumns implements DataKind {

    private static final String RECIPE = "predict-table";
    private static final String COLUMNS = "columns ";
    private static final Pattern FORM =
            Pattern.compile("(?s)(.*)" + PairData.ARROW + COLUMNS + "(.+)");

    /** Returns the name of the rows of a table of which columns are to be predicted. */
    static String named(String table, List<String> columns) {
        return table + PairData.ARROW + COLUMNS + CSVFormat.DEFAULT.format(columns.toArray());
    }

    private record Parts(String table, List<String> columns) {

        static Parts of(String input) {
            Matcher matcher = FORM.matcher(input);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "data must be TABLE => columns a,b, but are " + input);
            }
            return new Parts(matcher.group(1), DataSource.columnNames(matcher.group(2)));
        }
    }

    @Override
    public Inputs inputs() {
        return new PairData().inputs();
    }

    @Override
    public boolean takes(String input) {
        return FORM.matcher(input).matches();
    }

    /**
     * Returns true.
     *
     * @throws IllegalArgumentException if the table is not there
     */
    @Override
    public boolean exists(String input) {
        DataSource.of(Parts.of(input).table, DataOptions.ofSeed(0));
        return true;
    }

    @Override
    public String recipe(String input, DataOptions options) {
        Parts parts = Parts.of(input);
        try {
            CsvTable rows = requireThere(parts, DataSource.of(parts.table, options));
            boolean strings = stringsBeside(parts, options, rows).isPresent();
            return strings ? Strings.PAIR_RECIPE : RECIPE;
        } catch (IOException | IllegalArgumentException e) {
            return RECIPE; // what is wrong is said when it is read
        }
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        Parts parts = Parts.of(input);
        CsvTable rows = requireThere(parts, DataSource.of(parts.table, options));
        Optional<String> strings = stringsBeside(parts, options, rows);
        if (strings.isPresent()) {
            return strings(rows, parts.columns.get(0)).withInputs(strings(rows, strings.get()));
        }
        Columns said = options.data().columns();
        Columns targets = said.withFeatures(parts.columns).withLabel(Columns.NO_COLUMN);
        Samples wanted = rows.samples(options.withSchema(Schema.NONE).withColumns(targets));
        Samples given = beside(parts, rows, options);
        Schema predicted = new Schema(wanted.format().schema().featureColumns());
        Samples whole = whole(wanted, predicted).withInputs(given);
        return given.labelled() ? whole.withLabels(given.labels()) : whole;
    }

    // Whatever the name of a target says, it is no label.
    private static Samples beside(Parts parts, CsvTable rows, DataOptions options)
            throws IOException {
        Columns said = options.data().columns();
        Columns others =
                said.withFeatures(
                        said.features().stream()
                                .filter(name -> !parts.columns.contains(name))
                                .toList());
        Samples read = rows.samples(options.withColumns(others));
        if (read.format().schema().label().filter(parts.columns::contains).isPresent()) {
            Columns unlabelled = others.withLabel(Columns.NO_COLUMN);
            read = rows.samples(options.withColumns(unlabelled));
        }
        List<Column> columns =
                read.format().schema().columns().stream()
                        .filter(column -> !parts.columns.contains(column.name()))
                        .toList();
        Schema schema = new Schema(columns);
        if (schema.features().isEmpty()) {
            throw new IllegalArgumentException(
                    "%s must have columns to learn from beside %s, but has none"
                            .formatted(read.name(), String.join(", ", parts.columns)));
        }
        return whole(read, schema);
    }

    // In the columns of a schema, none of whose values may be missing.
    private static Samples whole(Samples read, Schema schema) {
        Shape shape = new Shape(schema.features().size());
        return read.withFormat(SampleFormat.unfitted(shape).withSchema(schema));
    }

    // The one column that is learnt from, where it and the target are of strings.
    private static Optional<String> stringsBeside(
            Parts parts, DataOptions options, CsvTable table) {
        List<String> said = options.data().columns().features();
        List<String> others =
                (said.isEmpty() ? table.header() : said)
                        .stream().filter(name -> !parts.columns.contains(name)).toList();
        boolean strings =
                parts.columns.size() == 1
                        && others.size() == 1
                        && Stream.concat(parts.columns.stream(), others.stream())
                                .allMatch(name -> areStrings(table, name));
        return strings ? Optional.of(others.get(0)) : Optional.empty();
    }

    // Of which nearly each row has another.
    private static boolean areStrings(CsvTable table, String column) {
        TableColumn cells = table.column(column);
        return cells.isFull()
                && !cells.anyNumber()
                && Column.ofCells(column, cells.known()).role() == Schema.Role.LEFT_OUT;
    }

    private static Samples strings(CsvTable table, String column) {
        boolean smiles = SchemaReading.plain(column).contains("smiles");
        return Strings.of(table.name(), table.column(column).cells().toList(), smiles);
    }

    private static CsvTable requireThere(Parts parts, DataSource table) throws IOException {
        CsvTable rows =
                table.table()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "data must be a table to have columns, but are "
                                                        + parts.table));
        List<String> header = rows.header();
        for (String name : parts.columns) {
            if (!header.contains(name)) {
                throw new IllegalArgumentException(
                        "target must be columns of %s, but it has no \"%s\"%s"
                                .formatted(parts.table, name, Spelling.suggestion(name, header)));
            }
        }
        return rows;
    }

    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        Parts parts = Parts.of(input);
        List<String> notes = new ArrayList<>(DataSource.of(parts.table, options).notes());
        notes.add(
                "%s of %s to come out, other columns go in"
                        .formatted(
                                String.join(", ", parts.columns),
                                parts.table + (parts.columns.size() == 1 ? " is" : " are")));
        return notes;
    }
}
