package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads the points of one or of several series from a table.
 *
 * @param table a row for each point
 * @param options which say what columns are for, and have the schema of a model whose channels are
 *     read by name; or {@link Schema#NONE}
 */
record SeriesReading(CsvTable table, DataOptions options) {

    private static final int SHOWN = 4; // names of series in a line
    private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?");
    private static final Pattern MOMENT = // to which no time of a day is to be added
            Pattern.compile(".*:.*|.*\\dT\\d.*|(?!\\d{8}$)[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
    private static final Pattern NAMES_OF_GROUPS =
            Pattern.compile(
                    "(machine|device|sensor|unit|host|server|station|meter|site|asset|engine|item|series|group)s?(["
                        + " _-]?(id|no|nr|name|number))?|id",
                    Pattern.CASE_INSENSITIVE);

    /**
     * Returns the series, its features as channels.
     *
     * @throws IOException if a value or a time is missing, with one line that says where
     */
    Series series() throws IOException {
        SchemaReading reading = new SchemaReading(table, true, false, options.data().columns());
        Schema columns = withModelsGroups(table.schema(reading, options.schema()));
        Optional<String> clock = clock(table, columns);
        List<String> times = times(table, columns, clock);
        String place =
                columns.time()
                        .map(time -> "%s, column \"%s\"".formatted(table.name(), time))
                        .orElse(table.name());
        Schema grouped = columns.groups().isEmpty() ? withFound(columns, place, times) : columns;
        List<String> groups = groups(table, grouped.groups());
        Timeline timeline = Timeline.read(place, times, groups, table.numbers());
        List<String> labels = table.labels(grouped);
        Series rows =
                new Series(
                        table.name(),
                        withClock(told(grouped, timeline), clock),
                        table.channels(grouped),
                        Timeline.none(table.numbers().length),
                        labels,
                        CsvTable.labelNames(labels),
                        grouped.keys().stream()
                                .map(key -> table.column(key).cells().toList())
                                .toList());
        return rows.in(timeline);
    }

    /**
     * Returns the column of the times of the day, where days stand in a column of their own, and
     * nothing in other tables.
     */
    static Optional<String> clock(CsvTable table, Schema columns) {
        Optional<String> days =
                columns.time()
                        .filter(
                                time ->
                                        table.column(time)
                                                .cells()
                                                .noneMatch(MOMENT.asMatchPredicate()));
        return columns.columns().stream()
                .filter(column -> days.isPresent() && column.role() == Role.LEFT_OUT)
                .map(Column::name)
                .filter(name -> table.column(name).cells().allMatch(CLOCK.asMatchPredicate()))
                .findFirst();
    }

    /**
     * Returns the times of the rows of a table, or nothing if it has none.
     *
     * @param clock the column of the times of the day
     */
    static List<String> times(CsvTable table, Schema columns, Optional<String> clock) {
        List<String> cells =
                columns.time().map(time -> table.column(time).cells().toList()).orElse(List.of());
        if (clock.isEmpty()) {
            return cells;
        }
        List<String> clocks = table.column(clock.get()).cells().toList();
        return IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i) + ' ' + clocks.get(i))
                .toList();
    }

    private Schema withModelsGroups(Schema columns) {
        Schema changed = columns;
        for (String group : options.schema().groups()) {
            if (table.header().contains(group)) {
                changed = changed.with(Column.of(group, Role.GROUP));
            }
        }
        return changed;
    }

    /** Returns the series of each row of a table, by the columns of groups together. */
    static List<String> groups(CsvTable table, List<String> columns) {
        List<List<String>> cells =
                columns.stream().map(column -> table.column(column).cells().toList()).toList();
        return cells.isEmpty()
                ? List.of()
                : IntStream.range(0, cells.get(0).size())
                        .mapToObj(
                                row ->
                                        cells.stream()
                                                .map(column -> column.get(row))
                                                .collect(Collectors.joining(", ")))
                        .toList();
    }

    // Where times go back or repeat, what tells apart series in which they do not.
    private Schema withFound(Schema columns, String place, List<String> times) throws IOException {
        if (times.isEmpty() || Timeline.rises(place, times, List.of(), table.numbers())) {
            return columns;
        }
        for (Column column : columns.columns()) {
            if (mayTellApart(column)) {
                List<String> groups = groups(table, List.of(column.name()));
                long kinds = groups.stream().distinct().count();
                if (kinds > 1
                        && 2 * kinds <= groups.size()
                        && Timeline.rises(place, times, groups, table.numbers())) {
                    return columns.with(Column.of(column.name(), Role.GROUP));
                }
            }
        }
        return columns;
    }

    private boolean mayTellApart(Column column) {
        return switch (column.role()) {
            case TIME, LABEL, GROUP -> false;
            case LEFT_OUT, KEY -> true;
            case FEATURE -> // as a number of a machine, unless a model learnt from it
                    !options.schema().features().contains(column.name())
                            && (!table.column(column.name()).anyNumber()
                                    || NAMES_OF_GROUPS.matcher(column.name()).matches());
        };
    }

    private static Schema withClock(Schema columns, Optional<String> clock) {
        return clock.map(name -> columns.with(Column.leftOut(name, "read as times of the day")))
                .orElse(columns);
    }

    private static Schema told(Schema columns, Timeline timeline) {
        Schema told =
                columns.time()
                        .map(time -> columns.with(Column.told(time, Role.TIME, timeline.found())))
                        .orElse(columns);
        List<String> names = timeline.groups().stream().distinct().toList();
        String shown = Spelling.first(SHOWN, names);
        return columns.groups().stream()
                .findFirst()
                .map(
                        group ->
                                told.with(
                                        Column.told(
                                                group,
                                                Role.GROUP,
                                                names.size() + " series: " + shown)))
                .orElse(told);
    }
}
