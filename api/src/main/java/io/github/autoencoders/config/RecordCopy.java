package io.github.autoencoders.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Records like others but for one component, for records of so many that a constructor's call would
 * take a page. What the copy's own constructor checks, it checks again.
 *
 * <pre>{@code
 * public record Settings(String host, int port) {
 *     public Settings withPort(int newPort) {
 *         return RecordCopy.with(this, "port", newPort);
 *     }
 * }
 * }</pre>
 */
public final class RecordCopy {

    private RecordCopy() {}

    /**
     * Returns a record with another value of one component.
     *
     * @param component its name
     * @param value of the component's type
     * @throws IllegalArgumentException if the record has no such component, or refuses the value
     */
    public static <R extends Record> R with(R record, String component, Object value) {
        return with(record, Map.of(component, value));
    }

    /** Returns a record with other values of several components, by name, that fit together. */
    @SuppressWarnings("unchecked") // records are final: the copy has the same class
    public static <R extends Record> R with(R record, Map<String, ?> changes) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        Object[] values = Arrays.stream(components).map(each -> value(record, each)).toArray();
        changes.forEach(
                (name, value) -> {
                    if (!names.contains(name)) {
                        throw new IllegalArgumentException(
                                "component must be one of " + names + ", but is " + name);
                    }
                    values[names.indexOf(name)] = value;
                });
        return (R) newRecord(record.getClass(), values);
    }

    /** Returns the value of a component, which may be of a record that is not public. */
    static Object value(Object record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a record of the values of its components, in their order. */
    static <R> R newRecord(Class<R> type, Object[] values) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true); // records need not be public
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
