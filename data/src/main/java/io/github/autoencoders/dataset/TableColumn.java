package io.github.autoencoders.dataset;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A column of a table, and what its cells tell of it.
 *
 * @param rows of the table
 * @param place of the column in each
 * @param numbers how they are written
 */
record TableColumn(List<PackedRow> rows, int place, CellNumber numbers) {

    private static final Pattern LONG = Pattern.compile("[+-]?\\d{16,}");

    /** Returns the stripped cells, of which no more are made than are looked at. */
    Stream<String> cells() {
        return rows.stream().map(row -> row.cell(place));
    }

    /** Returns the cells that are not missing. */
    List<String> known() {
        return cells().filter(cell -> !CellNumber.isMissing(cell)).toList();
    }

    /** Returns whether nothing is known. */
    boolean allMissing() {
        return cells().allMatch(CellNumber::isMissing);
    }

    /** Returns whether all cells are empty. */
    boolean isEmpty() {
        return cells().allMatch(String::isEmpty);
    }

    /** Returns whether there is no empty cell. */
    boolean isFull() {
        return cells().noneMatch(String::isEmpty);
    }

    /** Returns whether there is a number. */
    boolean anyNumber() {
        return cells().anyMatch(numbers::isNumber);
    }

    /**
     * Returns why it is no column of numbers, though it is one with the other decimal point;
     * nothing if it is none.
     */
    Optional<String> otherDecimal() {
        CellNumber other = numbers.other();
        boolean all = cells().allMatch(cell -> CellNumber.isMissing(cell) || other.isNumber(cell));
        return cells().filter(cell -> all && numbers.isOther(cell))
                .findFirst()
                .map(cell -> "words as " + cell + numbers.advice("they are numbers"));
    }

    /** Returns whether whole numbers have so many digits that different ones become the same. */
    boolean losesDigits() {
        boolean all =
                cells().allMatch(
                                cell -> CellNumber.isMissing(cell) || LONG.matcher(cell).matches());
        if (!all) {
            return false; // soon, as most columns are
        }
        List<String> different = known().stream().distinct().toList();
        return different.stream().mapToDouble(Double::parseDouble).distinct().count()
                < different.size();
    }

    /**
     * Returns whether there are words, or whole numbers, of so few kinds that rows share them, and
     * no empty cell.
     */
    boolean isOfKinds(int most) {
        boolean whole = cells().allMatch(cell -> cell.matches("[+-]?\\d+(\\.0*)?"));
        long kinds = cells().distinct().count();
        return kinds <= Math.min(most, rows.size() / 2) && (whole || !anyNumber()) && isFull();
    }

    /** Returns whether there are whole numbers, each one more than that before it. */
    boolean countsUp() {
        List<String> all = cells().toList();
        return all.stream().allMatch(cell -> cell.matches("\\d{1,18}"))
                && IntStream.range(1, all.size())
                        .allMatch(
                                i ->
                                        Long.parseLong(all.get(i))
                                                == Long.parseLong(all.get(i - 1)) + 1);
    }
}
