package io.github.autoencoders.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;

/** The cells of a row, in a fifth of the memory that strings of a few characters take. */
final class PackedRow {

    private final byte[] text; // of all cells, one behind the other
    private final int[] ends;

    private PackedRow(byte[] text, int[] ends) {
        this.text = text;
        this.ends = ends;
    }

    static PackedRow of(CSVRecord record) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(8 * record.size());
        int[] ends = new int[record.size()];
        for (int i = 0; i < ends.length; i++) {
            text.writeBytes(record.get(i).getBytes(StandardCharsets.UTF_8));
            ends[i] = text.size();
        }
        return new PackedRow(text.toByteArray(), ends);
    }

    int size() {
        return ends.length;
    }

    /** Returns a cell, stripped. */
    String cell(int column) {
        return CellNumber.strip(get(column));
    }

    String get(int column) {
        int from = column == 0 ? 0 : ends[column - 1];
        return new String(text, from, ends[column] - from, StandardCharsets.UTF_8);
    }

    List<String> toList() {
        return IntStream.range(0, ends.length).mapToObj(this::get).toList();
    }
}
