package io.github.autoencoders.onnx;

import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.file.ProtobufMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Arrays as ONNX has them: TensorProto and the numbers of its types. */
final class Tensor {

    private Tensor() {}

    /** Returns the number of a type, in TensorProto.DataType. */
    static long type(DataType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case INT32 -> 6;
            case INT64 -> 7;
            case BOOLEAN -> 9;
            case FLOAT64 -> 11;
            default ->
                    throw new IllegalArgumentException(
                            "type must be one of a graph's, but is " + type);
        };
    }

    /** Returns an array of float32 with its values. */
    static ProtobufMessage ofFloats(String name, long[] shape, float[] values) {
        byte[] raw = new byte[Float.BYTES * values.length];
        littleEndian(raw).asFloatBuffer().put(values);
        return of(name, DataType.FLOAT32, shape, raw);
    }

    /** Returns a list of int64. */
    static ProtobufMessage ofLongs(String name, List<Long> values) {
        byte[] raw = new byte[Long.BYTES * values.size()];
        values.forEach(littleEndian(raw)::putLong);
        return of(name, DataType.INT64, new long[] {values.size()}, raw);
    }

    /** Returns an array of any type. */
    static ProtobufMessage of(String name, DataType type, long[] shape, double[] values) {
        byte[] bytes = new byte[type.getNumOfBytes() * values.length];
        ByteBuffer raw = littleEndian(bytes);
        for (double value : values) {
            switch (type) {
                case FLOAT32 -> raw.putFloat((float) value);
                case FLOAT64 -> raw.putDouble(value);
                case INT32 -> raw.putInt((int) value);
                case INT64 -> raw.putLong((long) value);
                default -> raw.put((byte) value);
            }
        }
        return of(name, type, shape, bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ProtobufMessage of(String name, DataType type, long[] shape, byte[] raw) {
        ProtobufMessage tensor = new ProtobufMessage();
        for (long size : shape) {
            tensor.with(1, size);
        }
        return tensor.with(2, type(type)).with(8, name).with(9, raw);
    }
}
