package io.github.autoencoders.config;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A value to the tree that describes it. */
final class JsonWriting {

    private final Set<Class<?>> ownClasses = new LinkedHashSet<>();

    /** Returns the classes of the user's own that were named so far. */
    Set<Class<?>> ownClasses() {
        return ownClasses;
    }

    JsonElement tree(Object value, Class<?> declared) {
        if (value instanceof Record) {
            JsonObject object = new JsonObject();
            if (declared.isSealed()) {
                object.addProperty(Json.TYPE, type(value.getClass(), declared));
            }
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                add(object, component, RecordCopy.value(value, component));
            }
            return object;
        }
        if (declared.isSealed() && OwnClasses.isOpen(declared)) {
            throw new IllegalArgumentException(
                    "%s must be a record to be written, but is of %s"
                            .formatted(declared.getSimpleName(), value.getClass()));
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
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        throw new IllegalArgumentException(
                "value must be a number, text, true or false, enum, shape, list, map or record to"
                        + " be written, but is of "
                        + value.getClass());
    }

    // What may be there is left out where it is not.
    private void add(JsonObject object, RecordComponent component, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(
                    there -> object.add(component.getName(), tree(there, declaredType(there))));
        } else {
            object.add(component.getName(), tree(value, component.getType()));
        }
    }

    private String type(Class<?> member, Class<?> sealed) {
        if (List.of(sealed.getPermittedSubclasses()).contains(member)) {
            return member.getSimpleName();
        }
        ownClasses.add(member);
        return member.getName();
    }

    // Elements of a list may be members of a sealed interface, which then name their type.
    private static Class<?> declaredType(Object element) {
        return Arrays.stream(element.getClass().getInterfaces())
                .flatMap(each -> Stream.concat(Stream.of(each), Stream.of(each.getInterfaces())))
                .filter(Class::isSealed)
                .findFirst()
                .orElse(Object.class);
    }
}
