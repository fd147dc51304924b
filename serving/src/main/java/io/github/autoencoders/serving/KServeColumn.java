package io.github.autoencoders.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /**
     * Reads the list of a request's inputs.
     *
     * @param most how many cells they may have together
     */
    static List<KServeColumn> read(JsonReader in, int most) throws IOException, RefusedException {
        List<KServeColumn> tensors = new ArrayList<>();
        int left = most;
        in.beginArray();
        while (in.hasNext()) {
            KServeColumn tensor = one(in, left);
            tensors.add(tensor);
            left -= tensor.cells.size();
        }
        in.endArray();
        if (tensors.isEmpty()) {
            throw RefusedException.malformed("inputs must hold at least one tensor, but hold none");
        }
        return tensors;
    }

    private static KServeColumn one(JsonReader in, int most) throws IOException, RefusedException {
        String name = "";
        List<Long> shape = List.of();
        Data data = new Data(most);
        KServeType type = KServeType.BYTES; // which takes all
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "name" -> name = in.nextString();
                case "shape" -> shape = KServeTensor.shape(in);
                case "datatype" ->
                        type = KServeType.of(in.nextString(), List.of(KServeType.values()));
                case "data" -> data.read(in, 0);
                default -> in.skipValue();
            }
        }
        in.endObject();
        data.requireShape(name, shape);
        for (String cell : data.cells) {
            type.require(cell);
        }
        return new KServeColumn(name, shape, data.cells);
    }

    /** Cells in one list, or as deep in lists as their shape is. */
    private static final class Data {

        private final int most;
        private final List<String> cells = new ArrayList<>();
        private final SortedMap<Integer, Long> sizes = new TreeMap<>(); // at each depth
        private int depth = -1; // of the cells, when the first is met
        private boolean even = true;

        Data(int most) {
            this.most = most;
        }

        void read(JsonReader in, int at) throws IOException, RefusedException {
            long size = 0;
            in.beginArray();
            for (; in.hasNext(); size++) {
                if (in.peek() == JsonToken.BEGIN_ARRAY) {
                    read(in, at + 1);
                    continue;
                }
                if (cells.size() == most) {
                    throw RowBody.tooMany();
                }
                cells.add(RowWriter.cell(in));
                even &= depth < 0 || depth == at;
                depth = at;
            }
            in.endArray();
            Long other = sizes.putIfAbsent(at, size);
            even &= other == null || other == size;
        }

        void requireShape(String name, List<Long> shape) throws RefusedException {
            boolean nested = sizes.size() > 1;
            if (nested && !(even && List.copyOf(sizes.values()).equals(shape))) {
                throw RefusedException.malformed(
                        "data of tensor \"%s\" must be one list, or lists of shape %s"
                                .formatted(name, shape));
            }
            if (shape.isEmpty() || !Tensor.isSize(shape, cells.size())) {
                throw RefusedException.malformed(
                        "tensor \"%s\" must have as many values as its shape %s says, but has %s"
                                .formatted(name, shape, cells.size()));
            }
        }
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
