package io.github.autoencoders.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A tensor in JSON, as KServe's protocol, version 2, says it. */
final class KServeTensor {

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
        KServeType type = KServeType.FP64;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "shape" -> shape = shape(in);
                case "data" -> data = NestedNumbers.read(in);
                case "datatype" -> type = KServeType.of(in.nextString(), KServeType.numbers());
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
        double[] values = type.numbers(data);
        try {
            return Tensor.of(shape, values);
        } catch (IOException e) {
            throw RefusedException.malformed(e);
        }
    }

    /** Reads the sizes of a tensor. */
    static List<Long> shape(JsonReader in) throws IOException, RefusedException {
        List<Long> shape = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            if (shape.size() == Tensor.MAX_AXES) {
                throw RefusedException.malformed(
                        "shape must have at most " + Tensor.MAX_AXES + " sizes, but has more");
            }
            shape.add(in.nextLong());
        }
        in.endArray();
        return shape;
    }
}
