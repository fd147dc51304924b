package io.github.autoencoders.zoo;

import io.github.autoencoders.config.RecordCopy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What somebody says of the columns of a table or series, by their names; of what is not said,
 * names and cells tell.
 *
 * <pre>{@code
 * Columns columns = Columns.NONE.withLabel("state").withKey(List.of("order"));
 * DataSource table =
 *         DataSource.of("orders.csv", DataOptions.ofSeed(0).withColumns(columns));
 * }</pre>
 *
 * @param features that are learnt from, and no others; or none, where it is not said
 * @param label the column of labels, or {@value #NO_COLUMN} for no labels; empty where it is not
 *     said
 * @param key that tell rows apart; they are not learnt from, and stand beside results
 * @param time the column of times of a series, or {@value #NO_COLUMN} for none; empty where it is
 *     not said
 * @param group that tell which of several series a point is of; they are not learnt from
 */
public record Columns(
        List<String> features, String label, List<String> key, String time, List<String> group) {

    /** Stands in the place of a column's name for no column. */
    public static final String NO_COLUMN = "none";

    /** Nothing is said. */
    public static final Columns NONE = new Columns(List.of(), "", List.of(), "", List.of());

    public Columns {
        features = List.copyOf(features);
        key = List.copyOf(key);
        group = List.copyOf(group);
        Map<String, String> roles = new HashMap<>();
        requireFree(roles, "features", features);
        requireFree(roles, "label", only(label).toList());
        requireFree(roles, "key", key);
        requireFree(roles, "time", only(time).toList());
        requireFree(roles, "group", group);
    }

    private static Stream<String> only(String name) {
        return Stream.of(name).filter(each -> !each.isEmpty() && !each.equals(NO_COLUMN));
    }

    private static void requireFree(Map<String, String> roles, String role, List<String> names) {
        for (String name : names) {
            String before = roles.put(name, role);
            if (before != null) {
                throw new IllegalArgumentException(
                        role
                                + " must be columns of no other use, but \""
                                + name
                                + "\" is among the "
                                + before
                                + " already");
            }
        }
    }

    /** Returns the columns with other features. */
    public Columns withFeatures(List<String> newFeatures) {
        return RecordCopy.with(this, "features", newFeatures);
    }

    /** Returns the columns with another label. */
    public Columns withLabel(String newLabel) {
        return RecordCopy.with(this, "label", newLabel);
    }

    /** Returns the columns with other keys. */
    public Columns withKey(List<String> newKey) {
        return RecordCopy.with(this, "key", newKey);
    }

    /** Returns the columns with another time. */
    public Columns withTime(String newTime) {
        return RecordCopy.with(this, "time", newTime);
    }

    /** Returns the columns with other groups. */
    public Columns withGroup(List<String> newGroup) {
        return RecordCopy.with(this, "group", newGroup);
    }
}
