package io.github.autoencoders.config;

import ai.djl.ndarray.types.Shape;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records to JSON and back. Every component of a record must be there and nothing else may; a
 * member of a sealed interface is told by its key {@code type}, which names the record: a member of
 * the user's own, where the interface is open to them, by its whole name. Components may be int,
 * long, float, double, boolean, String, enums, {@link Shape}, lists, maps with text as keys,
 * records and sealed interfaces of records.
 */
public final class Json {

    static final String TYPE = "type";

    private Json() {}

    /**
     * Returns the value that a text describes.
     *
     * @throws IllegalArgumentException if the text is not JSON, or names a key that is missing,
     *     unknown or of a wrong kind; the message gives the path, as in $.architecture.units[1]
     */
    public static <T> T read(String text, Class<T> type) {
        return read(text, type, Map.of());
    }

    /**
     * Returns the value that a text describes, which may be made of classes of the user's own.
     *
     * @throws IllegalArgumentException as {@link #read(String, Class)}, and if the text names a
     *     class of the user's own that is not among those given; it is not looked for
     */
    public static <T> T read(String text, Class<T> type, OwnClasses ownClasses) {
        return read(JsonText.parse(text), type, ownClasses);
    }

    /**
     * Returns the value that a text describes after single values of it were changed.
     *
     * @param changes by the path of the value they replace, as in {@code bottleneck.codeSize}; in
     *     place of what is no text, a text is read as JSON
     * @throws IllegalArgumentException as {@link #read(String, Class)}
     */
    public static <T> T read(String text, Class<T> type, Map<String, ?> changes) {
        JsonElement tree = JsonText.parse(text);
        changes.forEach((path, value) -> JsonChanges.change(tree, path, value));
        return read(tree, type, OwnClasses.NONE);
    }

    private static <T> T read(JsonElement tree, Class<T> type, OwnClasses ownClasses) {
        return type.cast(new JsonReading(ownClasses).value(tree, type, "$"));
    }

    /**
     * Returns a text with values put where there are none, as when a newer format reads an older.
     *
     * @param defaults numbers, texts, lists or maps by the path where they go, as in {@code
     *     environment.threads}, or for each of a list in {@code columns[].words}; objects on the
     *     way are made, but for those of lists
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static String withDefaults(String text, Map<String, ?> defaults) {
        JsonElement tree = JsonText.parse(text);
        defaults.forEach(
                (path, value) -> {
                    for (JsonObject parent : parents(tree, path)) {
                        if (!parent.has(name(path))) {
                            parent.add(name(path), new JsonWriting().tree(value, Object.class));
                        }
                    }
                });
        return tree.toString();
    }

    private static List<JsonObject> parents(JsonElement tree, String path) {
        int list = path.indexOf("[].");
        if (list < 0) {
            return List.of(parent(tree, path));
        }
        String listed = path.substring(0, list);
        List<JsonObject> parents = new ArrayList<>();
        JsonElement members = parent(tree, listed).get(name(listed));
        if (members != null && members.isJsonArray()) {
            members.getAsJsonArray()
                    .forEach(member -> parents.addAll(parents(member, path.substring(list + 3))));
        }
        return parents;
    }

    /**
     * Returns a text with values taken from one place to another; what is not there stays away.
     *
     * @param moves the new path by the old one; objects on the way are made
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static String moved(String text, Map<String, String> moves) {
        JsonElement tree = JsonText.parse(text);
        moves.forEach(
                (from, to) -> {
                    JsonElement value = parent(tree, from).remove(name(from));
                    if (value != null) {
                        parent(tree, to).add(name(to), value);
                    }
                });
        return tree.toString();
    }

    /**
     * Returns the paths, as {@code optimizer.learningRate}, of what stands in one text and not, or
     * otherwise, in another; of numbers the values count, not the digits.
     *
     * @throws IllegalArgumentException if a text is not JSON
     */
    public static List<String> differences(String one, String other) {
        List<String> paths = new ArrayList<>();
        JsonChanges.addDifferences(JsonText.parse(one), JsonText.parse(other), "", paths);
        return paths;
    }

    /**
     * Returns what stands in a text that is an object, by its path, as {@code
     * optimizer.learningRate}, in its order; a list is one value, and texts are without quotes.
     *
     * @throws IllegalArgumentException if it is no JSON, or no object
     */
    public static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        addValues(JsonReading.object(JsonText.parse(text), "$"), "", values);
        return values;
    }

    private static void addValues(JsonObject tree, String path, Map<String, String> values) {
        for (Map.Entry<String, JsonElement> entry : tree.entrySet()) {
            JsonElement value = entry.getValue();
            String here = path + entry.getKey();
            if (value instanceof JsonObject object) {
                addValues(object, here + ".", values);
            } else {
                values.put(here, value.isJsonPrimitive() ? value.getAsString() : value.toString());
            }
        }
    }

    /**
     * Returns a text with what another states in its place: objects are joined key by key, unless
     * the other states another type; all else, also a list, is replaced.
     *
     * @throws IllegalArgumentException if a text is not JSON
     */
    public static String merged(String text, String changes) {
        return JsonChanges.merged(JsonText.parse(text), JsonText.parse(changes)).toString();
    }

    /** Returns a text, of an object, without some of its keys. */
    public static String without(String text, String... keys) {
        JsonObject tree = JsonReading.object(JsonText.parse(text), "$");
        for (String key : keys) {
            tree.remove(key);
        }
        return tree.toString();
    }

    /** Returns the value of one key of a text, of an object, if it is there. */
    public static <T> Optional<T> part(String text, String key, Class<T> type) {
        JsonElement part = JsonReading.object(JsonText.parse(text), "$").get(key);
        return Optional.ofNullable(part)
                .map(
                        tree ->
                                type.cast(
                                        new JsonReading(OwnClasses.NONE)
                                                .value(tree, type, "$." + key)));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static JsonObject parent(JsonElement tree, String path) {
        List<String> names = List.of(path.split("\\."));
        JsonObject parent = JsonReading.object(tree, "$");
        for (String name : names.subList(0, names.size() - 1)) {
            if (!parent.has(name)) {
                parent.add(name, new JsonObject());
            }
            parent = JsonReading.object(parent.get(name), "$." + path);
        }
        return parent;
    }

    /** Returns the text that {@link #read} reads, indented, with a line feed at its end. */
    public static String write(Object value, Class<?> type) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(new JsonWriting().tree(value, type))
                + "\n";
    }

    /**
     * Returns the names of a sealed interface's members, as they stand in JSON, but for those of
     * the user's own.
     */
    public static List<String> memberNames(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(Class::isRecord)
                .map(Class::getSimpleName)
                .toList();
    }
}
