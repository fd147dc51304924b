package io.github.autoencoders.config;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.autoencoders.argument.Spelling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree to the value that it describes; paths tell where it does not. */
final class JsonReading {

    // In its package, with the quotes around it; what else there may be, is no class's name.
    private static final String CLASS_NAME =
            "\"[\\p{L}\\d_$]{1,99}(\\.[\\p{L}\\d_$]{1,99}){1,20}\"";

    private final OwnClasses ownClasses;

    JsonReading(OwnClasses ownClasses) {
        this.ownClasses = ownClasses;
    }

    Object value(JsonElement tree, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Optional.class) {
                return Optional.of(value(tree, generic.getActualTypeArguments()[0], path));
            }
            return generic.getRawType() == List.class
                    ? list(tree, generic.getActualTypeArguments()[0], path)
                    : map(tree, generic.getActualTypeArguments()[1], path);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isSealed() && !raw.isEnum()) { // an enum whose constants have bodies is sealed
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

    private Shape shape(JsonElement tree, String path) {
        List<Object> sizes = list(tree, Long.class, path);
        long[] axes = sizes.stream().mapToLong(size -> (Long) size).toArray();
        if (Arrays.stream(axes).anyMatch(size -> size < 0)) {
            throw wrong(path, "a list of sizes from 0", tree);
        }
        return new Shape(axes);
    }

    private List<Object> list(JsonElement tree, Type elementType, String path) {
        if (!tree.isJsonArray()) {
            throw wrong(path, "a list", tree);
        }
        List<Object> values = new ArrayList<>();
        for (JsonElement element : tree.getAsJsonArray()) {
            values.add(value(element, elementType, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private Map<String, Object> map(JsonElement tree, Type valueType, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        object(tree, path)
                .asMap()
                .forEach((key, v) -> values.put(key, value(v, valueType, path + "." + key)));
        return values;
    }

    private Object member(JsonObject tree, Class<?> sealed, String path) {
        List<String> names = Json.memberNames(sealed);
        JsonElement name = tree.get(Json.TYPE);
        String given = name == null ? "none" : name.toString();
        JsonObject rest = tree.deepCopy();
        rest.remove(Json.TYPE);
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord() && given.equals('"' + permitted.getSimpleName() + '"')) {
                return record(rest, permitted, path);
            }
        }
        if (OwnClasses.isOpen(sealed) && given.matches(CLASS_NAME)) {
            return record(rest, ownClass(given.replace("\"", ""), sealed, path), path);
        }
        throw new IllegalArgumentException(
                "%s at %s must have a type among %s, but has %s%s"
                        .formatted(
                                sealed.getSimpleName(),
                                path,
                                names,
                                given,
                                Spelling.suggestion(given.replace("\"", ""), names)));
    }

    private Class<?> ownClass(String name, Class<?> sealed, String path) {
        return ownClasses
                .find(name, sealed)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        ("%s at %s must be of a class that the caller names, but is"
                                                        + " %s; if you trust it, name it with"
                                                        + " OwnClasses.of or OwnClasses.named")
                                                .formatted(sealed.getSimpleName(), path, name)));
    }

    private Object record(JsonObject tree, Class<?> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String key : tree.keySet()) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        "%s at %s must have the keys %s, but has \"%s\"%s"
                                .formatted(
                                        type.getSimpleName(),
                                        path,
                                        names,
                                        key,
                                        Spelling.suggestion(key, names)));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            if (!tree.has(name) && components[i].getType() == Optional.class) {
                values[i] = Optional.empty();
                continue;
            }
            if (!tree.has(name)) {
                throw new IllegalArgumentException(
                        "%s at %s must have the keys %s, but lacks \"%s\""
                                .formatted(type.getSimpleName(), path, names, name));
            }
            values[i] = value(tree.get(name), components[i].getGenericType(), path + "." + name);
        }
        try {
            return RecordCopy.newRecord(type, values);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    private static Object scalar(JsonElement tree, Class<?> type, String path) {
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
            String given = tree.isJsonPrimitive() ? tree.getAsString() : "";
            int index = names.indexOf(given);
            if (index < 0) {
                throw wrong(path, "one of " + names, tree, Spelling.suggestion(given, names));
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
        if (type == float.class) {
            return primitive.getAsFloat();
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

    static JsonObject object(JsonElement tree, String path) {
        if (!tree.isJsonObject()) {
            throw wrong(path, "an object", tree);
        }
        return tree.getAsJsonObject();
    }

    private static IllegalArgumentException wrong(String path, String rule, JsonElement tree) {
        return wrong(path, rule, tree, "");
    }

    private static IllegalArgumentException wrong(
            String path, String rule, JsonElement tree, String end) {
        return new IllegalArgumentException(path + " must be " + rule + ", but is " + tree + end);
    }
}
