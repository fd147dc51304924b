package io.github.autoencoders.dataset;

import io.github.autoencoders.zoo.TextForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * How the lines of a file of ratings are written.
 *
 * @param separator between user, item and rating
 * @param numbers how ratings are written
 * @param places of user, item and rating
 */
record RatingLine(String separator, CellNumber numbers, List<Integer> places) {

    private static final List<Integer> IN_ORDER = List.of(0, 1, 2);
    private static final Pattern USER = Pattern.compile("(?i)user(_?id)?");
    private static final Pattern ITEM =
            Pattern.compile("(?i)(movie|item|product|book|song|track|artist|business)(_?id)?|isbn");
    private static final Pattern RATING = Pattern.compile("(?i)ratings?|stars|score");
    private static final List<String> SEPARATORS = List.of("::", "\t", ";", ",");

    /** Returns how they are written as somebody says, or else as the first of them is. */
    static RatingLine of(String first, TextForm form) {
        String separator =
                form.separator().isEmpty() || !first.contains(form.separator())
                        ? SEPARATORS.stream()
                                .max(Comparator.comparing(each -> cells(first, each).size()))
                                .orElseThrow()
                        : form.separator();
        TextForm known = form.withSeparator(separator.equals("::") ? "" : separator);
        RatingLine line = new RatingLine(separator, CellNumber.of(known), IN_ORDER);
        List<String> title = line.cells(first);
        List<Integer> places =
                Stream.of(USER, ITEM, RATING).map(name -> place(name, title)).toList();
        return places.contains(-1) ? line : new RatingLine(separator, line.numbers, places);
    }

    private static int place(Pattern name, List<String> title) {
        return IntStream.range(0, title.size())
                .filter(i -> name.matcher(title.get(i)).matches())
                .findFirst()
                .orElse(-1);
    }

    /** Returns whether the first line names user, item and rating, wherever they stand. */
    static boolean isTitle(String first) {
        List<String> title = of(first, TextForm.RECOGNIZED).cells(first);
        return Stream.of(USER, ITEM, RATING).allMatch(name -> place(name, title) >= 0);
    }

    /** Returns the user, the item or the rating of a line. */
    String cell(List<String> cells, int which) {
        return cells.get(places.get(which));
    }

    /** Returns the stripped cells of a line; none if its quotes are not closed. */
    List<String> cells(String line) {
        return cells(line, separator);
    }

    private static List<String> cells(String line, String separator) {
        Stream<String> cells =
                line.indexOf('"') < 0
                        ? Arrays.stream(line.split(Pattern.quote(separator), -1))
                        : quoted(line, separator);
        return cells.map(CellNumber::strip).toList();
    }

    private static Stream<String> quoted(String line, String separator) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(separator).get();
        try (CSVParser parser = CSVParser.parse(line, format)) {
            return parser.getRecords().get(0).stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty();
        }
    }

    /** Returns whether a line has whole numbers for user and item, a rating, and perhaps a time. */
    boolean isOfNumbers(String line) {
        List<String> cells = cells(line);
        return (cells.size() == 3 || cells.size() == 4)
                && Float.isFinite(rating(cells))
                && Stream.of(cells.subList(0, 2), cells.subList(3, cells.size()))
                        .flatMap(List::stream)
                        .allMatch(cell -> cell.matches("\\d{1,18}"));
    }

    /** Returns the rating among cells; NaN if they are none, or have no user or no item. */
    float rating(List<String> cells) {
        boolean whole =
                cells.size() > Collections.max(places)
                        && !cell(cells, 0).isEmpty()
                        && !cell(cells, 1).isEmpty();
        return whole ? (float) numbers.parse(cell(cells, 2)) : Float.NaN;
    }
}
