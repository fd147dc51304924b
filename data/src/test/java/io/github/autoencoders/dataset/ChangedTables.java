package io.github.autoencoders.dataset;

import io.github.autoencoders.zoo.Columns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tables, and forms in which the same or a damaged one may come again.
 *
 * @param name of the kind of table
 * @param options how it is read
 * @param cells as a model was trained on them
 * @param feature the place of a column of numbers
 */
record ChangedTables(String name, DataOptions options, Cells cells, int feature) {

    private static final DataOptions ROWS = DataOptions.ofSeed(3);
    private static final DataOptions SERIES = ROWS.withWindows(4, 2);

    /** A table of each kind. */
    static final List<ChangedTables> ALL =
            List.of(
                    new ChangedTables("numbers", ROWS, Cells.of("temp,flow,pressure", "1,2,3"), 1),
                    new ChangedTables("one column", ROWS, Cells.of("temp", "2"), 0),
                    new ChangedTables("labels", ROWS, Cells.of("temp,label,flow", "1,a,2"), 2),
                    new ChangedTables("gaps", ROWS, Cells.of("temp,flow,pressure", "1,?,2"), 0),
                    new ChangedTables("words", ROWS, Cells.of("temp,machine,flow", "1,w,2"), 2),
                    new ChangedTables("booleans", ROWS, Cells.of("on,temp,flow", "b,1,2"), 2),
                    new ChangedTables("words alone", ROWS, Cells.of("machine,flow,on", "w,2,b"), 1),
                    new ChangedTables(
                            "dates",
                            ROWS.withColumns(Columns.NONE.withFeatures(List.of("at", "flow"))),
                            Cells.of("at,flow,temp", "t,2,1"),
                            1),
                    new ChangedTables(
                            "days and words",
                            ROWS.withColumns(
                                    Columns.NONE.withFeatures(List.of("temp", "day", "machine"))),
                            Cells.of("machine,temp,day", "w,1,d"),
                            1),
                    new ChangedTables(
                            "rows that are windows",
                            ROWS.withWindows(4, 0),
                            Cells.of("t0,t1,t2,t3", "1,2,3,1"),
                            2),
                    new ChangedTables(
                            "series", SERIES, Cells.of("timestamp,temp,flow", "t,1,2"), 1),
                    new ChangedTables(
                            "labelled series",
                            SERIES,
                            Cells.of("ts,value,is_anomaly", "t,2,0"),
                            1));

    /**
     * A form in which a table comes.
     *
     * @param ending of the file's name
     * @param form its contents
     * @param refusal what the message says, %s for the file; empty if it is taken
     * @param like a table whose samples are the same, as the model reads them
     */
    record Change(
            String name,
            String ending,
            Function<Cells, byte[]> form,
            String refusal,
            UnaryOperator<Cells> like) {

        Change(String name, String ending, Function<Cells, byte[]> form, String refusal) {
            this(name, ending, form, refusal, cells -> cells);
        }

        byte[] bytes(Cells cells) {
            return form.apply(cells);
        }

        static Change taken(String name, UnaryOperator<Cells> change) {
            return new Change(name, ".csv", cells -> change.apply(cells).csv(), "");
        }

        static Change like(String name, UnaryOperator<Cells> like, UnaryOperator<Cells> change) {
            return new Change(name, ".csv", cells -> change.apply(cells).csv(), "", like);
        }

        static Change refused(String name, String refusal, UnaryOperator<Cells> change) {
            return new Change(name, ".csv", cells -> change.apply(cells).csv(), refusal);
        }

        static Change written(String name, String ending, Function<Cells, byte[]> form) {
            return new Change(name, ending, form, "");
        }
    }

    /** The cells of a table, below their names. */
    record Cells(List<String> header, List<List<String>> rows) {

        /**
         * Returns 12 rows: numbers of a size (1 for tens, 2 for thousands, 3 for parts of one),
         * words, times, zeros and ones, or numbers of which some are missing.
         */
        static Cells of(String names, String kinds) {
            Random random = new Random(1);
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int row = i;
                rows.add(Stream.of(kinds.split(",")).map(kind -> cell(kind, row, random)).toList());
            }
            return new Cells(List.of(names.split(",")), rows);
        }

        private static String cell(String kind, int row, Random random) {
            return switch (kind) {
                case "1" -> format("%.2f", 20 + 5 * random.nextGaussian());
                case "2" -> format("%.1f", 2000 + 500 * random.nextGaussian());
                case "3" -> format("%.4f", random.nextGaussian() / 10);
                case "a" -> row % 3 == 0 ? "worn" : "new";
                case "w" -> "M" + row % 3;
                case "b" -> String.valueOf(row % 4 == 1);
                case "t" -> format("2024-01-01 00:%02d:00", 5 * row);
                case "d" -> format("%02d.01.2024", 2 * row + 1);
                case "0" -> row == 7 ? "1" : "0";
                default -> row % 4 == 1 ? "" : format("%.1f", -5 + random.nextGaussian());
            };
        }

        private static String format(String form, Object value) {
            return String.format(Locale.ROOT, form, value);
        }

        Cells columns(List<Integer> places) {
            return new Cells(
                    places.stream().map(header::get).toList(),
                    rows.stream().map(row -> places.stream().map(row::get).toList()).toList());
        }

        Cells without(int column) {
            List<Integer> places = places();
            places.remove(column);
            return columns(places);
        }

        List<Integer> places() {
            return IntStream.range(0, header.size())
                    .boxed()
                    .collect(Collectors.toCollection(ArrayList::new));
        }

        Cells with(String name, int place, String cell) {
            List<List<String>> wider = rows.stream().map(row -> added(row, place, cell)).toList();
            return new Cells(added(header, place, name), wider);
        }

        static List<String> added(List<String> cells, int place, String cell) {
            List<String> all = new ArrayList<>(cells);
            all.add(place, cell);
            return all;
        }

        Cells named(UnaryOperator<String> change) {
            return new Cells(header.stream().map(change).toList(), rows);
        }

        Cells named(int column, UnaryOperator<String> change) {
            String name = header.get(column);
            return named(other -> other.equals(name) ? change.apply(name) : other);
        }

        Cells filled(UnaryOperator<String> change) {
            return new Cells(
                    header, rows.stream().map(row -> row.stream().map(change).toList()).toList());
        }

        Cells filled(int column, UnaryOperator<String> change) {
            List<List<String>> filled = new ArrayList<>();
            for (List<String> row : rows) {
                List<String> cells = new ArrayList<>(row);
                cells.set(column, change.apply(cells.get(column)));
                filled.add(cells);
            }
            return new Cells(header, filled);
        }

        Cells row(int index, UnaryOperator<List<String>> change) {
            List<List<String>> changed = new ArrayList<>(rows);
            changed.set(index, change.apply(rows.get(index)));
            return new Cells(header, changed);
        }

        Cells cell(int index, int column, String cell) {
            return row(
                    index,
                    row -> {
                        List<String> cells = new ArrayList<>(row);
                        cells.set(column, cell);
                        return cells;
                    });
        }

        String text(String separator, String end) {
            return Stream.concat(Stream.of(header), rows.stream())
                    .map(row -> String.join(separator, row) + end)
                    .collect(Collectors.joining());
        }

        byte[] csv() {
            return text(",", "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Returns a table that may become this one: its rows from the last to the first. */
    Cells pairs() {
        List<List<String>> turned = new ArrayList<>(cells.rows);
        Collections.reverse(turned);
        return new Cells(cells.header, turned);
    }

    /** Returns the forms in which the table may come again. */
    List<Change> changes() {
        return Stream.of(taken(), written(), refused(), ofWords(), ofDates())
                .flatMap(List::stream)
                // There would be nothing between two cells.
                .filter(
                        change ->
                                cells.header.size() > 1 || !change.name.contains("semicolons and"))
                .toList();
    }

    private List<Change> taken() {
        List<Change> changes =
                new ArrayList<>(
                        List.of(
                                Change.taken("as it was", cells -> cells),
                                Change.taken(
                                        "columns from the last to the first",
                                        cells -> {
                                            List<Integer> places = cells.places();
                                            Collections.reverse(places);
                                            return cells.columns(places);
                                        }),
                                Change.taken(
                                        "the first column last",
                                        cells -> {
                                            List<Integer> places = cells.places();
                                            Collections.rotate(places, -1);
                                            return cells.columns(places);
                                        }),
                                Change.taken(
                                        "names between blanks",
                                        cells -> cells.named(name -> " " + name + "\u00A0")),
                                Change.taken(
                                        "cells between blanks",
                                        cells -> cells.filled(cell -> "\u00A0" + cell + " ")),
                                Change.taken(
                                        "cells in quotes",
                                        cells -> cells.filled(cell -> '"' + cell + '"')),
                                Change.taken(
                                        "a stranger of numbers first",
                                        cells -> cells.with("speed", 0, "7.5")),
                                Change.taken(
                                        "a stranger of words last",
                                        cells -> cells.with("note", cells.header.size(), "fine")),
                                Change.taken(
                                        "an empty stranger in between",
                                        cells -> cells.with("spare", 1, "")),
                                Change.taken(
                                        "zeros behind digits",
                                        cells ->
                                                cells.filled(
                                                        feature,
                                                        cell -> cell.isEmpty() ? "" : cell + "00")),
                                Change.taken(
                                        "powers of ten",
                                        cells ->
                                                cells.filled(
                                                        feature,
                                                        cell -> cell.isEmpty() ? "" : cell + "e0")),
                                Change.taken(
                                        "minus signs of typography",
                                        cells ->
                                                cells.filled(
                                                        cell ->
                                                                cell.startsWith("-")
                                                                        ? cell.replace(
                                                                                '-', '\u2212')
                                                                        : cell)),
                                Change.taken(
                                        "groups of thousands",
                                        cells ->
                                                cells.filled(
                                                        cell ->
                                                                cell.matches("\\d{4}\\.\\d")
                                                                        ? "\"%s,%s\""
                                                                                .formatted(
                                                                                        cell
                                                                                                .substring(
                                                                                                        0,
                                                                                                        1),
                                                                                        cell
                                                                                                .substring(
                                                                                                        1))
                                                                        : cell))));
        if (name.equals("gaps")) {
            for (String missing : List.of("NA", "n/a", "NaN", "null", "?")) {
                changes.add(
                        Change.taken(
                                missing + " for what is missing",
                                cells -> cells.filled(cell -> cell.isEmpty() ? missing : cell)));
            }
        }
        return changes;
    }

    private static List<Change> written() {
        return List.of(
                Change.written("a byte-order mark", ".csv", cells -> utf8("\uFEFF" + comma(cells))),
                Change.written(
                        "UTF-16, little-endian",
                        ".csv",
                        cells -> ("\uFEFF" + comma(cells)).getBytes(StandardCharsets.UTF_16LE)),
                Change.written(
                        "UTF-16, big-endian",
                        ".csv",
                        cells -> ("\uFEFF" + comma(cells)).getBytes(StandardCharsets.UTF_16BE)),
                Change.written("lines of Windows", ".csv", cells -> utf8(cells.text(",", "\r\n"))),
                Change.written(
                        "no end of the last line", ".csv", cells -> utf8(comma(cells).strip())),
                Change.written("an empty last line", ".csv", cells -> utf8(comma(cells) + "\n")),
                Change.written("semicolons", ".csv", cells -> utf8(cells.text(";", "\n"))),
                Change.written("tabs", ".tsv", cells -> utf8(cells.text("\t", "\n"))),
                Change.written("tabs in a CSV file", ".csv", cells -> utf8(cells.text("\t", "\n"))),
                Change.written("bars", ".csv", cells -> utf8(cells.text("|", "\n"))),
                Change.written(
                        "semicolons and decimal commas",
                        ".csv",
                        cells ->
                                utf8(
                                        cells.filled(
                                                        cell ->
                                                                cell.matches("-?\\d+\\.\\d+")
                                                                        ? cell.replace('.', ',')
                                                                        : cell)
                                                .text(";", "\n"))),
                Change.written("compressed", ".csv.gz", cells -> ChangedFiles.gzip(cells.csv())),
                Change.written("capitals in the ending", ".CSV", Cells::csv),
                Change.written(
                        "compressed, capitals",
                        ".Csv.GZ",
                        cells -> ChangedFiles.gzip(cells.csv())));
    }

    private List<Change> refused() {
        String column = cells.header.get(feature);
        int size = cells.header.size();
        List<Change> changes = new ArrayList<>(damaged());
        String lacks =
                "%s must have the column \"" + column + "\", as the model's data had, but has none";
        changes.add(
                Change.refused(
                        "a name in capitals",
                        lacks + "; did you mean " + column.toUpperCase(Locale.ROOT) + "?",
                        cells -> cells.named(feature, name -> name.toUpperCase(Locale.ROOT))));
        changes.add(
                Change.refused(
                        "a misspelt name",
                        lacks + "; did you mean " + column + "s?",
                        cells -> cells.named(feature, name -> name + "s")));
        String unknown = lacks + "; unknown to the model: humidity";
        changes.add(
                Change.refused(
                        "another name",
                        unknown,
                        cells -> cells.named(feature, name -> "humidity")));
        changes.add(
                Change.refused(
                        "a column less",
                        unknown,
                        cells -> cells.with("humidity", 0, "1").without(feature + 1)));
        changes.add(
                Change.refused(
                        "a name twice",
                        "%s must name each column once, but has \"" + column + "\" twice",
                        cells -> cells.with(column, 0, "1")));
        String cellCount = "%s: row 8 must have " + size + " cells as the header has, but has ";
        if (size > 1) { // else it is an empty line, as a spreadsheet writes an empty cell
            changes.add(
                    Change.refused(
                            "a cell less",
                            cellCount + (size - 1),
                            cells -> cells.row(7, row -> row.subList(1, row.size()))));
        }
        changes.add(
                Change.refused(
                        "a cell more",
                        cellCount + (size + 1),
                        cells -> cells.row(7, row -> Cells.added(row, 0, "1"))));
        return changes;
    }

    private List<Change> damaged() {
        String column = cells.header.get(feature);
        String number =
                "%s: value in row 8, column \"" + column + "\" must be a finite number, but is ";
        String empty = "%s must hold a header and at least one row, but does not";
        String other = "; encoding must be given if it is another, as windows-1252 or UTF-16LE";
        List<Change> changes =
                new ArrayList<>(
                        List.of(
                                Change.refused(
                                        "words",
                                        number.replace("row 8", "row 1") + "\"high\"",
                                        cells -> cells.filled(feature, cell -> "high")),
                                Change.refused(
                                        "a word",
                                        number + "\"high\"",
                                        cells -> cells.cell(7, feature, "high")),
                                Change.refused(
                                        "infinity",
                                        number + "Infinity",
                                        cells -> cells.cell(7, feature, "Infinity")),
                                Change.refused(
                                        "too much",
                                        number + "1e39",
                                        cells -> cells.cell(7, feature, "1e39")),
                                Change.refused(
                                        "names alone",
                                        empty,
                                        cells -> new Cells(cells.header, List.of())),
                                new Change("nothing", ".csv", cells -> new byte[0], empty),
                                new Change(
                                        "zeros",
                                        ".csv",
                                        cells -> new byte[1000],
                                        "%s: line 1 must hold no NUL character, but does" + other),
                                new Change(
                                        "half a compressed file",
                                        ".csv.gz",
                                        cells -> Arrays.copyOf(ChangedFiles.gzip(cells.csv()), 60),
                                        "%s must be an intact gzip file, but is not: Unexpected"
                                                + " end of ZLIB input stream"),
                                new Change(
                                        "a quote that stays open",
                                        ".csv",
                                        cells -> cells.cell(7, feature, "\"5").csv(),
                                        "%s: line 9 must close its quotes, and have a separator"
                                                + " behind them, but does not: (startline 9) EOF"
                                                + " reached before encapsulated token finished"),
                                new Change(
                                        "bytes of no UTF-8",
                                        ".csv",
                                        cells ->
                                                cells.cell(7, feature, "5\u00e9")
                                                        .text(",", "\n")
                                                        .getBytes(StandardCharsets.ISO_8859_1),
                                        "%s: line 9 must be text in UTF-8, but is not" + other)));
        if (!name.equals("gaps")) {
            boolean rows = options.data().window() == 0;
            changes.add(
                    Change.refused(
                            "an empty cell",
                            rows
                                    ? "%s must have all values, but \""
                                            + column
                                            + "\" of row 8 is missing"
                                    : number + "\"\"",
                            cells -> cells.cell(7, feature, "\"\"")));
        }
        return changes;
    }

    // Words that the model does not know are one class, whatever they are.
    private List<Change> ofWords() {
        int words = cells.header.indexOf("machine");
        int booleans = cells.header.indexOf("on");
        List<Change> changes = new ArrayList<>();
        if (words >= 0) {
            changes.add(
                    Change.like(
                            "a word that is new",
                            cells -> cells.cell(7, words, "M7"),
                            cells -> cells.cell(7, words, "\"a, \"\"new\"\" one\"")));
            changes.add(
                    Change.like(
                            "a number for a word",
                            cells -> cells.cell(7, words, "M7"),
                            cells -> cells.cell(7, words, "7")));
            changes.add(
                    Change.like(
                            "a word in small letters",
                            cells -> cells.cell(7, words, "M7"),
                            cells -> cells.cell(7, words, "m1")));
            changes.addAll(missing(words));
            changes.add(renamed(words));
        }
        if (booleans >= 0) {
            changes.add(
                    Change.taken(
                            "booleans in capitals",
                            cells ->
                                    cells.filled(booleans, cell -> cell.toUpperCase(Locale.ROOT))));
            changes.addAll(missing(booleans));
            changes.add(renamed(booleans));
        }
        return changes;
    }

    private List<Change> ofDates() {
        boolean learnt = !options.data().columns().features().isEmpty();
        int times = learnt ? cells.header.indexOf("at") : -1;
        int days = cells.header.indexOf("day");
        List<Change> changes = new ArrayList<>();
        if (times >= 0) {
            changes.addAll(missing(times));
            changes.add(renamed(times));
            changes.add(iso(times, "2024-01-01T00:35:00.000Z", "2024-01-01 00:35:00"));
            for (String other : List.of("2024-01-01", "2024-02-30 00:35:00", "soon")) {
                changes.add(wrongDate(times, "2027-01-01 00:00:00", other));
            }
        }
        if (days >= 0) {
            changes.addAll(missing(days));
            changes.add(renamed(days));
            changes.add(iso(days, "2024-01-15", "15.01.2024"));
            for (String other : List.of("1/15/2024", "15.1.2024", "1705276800")) {
                changes.add(wrongDate(days, "01.01.2027", other));
            }
        }
        return changes;
    }

    private static Change iso(int column, String cell, String like) {
        return Change.like(
                cell + " for a date",
                cells -> cells.cell(7, column, like),
                cells -> cells.cell(7, column, cell));
    }

    private Change wrongDate(int column, String rule, String cell) {
        return Change.refused(
                cell + " for a date",
                "%s: value in row 8, column \""
                        + cells.header.get(column)
                        + "\" must be a date as "
                        + rule
                        + ", but is \""
                        + cell
                        + '"',
                cells -> cells.cell(7, column, cell));
    }

    private List<Change> missing(int column) {
        return Stream.of("", "n/a", "NULL")
                .map(
                        cell ->
                                Change.refused(
                                        cell + " in column " + cells.header.get(column),
                                        "%s must have all values, but \""
                                                + cells.header.get(column)
                                                + "\" of row 8 is missing",
                                        cells -> cells.cell(7, column, cell)))
                .toList();
    }

    private Change renamed(int column) {
        String name = cells.header.get(column);
        return Change.refused(
                "column " + name + " in capitals",
                "%s must have the column \""
                        + name
                        + "\", as the model's data had, but has none; did you mean "
                        + name.toUpperCase(Locale.ROOT)
                        + "?",
                cells -> cells.named(column, each -> each.toUpperCase(Locale.ROOT)));
    }

    private static String comma(Cells cells) {
        return cells.text(",", "\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
