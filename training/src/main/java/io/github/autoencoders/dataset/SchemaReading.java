package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final String RUNNING_INDEX = "a running index";
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
        Set<String> features = new LinkedHashSet<>(model.features());
        Optional<String> label =
                model.label()
                        .filter(table.header()::contains)
                        .filter(name -> !table.isEmpty(name))
                        .or(() -> labelBeside(features));
        Optional<String> time =
                model.time().filter(table.header()::contains).or(() -> time(features));
        List<Column> columns = new ArrayList<>(Schema.ofFeatures(List.copyOf(features)).columns());
        for (String name : table.header()) {
            if (!features.contains(name)) {
                columns.add(
                        used(name, label, time)
                                .or(() -> model.column(name).filter(SchemaReading::isKept))
                                .orElseGet(() -> stranger(name)));
            }
        }
        return new Schema(columns);
    }

    private Column stranger(String name) {
        if (isRunningIndex(name)) { // as in what was written for a table
            return Column.leftOut(name, RUNNING_INDEX);
        }
        // As the labels of a table whose samples are still to be judged.
        return table.isEmpty(name) ? Column.leftOut(name, "empty") : Column.unknown(name);
    }

    private static boolean isKept(Column column) {
        return column.role() == Role.LEFT_OUT || column.role() == Role.KEY;
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
        Optional<String> time = time(label.map(Set::of).orElse(Set.of()));
        return new Schema(
                table.header().stream()
                        .map(name -> used(name, label, time).orElseGet(() -> column(name)))
                        .toList());
    }

    private Column column(String name) {
        if (LABELS.contains(plain(name))) {
            return Column.leftOut(name, "another label");
        }
        if (isRunningIndex(name)) {
            return Column.leftOut(name, RUNNING_INDEX);
        }
        if (table.anyNumber(name)) {
            return Column.of(name, Role.FEATURE);
        }
        if (table.allMissing(name)) {
            return series ? Column.leftOut(name, "empty") : Column.of(name, Role.FEATURE);
        }
        return Column.leftOut(name, "words");
    }

    private Optional<String> label() {
        Stream<String> doubtful =
                called(DOUBTFUL_LABELS)
                        .filter(name -> !name.equals("y") || !table.header().contains("x"))
                        .filter(name -> table.isOfKinds(name, MOST_LABELS));
        return Stream.concat(called(LABELS), doubtful).findFirst();
    }

    // Of what a model does not learn from, the name is enough.
    private Optional<String> labelBeside(Set<String> features) {
        return Stream.concat(
                        called(LABELS).filter(name -> !table.isEmpty(name)),
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
    private Optional<String> time(Set<String> others) {
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
                        && (!table.anyNumber(first) || isRunningIndex(first));
        return named.or(() -> plausible ? Optional.of(first) : Optional.empty());
    }

    private boolean isRunningIndex(String name) {
        return NAMELESS.matcher(plain(name)).matches() && table.countsUp(name);
    }

    // isAnomaly, "Is Anomaly" and IS_ANOMALY are one name.
    private static String plain(String name) {
        return name.replaceAll("(\\p{Lower})(\\p{Upper})", "$1_$2")
                .replaceAll("[\\s-]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
