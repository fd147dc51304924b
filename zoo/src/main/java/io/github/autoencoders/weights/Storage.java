package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Numbers of a file of PyTorch's, which tensors are views of.
 *
 * @param key its name in the file
 * @param count of the numbers, as the pickle says
 */
record Storage(NumberType type, String key, long count) {

    /** Returns bytes that are as many as they must be. */
    ByteBuffer checked(ByteBuffer bytes) throws IOException {
        require(
                count >= 0 && bytes.capacity() == (double) count * type.width(),
                "the storage %s must have %s values, but has %s bytes",
                key,
                count,
                bytes.capacity());
        return bytes;
    }

    /** Returns the numbers that follow their count. */
    ByteBuffer cutFrom(ByteBuffer in) throws IOException {
        require(in.remaining() >= Long.BYTES, "it ends before the storage %s", key);
        long there = in.getLong();
        require(
                there == count && count >= 0 && count <= in.remaining() / type.width(),
                "the storage %s must have %s values, but has %s in %s bytes",
                key,
                count,
                there,
                in.remaining());
        int size = (int) count * type.width();
        ByteBuffer cut = in.slice(in.position(), size);
        in.position(in.position() + size);
        return cut;
    }
}
