package io.github.autoencoders.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.autoencoders.serving.RefusedException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A tensor in JSON, as KServe's protocol, version 2, says it. */
final class KServeTensor {

    /** What the protocol calls numbers, and which they are. */
    private enum Type {
        BOOL(true, 0, 1),
        UINT8(true, 0, 255),
        UINT16(true, 0, 65535),
        UINT32(true, 0, 0x1p32 - 1),
        UINT64(true, 0, 0x1p64),
        INT8(true, -128, 127),
        INT16(true, -32768, 32767),
        INT32(true, -0x1p31, 0x1p31 - 1),
        INT64(true, -0x1p63, 0x1p63),
        FP16(false, -65504, 65504),
        BF16(false, -Float.MAX_VALUE, Float.MAX_VALUE),
        FP32(false, -Float.MAX_VALUE, Float.MAX_VALUE),
        FP64(false, -Double.MAX_VALUE, Double.MAX_VALUE);

        private final boolean whole;
        private final double least;
        private final double most;

        Type(boolean whole, double least, double most) {
            this.whole = whole;
            this.least = least;
            this.most = most;
        }

        static Type of(String name) throws RefusedException {
            return Stream.of(values())
                    .filter(type -> type.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name));
        }

        private static RefusedException unknown(String name) {
            String known = List.of(values()).toString();
            return RefusedException.malformed(
                    "datatype must be one of " + known + ", but is " + name);
        }

        private boolean holds(double value) {
            return whole
                    ? value == Math.rint(value) && value >= least && value <= most
                    : !(value < least || value > most); // what is missing too
        }

        double[] require(double[] values) throws RefusedException {
            for (double value : values) {
                if (!holds(value)) {
                    throw RefusedException.malformed(
                            "data must hold numbers of datatype "
                                    + name()
                                    + ", but holds "
                                    + value);
                }
            }
            return values;
        }
    }

    private KServeTensor() {}

    /** Reads the list of a request's inputs, which must hold one. */
    static Tensor onlyOne(JsonReader in) throws IOException, RefusedException {
        in.beginArray();
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            throw RefusedException.malformed(
                    "inputs must hold one tensor, as in KServe's protocol");
        }
        Tensor tensor = read(in);
        if (in.hasNext()) {
            throw RefusedException.malformed("inputs must hold one tensor, but hold more");
        }
        in.endArray();
        return tensor;
    }

    /** Reads the outputs that a request asks for: there is one. */
    static void requireOutput(JsonReader in) throws IOException, RefusedException {
        in.beginArray();
        while (in.hasNext()) {
            in.beginObject();
            while (in.hasNext()) {
                if (!in.nextName().equals("name")) {
                    in.skipValue();
                    continue;
                }
                String name = in.nextString();
                if (!name.equals("output")) {
                    throw RefusedException.malformed("outputs must name output, but name " + name);
                }
            }
            in.endObject();
        }
        in.endArray();
    }

    private static Tensor read(JsonReader in) throws IOException, RefusedException {
        List<Long> shape = null;
        NestedNumbers data = null;
        Type type = Type.FP64;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "shape" -> shape = shape(in);
                case "data" -> data = NestedNumbers.read(in);
                case "datatype" -> type = Type.of(in.nextString());
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (shape == null || data == null) {
            throw RefusedException.malformed("a tensor must have shape and data in JSON");
        }
        if (data.depth() > 1 && !data.shape().equals(shape)) {
            throw RefusedException.malformed(
                    "data must be one list, or lists of shape %s, but is of shape %s"
                            .formatted(shape, data.shape()));
        }
        double[] values = type.require(data.values());
        try {
            return Tensor.of(shape, values);
        } catch (IOException e) {
            throw new RefusedException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Long> shape(JsonReader in) throws IOException {
        List<Long> shape = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            shape.add(in.nextLong());
        }
        in.endArray();
        return shape;
    }
}
