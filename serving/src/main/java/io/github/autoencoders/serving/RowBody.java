package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The rows of a request, and how they are answered.
 *
 * @param written how the rows are
 * @param rows as text
 * @param form of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowBody(RowScorer.Form written, byte[] rows, RowAnswerForm form) {

    /** How many rows one request may have. */
    static final int MOST_ROWS = 10_000;

    // How many columns it may have that are none of those which are judged: what one row has, all
    // must have, and messages name them.
    private static final int OTHERS = 100;

    private static final String CSV = "text/csv";
    private static final String SEPARATORS = ",;\t|";
    private static final Set<String> UNNAMED =
            Set.of("", ServingRequest.BYTES, "application/x-www-form-urlencoded");

    /**
     * Reads a request.
     *
     * @param columns that lists have, in their order
     * @throws RefusedException if it cannot be answered, and the reason
     */
    static RowBody read(Input request, List<String> columns) throws RefusedException {
        String type = ServingRequest.mediaType(request);
        List<byte[]> bodies = ServingRequest.bodies(request);
        if (bodies.size() > 1) {
            throw RefusedException.malformed(
                    "request must have one body with all rows, but has " + bodies.size());
        }
        byte[] body = bodies.get(0);
        boolean form = type.startsWith("multipart/");
        boolean unknown = form || UNNAMED.contains(type); // then the first letter tells
        if (type.equals(CSV) || (unknown && !beginsAsJson(body))) {
            requireUnpacked(body);
            requireFew(body, columns);
            return new RowBody(RowScorer.Form.CSV, body, new RowAnswerForm.Rows());
        }
        boolean json = type.endsWith("/json") || type.endsWith("+json");
        if (!json && !unknown) {
            throw new RefusedException(
                    Reason.UNSUPPORTED,
                    "content type must be text/csv or application/json, but is " + type);
        }
        return json(request, body, columns);
    }

    private static boolean beginsAsJson(byte[] body) {
        int at = 0;
        while (at < body.length && Character.isWhitespace(body[at])) {
            at++;
        }
        return at < body.length && (body[at] == '[' || body[at] == '{');
    }

    // As files, rows in gzip would be unpacked without bounds.
    private static void requireUnpacked(byte[] csv) throws RefusedException {
        if (csv.length > 1 && csv[0] == 0x1f && csv[1] == (byte) 0x8b) {
            throw RefusedException.malformed(
                    "request must have content encoding gzip for rows in gzip, but has none");
        }
    }

    // Lines end by LF, CR or both. A row of several, by quotes, counts as so many.
    private static void requireFew(byte[] csv, List<String> columns) throws RefusedException {
        int[] counts = new int[1 << Byte.SIZE];
        int lines = 0;
        for (int i = 0; i < csv.length; i++) {
            boolean both = csv[i] == '\r' && i + 1 < csv.length && csv[i + 1] == '\n';
            lines += csv[i] == '\n' || (csv[i] == '\r' && !both) ? 1 : 0;
            counts[csv[i] & 0xFF]++;
        }
        if (lines > MOST_ROWS + 1) {
            throw tooMany();
        }
        int cells = SEPARATORS.chars().map(separator -> counts[separator]).max().orElse(0);
        requireFewColumns(cells / (MOST_ROWS + 1), columns); // else they are in fewer rows
    }

    /** Refuses more columns than a request may have, of which some are judged. */
    static void requireFewColumns(int count, List<String> columns) throws RefusedException {
        if (count > columns.size() + OTHERS) {
            throw new RefusedException(
                    Reason.UNFIT,
                    "request must have at most %s columns, but has more"
                            .formatted(columns.size() + OTHERS));
        }
    }

    static RefusedException tooMany() {
        return new RefusedException(
                Reason.UNFIT, "request must have at most " + MOST_ROWS + " rows, but has more");
    }

    private static RowBody json(Input request, byte[] body, List<String> columns)
            throws RefusedException {
        RowWriter rows = new RowWriter(columns);
        try {
            RowAnswerForm form = JsonBody.read(body, in -> json(request, in, rows));
            return new RowBody(RowScorer.Form.JSON, rows.text(), form);
        } catch (IOException e) {
            throw new RefusedException(
                    Reason.MALFORMED, "request must hold rows in JSON, but " + e.getMessage(), e);
        }
    }

    private static RowAnswerForm json(Input request, JsonReader in, RowWriter rows)
            throws IOException, RefusedException {
        return switch (in.peek()) {
            case BEGIN_ARRAY -> {
                in.beginArray();
                yield rows.addList(in) ? new RowAnswerForm.Rows() : new RowAnswerForm.One();
            }
            case BEGIN_OBJECT -> object(request, in, rows);
            default -> throw new IOException("it holds no rows");
        };
    }

    // A row, unless a key that a protocol has holds a list.
    private static RowAnswerForm object(Input request, JsonReader in, RowWriter rows)
            throws IOException, RefusedException {
        RowWriter.Row row = rows.newRow();
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            boolean list = in.peek() == JsonToken.BEGIN_ARRAY;
            if (list && key.equals("instances")) {
                in.beginArray();
                rows.addList(in);
                rest(in, "");
                return new RowAnswerForm.Predictions();
            }
            if (list && key.equals("inputs")) {
                rows.addTensors(in);
                return new RowAnswerForm.KServe(
                        rest(in, row.id()), request.getProperty("model_name", ""));
            }
            row.add(key, in);
        }
        in.endObject();
        rows.add(row);
        return new RowAnswerForm.One();
    }

    // Returns the request's name, where the rest of it tells one.
    private static String rest(JsonReader in, String before) throws IOException {
        String id = before;
        while (in.hasNext()) {
            boolean named = in.nextName().equals("id") && in.peek() == JsonToken.STRING;
            if (named) {
                id = in.nextString();
            } else {
                in.skipValue();
            }
        }
        in.endObject();
        return id;
    }
}
