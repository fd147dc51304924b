package io.github.autoencoders.application;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.autoencoders.file.ProtobufReader;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.testing.DirectConvolution;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions of few filters in files of ONNX, as ONNX Runtime computes them. */
class OnnxPixelBlocksTest {

    private static final OrtEnvironment RUNTIME = UntrainedModels.onnxRuntime();
    private static final int CHANNELS = 5;
    private static final List<Long> ONE = List.of(1L, 1L);

    /**
     * Convolutions by one weight, and perhaps one bias.
     *
     * @param weight [filters, C, height, width]
     * @param results the size of each one's images, [H, W]
     */
    private record Trial(Shape weight, boolean isBiased, List<Long> padding, List<Shape> results) {

        Graph graph() {
            List<Graph.Input> inputs = new ArrayList<>();
            List<Graph.Operation> operations = new ArrayList<>();
            List<Graph.Output> outputs = new ArrayList<>();
            List<Graph.Value> parameters = new ArrayList<>(List.of(value("w", Sizes.of(weight))));
            if (isBiased) {
                parameters.add(value("b", Sizes.of(new Shape(weight.get(0)))));
            }
            for (int i = 0; i < results.size(); i++) {
                Graph.Value x = value("x" + i, images(CHANNELS, input(results.get(i))));
                Graph.Value y = value("y" + i, images(weight.get(0), results.get(i)));
                List<String> operands = new ArrayList<>(List.of(x.name()));
                parameters.forEach(parameter -> operands.add(parameter.name()));
                inputs.add(new Graph.Input(x, Graph.Source.CALLER));
                operations.add(
                        new Graph.Operation(
                                new Operator.Convolution(ONE, padding, ONE, 1), operands, y));
                outputs.add(new Graph.Output(y.name(), y.name()));
            }
            return new Graph(inputs, parameters, List.of(), operations, outputs);
        }

        // Of what the convolution makes of it.
        private Shape input(Shape result) {
            return new Shape(
                    result.get(0) - 2 * padding.get(0) + weight.get(2) - 1,
                    result.get(1) - 2 * padding.get(1) + weight.get(3) - 1);
        }

        private static Sizes images(long channels, Shape size) {
            return new Sizes(
                    List.of(
                            Size.ofBatch(1),
                            Size.of(channels),
                            Size.of(size.get(0)),
                            Size.of(size.get(1))));
        }

        private static Graph.Value value(String name, Sizes sizes) {
            return new Graph.Value(name, sizes, DataType.FLOAT32);
        }

        /** Returns a file that makes the images of the definition. */
        byte[] file() throws OrtException {
            Graph graph = graph();
            try (NDManager manager = NDManager.newBaseManager()) {
                manager.getEngine().setRandomSeed(5);
                NDArray w = manager.randomNormal(weight);
                NDArray b = manager.randomNormal(new Shape(weight.get(0)));
                Map<String, NDArray> parameters = Map.of("w", w, "b", b);
                byte[] file = OnnxModel.of("blocks", "1", graph, parameters, Map.of()).bytes();
                try (OrtSession session = RUNTIME.createSession(file)) {
                    for (int batch : new int[] {1, 3}) {
                        Map<String, NDArray> images = new HashMap<>();
                        for (Graph.Input input : graph.inputs()) {
                            Shape shape = input.value().sizes().in(batch);
                            images.put(input.value().name(), manager.randomNormal(shape));
                        }
                        Map<String, double[]> made = run(session, images);
                        for (int i = 0; i < images.size(); i++) {
                            double[] expected =
                                    DirectConvolution.of(
                                            requireNonNull(images.get("x" + i)),
                                            w,
                                            isBiased ? b : b.zerosLike(),
                                            padding);
                            assertClose(expected, requireNonNull(made.get("y" + i)), 1e-6, "y" + i);
                        }
                    }
                }
                return file;
            }
        }
    }

    private static Map<String, double[]> run(OrtSession session, Map<String, NDArray> images)
            throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        for (Map.Entry<String, NDArray> image : images.entrySet()) {
            NDArray array = image.getValue();
            given.put(
                    image.getKey(),
                    OnnxTensor.createTensor(
                            RUNTIME,
                            FloatBuffer.wrap(array.toFloatArray()),
                            array.getShape().getShape()));
        }
        Map<String, double[]> made = new HashMap<>();
        try (OrtSession.Result result = session.run(given)) {
            for (String name : session.getOutputNames()) {
                FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
                float[] all = new float[values.remaining()];
                values.get(all);
                made.put(name, Digits.widened(all));
            }
        }
        return made;
    }

    private static List<String> operations(byte[] file) throws IOException {
        return texts(file, 1, 4);
    }

    private static List<String> parameters(byte[] file) throws IOException {
        return texts(file, 5, 8);
    }

    // One text of each message of a kind in the graph.
    private static List<String> texts(byte[] file, int kind, int text) throws IOException {
        List<String> texts = new ArrayList<>();
        for (byte[] each : fields(fields(file, 7).get(0), kind)) {
            texts.add(new String(fields(each, text).get(0), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static List<byte[]> fields(byte[] message, int number) throws IOException {
        List<byte[]> fields = new ArrayList<>();
        ProtobufReader reader =
                new ProtobufReader(new ByteArrayInputStream(message), message.length);
        for (int field = reader.next(); field != 0; field = reader.next()) {
            if (field == number) {
                fields.add(reader.bytes());
            } else {
                reader.skip();
            }
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 12, 3, 3, 1, 1, true, 4",
        "1, 4, 4, 5, 5, 2, 2, false, 4",
        "1, 6, 4, 3, 5, 1, 2, true, 2",
        "2, 4, 8, 2, 4, 0, 3, true, 2",
        "3, 6, 10, 3, 3, 1, 1, true, 2",
        "4, 2, 2, 3, 3, 1, 1, true, 2",
        "1, 7, 8, 3, 3, 1, 1, true, 1",
        "5, 8, 8, 3, 3, 1, 1, false, 1"
    })
    void makeTheSameImages(
            int filters,
            int height,
            int width,
            int kernelHeight,
            int kernelWidth,
            long top,
            long left,
            boolean isBiased,
            int side)
            throws Exception {
        byte[] file =
                new Trial(
                                new Shape(filters, CHANNELS, kernelHeight, kernelWidth),
                                isBiased,
                                List.of(top, left),
                                List.of(new Shape(height, width)))
                        .file();
        String suffix = side > 1 ? "_blocks" + side : "";
        assertEquals(
                side > 1 ? List.of("Conv", "DepthToSpace") : List.of("Conv"), operations(file));
        assertEquals(
                isBiased ? List.of("w" + suffix, "b" + suffix) : List.of("w" + suffix),
                parameters(file));
    }

    private static byte[] ofTwo(int... sides) throws OrtException {
        return new Trial(
                        new Shape(1, CHANNELS, 3, 3),
                        true,
                        ONE,
                        Arrays.stream(sides).mapToObj(side -> new Shape(side, side)).toList())
                .file();
    }

    @Test
    void oneWeightIsOfBlocksOfTwoSizes() throws Exception {
        byte[] file = ofTwo(8, 6);
        assertEquals(List.of("Conv", "DepthToSpace", "Conv", "DepthToSpace"), operations(file));
        assertEquals(List.of("w_blocks4", "w_blocks2", "b_blocks4", "b_blocks2"), parameters(file));
    }

    @Test
    void oneWeightOfTheSameBlocksIsThereOnce() throws Exception {
        assertEquals(List.of("w_blocks4", "b_blocks4"), parameters(ofTwo(8, 12)));
    }

    @Test
    void aWeightThatIsReadAsItIsTooIsThereAsWell() throws Exception {
        byte[] file = ofTwo(8, 7);
        assertEquals(List.of("Conv", "DepthToSpace", "Conv"), operations(file));
        assertEquals(List.of("w", "w_blocks4", "b", "b_blocks4"), parameters(file));
    }
}
