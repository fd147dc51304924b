package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.zoo.Columns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the columns of a table or series are, where names and cells do not tell. */
final class ColumnOptions {

    @Option(
            names = "--features",
            paramLabel = "COLUMNS",
            description =
                    "The columns to learn from, as a,b,c; may be repeated (default: those of"
                            + " numbers).")
    private List<String> features = List.of();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "The column that says which kind a row is; none for no labels (default: one of"
                            + " a name as label, class or is_anomaly).")
    private @Nullable String label;

    @Option(
            names = "--key",
            paramLabel = "COLUMNS",
            description =
                    "Columns that tell rows apart, as order numbers; they stand beside results.")
    private List<String> keys = List.of();

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description =
                    "The column of a series that says when a point was; none for none (default:"
                            + " one of a name as time or date).")
    private @Nullable String time;

    @Option(
            names = "--group",
            paramLabel = "COLUMNS",
            description = "Columns that say which of several series a point is of.")
    private List<String> groups = List.of();

    /** Returns what was given. */
    Columns columns() {
        return new Columns(
                names(features),
                label == null ? "" : label,
                names(keys),
                time == null ? "" : time,
                names(groups));
    }

    /** Puts what was given by the path of the line of a recipe that it changes; or null. */
    void putInto(Map<String, @Nullable Object> lines) {
        lines.put("data.columns.features", features.isEmpty() ? null : names(features));
        lines.put("data.columns.label", label);
        lines.put("data.columns.key", keys.isEmpty() ? null : names(keys));
        lines.put("data.columns.time", time);
        lines.put("data.columns.group", groups.isEmpty() ? null : names(groups));
    }

    private static List<String> names(List<String> given) {
        return given.stream().map(DataSource::columnNames).flatMap(List::stream).toList();
    }
}
