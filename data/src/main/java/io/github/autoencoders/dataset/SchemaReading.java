package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import io.github.autoencoders.zoo.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what the columns of a table are for: as somebody says, as a model has them, or from their
 * names and cells.
 *
 * @param table whose columns they are
 * @param series whether its rows are points in time
 * @param words whether columns of words may be learnt from
 * @param said of the columns
 */
record SchemaReading(CsvTable table, boolean series, boolean words, Columns said) {

    SchemaReading {
        requireThere(table, "features", said.features());
        requireThere(table, "label", named(said.label()).stream().toList());
        requireThere(table, "key", said.key());
        requireThere(table, "time", named(said.time()).stream().toList());
        requireThere(table, "group", said.group());
    }

    private static Optional<String> named(String name) {
        return Optional.of(name).filter(each -> !each.isEmpty() && !each.equals(Columns.NO_COLUMN));
    }

    private static void requireThere(CsvTable table, String role, List<String> names) {
        for (String name : names) {
            if (!table.has(name)) {
                String suggestion = Spelling.suggestion(name, table.header());
                throw new IllegalArgumentException(
                        "%s must name columns of %s, but there is no \"%s\"%s"
                                .formatted(
                                        role,
                                        table.name(),
                                        name,
                                        suggestion.isEmpty()
                                                ? " among " + Spelling.first(SHOWN, table.header())
                                                : suggestion));
            }
        }
    }

    private static final int SHOWN = 8; // names in a message

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
                    "label_point",
                    "ground_truth",
                    "true_label",
                    "class_label",
                    "anomaly_label",
                    "is_anomalous",
                    "anomalous",
                    "is_fraudulent",
                    "is_attack",
                    "is_abnormal");
    // May be a measured value as well.
    private static final List<String> DOUBTFUL_LABELS = List.of("class", "target", "y");
    private static final int MOST_LABELS = 20;
    private static final String RUNNING_INDEX = "a running index";
    private static final Set<String> TIMES =
            Set.of(
                    "timestamp",
                    "time",
                    "date",
                    "datetime",
                    "date_time",
                    "ts",
                    "time_stamp",
                    "epoch",
                    "unix_time",
                    "unixtime",
                    "event_time",
                    "created_at",
                    "recorded_at",
                    "measured_at");
    // 2026-11-29, 29.11.2026, 11/29/26, each perhaps with a time; or a time alone.
    private static final Pattern DATE =
            Pattern.compile(
                    "(\\d{4}([-./])\\d{1,2}\\2\\d{1,2}|\\d{1,2}([-./])\\d{1,2}\\3\\d{2,4})([T"
                            + " ].*)?|\\d{1,2}:\\d{2}(:.*)?");
    private static final Pattern EPOCH = Pattern.compile("1\\d{9}((\\d{3}){0,3}|\\.\\d+)");
    private static final Pattern NAMELESS =
            Pattern.compile("|unnamed:?_*\\d*|index|id|row|#|idx|no|nr|row_?(number|num|no|id)");

    /**
     * Returns the schema of the table for a model, its features in the model's order, and with the
     * table's own words beside the model's.
     *
     * @throws IllegalArgumentException if the table lacks a feature
     */
    Schema ofModel(Schema model) {
        model.places(table.name(), table.header());
        Set<String> features = new LinkedHashSet<>(model.features());
        Map<String, Column> known = new HashMap<>();
        model.columns().forEach(column -> known.put(column.name(), column));
        Optional<String> label =
                label(
                        () ->
                                model.label()
                                        .filter(table::has)
                                        .filter(
                                                name ->
                                                        isFree(name)
                                                                && !table.column(name).isEmpty())
                                        .or(() -> labelBeside(features)));
        Optional<String> time =
                time(
                        () ->
                                model.time()
                                        .filter(name -> isFree(name) && table.has(name))
                                        .or(() -> time(features)));
        Set<String> keys = both(said.key(), model.keys());
        Roles roles = new Roles(label, time, keys, both(said.group(), model.groups()));
        List<Column> columns = new ArrayList<>();
        for (Column feature : model.featureColumns()) {
            columns.add(
                    feature.isOfWords()
                            ? feature.withWords(table.column(feature.name()).known())
                            : feature);
        }
        for (String name : table.header()) {
            if (!features.contains(name)) {
                columns.add(
                        roles.of(name)
                                .or(
                                        () ->
                                                Optional.ofNullable(known.get(name))
                                                        .filter(SchemaReading::isLeftOut))
                                .orElseGet(() -> unknown(name)));
            }
        }
        return new Schema(columns);
    }

    private static Set<String> both(List<String> some, List<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    // As it is said, or else as it is found.
    private Optional<String> label(Supplier<Optional<String>> found) {
        return said.label().isEmpty() ? found.get() : named(said.label());
    }

    private Optional<String> time(Supplier<Optional<String>> found) {
        return said.time().isEmpty() ? found.get() : named(said.time());
    }

    private boolean isFree(String name) {
        return Stream.of(said.features(), said.key(), said.group())
                        .noneMatch(names -> names.contains(name))
                && Stream.of(said.label(), said.time())
                        .noneMatch(role -> named(role).filter(name::equals).isPresent());
    }

    /** What columns are for that are not learnt from. */
    private record Roles(
            Optional<String> label, Optional<String> time, Set<String> keys, Set<String> groups) {

        Optional<Column> of(String name) {
            if (label.filter(name::equals).isPresent()) {
                return Optional.of(Column.of(name, Role.LABEL));
            }
            if (time.filter(name::equals).isPresent()) {
                return Optional.of(Column.of(name, Role.TIME));
            }
            if (keys.contains(name)) {
                return Optional.of(Column.of(name, Role.KEY));
            }
            return groups.contains(name)
                    ? Optional.of(Column.of(name, Role.GROUP))
                    : Optional.empty();
        }
    }

    private Column unknown(String name) {
        if (isRunningIndex(name)) { // as in what was written for a table
            return Column.leftOut(name, RUNNING_INDEX);
        }
        // As the labels of a table whose samples are still to be judged.
        return table.column(name).isEmpty() ? Column.empty(name) : Column.unknown(name);
    }

    private static boolean isLeftOut(Column column) {
        return column.role() == Role.LEFT_OUT;
    }

    /** Returns the schema that is said, or that names and cells of the table tell. */
    Schema found() {
        Optional<String> label = label(this::label);
        Optional<String> time = time(() -> time(label.map(Set::of).orElse(Set.of())));
        Roles roles = new Roles(label, time, Set.copyOf(said.key()), Set.copyOf(said.group()));
        Set<String> chosen = Set.copyOf(said.features());
        return new Schema(
                table.header().stream()
                        .map(name -> roles.of(name).orElseGet(() -> column(name, chosen)))
                        .toList());
    }

    private Column column(String name, Set<String> chosen) {
        if (chosen.isEmpty()) {
            return column(name);
        }
        if (!chosen.contains(name)) {
            return Column.leftOut(name, "not chosen");
        }
        TableColumn cells = table.column(name);
        if (!words || cells.anyNumber() || cells.allMissing()) {
            return Column.of(name, Role.FEATURE);
        }
        List<String> known = cells.known();
        return dates(name, known).orElseGet(() -> Column.ofWords(name, known));
    }

    private Column column(String name) {
        if (LABELS.contains(plain(name)) && !said.label().equals(Columns.NO_COLUMN)) {
            return Column.leftOut(name, "another label");
        }
        if (isRunningIndex(name)) {
            return Column.leftOut(name, RUNNING_INDEX);
        }
        TableColumn cells = table.column(name);
        if (cells.losesDigits()) {
            return Column.leftOut(name, "whole numbers of more digits than are told apart");
        }
        if (cells.anyNumber()) {
            return Column.of(name, Role.FEATURE);
        }
        if (cells.allMissing()) {
            boolean trailing = name.isEmpty(); // a separator at the end of each line
            return series || trailing ? Column.empty(name) : Column.of(name, Role.FEATURE);
        }
        Optional<String> otherDecimal = cells.otherDecimal();
        if (!words || otherDecimal.isPresent()) {
            return Column.leftOut(name, otherDecimal.orElse("words"));
        }
        List<String> known = cells.known();
        return known.stream().allMatch(cell -> DATE.matcher(cell).matches())
                ? Column.leftOut(name, "dates")
                : Column.ofCells(name, known);
    }

    private Optional<Column> dates(String name, List<String> known) {
        try {
            return Column.ofDates(name, known);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(table.name() + ": " + e.getMessage(), e);
        }
    }

    private Optional<String> label() {
        Stream<String> doubtful =
                called(DOUBTFUL_LABELS)
                        .filter(name -> !name.equals("y") || !table.has("x"))
                        .filter(name -> table.column(name).isOfKinds(MOST_LABELS));
        return Stream.concat(called(LABELS), doubtful).filter(this::isFree).findFirst();
    }

    /** Returns whether a column of a name may be a label, or a measured value as well. */
    static boolean isDoubtfulLabel(String name) {
        return DOUBTFUL_LABELS.contains(plain(name));
    }

    // Of what a model does not learn from, the name is enough.
    private Optional<String> labelBeside(Set<String> features) {
        return Stream.concat(
                        called(LABELS).filter(name -> !table.column(name).isEmpty()),
                        called(DOUBTFUL_LABELS).filter(name -> table.column(name).isFull()))
                .filter(name -> !features.contains(name) && isFree(name))
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
                        .filter(this::isFree)
                        .findFirst();
        String first = table.header().get(0);
        boolean plausible =
                !others.contains(first)
                        && isFree(first)
                        && !LABELS.contains(plain(first))
                        && (!table.column(first).anyNumber()
                                || isRunningIndex(first)
                                || isEpoch(first));
        return named.or(() -> plausible ? Optional.of(first) : Optional.empty());
    }

    // Of this century, in seconds to nanoseconds; anything else that is so large has no such end.
    private boolean isEpoch(String name) {
        return table.column(name).cells().allMatch(cell -> EPOCH.matcher(cell).matches());
    }

    private boolean isRunningIndex(String name) {
        return NAMELESS.matcher(plain(name)).matches() && table.column(name).countsUp();
    }

    // isAnomaly, "Is Anomaly" and IS_ANOMALY are one name.
    static String plain(String name) {
        return name.replaceAll("(\\p{Lower})(\\p{Upper})", "$1_$2")
                .replaceAll("[\\s-]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
