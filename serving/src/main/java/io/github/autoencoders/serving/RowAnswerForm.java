package io.github.autoencoders.serving;

import com.google.gson.stream.JsonWriter;
import io.github.autoencoders.sample.Digits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How what is said of rows is written, in JSON. */
sealed interface RowAnswerForm {

    /** Writes what is said of each row, by the same names for all. */
    default byte[] write(List<Map<String, Object>> rows) throws IOException {
        return AnswerForm.json(out -> write(out, rows));
    }

    void write(JsonWriter out, List<Map<String, Object>> rows) throws IOException;

    /** An object for the only row. */
    record One() implements RowAnswerForm {
        @Override
        public void write(JsonWriter out, List<Map<String, Object>> rows) throws IOException {
            object(out, rows.get(0));
        }
    }

    /** A list of objects. */
    record Rows() implements RowAnswerForm {
        @Override
        public void write(JsonWriter out, List<Map<String, Object>> rows) throws IOException {
            out.beginArray();
            for (Map<String, Object> row : rows) {
                object(out, row);
            }
            out.endArray();
        }
    }

    /** A request of TensorFlow Serving's gets the list as its predictions. */
    record Predictions() implements RowAnswerForm {
        @Override
        public void write(JsonWriter out, List<Map<String, Object>> rows) throws IOException {
            out.beginObject().name("predictions");
            new Rows().write(out, rows);
            out.endObject();
        }
    }

    /**
     * A request of KServe's protocol, version 2, gets a tensor for each name.
     *
     * @param id of the request, or empty
     * @param model which was asked
     */
    record KServe(String id, String model) implements RowAnswerForm {
        @Override
        public void write(JsonWriter out, List<Map<String, Object>> rows) throws IOException {
            out.beginObject().name("model_name").value(model);
            if (!id.isEmpty()) {
                out.name("id").value(id);
            }
            out.name("outputs").beginArray();
            for (Map.Entry<String, Object> first : rows.get(0).entrySet()) {
                out.beginObject().name("name").value(first.getKey());
                out.name("datatype").value(type(first.getValue()));
                out.name("shape").beginArray().value(rows.size()).endArray();
                out.name("data").beginArray();
                for (Map<String, Object> row : rows) {
                    value(out, Objects.requireNonNull(row.get(first.getKey())));
                }
                out.endArray().endObject();
            }
            out.endArray().endObject();
        }
    }

    private static String type(Object value) {
        if (value instanceof Number) {
            return value instanceof Integer || value instanceof Long ? "INT64" : "FP64";
        }
        return value instanceof Boolean ? "BOOL" : "BYTES";
    }

    private static void object(JsonWriter out, Map<String, Object> row) throws IOException {
        out.beginObject();
        for (Map.Entry<String, Object> each : row.entrySet()) {
            out.name(each.getKey());
            value(out, each.getValue());
        }
        out.endObject();
    }

    private static void value(JsonWriter out, Object value) throws IOException {
        if (value instanceof Boolean truth) {
            out.value(truth);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number)) {
                out.nullValue();
            } else {
                out.value(Digits.of(number));
            }
        } else if (value instanceof Number number) {
            out.value(number);
        } else {
            out.value(value.toString());
        }
    }
}
