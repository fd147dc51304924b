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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request in JSON holds. */
sealed interface JsonBody {

    /** The key of an image in base64, in the place of a row. */
    String IMAGE = "b64";

    /** Adds the inputs to those of the request. */
    void addTo(RequestInputs inputs) throws RefusedException;

    /** A number, a list of numbers, or lists of lists. */
    record Lists(NestedNumbers numbers) implements JsonBody {

        @Override
        public void addTo(RequestInputs inputs) throws RefusedException {
            inputs.addLists(numbers);
        }
    }

    /** A request of KServe's protocol, version 2, with one tensor. */
    record KServe(Tensor tensor, @Nullable String id) implements JsonBody {

        @Override
        public void addTo(RequestInputs inputs) throws RefusedException {
            inputs.answerKServe(id);
            inputs.addArray(tensor.shape(), tensor.values());
        }
    }

    /** The instances of a request of TensorFlow Serving's that are numbers. */
    record Instances(NestedNumbers numbers) implements JsonBody {

        @Override
        public void addTo(RequestInputs inputs) throws RefusedException {
            inputs.answerPredictions();
            inputs.addInstances(numbers);
        }
    }

    /** Those that are rows, by the names of their columns: numbers, words, or null. */
    record Named(List<Map<String, @Nullable Object>> rows) implements JsonBody {

        @Override
        public void addTo(RequestInputs inputs) throws RefusedException {
            inputs.answerPredictions();
            inputs.addNamed(rows);
        }
    }

    /** Those that are images. */
    record Images(List<byte[]> images) implements JsonBody {

        @Override
        public void addTo(RequestInputs inputs) throws RefusedException {
            inputs.answerPredictions();
            for (byte[] image : images) {
                inputs.addImage("image/png", image); // or a JPEG
            }
        }
    }

    /** Reads something from JSON. */
    @FunctionalInterface
    interface Reading<T> {
        T from(JsonReader in) throws IOException, RefusedException;
    }

    /**
     * Reads a text.
     *
     * @throws IOException if it is not JSON, or holds something else
     * @throws RefusedException if it contradicts itself
     */
    static JsonBody read(byte[] bytes) throws IOException, RefusedException {
        return read(
                bytes,
                in ->
                        in.peek() == JsonToken.BEGIN_OBJECT
                                ? object(in)
                                : new Lists(NestedNumbers.read(in)));
    }

    /**
     * Reads all of a text.
     *
     * @throws IOException if it is not JSON, or holds something else or more
     */
    static <T> T read(byte[] bytes, Reading<T> reading) throws IOException, RefusedException {
        var text = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
        try (JsonReader in = new JsonReader(text)) {
            in.setStrictness(Strictness.STRICT);
            T read = reading.from(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("something follows it");
            }
            return read;
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

    private static JsonBody object(JsonReader in) throws IOException, RefusedException {
        String id = null;
        Tensor tensor = null;
        JsonBody instances = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "id" -> id = in.nextString();
                case "inputs" -> tensor = KServeTensor.onlyOne(in);
                case "outputs" -> KServeTensor.requireOutput(in);
                case "instances" -> instances = instances(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (tensor != null) {
            return new KServe(tensor, id);
        }
        if (instances == null) {
            throw new IOException(
                    "an object must have inputs, as in KServe's protocol, or instances, as in"
                            + " TensorFlow Serving's");
        }
        return instances;
    }

    private static JsonBody instances(JsonReader in) throws IOException, RefusedException {
        in.beginArray();
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            return new Instances(NestedNumbers.rest(in));
        }
        List<byte[]> images = new ArrayList<>();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        while (in.hasNext()) {
            RequestInputs.requireFew(images.size() + rows.size());
            in.beginObject();
            Optional<String> first =
                    in.peek() == JsonToken.NAME ? Optional.of(in.nextName()) : Optional.empty();
            if (first.filter(IMAGE::equals).isPresent() && rows.isEmpty()) {
                images.add(image(in));
            } else {
                rows.add(row(in, first));
            }
        }
        in.endArray();
        if (!images.isEmpty() && !rows.isEmpty()) {
            throw RefusedException.malformed(
                    "instances must be all images or all rows, but are both");
        }
        return rows.isEmpty() ? new Images(images) : new Named(rows);
    }

    private static Map<String, @Nullable Object> row(JsonReader in, Optional<String> first)
            throws IOException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        if (first.isPresent()) {
            row.put(first.get(), cell(in));
        }
        while (in.hasNext()) {
            row.put(in.nextName(), cell(in));
        }
        in.endObject();
        return row;
    }

    private static @Nullable Object cell(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case STRING -> in.nextString();
            case BOOLEAN -> in.nextBoolean();
            case NULL -> {
                in.nextNull();
                yield null;
            }
            default -> in.nextDouble();
        };
    }

    private static byte[] image(JsonReader in) throws IOException, RefusedException {
        String text = in.nextString();
        in.endObject();
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed(
                    "b64 must be in base64, but is not: " + e.getMessage());
        }
    }
}
