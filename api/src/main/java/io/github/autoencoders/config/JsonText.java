package io.github.autoencoders.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** Text to a tree, by the letter of the standard; no key may be given twice. */
final class JsonText {

    private JsonText() {}

    static JsonElement parse(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement tree = parse(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("text must end after the first JSON value");
            }
            return tree;
        } catch (EOFException e) {
            throw new IllegalArgumentException("text must be JSON, but ends early", e);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("text must be JSON, but is not" + place(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Where the reader stopped; what it says before is advice for who calls it.
    private static String place(MalformedJsonException e) {
        String message = String.valueOf(e.getMessage());
        int start = message.indexOf(" at line ");
        return start < 0 ? "" : message.substring(start).lines().findFirst().orElse("");
    }

    private static JsonElement parse(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    if (object.has(name)) {
                        throw new IllegalArgumentException(
                                reader.getPath() + " must be given once, but is given twice");
                    }
                    object.add(name, parse(reader));
                }
                reader.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(parse(reader));
                }
                reader.endArray();
                return array;
            }
            case BOOLEAN -> {
                return new JsonPrimitive(reader.nextBoolean());
            }
            case NUMBER -> {
                return number(reader);
            }
            case STRING -> {
                return new JsonPrimitive(reader.nextString());
            }
            default -> {
                reader.nextNull();
                return JsonNull.INSTANCE;
            }
        }
    }

    private static JsonPrimitive number(JsonReader reader) throws IOException {
        String digits = reader.nextString();
        try {
            return new JsonPrimitive(new BigDecimal(digits));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    reader.getPath() + " must be a number that can be held, but is " + digits, e);
        }
    }
}
