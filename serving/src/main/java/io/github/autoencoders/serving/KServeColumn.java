package io.github.autoencoders.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of KServe's protocol, version 2, that holds cells of rows: texts too.
 *
 * @param name of it, which may be a column's
 * @param shape of it
 * @param cells in JSON, all in one list
 */
record KServeColumn(String name, List<Long> shape, List<String> cells) {

    KServeColumn {
        shape = List.copyOf(shape);
        cells = List.copyOf(cells);
    }

    /** Reads the list of a request's inputs. */
    static List<KServeColumn> read(JsonReader in) throws IOException, RefusedException {
        List<KServeColumn> tensors = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            tensors.add(one(in));
        }
        in.endArray();
        if (tensors.isEmpty()) {
            throw RefusedException.malformed("inputs must hold at least one tensor, but hold none");
        }
        return tensors;
    }

    private static KServeColumn one(JsonReader in) throws IOException, RefusedException {
        String name = "";
        List<Long> shape = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "name" -> name = in.nextString();
                case "shape" -> {
                    in.beginArray();
                    while (in.hasNext()) {
                        shape.add(in.nextLong());
                    }
                    in.endArray();
                }
                case "data" -> addCells(in, cells);
                default -> in.skipValue();
            }
        }
        in.endObject();
        KServeColumn tensor = new KServeColumn(name, shape, cells);
        long size = shape.stream().reduce(1L, (one, other) -> one * other);
        if (shape.isEmpty() || size != cells.size()) {
            throw RefusedException.malformed(
                    "tensor \"%s\" must have as many values as its shape %s says, but has %s"
                            .formatted(name, shape, cells.size()));
        }
        return tensor;
    }

    private static void addCells(JsonReader in, List<String> cells) throws IOException {
        in.beginArray();
        while (in.hasNext()) {
            if (in.peek() == JsonToken.BEGIN_ARRAY) {
                addCells(in, cells);
            } else {
                cells.addAll(RowWriter.cells(in));
            }
        }
        in.endArray();
    }

    /** Returns its cells, those along the last axis in one row; of one axis, all are one row. */
    List<List<String>> rows() {
        long last = shape.get(shape.size() - 1);
        int width = (int) Math.max(1, Math.min(cells.size(), last));
        List<List<String>> rows = new ArrayList<>();
        for (int from = 0; from + width <= cells.size(); from += width) {
            rows.add(cells.subList(from, from + width));
        }
        return rows;
    }

    void requireSize(int rows) throws RefusedException {
        if (cells.size() != rows) {
            throw RefusedException.malformed(
                    "tensor \"%s\" must have as many values as the first, %s, but has %s"
                            .formatted(name, rows, cells.size()));
        }
    }
}
