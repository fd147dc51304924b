package io.github.autoencoders.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that one step of a training computes, without its engine: arrays by name.
 *
 * @param arrays by kind and name, flattened
 */
record StepValues(Map<Kind, Map<String, float[]>> arrays) {

    /** What an array is. */
    enum Kind {
        /** All numbers of the model before the step, also those that no gradient changes. */
        PARAMETERS,
        /** What the block returned. */
        OUTPUTS,
        /** One array: total, reconstruction and penalty, averaged over the batch. */
        LOSSES,
        /** Of the total, by each trained parameter. */
        GRADIENTS
    }

    /** Returns the arrays of one kind. */
    Map<String, float[]> of(Kind kind) {
        return Objects.requireNonNull(arrays.get(kind));
    }

    /**
     * Returns how far two runs are apart in one kind of arrays: the largest of the arrays' \(\max_i
     * |a_i - b_i| / \max_i \max(|a_i|, |b_i|)\), from 0 to 2; 0 where both arrays are zero.
     *
     * @throws IllegalStateException if a number is not finite, or the arrays are not the same
     */
    double differenceFrom(StepValues other, Kind kind) {
        Map<String, float[]> theirs = other.of(kind);
        if (!of(kind).keySet().equals(theirs.keySet())) {
            throw new IllegalStateException(
                    "%s must be %s, but are %s"
                            .formatted(kind, theirs.keySet(), of(kind).keySet()));
        }
        double largest = 0;
        for (Map.Entry<String, float[]> entry : of(kind).entrySet()) {
            float[] b = Objects.requireNonNull(theirs.get(entry.getKey()));
            largest = Math.max(largest, difference(entry.getKey(), entry.getValue(), b));
        }
        return largest;
    }

    private static double difference(String name, float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalStateException(
                    "%s must have %s values, but has %s".formatted(name, b.length, a.length));
        }
        double apart = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Float.isFinite(a[i]) || !Float.isFinite(b[i])) {
                throw new IllegalStateException(
                        "%s must be finite in both runs, but value %s is %s and %s"
                                .formatted(name, i, a[i], b[i]));
            }
            apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
            size = Math.max(size, Math.max(Math.abs(a[i]), Math.abs(b[i])));
        }
        return size == 0 ? 0 : apart / size;
    }

    /** Writes all of them, so that {@link #read} gives the same numbers. */
    void write(Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Kind kind : Kind.values()) {
                out.writeInt(of(kind).size());
                for (Map.Entry<String, float[]> entry : of(kind).entrySet()) {
                    float[] values = entry.getValue();
                    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
                    bytes.asFloatBuffer().put(values);
                    out.writeUTF(entry.getKey());
                    out.writeInt(values.length);
                    out.write(bytes.array());
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    static StepValues read(Path file) throws IOException {
        Map<Kind, Map<String, float[]>> all = new EnumMap<>(Kind.class);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (Kind kind : Kind.values()) {
                Map<String, float[]> arrays = new LinkedHashMap<>();
                int count = in.readInt();
                for (int i = 0; i < count; i++) {
                    String name = in.readUTF();
                    float[] values = new float[in.readInt()];
                    ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES))
                            .asFloatBuffer()
                            .get(values);
                    arrays.put(name, values);
                }
                all.put(kind, arrays);
            }
        }
        return new StepValues(all);
    }
}
