package io.github.autoencoders.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;

/** Rows of other files than text, as the text of a table: the names of columns, and the rows. */
final class RowText extends Reader {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT;

    private final Rows rows;
    private String text; // of a row
    private int given; // of its characters

    /** Gives rows. */
    interface Rows extends Closeable {

        /** Returns the cells of the next row, one for each column; nothing behind the last. */
        Optional<List<String>> next() throws IOException;
    }

    /**
     * Begins to read.
     *
     * @param names of the columns
     * @param rows closed with this
     */
    RowText(List<String> names, Rows rows) {
        this.rows = rows;
        text = line(names);
    }

    private static String line(List<String> cells) {
        return FORMAT.format(cells.toArray()) + "\n";
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (given == text.length()) {
            Optional<List<String>> next = rows.next();
            if (next.isEmpty()) {
                return -1;
            }
            text = line(next.get());
            given = 0;
        }
        int count = Math.min(length, text.length() - given);
        text.getChars(given, given + count, target, offset);
        given += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
