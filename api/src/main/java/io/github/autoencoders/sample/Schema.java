package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.argument.Spelling;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final String UNKNOWN = "unknown to the model";
    private static final String EMPTY = "empty";
    private static final String PER_SECOND = " samples per second"; // what is known of a sound
    private static final String UNKNOWN_WORD = "(unknown)";
    private static final List<Set<String>> BOOLEANS =
            List.of(Set.of("true", "false"), Set.of("yes", "no"));

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
     * @param reason for leaving it out; what times or groups were found to be, or empty; how dates
     *     are written that are learnt from, as uuuu-MM-dd; empty for others
     * @param words what its cells may be, each once, in their natural order; none for numbers and
     *     for columns that are not learnt from. A raw value is the index of a word; a word that is
     *     none of them is a class of its own behind them
     */
    public record Column(String name, Role role, String reason, List<String> words) {

        private static final int MOST_WORDS = 256; // in a column that is learnt from
        private static final double SHOWN = 1798761600.5; // 2027-01-01, when a date is to be shown

        public Column {
            words = List.copyOf(words);
            boolean told = role == Role.TIME || role == Role.GROUP;
            boolean dates = role == Role.FEATURE && !reason.isEmpty();
            if (dates) {
                requireDates(reason, words);
            }
            if (role == Role.LEFT_OUT == reason.isEmpty() && !told && !dates) {
                throw new IllegalArgumentException(
                        "reason must be given for columns that are left out, and for no others, but is \"%s\" for a %s"
                                .formatted(reason, role));
            }
            if (!words.equals(List.copyOf(new TreeSet<>(words)))) {
                throw new IllegalArgumentException(
                        "words must stand once each, in their natural order, but are " + words);
            }
            if (!words.isEmpty() && role != Role.FEATURE) {
                throw new IllegalArgumentException(
                        "words must be none for a " + role + ", but are " + words);
            }
        }

        private static void requireDates(String pattern, List<String> words) {
            DateForm.of(pattern);
            if (!words.isEmpty()) {
                throw new IllegalArgumentException(
                        "words must be none for dates, but are " + words);
            }
        }

        /** Returns a column that is used, of numbers where it is learnt from. */
        public static Column of(String name, Role role) {
            return new Column(name, role, "", List.of());
        }

        /**
         * Returns a column of words that is learnt from.
         *
         * @param words at least one, in any order and any number of times; of {@code true} and
         *     {@code false}, or {@code yes} and {@code no}, written in several ways, one way each
         */
        public static Column ofWords(String name, Collection<String> words) {
            Set<String> different = new TreeSet<>(words);
            if (isBoolean(different)) {
                Set<String> any = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                different.removeIf(word -> !any.add(word));
            }
            return new Column(name, Role.FEATURE, "", List.copyOf(different));
        }

        /**
         * Returns a column of words as its cells tell: learnt from where they are few different
         * ones, from 2 to 256, and each stands in two rows on average; else left out.
         *
         * @param cells those that are known
         */
        public static Column ofCells(String name, Collection<String> cells) {
            Column column = ofWords(name, cells);
            int different = column.words.size();
            boolean few = different <= MOST_WORDS && 2L * different <= cells.size();
            return different > 1 && (few || isBoolean(column.words))
                    ? column
                    : leftOut(
                            name,
                            String.format(
                                    Locale.ROOT,
                                    "words, %,d different in %,d rows",
                                    different,
                                    cells.size()));
        }

        /**
         * Returns a column of dates that is learnt from: as seconds, and by the time of the day,
         * the day of the week and that of the year where these come again.
         *
         * @param cells those that are known
         * @return nothing if they are not all written in one way in which dates are
         * @throws IllegalArgumentException if day and month cannot be told apart
         */
        public static Optional<Column> ofDates(String name, Collection<String> cells) {
            return DateForm.of(name, cells)
                    .map(form -> new Column(name, Role.FEATURE, form.pattern(), List.of()));
        }

        private static boolean isBoolean(Collection<String> words) {
            return BOOLEANS.stream().anyMatch(pair -> pair.containsAll(lower(words)));
        }

        private static Set<String> lower(Collection<String> words) {
            return words.stream()
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }

        /** Returns whether its cells are dates, and learnt from. */
        public boolean isOfDates() {
            return role == Role.FEATURE && !reason.isEmpty();
        }

        /** Returns whether its cells are dates that say more than the day. */
        boolean hasTimes() {
            return isOfDates() && DateForm.of(reason).hasTimes();
        }

        /** Returns whether its cells are words rather than numbers. */
        public boolean isOfWords() {
            return !words.isEmpty();
        }

        /** Returns whether its cells are numbers: neither words nor dates. */
        boolean isOfNumbers() {
            return !isOfWords() && !isOfDates();
        }

        /** Returns the number of classes of words, that of unknown ones included; 0 for numbers. */
        int classes() {
            return isOfWords() ? words.size() + 1 : 0;
        }

        /** Returns what its cells are, in a word. */
        String content() {
            return isOfWords() ? "words" : isOfDates() ? "dates" : "numbers";
        }

        /**
         * Returns this column of words as another table has it: with its words beside these.
         *
         * @param cells those that are known
         */
        public Column withWords(Collection<String> cells) {
            Set<String> all = new TreeSet<>(words);
            all.addAll(cells);
            return new Column(name, role, reason, List.copyOf(all));
        }

        private Stream<String> unknownLines(Map<String, Long> rows) {
            return rows.entrySet().stream()
                    .map(word -> unknownWord(word.getKey(), word.getValue()));
        }

        private String unknownWord(String word, long rows) {
            return String.format(
                    Locale.ROOT,
                    "%s: \"%s\" in %,d %s%s",
                    name,
                    word,
                    rows,
                    rows == 1 ? "row" : "rows",
                    suggestion(word, words));
        }

        /** Returns whether a word is one of these. */
        boolean has(String word) {
            return index(word) < words.size();
        }

        /** Returns the raw value of a word: its index, or one behind the last if it is unknown. */
        public int index(String word) {
            int index = Collections.binarySearch(words, word);
            if (index >= 0 || !isBoolean(words)) {
                return index >= 0 ? index : words.size();
            }
            return IntStream.range(0, words.size())
                    .filter(i -> words.get(i).equalsIgnoreCase(word))
                    .findFirst()
                    .orElse(words.size());
        }

        /**
         * Returns what stands in a cell: a number, of {@link Digits#of its digits}, or a word, or a
         * date; of a word or a date that is missing nothing, the empty text.
         *
         * @param value raw
         */
        public Object cell(double value) {
            if (isOfNumbers()) {
                return Digits.of(value);
            }
            if (Double.isNaN(value)) {
                return "";
            }
            if (isOfDates()) {
                return DateForm.of(reason).write(value);
            }
            return value < words.size() ? words.get((int) value) : UNKNOWN_WORD;
        }

        /**
         * Returns the raw value of a cell.
         *
         * @param cell a Number; or in a column of words a text or a Boolean; in one of dates a
         *     text, or seconds since 1970; null or empty, if it is missing
         * @return NaN if it is missing
         * @throws IllegalArgumentException if it is another
         */
        public double value(@Nullable Object cell) {
            if (cell == null || cell.equals("")) {
                return Double.NaN;
            }
            if (isOfWords() && (cell instanceof String || cell instanceof Boolean)) {
                return index(cell.toString().strip());
            }
            if (!isOfWords() && cell instanceof Number number) {
                return number.doubleValue();
            }
            OptionalDouble date =
                    isOfDates() && cell instanceof String text
                            ? DateForm.of(reason).read(text.strip())
                            : OptionalDouble.empty();
            return date.orElseThrow(
                    () ->
                            new IllegalArgumentException(
                                    "value of column \"%s\" must be a %s, but is %s"
                                            .formatted(name, one(), shown(cell))));
        }

        /** Returns what one of its cells is, in words. */
        public String one() {
            return isOfWords()
                    ? "word"
                    : isOfDates() ? "date as " + DateForm.of(reason).write(SHOWN) : "number";
        }

        private static String shown(Object cell) {
            return cell instanceof String ? "\"" + cell + '"' : String.valueOf(cell);
        }

        /**
         * Returns a column of times or groups, and what they were found to be: as "every 5 min".
         */
        public static Column told(String name, Role role, String found) {
            return new Column(name, role, found, List.of());
        }

        /** Returns a column that is not used as a model does not know it. */
        public static Column unknown(String name) {
            return leftOut(name, UNKNOWN);
        }

        /** Returns a column that is not used as nothing is in it. */
        public static Column empty(String name) {
            return leftOut(name, EMPTY);
        }

        /** Returns whether the column is left out as nothing is in it. */
        public boolean isEmpty() {
            return reason.equals(EMPTY);
        }

        /** Returns a column that is not used. */
        public static Column leftOut(String name, String reason) {
            return new Column(name, Role.LEFT_OUT, reason, List.of());
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

    /**
     * Returns the schema of sounds: a channel called {@code sound}, and as what is known of the
     * time how many samples a second has.
     *
     * @param rate samples per second, at least 1
     */
    public static Schema ofSound(int rate) {
        String found = Require.atLeast(1, "rate", rate) + PER_SECOND;
        return new Schema(
                List.of(Column.of("sound", Role.FEATURE), Column.told("time", Role.TIME, found)));
    }

    /** Returns how many samples a second of sound has, if these are of sounds. */
    public OptionalInt rate() {
        return ofRole(Role.TIME)
                .map(Column::reason)
                .filter(reason -> reason.matches("[1-9]\\d{0,8}" + PER_SECOND))
                .mapToInt(reason -> Integer.parseInt(reason.replace(PER_SECOND, "")))
                .findFirst();
    }

    /** Returns the names of the columns that are learnt from, in the order of a sample's values. */
    public List<String> features() {
        return named(Role.FEATURE).toList();
    }

    /** Returns the columns that are learnt from, in the order of a sample's values. */
    public List<Column> featureColumns() {
        return ofRole(Role.FEATURE).toList();
    }

    /**
     * Returns how many classes of words each column has that is learnt from, unknown words being
     * one; 0 for numbers. None, if all are numbers.
     */
    public List<Integer> classes() {
        List<Integer> classes = featureColumns().stream().map(Column::classes).toList();
        return classes.stream().allMatch(count -> count == 0) ? List.of() : classes;
    }

    /** Returns how many classes each column of words has, as {@link #classes}. */
    public List<Integer> wordClasses() {
        return classes().stream().filter(count -> count > 0).toList();
    }

    /** Returns whether a column of words is learnt from. */
    public boolean hasWords() {
        return columns.stream().anyMatch(Column::isOfWords);
    }

    /** Returns whether all columns that are learnt from are of numbers: of no words or dates. */
    public boolean isOfNumbers() {
        return columns.stream().allMatch(Column::isOfNumbers);
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
        return ofRole(role).map(Column::name);
    }

    /** Returns the columns of a role. */
    Stream<Column> ofRole(Role role) {
        return columns.stream().filter(column -> column.role() == role);
    }

    /** Returns the column of a name, if there is one. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Returns the names of columns that were left out as {@linkplain Column#unknown unknown}. */
    public List<String> unknownColumns() {
        return columns.stream()
                .filter(column -> column.reason().equals(UNKNOWN))
                .map(Column::name)
                .toList();
    }

    /**
     * Returns what is to be said of words that are none of these columns', a line for each, as
     * {@code machine: "M9" in 12 rows; did you mean M1?}.
     *
     * @param rows how many have a word, by the word and the name of its column, as {@link
     *     Samples#unknownWords} counts them
     */
    public List<String> unknownLines(Map<String, Map<String, Long>> rows) {
        return rows.entrySet().stream()
                .flatMap(
                        entry ->
                                column(entry.getKey()).stream()
                                        .flatMap(column -> column.unknownLines(entry.getValue())))
                .toList();
    }

    /** Returns the same columns without those of words. */
    public Schema ofNumbers() {
        return new Schema(columns.stream().filter(column -> !column.isOfWords()).toList());
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
                List<String> unknown =
                        names.stream().filter(name -> column(name).isEmpty()).toList();
                throw new IllegalArgumentException(
                        "%s must have the column \"%s\", as the model's data had, but has none%s"
                                .formatted(data, feature, others(feature, unknown)));
            }
        }
        return features.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
    }

    private static String others(String feature, List<String> unknown) {
        return Optional.of(suggestion(feature, unknown))
                .filter(text -> !text.isEmpty())
                .or(() -> SchemaLines.line("; unknown to the model", unknown))
                .orElse("");
    }

    // The same in another case, or else one that is written much alike; or nothing.
    private static String suggestion(String given, List<String> known) {
        return known.stream()
                .filter(given::equalsIgnoreCase)
                .findFirst()
                .map(name -> "; did you mean " + name + "?")
                .orElseGet(() -> Spelling.suggestion(given, known));
    }

    /**
     * Returns what the columns were taken for, a line for each role that some have: the first few
     * names, and how many there are.
     *
     * @param features what those are called that are learnt from
     */
    public List<String> lines(String features) {
        return new SchemaLines(this).of(features);
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
                    "schema must have a column for each of the %s features or channels of %s, but has %s"
                            .formatted(shape.get(0), shape, count));
        }
    }
}
