package io.github.autoencoders.serving;

import ai.djl.util.JsonUtils;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.autoencoders.serving.RefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes rows as objects by the names of their columns, however they came, digit by digit. */
final class RowWriter {

    private static final String NOTHING = "null";

    private final List<String> columns;
    private final Set<String> names = new HashSet<>(); // that rows have
    private final StringBuilder text = new StringBuilder("[");
    private int rows;

    /**
     * Begins to write.
     *
     * @param columns that lists have, in their order
     */
    RowWriter(List<String> columns) {
        this.columns = columns;
    }

    /** A row that is being read. */
    final class Row {

        private final StringBuilder text = new StringBuilder("{");
        private String id = "";
        private String nested = ""; // a key

        private Row() {}

        /** Adds the cell that stands next. */
        void add(String column, JsonReader in) throws IOException, RefusedException {
            if (in.peek() == JsonToken.BEGIN_ARRAY || in.peek() == JsonToken.BEGIN_OBJECT) {
                nested = column;
                in.skipValue();
                return;
            }
            if (column.equals("id") && in.peek() == JsonToken.STRING) {
                id = in.nextString();
                add(column, JsonUtils.GSON.toJson(id));
                return;
            }
            add(column, cell(in));
        }

        private void add(String column, String cell) throws RefusedException {
            if (names.add(column)) {
                RowBody.requireFewColumns(names.size(), columns);
            }
            text.append(text.length() > 1 ? "," : "");
            text.append(JsonUtils.GSON.toJson(column)).append(':').append(cell);
        }

        /** Returns what its cell {@code id} has, which is a request's in some protocols. */
        String id() {
            return id;
        }
    }

    Row newRow() {
        return new Row();
    }

    /** Adds a row. */
    void add(Row row) throws RefusedException {
        if (!row.nested.isEmpty()) {
            throw RefusedException.malformed(
                    "row %s must hold numbers, texts, true, false and null, but holds another object or list as \"%s\""
                            .formatted(rows + 1, row.nested));
        }
        if (rows == RowBody.MOST_ROWS) {
            throw RowBody.tooMany();
        }
        text.append(rows++ == 0 ? "" : ",").append(row.text).append('}');
    }

    /**
     * Adds what a list holds, up to its end: rows, or the cells of one.
     *
     * @return whether it holds rows
     */
    boolean addList(JsonReader in) throws IOException, RefusedException {
        boolean several = columns.size() == 1 || !isCell(in.peek());
        if (!several) {
            add(listed(cells(in)));
        }
        while (several && in.hasNext()) {
            add(row(in));
        }
        in.endArray();
        return several;
    }

    private Row row(JsonReader in) throws IOException, RefusedException {
        if (in.peek() == JsonToken.BEGIN_ARRAY) {
            in.beginArray();
            Row row = listed(cells(in));
            in.endArray();
            return row;
        }
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            return listed(List.of(cell(in)));
        }
        Row row = new Row();
        in.beginObject();
        while (in.hasNext()) {
            row.add(in.nextName(), in);
        }
        in.endObject();
        return row;
    }

    private Row listed(List<String> cells) throws RefusedException {
        if (cells.size() != columns.size()) {
            throw new RefusedException(
                    Reason.UNFIT,
                    "row %s must have %s values (%s), but has %s"
                            .formatted(
                                    rows + 1,
                                    columns.size(),
                                    String.join(", ", columns),
                                    cells.size()));
        }
        Row row = new Row();
        for (int i = 0; i < cells.size(); i++) {
            row.add(columns.get(i), cells.get(i));
        }
        return row;
    }

    /** Adds tensors: one with the columns of all rows, or one for each column. */
    void addTensors(JsonReader in) throws IOException, RefusedException {
        List<KServeColumn> tensors = KServeColumn.read(in, RowBody.MOST_ROWS * columns.size());
        KServeColumn first = tensors.get(0);
        if (tensors.size() == 1 && !columns.contains(first.name())) {
            for (List<String> cells : first.rows()) {
                add(listed(cells));
            }
            return;
        }
        for (int i = 0; i < first.cells().size(); i++) {
            Row row = new Row();
            for (KServeColumn tensor : tensors) {
                tensor.requireSize(first.cells().size());
                row.add(tensor.name(), tensor.cells().get(i));
            }
            add(row);
        }
    }

    private static List<String> cells(JsonReader in) throws IOException {
        List<String> cells = new ArrayList<>();
        while (in.hasNext()) {
            cells.add(cell(in));
        }
        return cells;
    }

    private static boolean isCell(JsonToken token) {
        return token != JsonToken.BEGIN_ARRAY
                && token != JsonToken.BEGIN_OBJECT
                && token != JsonToken.END_ARRAY;
    }

    /** Returns the cell that stands next, as it was written. */
    static String cell(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case STRING -> JsonUtils.GSON.toJson(in.nextString());
            case BOOLEAN -> String.valueOf(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield NOTHING;
            }
            case NUMBER -> in.nextString(); // as it was written
            default -> String.valueOf(in.nextDouble()); // which says where something else is
        };
    }

    /** Returns all rows. */
    byte[] text() throws RefusedException {
        if (rows == 0) {
            throw RefusedException.malformed("request must have at least one row, but has none");
        }
        return (text + "]").getBytes(StandardCharsets.UTF_8);
    }
}
