package io.github.autoencoders.config;

import ai.djl.ndarray.types.Shape;
import com.google.gson.GsonBuilder;
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
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records to JSON and back. Every component of a record must be there and nothing else may; a
 * member of a sealed interface is told by its key {@code type}, which names the record. Components
 * may be int, long, double, boolean, String, enums, {@link Shape}, lists, maps with text as keys,
 * records and sealed interfaces of records.
 */
public final class Json {

    private static final String TYPE = "type";

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
     * Returns the value that a text describes after single values of it were changed.
     *
     * @param changes numbers or texts by the path of the value they replace, as in {@code
     *     bottleneck.codeSize}
     * @throws IllegalArgumentException as {@link #read(String, Class)}
     */
    public static <T> T read(String text, Class<T> type, Map<String, ?> changes) {
        JsonElement tree = parse(text);
        changes.forEach((path, value) -> change(tree, path, value));
        return type.cast(value(tree, type, "$"));
    }

    /** Returns the text that {@link #read} reads, indented, with a line feed at its end. */
    public static String write(Object value, Class<?> type) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(tree(value, type))
                + "\n";
    }

    // ------------------------------------------------------------------ text to tree

    private static JsonElement parse(String text) {
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

    private static void change(JsonElement tree, String path, Object value) {
        JsonElement current = tree;
        JsonObject parent = new JsonObject();
        List<String> names = List.of(path.split("\\."));
        for (String name : names) {
            parent = object(current, "$." + path);
            current = parent.get(name);
            if (current == null) {
                throw new IllegalArgumentException("$." + path + " must be there to be changed");
            }
        }
        parent.add(names.get(names.size() - 1), tree(value, Object.class));
    }

    // ------------------------------------------------------------------ tree to value

    private static Object value(JsonElement tree, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(tree, generic.getActualTypeArguments()[0], path)
                    : map(tree, generic.getActualTypeArguments()[1], path);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isSealed()) {
            return member(object(tree, path), raw, path);
        }
        if (raw.isRecord()) {
            return record(object(tree, path), raw, path);
        }
        if (raw == Shape.class) {
            return shape(tree, path);
        }
        return scalar(tree, raw, path);
    }

    private static Shape shape(JsonElement tree, String path) {
        List<Object> sizes = list(tree, Long.class, path);
        long[] axes = sizes.stream().mapToLong(size -> (Long) size).toArray();
        if (Arrays.stream(axes).anyMatch(size -> size < 0)) {
            throw wrong(path, "a list of sizes from 0", tree);
        }
        return new Shape(axes);
    }

    private static List<Object> list(JsonElement tree, Type elementType, String path) {
        if (!tree.isJsonArray()) {
            throw wrong(path, "a list", tree);
        }
        List<Object> values = new ArrayList<>();
        for (JsonElement element : tree.getAsJsonArray()) {
            values.add(value(element, elementType, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private static Map<String, Object> map(JsonElement tree, Type valueType, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        object(tree, path)
                .asMap()
                .forEach((key, v) -> values.put(key, value(v, valueType, path + "." + key)));
        return values;
    }

    private static Object member(JsonObject tree, Class<?> sealed, String path) {
        List<String> names = memberNames(sealed);
        JsonElement name = tree.get(TYPE);
        String given = name == null ? "none" : name.toString();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (given.equals('"' + permitted.getSimpleName() + '"')) {
                JsonObject rest = tree.deepCopy();
                rest.remove(TYPE);
                return record(rest, permitted, path);
            }
        }
        throw new IllegalArgumentException(
                sealed.getSimpleName()
                        + " at "
                        + path
                        + " must have a type among "
                        + names
                        + ", but has "
                        + given);
    }

    /** Returns the names of a sealed interface's members, as they stand in JSON. */
    public static List<String> memberNames(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).map(Class::getSimpleName).toList();
    }

    private static Object record(JsonObject tree, Class<?> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String key : tree.keySet()) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        type.getSimpleName()
                                + " at "
                                + path
                                + " must have the keys "
                                + names
                                + ", but has \""
                                + key
                                + '"');
            }
        }
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            if (!tree.has(name)) {
                throw new IllegalArgumentException(
                        type.getSimpleName()
                                + " at "
                                + path
                                + " must have the keys "
                                + names
                                + ", but lacks \""
                                + name
                                + '"');
            }
            types[i] = components[i].getType();
            arguments[i] = value(tree.get(name), components[i].getGenericType(), path + "." + name);
        }
        return newRecord(type, types, arguments, path);
    }

    private static Object newRecord(
            Class<?> type, Class<?>[] types, Object[] arguments, String path) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true); // records need not be public
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException cause) {
                throw new IllegalArgumentException(path + ": " + cause.getMessage(), cause);
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object scalar(JsonElement tree, Class<?> type, String path) {
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
            int index = tree.isJsonPrimitive() ? names.indexOf(tree.getAsString()) : -1;
            if (index < 0) {
                throw wrong(path, "one of " + names, tree);
            }
            return type.getEnumConstants()[index];
        }
        JsonPrimitive primitive =
                tree.isJsonPrimitive() ? tree.getAsJsonPrimitive() : new JsonPrimitive("");
        if (type == String.class) {
            if (!tree.isJsonPrimitive() || !primitive.isString()) {
                throw wrong(path, "a text", tree);
            }
            return primitive.getAsString();
        }
        if (type == boolean.class) {
            if (!primitive.isBoolean()) {
                throw wrong(path, "true or false", tree);
            }
            return primitive.getAsBoolean();
        }
        if (!primitive.isNumber()) {
            throw wrong(path, "a number", tree);
        }
        if (type == double.class || type == Double.class) {
            return primitive.getAsDouble();
        }
        return wholeNumber(primitive, type, path);
    }

    private static Object wholeNumber(JsonPrimitive number, Class<?> type, String path) {
        try {
            long value = number.getAsBigDecimal().longValueExact();
            if (type == long.class || type == Long.class) {
                return value;
            }
            return Math.toIntExact(value);
        } catch (ArithmeticException e) {
            throw wrong(path, "a whole number that fits its type", number);
        }
    }

    private static JsonObject object(JsonElement tree, String path) {
        if (!tree.isJsonObject()) {
            throw wrong(path, "an object", tree);
        }
        return tree.getAsJsonObject();
    }

    private static IllegalArgumentException wrong(String path, String rule, JsonElement tree) {
        return new IllegalArgumentException(path + " must be " + rule + ", but is " + tree);
    }

    // ------------------------------------------------------------------ value to tree

    private static JsonElement tree(Object value, Class<?> declared) {
        if (value instanceof Record) {
            JsonObject object = new JsonObject();
            if (declared.isSealed()) {
                object.addProperty(TYPE, value.getClass().getSimpleName());
            }
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                object.add(
                        component.getName(),
                        tree(component(value, component), component.getType()));
            }
            return object;
        }
        if (value instanceof Shape shape) {
            return tree(Arrays.stream(shape.getShape()).boxed().toList(), List.class);
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(element -> array.add(tree(element, declaredType(element))));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((k, v) -> object.add(k.toString(), tree(v, declaredType(v))));
            return object;
        }
        if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(constant.name());
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean flag
                ? new JsonPrimitive(flag)
                : new JsonPrimitive(value.toString());
    }

    // Elements of a list may be members of a sealed interface, which then name their type.
    private static Class<?> declaredType(Object element) {
        return Arrays.stream(element.getClass().getInterfaces())
                .filter(Class::isSealed)
                .findFirst()
                .orElse(Object.class);
    }

    private static Object component(Object value, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
