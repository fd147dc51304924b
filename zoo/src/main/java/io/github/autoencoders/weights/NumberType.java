package io.github.autoencoders.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** How a number stands in a file of weights. */
enum NumberType {
    FLOAT16(2, "F16", "f2", "HalfStorage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return half(bytes.getShort(index));
        }
    },
    BFLOAT16(2, "BF16", "", "BFloat16Storage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return Float.intBitsToFloat(bytes.getShort(index) << 16);
        }
    },
    FLOAT32(4, "F32", "f4", "FloatStorage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return bytes.getFloat(index);
        }
    },
    FLOAT64(8, "F64", "f8", "DoubleStorage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return (float) bytes.getDouble(index);
        }
    },
    INT32(4, "I32", "i4", "IntStorage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return bytes.getInt(index);
        }
    },
    INT64(8, "I64", "i8", "LongStorage") {
        @Override
        float at(ByteBuffer bytes, int index) {
            return bytes.getLong(index);
        }
    };

    private final int width;
    private final String safetensors;
    private final String numpy;
    private final String torch;

    NumberType(int width, String safetensors, String numpy, String torch) {
        this.width = width;
        this.safetensors = safetensors;
        this.numpy = numpy;
        this.torch = torch;
    }

    /** Returns the number that begins at a byte. */
    abstract float at(ByteBuffer bytes, int index);

    /** Returns how many bytes a number takes. */
    int width() {
        return width;
    }

    static NumberType ofSafetensors(String tensor, String dtype) throws IOException {
        return of(tensor, dtype, Stream.of(values()).filter(t -> t.safetensors.equals(dtype)));
    }

    /**
     * Returns the type that NumPy calls so.
     *
     * @param dtype without the order of the bytes
     */
    static NumberType ofNumpy(String tensor, String dtype) throws IOException {
        return of(tensor, dtype, Stream.of(values()).filter(t -> t.numpy.equals(dtype)));
    }

    static NumberType ofTorch(String tensor, String storage) throws IOException {
        return of(tensor, storage, Stream.of(values()).filter(t -> t.torch.equals(storage)));
    }

    private static NumberType of(String tensor, String name, Stream<NumberType> types)
            throws IOException {
        return types.findFirst()
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

    // IEEE 754 binary16; Java reads it from version 20 on.
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f;
                    case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> (0x400 | fraction) * (float) Math.pow(2, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}
