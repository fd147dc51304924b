package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.ObjDoubleConsumer;

/**
 * An array within an archive of TorchScript.
 *
 * @param name that the program's object knows it by
 * @param storage PyTorch's word for its type
 * @param shape its sizes
 * @param bytes its values, the lowest byte first
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared never
record StoredTensor(String name, String storage, long[] shape, byte[] bytes) {

    static StoredTensor of(String name, NDArray array) {
        float[] values = array.toFloatArray();
        byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, values.length)];
        littleEndian(bytes).asFloatBuffer().put(values);
        return new StoredTensor(name, "FloatStorage", array.getShape().getShape(), bytes);
    }

    /** Returns numbers that no input changes, whose shape does not depend on the batch. */
    static StoredTensor of(Graph.Constant constant) {
        Graph.Value value = constant.value();
        double[] numbers = constant.values(1);
        byte[] bytes = new byte[Math.multiplyExact(value.type().getNumOfBytes(), numbers.length)];
        ByteBuffer buffer = littleEndian(bytes);
        ObjDoubleConsumer<ByteBuffer> writer = writer(value.type());
        Arrays.stream(numbers).forEach(number -> writer.accept(buffer, number));
        return new StoredTensor(
                value.name(), storage(value.type()), value.sizes().in(1).getShape(), bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ObjDoubleConsumer<ByteBuffer> writer(DataType type) {
        return switch (type) {
            case FLOAT32 -> (bytes, number) -> bytes.putFloat((float) number);
            case FLOAT64 -> ByteBuffer::putDouble;
            case INT64 -> (bytes, number) -> bytes.putLong((long) number);
            case INT32 -> (bytes, number) -> bytes.putInt((int) number);
            default -> (bytes, number) -> bytes.put((byte) number);
        };
    }

    private static String storage(DataType type) {
        return switch (type) {
            case FLOAT32 -> "FloatStorage";
            case FLOAT64 -> "DoubleStorage";
            case INT64 -> "LongStorage";
            case INT32 -> "IntStorage";
            case UINT8 -> "ByteStorage";
            case BOOLEAN -> "BoolStorage";
            default ->
                    throw new IllegalArgumentException(
                            "type must be one of a program's, but is " + type);
        };
    }

    long size() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Returns how far apart neighbours along each axis lie. */
    long[] strides() {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }
}
