package io.github.autoencoders.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonWriter;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** How the outputs of one request are written. */
sealed interface AnswerForm {

    /** Returns the content type of what is written: mostly that of JSON. */
    default String contentType() {
        return Json.TYPE;
    }

    /**
     * Writes outputs.
     *
     * @param outputs one for each input, flattened, all of them finite
     * @param shape of one output
     * @param batch whether the request was for a list of inputs, perhaps of one
     * @param row writes one of them in JSON, where each is by itself
     * @param manager of the arrays that are made on the way
     */
    byte[] write(List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
            throws IOException;

    /**
     * Returns how objects with words are written in its place, which no array could hold.
     *
     * @param batch whether the request was for a list of inputs, perhaps of one
     */
    default RowAnswerForm ofRows(boolean batch) {
        return batch ? new RowAnswerForm.Rows() : new RowAnswerForm.One();
    }

    /**
     * Checks that outputs can be written.
     *
     * @throws IllegalArgumentException if one has a value that is not finite
     */
    static void requireFinite(List<double[]> outputs) {
        for (double[] output : outputs) {
            for (double value : output) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "output must hold finite numbers, but the model gives " + value);
                }
            }
        }
    }

    /** Writes a text in JSON. */
    @FunctionalInterface
    interface Text {
        void write(JsonWriter out) throws IOException;
    }

    /** Returns the bytes of a text in JSON. */
    static byte[] json(Text text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter out = new JsonWriter(new OutputStreamWriter(bytes, UTF_8))) {
            text.write(out);
        }
        return bytes.toByteArray();
    }

    /** Writes one output in JSON. */
    @FunctionalInterface
    interface Row {
        void write(JsonWriter out, double[] values) throws IOException;
    }

    /** Writes numbers as a list. */
    static void numbers(JsonWriter out, double[] values) throws IOException {
        out.beginArray();
        for (double value : values) {
            out.value(Digits.of(value));
        }
        out.endArray();
    }

    /** Writes the cells of a row, numbers and words, as a list. */
    static void cells(JsonWriter out, List<Object> cells) throws IOException {
        out.beginArray();
        for (Object cell : cells) {
            cell(out, cell);
        }
        out.endArray();
    }

    /** Writes a raw row as an object that has the names of its columns. */
    static void named(JsonWriter out, SampleFormat format, double[] values) throws IOException {
        List<Object> cells = format.cells(values);
        out.beginObject();
        for (int i = 0; i < values.length; i++) {
            out.name(format.schema().features().get(i));
            cell(out, cells.get(i));
        }
        out.endObject();
    }

    private static void cell(JsonWriter out, Object cell) throws IOException {
        if (cell instanceof Number number) {
            out.value(number);
        } else {
            out.value(cell.toString());
        }
    }

    /** A list of numbers, and of words where the model has some; for a batch a list of lists. */
    record Json() implements AnswerForm {

        static final String TYPE = "application/json";

        @Override
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
                throws IOException {
            return batch
                    ? json(out -> rows(out, outputs, row))
                    : json(out -> row.write(out, outputs.get(0)));
        }

        private static void rows(JsonWriter out, List<double[]> outputs, Row row)
                throws IOException {
            out.beginArray();
            for (double[] output : outputs) {
                row.write(out, output);
            }
            out.endArray();
        }
    }

    /** A request of TensorFlow Serving's gets a list of lists, whose name is predictions. */
    record Predictions() implements AnswerForm {

        @Override
        public RowAnswerForm ofRows(boolean batch) {
            return new RowAnswerForm.Predictions();
        }

        @Override
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
                throws IOException {
            return json(
                    out -> {
                        out.beginObject().name("predictions");
                        Json.rows(out, outputs, row);
                        out.endObject();
                    });
        }
    }

    /** A request of KServe's protocol, version 2, gets a tensor in JSON. */
    record KServe(@Nullable String id, String model) implements AnswerForm {

        @Override
        public RowAnswerForm ofRows(boolean batch) {
            return new RowAnswerForm.KServe(Objects.requireNonNullElse(id, ""), model);
        }

        @Override
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
                throws IOException {
            return json(out -> write(out, outputs, batched(outputs, shape, batch)));
        }

        private void write(JsonWriter out, List<double[]> outputs, Shape shape) throws IOException {
            out.setSerializeNulls(false);
            out.beginObject();
            out.name("model_name").value(model);
            out.name("id").value(id);
            out.name("outputs").beginArray().beginObject();
            out.name("name").value("output");
            boolean floats = outputs.stream().allMatch(Digits::areFloats);
            out.name("datatype").value(floats ? "FP32" : "FP64");
            out.name("shape").beginArray();
            for (long size : shape.getShape()) {
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
    }

    /**
     * An image, of one output.
     *
     * @param format of the output, an image or a mask
     */
    record Png(SampleFormat format) implements AnswerForm {

        @Override
        public String contentType() {
            return "image/png";
        }

        @Override
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
                throws IOException {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            float[] values = Digits.narrowed(outputs.get(0));
            ImageIO.write(format.kind().toImage(format, values), "png", png);
            return png.toByteArray();
        }
    }

    /**
     * A sound in WAV, of one output.
     *
     * @param rate samples per second
     */
    record Wave(int rate) implements AnswerForm {

        static final String TYPE = "audio/wav";

        @Override
        public String contentType() {
            return TYPE;
        }

        @Override
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager)
                throws IOException {
            float[] values = Digits.narrowed(outputs.get(0));
            return WaveFile.bytes(Sound.of(new float[][] {values}, rate), values.length);
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
        public byte[] write(
                List<double[]> outputs, Shape shape, boolean batch, Row row, NDManager manager) {
            double[] values = new double[Math.toIntExact(outputs.size() * shape.size())];
            int at = 0;
            for (double[] output : outputs) {
                System.arraycopy(output, 0, values, at, output.length);
                at += output.length;
            }
            Shape all = batched(outputs, shape, batch);
            try (NDArray array =
                    Digits.areFloats(values)
                            ? Numbers.of(manager, Digits.narrowed(values), all)
                            : Numbers.of(manager, values, all)) {
                return new NDList(array).encode(encoding);
            }
        }
    }

    private static Shape batched(List<double[]> outputs, Shape shape, boolean batch) {
        return batch ? new Shape(outputs.size()).addAll(shape) : shape;
    }
}
