package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Spelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the columns of a table or of a series were taken for: which are learnt from, which is the
 * label, which the time, keys and groups, and which were left out, and why. A model keeps the
 * schema of what it was trained on, and other tables are read for it by the names of the columns,
 * whatever their order.
 *
 * @param columns in their order in the table; none for samples that have no columns with names
 */
public record Schema(List<Column> columns) {

    /** The schema of samples whose values have no names. */
    public static final Schema NONE = new Schema(List.of());

    private static final int SHOWN = 6; // names in a line
    private static final String UNKNOWN = "unknown to the model";

    /** What a column is for. */
    public enum Role {
        /** Its values are learnt from: a feature of a row, or a channel of a series. */
        FEATURE,
        /** Says which kind of sample a row is; it is not learnt from. */
        LABEL,
        /** When a point of a series was; it is not learnt from. */
        TIME,
        /** Tells a row from the others, as an order's number; it is not learnt from. */
        KEY,
        /** Says which series a point belongs to, as a machine's name; it is not learnt from. */
        GROUP,
        /** Not used. */
        LEFT_OUT
    }

    /**
     * A column.
     *
     * @param name as the header has it
     * @param role what it is for
     * @param reason for leaving it out; what times or groups were found to be, or empty; empty for
     *     other roles
     */
    public record Column(String name, Role role, String reason) {

        public Column {
            boolean told = role == Role.TIME || role == Role.GROUP;
            if (role == Role.LEFT_OUT == reason.isEmpty() && !told) {
                throw new IllegalArgumentException(
                        "reason must be given for columns that are left out, and for no others, but"
                                + " is \""
                                + reason
                                + "\" for a "
                                + role);
            }
        }

        /** Returns a column that is used. */
        public static Column of(String name, Role role) {
            return new Column(name, role, "");
        }

        /**
         * Returns a column of times or groups, and what they were found to be: as "every 5 min".
         */
        public static Column told(String name, Role role, String found) {
            return new Column(name, role, found);
        }

        /** Returns a column that is not used as a model does not know it. */
        public static Column unknown(String name) {
            return leftOut(name, UNKNOWN);
        }

        /** Returns a column that is not used. */
        public static Column leftOut(String name, String reason) {
            return new Column(name, Role.LEFT_OUT, reason);
        }
    }

    public Schema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        "columns must have different names, but two are called \""
                                + column.name()
                                + '"');
            }
        }
        requireAtMostOne(Role.LABEL, columns);
        requireAtMostOne(Role.TIME, columns);
    }

    private static void requireAtMostOne(Role role, List<Column> columns) {
        long count = columns.stream().filter(column -> column.role() == role).count();
        if (count > 1) {
            throw new IllegalArgumentException(
                    "columns must have at most one " + role + ", but have " + count);
        }
    }

    /** Returns the schema of columns that are all learnt from. */
    public static Schema ofFeatures(List<String> names) {
        return new Schema(names.stream().map(name -> Column.of(name, Role.FEATURE)).toList());
    }

    /** Returns the names of the columns that are learnt from, in the order of a sample's values. */
    public List<String> features() {
        return named(Role.FEATURE).toList();
    }

    /** Returns the name of the column of labels, if there is one. */
    public Optional<String> label() {
        return named(Role.LABEL).findFirst();
    }

    /** Returns the name of the column of times, if there is one. */
    public Optional<String> time() {
        return named(Role.TIME).findFirst();
    }

    /** Returns the names of the columns that tell rows apart; none where there are none. */
    public List<String> keys() {
        return named(Role.KEY).toList();
    }

    /** Returns the names of the columns that say which of several series a point is of. */
    public List<String> groups() {
        return named(Role.GROUP).toList();
    }

    /** Returns the schema with another column of the same name in the place of one. */
    public Schema with(Column changed) {
        return new Schema(
                columns.stream()
                        .map(column -> column.name().equals(changed.name()) ? changed : column)
                        .toList());
    }

    private Stream<String> named(Role role) {
        return columns.stream().filter(column -> column.role() == role).map(Column::name);
    }

    /** Returns the column of a name, if there is one. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Returns the names of columns that were left out as {@linkplain Column#unknown unknown}. */
    public List<String> strangers() {
        return columns.stream()
                .filter(column -> column.reason().equals(UNKNOWN))
                .map(Column::name)
                .toList();
    }

    /**
     * Returns where the columns that are learnt from stand among other columns.
     *
     * @param data how messages call what has the other columns
     * @param names of the other columns
     * @return for each column that is learnt from, an index into the names
     * @throws IllegalArgumentException if one is not there
     */
    public int[] places(String data, List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        List<String> features = features();
        for (String feature : features) {
            if (!places.containsKey(feature)) {
                List<String> strangers =
                        names.stream().filter(name -> column(name).isEmpty()).toList();
                throw new IllegalArgumentException(
                        "%s must have the column \"%s\", as the model's data had, but has none%s"
                                .formatted(data, feature, suggestion(feature, strangers)));
            }
        }
        return features.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
    }

    private static String suggestion(String feature, List<String> strangers) {
        return strangers.stream()
                .filter(feature::equalsIgnoreCase)
                .findFirst()
                .map(name -> "; did you mean " + name + "?")
                .or(() -> Optional.of(Spelling.suggestion(feature, strangers)))
                .filter(text -> !text.isEmpty())
                .or(() -> line("; unknown to the model", strangers))
                .orElse("");
    }

    /**
     * Returns what the columns were taken for, a line for each role that some have: the first few
     * names, and how many there are.
     *
     * @param features what those are called that are learnt from
     */
    public List<String> lines(String features) {
        return Stream.of(
                        line(features, features()),
                        line("label, not learnt from", named(Role.LABEL).toList()),
                        line("time", told(Role.TIME)),
                        line("key", keys()),
                        line("group", told(Role.GROUP)),
                        line("left out", told(Role.LEFT_OUT)))
                .flatMap(Optional::stream)
                .toList();
    }

    // With what was found of them.
    private List<String> told(Role role) {
        return columns.stream()
                .filter(column -> column.role() == role)
                .map(
                        column ->
                                shown(column.name())
                                        + (column.reason().isEmpty()
                                                ? ""
                                                : " (" + column.reason() + ")"))
                .toList();
    }

    private static String shown(String name) {
        return name.isEmpty() ? "\"\"" : name;
    }

    private static Optional<String> line(String what, List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String shown =
                names.stream().limit(SHOWN).map(Schema::shown).collect(Collectors.joining(", "));
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return Optional.of(what + ": " + shown + more);
    }

    /**
     * Checks that the columns are as many as a sample's features or channels, or as its values.
     *
     * @throws IllegalArgumentException if they are not
     */
    void requireFits(Shape shape) {
        int count = features().size();
        if (!columns.isEmpty() && count != shape.get(0) && count != shape.size()) {
            throw new IllegalArgumentException(
                    "schema must have a column for each of the "
                            + shape.get(0)
                            + " features or channels of "
                            + shape
                            + ", but has "
                            + count);
        }
    }
}
