package io.github.autoencoders.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.autoencoders.argument.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trees that are like others but for what is said. */
final class JsonChanges {

    private JsonChanges() {}

    /** Returns a new tree of one, with what another states in its place. */
    static JsonElement merged(JsonElement tree, JsonElement changes) {
        if (!(tree instanceof JsonObject old && changes instanceof JsonObject stated)
                || !sameType(old, stated)) {
            return changes.deepCopy();
        }
        JsonObject merged = old.deepCopy();
        stated.asMap()
                .forEach(
                        (name, value) -> {
                            JsonElement before = old.get(name);
                            merged.add(name, before == null ? value : merged(before, value));
                        });
        return merged;
    }

    // What stands in a record of one type means nothing in another's.
    private static boolean sameType(JsonObject old, JsonObject stated) {
        JsonElement type = stated.get(Json.TYPE);
        return type == null || type.equals(old.get(Json.TYPE));
    }

    /** Changes a value of a tree. A text is read as JSON where no text was. */
    static void change(JsonElement tree, String path, Object value) {
        JsonElement current = tree;
        JsonObject parent = new JsonObject();
        List<String> names = List.of(path.split("\\."));
        for (String name : names) {
            parent = JsonReading.object(current, "$." + path);
            current = parent.get(name);
            if (current == null) {
                List<String> known = new ArrayList<>();
                addPaths(tree, "", known);
                throw new IllegalArgumentException(
                        "$.%s must be there to be changed, but is not%s"
                                .formatted(path, Spelling.suggestion(path, known)));
            }
        }
        JsonElement changed = new JsonWriting().tree(value, Object.class);
        if (value instanceof String text && !isText(current)) {
            changed = merged(current, parsed(text, changed));
        }
        parent.add(names.get(names.size() - 1), changed);
    }

    private static boolean isText(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    private static JsonElement parsed(String text, JsonElement otherwise) {
        try {
            return JsonText.parse(text);
        } catch (IllegalArgumentException e) {
            return otherwise; // which is of a wrong kind, as the reader says
        }
    }

    private static void addPaths(JsonElement tree, String start, List<String> to) {
        if (tree instanceof JsonObject object) {
            object.asMap()
                    .forEach(
                            (name, value) -> {
                                to.add(start + name);
                                addPaths(value, start + name + ".", to);
                            });
        }
    }

    /** Adds the paths of what differs. */
    static void addDifferences(
            @Nullable JsonElement one, @Nullable JsonElement other, String path, List<String> to) {
        if (one instanceof JsonObject a && other instanceof JsonObject b) {
            Set<String> names = new LinkedHashSet<>(a.keySet());
            names.addAll(b.keySet());
            String start = path.isEmpty() ? "" : path + ".";
            names.forEach(name -> addDifferences(a.get(name), b.get(name), start + name, to));
        } else if (!Objects.equals(one, other)) {
            to.add(path);
        }
    }
}
