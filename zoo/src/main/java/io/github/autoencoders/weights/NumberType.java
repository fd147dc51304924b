package io.github.autoencoders.weights;

import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a number stands in a file of weights. */
enum NumberType {
    FLOAT16(2, "F16", "f2", "HalfStorage", (in, at) -> Float16Utils.halfToFloat(in.getShort(at))),
    BFLOAT16(
            2,
            "BF16",
            "",
            "BFloat16Storage",
            (in, at) -> Float.intBitsToFloat(in.getShort(at) << 16)),
    FLOAT32(4, "F32", "f4", "FloatStorage", ByteBuffer::getFloat),
    FLOAT64(8, "F64", "f8", "DoubleStorage", (in, at) -> (float) in.getDouble(at)),
    INT32(4, "I32", "i4", "IntStorage", ByteBuffer::getInt),
    INT64(8, "I64", "i8", "LongStorage", ByteBuffer::getLong);

    /** Reads a number. */
    @FunctionalInterface
    private interface Reading {
        float at(ByteBuffer bytes, int index);
    }

    private final int width;
    private final String safetensors;
    private final String numpy;
    private final String torch;
    private final Reading reading;

    NumberType(int width, String safetensors, String numpy, String torch, Reading reading) {
        this.width = width;
        this.safetensors = safetensors;
        this.numpy = numpy;
        this.torch = torch;
        this.reading = reading;
    }

    /** Returns the number that begins at a byte. */
    float at(ByteBuffer bytes, int index) {
        return reading.at(bytes, index);
    }

    /** Returns how many bytes a number takes. */
    int width() {
        return width;
    }

    static NumberType ofSafetensors(String tensor, String dtype) throws IOException {
        return of(tensor, dtype, type -> type.safetensors);
    }

    /**
     * Returns the type that NumPy calls so.
     *
     * @param dtype without the order of the bytes
     */
    static NumberType ofNumpy(String tensor, String dtype) throws IOException {
        return of(tensor, dtype, type -> type.numpy);
    }

    static NumberType ofTorch(String tensor, String storage) throws IOException {
        return of(tensor, storage, type -> type.torch);
    }

    private static NumberType of(String tensor, String name, Function<NumberType, String> naming)
            throws IOException {
        return Stream.of(values())
                .filter(type -> naming.apply(type).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        tensor
                                                + " must hold floats of 16, 32 or 64 bits or"
                                                + " integers of 32 or 64, but is of type "
                                                + name));
    }

    /** Returns numbers that stand one behind the other. */
    float[] read(ByteBuffer bytes, int offset, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = at(bytes, offset + i * width);
        }
        return values;
    }
}
