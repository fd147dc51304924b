package io.github.autoencoders.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the fields of a message in the format of Protocol Buffers one after the other. For one
 * field no more memory is taken than there are bytes left, and 64 MiB at most.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">its encoding</a>
 */
public final class ProtobufReader {

    private static final int MOST_BITS = 64;
    private static final int MOST_BYTES = 1 << 26;

    private final InputStream in;
    private long left;
    private int type;

    /**
     * Begins to read.
     *
     * @param in from the message's beginning
     * @param size of the message in bytes
     */
    public ProtobufReader(InputStream in, long size) {
        this.in = in;
        this.left = size;
    }

    /**
     * Goes to the next field.
     *
     * @return its number, or 0 behind the last
     */
    public int next() throws IOException {
        if (left == 0) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        if (field < 1 || field >= 1 << 29) {
            throw new IOException("numbers of fields must be below 2^29, but are " + field);
        }
        return (int) field;
    }

    /** Reads a field of bytes, text, or a message. */
    public byte[] bytes() throws IOException {
        if (type != 2) {
            throw new IOException("field must have a length, but is of type " + type);
        }
        return taken(varint());
    }

    /** Passes a field over. */
    public void skip() throws IOException {
        switch (type) {
            case 0 -> varint();
            case 1 -> pass(Long.BYTES);
            case 2 -> pass(varint());
            case 5 -> pass(Integer.BYTES);
            default -> throw new IOException("type of a field must be known, but is " + type);
        }
    }

    private byte[] taken(long count) throws IOException {
        require(count);
        if (count > MOST_BYTES) {
            throw new IOException(
                    "fields must have at most %s bytes, but have %s".formatted(MOST_BYTES, count));
        }
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("ends early");
        }
        left -= count;
        return bytes;
    }

    private void pass(long count) throws IOException {
        require(count);
        in.skipNBytes(count);
        left -= count;
    }

    private void require(long count) throws IOException {
        if (count < 0 || count > left) {
            throw new EOFException("ends early");
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += 7) {
            require(1);
            int next = in.read();
            if (next < 0) {
                throw new EOFException("ends early");
            }
            left--;
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("numbers must have at most 10 bytes, but have more");
    }
}
