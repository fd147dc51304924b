package io.github.autoencoders.dataset;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects in JSON, one behind the other or in one array, as the rows of a table. What an object
 * lacks, or is null, is empty; numbers keep their digits.
 */
final class JsonRows implements RowText.Rows {

    private final JsonReader json;
    private final List<String> keys;
    private boolean begun;
    private boolean array;
    private long objects;
    private final String decimal;

    /**
     * Begins to read.
     *
     * @param keys of which the table's columns are
     * @param decimal what stands before the decimals of numbers in the table
     */
    JsonRows(Reader text, List<String> keys, String decimal) {
        json = new JsonReader(text);
        json.setStrictness(Strictness.LENIENT); // several objects one behind the other
        this.keys = keys;
        this.decimal = decimal;
    }

    /** Returns all keys of all objects, in the order in which they are met. */
    static List<String> keys(Reader text) throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        JsonRows rows = new JsonRows(text, List.of(), ".");
        for (Optional<Map<String, String>> each = rows.object();
                each.isPresent();
                each = rows.object()) {
            keys.addAll(each.get().keySet());
        }
        if (keys.isEmpty()) {
            throw new TextFormatException("there must be at least one object with a value");
        }
        return List.copyOf(keys);
    }

    private Optional<Map<String, String>> object() throws IOException {
        try {
            begin();
            if (array ? !json.hasNext() : json.peek() == JsonToken.END_DOCUMENT) {
                return Optional.empty();
            }
            objects++;
            return Optional.of(values());
        } catch (MalformedJsonException | EOFException e) {
            throw wrong("be JSON", "is not: " + firstLine(e));
        } catch (IllegalStateException e) {
            throw wrong("be an object in JSON", "is a " + json.peek());
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            array = json.peek() == JsonToken.BEGIN_ARRAY;
            if (array) {
                json.beginArray();
            }
        }
    }

    private Map<String, String> values() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (values.put(key, value(key)) != null) {
                throw wrong("have each key once", "has \"" + key + "\" twice");
            }
        }
        json.endObject();
        return values;
    }

    private String value(String key) throws IOException {
        return switch (json.peek()) {
            case NUMBER -> json.nextString().replace(".", decimal);
            case STRING -> json.nextString();
            case BOOLEAN -> String.valueOf(json.nextBoolean());
            case NULL -> {
                json.nextNull();
                yield "";
            }
            default ->
                    throw wrong(
                            "hold numbers, texts, true, false and null",
                            "holds another object or list as \"" + key + '"');
        };
    }

    private TextFormatException wrong(String rule, String fault) {
        return new TextFormatException(
                "row %s must %s, but %s".formatted(Math.max(1, objects), rule, fault));
    }

    @Override
    public Optional<List<String>> next() throws IOException {
        return object().map(
                        values -> keys.stream().map(key -> values.getOrDefault(key, "")).toList());
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
