package io.github.autoencoders.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a table's text, the header first. What separates cells is the comma, semicolon,
 * tab or vertical bar that the first line has most of. In a table of one column an empty line is a
 * missing value, but for those at the end; in others it is nothing.
 */
final class CsvText implements Iterator<CSVRecord> {

    private static final String SEPARATORS = ",;\t|";
    private static final int FIRST_LINE = 1 << 20; // characters that are looked at

    private final Iterator<CSVRecord> records;
    private final char separator;
    private final Deque<CSVRecord> ahead = new ArrayDeque<>(); // empty ones, and one behind them
    private int columns; // of the header, once it was read

    private CsvText(Iterator<CSVRecord> records, char separator) {
        this.records = records;
        this.separator = separator;
    }

    /** Returns the records of contents, decompressed if they are compressed. */
    static CsvText of(InputStream contents) throws IOException {
        BufferedReader reader = InputFile.text(InputFile.decompressed(contents));
        char separator = separator(reader);
        CSVFormat format =
                CSVFormat.DEFAULT
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreEmptyLines(false)
                        .get();
        return new CsvText(format.parse(reader).iterator(), separator);
    }

    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(FIRST_LINE);
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < FIRST_LINE - 1; i++) {
            int c = reader.read();
            if (c < 0 || (begun && !quoted && (c == '\n' || c == '\r'))) {
                break;
            }
            begun |= c != '\n' && c != '\r';
            quoted ^= c == '"';
            int known = quoted ? -1 : SEPARATORS.indexOf(c);
            if (known >= 0) {
                counts[known]++;
            }
        }
        reader.reset();
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return SEPARATORS.charAt(most);
    }

    /** Returns how numbers are written: where semicolons separate cells, with decimal commas. */
    CellNumber numbers() {
        return new CellNumber(separator == ';');
    }

    @Override
    public boolean hasNext() {
        while (ahead.isEmpty() || isEmpty(ahead.getLast())) {
            if (!records.hasNext()) {
                ahead.clear();
                return false;
            }
            CSVRecord next = records.next();
            if (columns == 1 || !isEmpty(next)) {
                ahead.add(next);
            }
        }
        return true;
    }

    private static boolean isEmpty(CSVRecord row) {
        return row.size() == 1 && row.get(0).isEmpty();
    }

    @Override
    public CSVRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more rows");
        }
        CSVRecord next = ahead.remove();
        columns = columns == 0 ? next.size() : columns;
        return next;
    }
}
