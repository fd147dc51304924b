package io.github.autoencoders.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonWriter;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.ImagePixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** How the outputs of one request are written. */
sealed interface AnswerForm {

    /** Returns the content type of what is written. */
    String contentType();

    /**
     * Writes outputs.
     *
     * @param outputs one for each input, flattened, all of them finite
     * @param shape of one output
     * @param batch whether the request was for a list of inputs, perhaps of one
     * @param manager of the arrays that are made on the way
     */
    byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager)
            throws IOException;

    /** A list of numbers, or for a batch a list of lists. */
    record Json() implements AnswerForm {

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager)
                throws IOException {
            StringWriter text = new StringWriter();
            try (JsonWriter out = new JsonWriter(text)) {
                if (batch) {
                    lists(out, outputs);
                } else {
                    list(out, outputs.get(0));
                }
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static void lists(JsonWriter out, List<double[]> outputs) throws IOException {
            out.beginArray();
            for (double[] output : outputs) {
                list(out, output);
            }
            out.endArray();
        }

        private static void list(JsonWriter out, double[] values) throws IOException {
            out.beginArray();
            for (double value : values) {
                out.value(Digits.of(value));
            }
            out.endArray();
        }
    }

    /** A request of TensorFlow Serving's gets a list of lists, whose name is predictions. */
    record Predictions() implements AnswerForm {

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager)
                throws IOException {
            StringWriter text = new StringWriter();
            try (JsonWriter out = new JsonWriter(text)) {
                out.beginObject().name("predictions");
                Json.lists(out, outputs);
                out.endObject();
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A request of KServe's protocol, version 2, gets a tensor in JSON. */
    record KServe(@Nullable String id, String model) implements AnswerForm {

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager)
                throws IOException {
            StringWriter text = new StringWriter();
            try (JsonWriter out = new JsonWriter(text)) {
                out.setSerializeNulls(false);
                out.beginObject();
                out.name("model_name").value(model);
                out.name("id").value(id);
                out.name("outputs").beginArray().beginObject();
                out.name("name").value("output");
                boolean floats = outputs.stream().allMatch(Digits::areFloats);
                out.name("datatype").value(floats ? "FP32" : "FP64");
                out.name("shape").beginArray();
                for (long size : batched(outputs, shape, batch).getShape()) {
                    out.value(size);
                }
                out.endArray();
                out.name("data").beginArray();
                for (double[] output : outputs) {
                    for (double value : output) {
                        out.value(Digits.of(value));
                    }
                }
                out.endArray().endObject().endArray().endObject();
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** An image, of one output. */
    record Png() implements AnswerForm {

        @Override
        public String contentType() {
            return "image/png";
        }

        @Override
        public byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager)
                throws IOException {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(ImagePixels.toImage(Digits.narrowed(outputs.get(0)), shape), "png", png);
            return png.toByteArray();
        }
    }

    /**
     * An array, as DJL or NumPy reads it.
     *
     * @param encoding of the array
     * @param contentType that DJL gives it
     */
    record Arrays(NDList.Encoding encoding, String contentType) implements AnswerForm {

        static final Arrays LIST = new Arrays(NDList.Encoding.ND_LIST, "tensor/ndlist");
        static final Arrays NUMPY = new Arrays(NDList.Encoding.NPZ, "tensor/npz");

        @Override
        public byte[] write(List<double[]> outputs, Shape shape, boolean batch, NDManager manager) {
            double[] values = new double[Math.toIntExact(outputs.size() * shape.size())];
            int at = 0;
            for (double[] output : outputs) {
                System.arraycopy(output, 0, values, at, output.length);
                at += output.length;
            }
            Shape all = batched(outputs, shape, batch);
            try (NDArray array =
                    Digits.areFloats(values)
                            ? manager.create(Digits.narrowed(values), all)
                            : manager.create(values, all)) {
                return new NDList(array).encode(encoding);
            }
        }
    }

    private static Shape batched(List<double[]> outputs, Shape shape, boolean batch) {
        return batch ? new Shape(outputs.size()).addAll(shape) : shape;
    }
}
