package io.github.autoencoders.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads files of events, by another way than they are written. */
final class Events {

    private Events() {}

    /** One value of a file: a number, or the message that stands for a picture or a histogram. */
    record Value(long step, String tag, double number, Message message) {}

    /** The fields of a message: longs, doubles, floats, or arrays of bytes. */
    record Message(Map<Integer, Object> fields) {

        static final Message NONE = new Message(Map.of());

        Object at(int field) {
            return fields.getOrDefault(field, "missing");
        }
    }

    /** Returns the values of all files of events in a folder, in order. */
    static List<Value> in(Path folder) throws IOException {
        List<Value> values = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().contains("tfevents")).sorted().toList();
        }
        for (Path file : files) {
            List<Message> events = records(Files.readAllBytes(file));
            assertEquals("brain.Event:2", text(events.get(0).at(3)));
            for (Message event : events.subList(1, events.size())) {
                values.add(value(event));
            }
        }
        return values;
    }

    private static Value value(Message event) {
        Message value = message(message(event.at(5)).at(1));
        boolean number = value.fields().containsKey(2);
        Object content = value.at(number ? 2 : value.fields().containsKey(4) ? 4 : 5);
        return new Value(
                (Long) event.at(2),
                text(value.at(1)),
                number ? (Float) content : Double.NaN,
                number ? Message.NONE : message(content));
    }

    /** Returns the messages of the records, whose checksums must be right. */
    private static List<Message> records(byte[] file) {
        List<Message> messages = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertEquals(masked(length), bytes.getInt());
            byte[] data =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            bytes.get(data);
            assertEquals(masked(data), bytes.getInt());
            messages.add(message(data));
        }
        return messages;
    }

    // Castagnoli's polynomial, bit by bit.
    private static int masked(byte[] bytes) {
        int sum = -1;
        for (byte b : bytes) {
            sum ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 1 ? (sum >>> 1) ^ 0x82F63B78 : sum >>> 1;
            }
        }
        sum = ~sum;
        return ((sum >>> 15) | (sum << 17)) + 0xa282ead8;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    // No field is repeated in those that are written.
    private static Message message(Object encoded) {
        Map<Integer, Object> fields = new TreeMap<>();
        ByteBuffer bytes = ByteBuffer.wrap((byte[]) encoded).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            Object value =
                    switch ((int) (tag & 7)) {
                        case 0 -> varint(bytes);
                        case 1 -> bytes.getDouble();
                        case 5 -> bytes.getFloat();
                        case 2 -> {
                            byte[] part = new byte[(int) varint(bytes)];
                            bytes.get(part);
                            yield part;
                        }
                        default -> throw new AssertionError("type " + (tag & 7));
                    };
            assertNull(fields.put((int) (tag >> 3), value));
        }
        return new Message(fields);
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Returns packed doubles. */
    static double[] doubles(Object bytes) {
        double[] values = new double[((byte[]) bytes).length / 8];
        ByteBuffer.wrap((byte[]) bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}
