package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickles, as far as PyTorch needs them for a dictionary of tensors. A pickle is a program
 * that may call any function; this reader knows the few operations that build lists, dictionaries,
 * texts and numbers, and hands the few functions that it is told of to {@link Calls}. All else is
 * refused, and nothing is executed. What it builds is no larger than the pickle, but for what is
 * built once and stands in several places.
 *
 * <p>Values are texts, Long, Double, Boolean, lists (tuples too), maps, {@link #NONE}, {@link
 * Name}s, and what the calls make.
 */
final class Pickle {

    /** Python's None. */
    static final Object NONE = new Object();

    private static final Object MARK = new Object();

    /** A function or class by its module and name. */
    record Name(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** What is done in the place of functions; it throws an IOException for others. */
    interface Calls {
        /** Checks a function or class that is named, before anything is done with it. */
        void requireKnown(Name name) throws IOException;

        /** Returns what a function makes of its arguments. */
        Object call(Name function, List<?> arguments) throws IOException;

        /** Returns what stands elsewhere, by its key. */
        Object load(List<?> key) throws IOException;
    }

    private final ByteBuffer in;
    private final Calls calls;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(ByteBuffer in, Calls calls) {
        this.in = in;
        this.calls = calls;
    }

    /**
     * Returns the value that a pickle of protocol 2 to 5 builds.
     *
     * @param in stands behind the pickle then
     * @throws IOException if it is damaged, or does what is not allowed
     */
    static Object read(ByteBuffer in, Calls calls) throws IOException {
        Pickle pickle = new Pickle(in.order(ByteOrder.LITTLE_ENDIAN), calls);
        try {
            while (pickle.step()) {
                // each step is one operation
            }
            require(pickle.stack.size() == 1, "its pickle must leave one value");
            return pickle.stack.pop();
        } catch (BufferUnderflowException e) {
            throw new IOException("its pickle ends early", e);
        }
    }

    // Returns whether there is a next operation. The names are those of Python's pickletools.
    private boolean step() throws IOException {
        int operation = Byte.toUnsignedInt(in.get());
        switch (operation) {
            case '.' -> { // STOP
                return false;
            }
            case 0x80 -> in.get(); // PROTO
            case 0x95 -> in.getLong(); // FRAME
            case '(' -> stack.push(MARK);
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(List.of());
            default -> {
                if (!isNumberOrText(operation) && !isMemo(operation) && !isBuilding(operation)) {
                    reduce(operation);
                }
            }
        }
        return true;
    }

    private boolean isNumberOrText(int operation) throws IOException {
        switch (operation) {
            case 'J' -> stack.push((long) in.getInt()); // BININT
            case 'K' -> stack.push((long) Byte.toUnsignedInt(in.get())); // BININT1
            case 'M' -> stack.push((long) Short.toUnsignedInt(in.getShort())); // BININT2
            case 0x8a -> stack.push(longInteger(Byte.toUnsignedInt(in.get()))); // LONG1
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> stack.push(text(in.getInt())); // BINUNICODE
            case 0x8c -> stack.push(text(Byte.toUnsignedInt(in.get()))); // SHORT_BINUNICODE
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isMemo(int operation) throws IOException {
        switch (operation) {
            case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), top()); // BINPUT
            case 'r' -> memo.put(in.getInt(), top()); // LONG_BINPUT
            case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
            case 'h' -> stack.push(remembered(Byte.toUnsignedInt(in.get()))); // BINGET
            case 'j' -> stack.push(remembered(in.getInt())); // LONG_BINGET
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isBuilding(int operation) throws IOException {
        switch (operation) {
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> stack.push(Collections.unmodifiableList(toMark())); // TUPLE
            case 'a' -> append(popped(1)); // APPEND
            case 'e' -> append(toMark()); // APPENDS
            case 's' -> setItems(popped(2)); // SETITEM
            case 'u' -> setItems(toMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private void reduce(int operation) throws IOException {
        switch (operation) {
            case 'c' -> stack.push(named(line(), line())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                List<Object> parts = popped(2);
                require(
                        parts.get(0) instanceof String && parts.get(1) instanceof String,
                        "its pickle names what is no text");
                stack.push(named((String) parts.get(0), (String) parts.get(1)));
            }
            case 'R' -> { // REDUCE
                List<Object> parts = popped(2);
                require(
                        parts.get(0) instanceof Name && parts.get(1) instanceof List,
                        "its pickle calls what is no function");
                stack.push(calls.call((Name) parts.get(0), (List<?>) parts.get(1)));
            }
            case 'b' -> { // BUILD: what a dictionary of tensors has beside them, its versions
                List<Object> parts = popped(2);
                require(
                        parts.get(0) instanceof Map && parts.get(1) instanceof Map,
                        "its pickle sets the state of what is no dictionary");
                stack.push(parts.get(0));
            }
            case 'Q' -> { // BINPERSID
                Object key = popped(1).get(0);
                require(key instanceof List, "its pickle names a storage by what is no tuple");
                stack.push(calls.load((List<?>) key));
            }
            default ->
                    throw new IOException(
                            "its pickle must be of lists, dictionaries, numbers and tensors alone,"
                                    + " but has the operation 0x%s"
                                            .formatted(Integer.toHexString(operation)));
        }
    }

    private Name named(String module, String name) throws IOException {
        Name named = new Name(module, name);
        calls.requireKnown(named);
        return named;
    }

    private Object top() throws IOException {
        require(!stack.isEmpty() && stack.peek() != MARK, "its pickle takes what is not there");
        return stack.getFirst();
    }

    private Object remembered(int place) throws IOException {
        Object value = memo.get(place);
        if (value == null) {
            throw new IOException("its pickle takes what is not there");
        }
        return value;
    }

    // In the order in which they were pushed.
    private List<Object> popped(int count) throws IOException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(top());
            stack.pop();
        }
        Collections.reverse(values);
        return values;
    }

    private List<Object> toMark() throws IOException {
        List<Object> values = new ArrayList<>();
        while (stack.peek() != MARK) {
            values.addAll(popped(1));
        }
        stack.pop();
        Collections.reverse(values);
        return values;
    }

    private void tuple(int count) throws IOException {
        stack.push(Collections.unmodifiableList(popped(count)));
    }

    @SuppressWarnings("unchecked") // only this class makes lists
    private void append(List<Object> values) throws IOException {
        require(top() instanceof ArrayList, "its pickle appends to what is no list");
        ((List<Object>) top()).addAll(values);
    }

    // Keys are texts and numbers, which cannot hold themselves.
    @SuppressWarnings("unchecked") // only this class and the calls make maps
    private void setItems(List<Object> values) throws IOException {
        require(
                top() instanceof Map && values.size() % 2 == 0,
                "its pickle sets items of what is no dictionary");
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < values.size(); i += 2) {
            Object key = values.get(i);
            require(
                    key instanceof String || key instanceof Long,
                    "its pickle must have texts and numbers as keys");
            map.put(key, values.get(i + 1));
        }
    }

    private long longInteger(int length) throws IOException {
        byte[] bytes = bytes(length);
        byte[] highestFirst = new byte[length];
        for (int i = 0; i < length; i++) {
            highestFirst[i] = bytes[length - 1 - i];
        }
        BigInteger number = length == 0 ? BigInteger.ZERO : new BigInteger(highestFirst);
        require(number.bitLength() < Long.SIZE, "its pickle has an integer of %s bytes", length);
        return number.longValue();
    }

    private String text(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) throws IOException {
        require(length >= 0 && length <= in.remaining(), "its pickle ends early");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String line() {
        int begin = in.position();
        while (in.get() != '\n') {
            // a line ends with the pickle at the latest
        }
        byte[] line = new byte[in.position() - 1 - begin];
        in.get(begin, line);
        return new String(line, StandardCharsets.UTF_8);
    }
}
