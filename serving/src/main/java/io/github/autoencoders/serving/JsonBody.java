package io.github.autoencoders.serving;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a request in JSON holds: a number, a list of numbers, a list of lists, or a request of the
 * KServe protocol, version 2, with one tensor. {@code null} in the place of a number is a missing
 * value, NaN.
 *
 * @param rows the lists; a number alone is a list of one
 * @param nesting how deep they lie: 0 for a number, 1 for a list, 2 for a list of lists
 * @param tensor of a KServe request, or null
 * @param id of a KServe request, or null
 */
record JsonBody(List<double[]> rows, int nesting, @Nullable Tensor tensor, @Nullable String id) {

    /**
     * Reads a text.
     *
     * @throws IOException if it is not JSON, or holds something else
     */
    static JsonBody read(byte[] bytes) throws IOException {
        var text = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
        try (JsonReader in = new JsonReader(text)) {
            in.setStrictness(Strictness.STRICT);
            JsonBody body =
                    switch (in.peek()) {
                        case BEGIN_OBJECT -> kserve(in);
                        case BEGIN_ARRAY -> lists(in);
                        default -> new JsonBody(List.of(new double[] {number(in)}), 0, null, null);
                    };
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("something follows it");
            }
            return body;
        } catch (EOFException e) {
            throw new IOException("it ends early", e);
        } catch (MalformedJsonException e) {
            throw new IOException("it is malformed at " + place(e.getMessage()), e);
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException("it has something else at " + place(e.getMessage()), e);
        }
    }

    // Gson's messages end in "line 1 column 5 path $[0]", and a link.
    private static String place(@Nullable String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        int place = line.indexOf("line ");
        return place < 0 ? "its end" : line.substring(place);
    }

    private static double number(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return Double.NaN;
        }
        if (in.peek() != JsonToken.NUMBER) {
            throw new IllegalStateException("no number at line 1 path " + in.getPath());
        }
        return in.nextDouble();
    }

    private static JsonBody lists(JsonReader in) throws IOException {
        in.beginArray();
        if (in.peek() != JsonToken.BEGIN_ARRAY) {
            return new JsonBody(List.of(rest(in)), 1, null, null);
        }
        List<double[]> rows = new ArrayList<>();
        while (in.hasNext()) {
            in.beginArray();
            rows.add(rest(in));
        }
        in.endArray();
        return new JsonBody(rows, 2, null, null);
    }

    // The numbers of a list that was begun, to its end.
    private static double[] rest(JsonReader in) throws IOException {
        DoubleStream.Builder numbers = DoubleStream.builder();
        while (in.hasNext()) {
            numbers.add(number(in));
        }
        in.endArray();
        return numbers.build().toArray();
    }

    private static JsonBody kserve(JsonReader in) throws IOException {
        String id = null;
        Tensor tensor = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "id" -> id = in.nextString();
                case "inputs" -> {
                    in.beginArray();
                    tensor = tensor(in);
                    in.endArray();
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (tensor == null) {
            throw new IOException("an object must have inputs, as in KServe's protocol");
        }
        return new JsonBody(List.of(), 0, tensor, id);
    }

    private static Tensor tensor(JsonReader in) throws IOException {
        List<Long> shape = null;
        double[] data = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "shape" -> shape = shape(in);
                case "data" -> data = flattened(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (shape == null || data == null) {
            throw new IOException("a tensor must have shape and data");
        }
        return Tensor.of(shape, data);
    }

    private static List<Long> shape(JsonReader in) throws IOException {
        List<Long> shape = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            shape.add(in.nextLong());
        }
        in.endArray();
        return shape;
    }

    // Lists in lists, as deep as the shape says, or one of all numbers.
    private static double[] flattened(JsonReader in) throws IOException {
        DoubleStream.Builder numbers = DoubleStream.builder();
        int depth = 0;
        do {
            switch (in.peek()) {
                case BEGIN_ARRAY -> {
                    in.beginArray();
                    depth++;
                }
                case END_ARRAY -> {
                    in.endArray();
                    depth--;
                }
                default -> numbers.add(number(in));
            }
        } while (depth > 0);
        return numbers.build().toArray();
    }
}
