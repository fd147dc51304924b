package io.github.autoencoders.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in the encoding of Protocol Buffers, field after field.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
public final class ProtobufMessage {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a field of an integer type. */
    public ProtobufMessage with(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds a field of type double. */
    public ProtobufMessage with(int field, double value) {
        tag(field, FIXED_64);
        byte[] fixed = new byte[Double.BYTES];
        littleEndian(fixed).putDouble(value);
        bytes.writeBytes(fixed);
        return this;
    }

    /** Adds a field of type float. */
    public ProtobufMessage with(int field, float value) {
        tag(field, FIXED_32);
        byte[] fixed = new byte[Float.BYTES];
        littleEndian(fixed).putFloat(value);
        bytes.writeBytes(fixed);
        return this;
    }

    /** Adds a field of repeated doubles. */
    public ProtobufMessage with(int field, double[] values) {
        byte[] packed = new byte[Double.BYTES * values.length];
        littleEndian(packed).asDoubleBuffer().put(values);
        return with(field, packed);
    }

    /** Adds a field of bytes. */
    public ProtobufMessage with(int field, byte[] value) {
        tag(field, LENGTH);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** Adds a field of text. */
    public ProtobufMessage with(int field, String value) {
        return with(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a field that is a message itself. */
    public ProtobufMessage with(int field, ProtobufMessage value) {
        return with(field, value.toBytes());
    }

    /** Returns the message. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
