package io.github.autoencoders.dataset;

import io.github.autoencoders.zoo.TextForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * How the lines of a file of ratings are written.
 *
 * @param separator between user, item and rating
 * @param numbers how ratings are written
 */
record RatingLine(String separator, CellNumber numbers) {

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
        return new RatingLine(separator, CellNumber.of(known));
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
        boolean whole = cells.size() >= 3 && !cells.get(0).isEmpty() && !cells.get(1).isEmpty();
        return whole ? (float) numbers.parse(cells.get(2)) : Float.NaN;
    }
}
