package io.github.autoencoders.config;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A value to the tree that describes it. */
final class JsonWriting {

    private JsonWriting() {}

    static JsonElement tree(Object value, Class<?> declared) {
        if (value instanceof Record) {
            JsonObject object = new JsonObject();
            if (declared.isSealed()) {
                object.addProperty(Json.TYPE, value.getClass().getSimpleName());
            }
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                object.add(
                        component.getName(),
                        tree(RecordCopy.value(value, component), component.getType()));
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
}
