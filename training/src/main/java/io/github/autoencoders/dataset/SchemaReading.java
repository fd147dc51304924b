package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds what the columns of a table are for: from their names and cells, or as a model has them.
 *
 * @param table whose columns they are
 * @param series whether its rows are points in time
 */
record SchemaReading(CsvTable table, boolean series) {

    // Of several, the first of these that is there.
    private static final List<String> LABELS =
            List.of(
                    "label",
                    "labels",
                    "anomaly",
                    "is_anomaly",
                    "outlier",
                    "is_outlier",
                    "fraud",
                    "is_fraud",
                    "in_window",
                    "label_point");
    // May be a measured value as well.
    private static final List<String> DOUBTFUL_LABELS = List.of("class", "target", "y");
    private static final int MOST_LABELS = 20;
    private static final Set<String> TIMES =
            Set.of("timestamp", "time", "date", "datetime", "date_time", "ts");
    private static final Pattern NAMELESS = Pattern.compile("|unnamed:?_*\\d*|index|id|row");

    /**
     * Returns the schema of the table for a model, its features in the model's order.
     *
     * @throws IllegalArgumentException if the table lacks a feature
     */
    Schema ofModel(Schema model) {
        model.places(table.name(), table.header());
        Optional<String> label =
                model.label()
                        .filter(table.header()::contains)
                        .filter(name -> !isEmpty(name))
                        .or(() -> labelBeside(model.features()));
        Optional<String> time =
                model.time().filter(table.header()::contains).or(() -> time(model.features()));
        List<Column> columns = new ArrayList<>(Schema.ofFeatures(model.features()).columns());
        for (String name : table.header()) {
            if (!model.features().contains(name)) {
                columns.add(
                        used(name, label, time)
                                .or(() -> model.column(name).filter(SchemaReading::isLeftOut))
                                .orElseGet(() -> stranger(name)));
            }
        }
        return new Schema(columns);
    }

    private Column stranger(String name) {
        return isEmpty(name) ? Column.leftOut(name, "empty") : Column.unknown(name);
    }

    // As the labels of a table whose samples are still to be judged.
    private boolean isEmpty(String name) {
        return table.cells(name).stream().allMatch(String::isEmpty);
    }

    private static boolean isLeftOut(Column column) {
        return column.role() == Role.LEFT_OUT;
    }

    private static Optional<Column> used(
            String name, Optional<String> label, Optional<String> time) {
        if (label.filter(name::equals).isPresent()) {
            return Optional.of(Column.of(name, Role.LABEL));
        }
        return time.filter(name::equals).map(found -> Column.of(name, Role.TIME));
    }

    /** Returns the schema that names and cells of the table tell. */
    Schema found() {
        Optional<String> label = label();
        Optional<String> time = time(label.stream().toList());
        return new Schema(
                IntStream.range(0, table.header().size())
                        .mapToObj(
                                place ->
                                        used(table.header().get(place), label, time)
                                                .orElseGet(() -> column(place)))
                        .toList());
    }

    private Column column(int place) {
        String name = table.header().get(place);
        if (LABELS.contains(plain(name))) {
            return Column.leftOut(name, "another label");
        }
        if (isRunningIndex(place)) {
            return Column.leftOut(name, "a running index");
        }
        if (table.anyNumber(place)) {
            return Column.of(name, Role.FEATURE);
        }
        if (table.allMissing(place)) {
            return series ? Column.leftOut(name, "empty") : Column.of(name, Role.FEATURE);
        }
        return Column.leftOut(name, "words");
    }

    private Optional<String> label() {
        Stream<String> doubtful =
                called(DOUBTFUL_LABELS)
                        .filter(name -> !name.equals("y") || !table.header().contains("x"))
                        .filter(name -> table.isOfKinds(place(name), MOST_LABELS));
        return Stream.concat(called(LABELS), doubtful).findFirst();
    }

    // Of what a model does not learn from, the name is enough.
    private Optional<String> labelBeside(List<String> features) {
        return Stream.concat(
                        called(LABELS).filter(name -> !isEmpty(name)),
                        called(DOUBTFUL_LABELS).filter(table::isFull))
                .filter(name -> !features.contains(name))
                .findFirst();
    }

    private Stream<String> called(List<String> names) {
        return names.stream()
                .flatMap(
                        wanted ->
                                table.header().stream().filter(name -> plain(name).equals(wanted)));
    }

    // The first of a name of times; or else a first column of words, or of a running index.
    private Optional<String> time(List<String> others) {
        if (!series) {
            return Optional.empty();
        }
        Optional<String> named =
                table.header().stream()
                        .filter(name -> TIMES.contains(plain(name)) && !others.contains(name))
                        .findFirst();
        String first = table.header().get(0);
        boolean plausible =
                !others.contains(first)
                        && !LABELS.contains(plain(first))
                        && (!table.anyNumber(0) || isRunningIndex(0));
        return named.or(() -> plausible ? Optional.of(first) : Optional.empty());
    }

    private boolean isRunningIndex(int place) {
        return NAMELESS.matcher(plain(table.header().get(place))).matches()
                && table.countsUp(place);
    }

    private int place(String name) {
        return table.header().indexOf(name);
    }

    // isAnomaly, "Is Anomaly" and IS_ANOMALY are one name.
    private static String plain(String name) {
        return name.replaceAll("(\\p{Lower})(\\p{Upper})", "$1_$2")
                .replaceAll("[\\s-]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
