package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime makes of every part of every recipe's model, against its blocks. */
class OnnxContractTest {

    private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

    private static final List<Export> PARTS =
            Stream.of(Export.values()).filter(export -> export != Export.STEP).toList();

    static List<String> names() {
        return Recipes.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPartOfARecipeIsThatOfItsBlocks(String name) throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRecipe(name)) {
            assertParts(model);
        }
    }

    /** Samples that no recipe above has, in a network of their own. */
    private record Row(SampleFormat format, List<String> conditions, Architecture architecture) {

        static Row of(Scaling scaling, List<String> conditions) {
            return new Row(
                    new SampleFormat(new Shape(4), 0, scaling),
                    conditions,
                    new Architecture.Dense(List.of(8), Activation.ELU));
        }

        TrainedAutoencoder model() throws IOException {
            Likelihood numbers =
                    format.scaling().isUnitInterval()
                            ? new Likelihood.Bernoulli()
                            : new Likelihood.GaussianWithLearnedVariance(0.1);
            boolean mixed = format.scaling().known() instanceof Scaling.Mixed;
            return UntrainedModels.of(
                    new AutoencoderConfig(
                            format,
                            conditions,
                            architecture,
                            new Bottleneck.Gaussian(2),
                            mixed ? numbers.withWords(List.of(3, 2)) : numbers));
        }
    }

    static List<Row> rows() {
        Scaling.Standardized near =
                new Scaling.Standardized(List.of(1.0, 2.0, 3.0, 4.0), List.of(1.0, 2.0, 1.0, 2.0));
        Scaling.Standardized far =
                new Scaling.Standardized(List.of(1e9, 2e9, 3e9, 4e9), List.of(1.0, 1.0, 1.0, 1.0));
        Scaling.Standardized two = new Scaling.Standardized(List.of(1.0, 2.0), List.of(1.0, 2.0));
        Scaling mixed = new Scaling.Mixed(two, List.of(0, 3, 0, 2));
        return List.of(
                Row.of(near, List.of("a", "b", "c")),
                Row.of(far, List.of()),
                Row.of(new Scaling.Robust(near), List.of()),
                Row.of(new Scaling.Quantiles(List.of(two(), two(), three(), two())), List.of()),
                Row.of(new Scaling.Dated(near, List.of(new Scaling.Cycle(2, 7))), List.of()),
                Row.of(new Scaling.WithMissing(near), List.of()),
                Row.of(mixed, List.of()),
                Row.of(new Scaling.WithMissing(mixed), List.of("a", "b")),
                Row.of(new Scaling.Binarized(127, 255), List.of()),
                new Row(
                        new SampleFormat(new Shape(1, 12), 0, near(1)),
                        List.of(),
                        new Architecture.Recurrent(
                                Cell.LSTM, List.of(6, 5), Activation.LEAKY_RELU)),
                new Row(
                        new SampleFormat(new Shape(3, 7, 6), 1, Scaling.UnitInterval.BYTES),
                        List.of("a", "b"),
                        Recipes.named("vae-mnist").architecture()));
    }

    private static Scaling.Curve two() {
        return new Scaling.Curve(List.of(-1.0, 2.0), List.of(-1.5, 1.5), 0.5);
    }

    private static Scaling.Curve three() {
        return new Scaling.Curve(List.of(-1.0, 0.0, 1.0), List.of(-1.0, 0.5, 1.0), 0.5);
    }

    private static Scaling near(int features) {
        return new Scaling.Standardized(
                Collections.nCopies(features, 1.0), Collections.nCopies(features, 2.0));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyPartOfOtherSamplesIsThatOfItsBlocks(Row row) throws Exception {
        try (TrainedAutoencoder model = row.model()) {
            assertParts(model);
        }
    }

    private static void assertParts(TrainedAutoencoder model) throws OrtException {
        for (Export export : PARTS) {
            OnnxModel onnx = model.toOnnx(export);
            try (OrtSession session = RUNTIME.createSession(onnx.bytes())) {
                for (int batch : new int[] {1, 3}) {
                    try (Trial trial = Trial.of(model, export, batch)) {
                        trial.assertEqual(onnx.graph(), session);
                    }
                }
            }
        }
    }

    @Test
    void singleStepsGiveTheStringsOfTheDecoder() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofStrings();
                OrtSession session = RUNTIME.createSession(model.toOnnx(Export.STEP).bytes())) {
            float[][] codes = {{0.5f, -1}, {2, 1}};
            Samples expected = model.decode(codes); // numbers of symbols
            Map<String, OnnxTensor> given = new HashMap<>();
            given.put("code", OnnxTensor.createTensor(RUNTIME, codes));
            given.put("before", OnnxTensor.createTensor(RUNTIME, new float[2][4]));
            int size = (int) memorySize(session);
            given.put("memory1", OnnxTensor.createTensor(RUNTIME, new float[2][size]));
            for (int step = 0; step < 5; step++) {
                try (OrtSession.Result result = session.run(given)) {
                    float[][] logits = (float[][]) result.get("logits").orElseThrow().getValue();
                    float[][] before = new float[2][4];
                    for (int i = 0; i < 2; i++) {
                        int symbol = greatest(logits[i]);
                        assertEquals(expected.sample(i)[step], symbol);
                        before[i][symbol] = 1;
                    }
                    given.put("before", OnnxTensor.createTensor(RUNTIME, before));
                    given.put(
                            "memory1",
                            OnnxTensor.createTensor(
                                    RUNTIME, result.get("nextMemory1").orElseThrow().getValue()));
                }
            }
        }
    }

    @Test
    void stepsOfADecoderOfOneStepAreRefused() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofPaddedImages()) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> model.toOnnx(Export.STEP));
            assertEquals(
                    "decoder must be autoregressive for single steps, but is not", e.getMessage());
        }
    }

    private static long memorySize(OrtSession session) throws OrtException {
        NodeInfo memory = Objects.requireNonNull(session.getInputInfo().get("memory1"));
        return ((TensorInfo) memory.getInfo()).getShape()[1];
    }

    private static int greatest(float[] values) {
        int greatest = 0;
        for (int i = 1; i < values.length; i++) {
            greatest = values[i] > values[greatest] ? i : greatest;
        }
        return greatest;
    }

    /** One part of a model in both forms. */
    private record Trial(TrainedAutoencoder model, Export export, NDManager manager, NDList given)
            implements AutoCloseable {

        static Trial of(TrainedAutoencoder model, Export export, int batch) {
            NDManager manager = NDManager.newBaseManager();
            AutoencoderConfig config = model.config();
            NDList given =
                    new NDList(
                            export == Export.DECODER
                                    ? code(manager, config, batch)
                                    : raw(manager, config.format(), batch));
            int conditions = config.conditions().size();
            if (conditions > 0) {
                given.add(
                        manager.zeros(new Shape(batch), DataType.INT64)
                                .oneHot(conditions, DataType.FLOAT32));
            }
            if (export == Export.WHOLE && config.bottleneck().isStochastic()) {
                given.add(code(manager, config, batch));
            }
            return new Trial(model, export, manager, given);
        }

        private static NDArray code(NDManager manager, AutoencoderConfig config, int batch) {
            return manager.randomNormal(new Shape(batch, config.bottleneck().codeSize()));
        }

        // Every third value is missing where some may be.
        private static NDArray raw(NDManager manager, SampleFormat format, int batch) {
            NDArray model =
                    manager.randomUniform(0, 1, new Shape(batch).addAll(format.modelShape()));
            NDArray raw = format.toRaw(model);
            if (!format.allowsMissing()) {
                return raw;
            }
            double[] values = ArrayAssertions.doubles(raw);
            for (int i = 0; i < values.length; i += 3) {
                values[i] = Double.NaN;
            }
            return manager.create(values, raw.getShape()).toType(raw.getDataType(), false);
        }

        void assertEqual(Graph graph, OrtSession session) throws OrtException {
            Map<String, NDArray> expected = expected();
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (int i = 0; i < given.size(); i++) {
                inputs.put(graph.inputs().get(i).value().name(), tensor(given.get(i)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                assertEquals(expected.keySet(), session.getOutputNames());
                expected.forEach(
                        (name, array) ->
                                assertClose(
                                        export + " " + name,
                                        array,
                                        (OnnxTensor) result.get(name).orElseThrow()));
            }
        }

        private Map<String, NDArray> expected() {
            Computation computation = task().computation();
            NDList inputs = new NDList(computation.input(model.config(), given.head()));
            inputs.addAll(given.subNDList(1));
            NDList made =
                    model.block(export.part())
                            .forward(new ParameterStore(manager, false), inputs, false);
            NDArray head = computation.output(model.config(), given.head(), made);
            Map<String, NDArray> expected = new HashMap<>();
            boolean stochastic = model.config().bottleneck().isStochastic();
            if (export == Export.ENCODER) {
                expected.put(stochastic ? "mean" : "code", head);
            } else {
                expected.put(outputs().get(0), head);
            }
            if (export == Export.WHOLE) {
                expected.put("code", made.get(1));
            }
            if (stochastic && outputs().size() > 1) {
                int mean = export == Export.WHOLE ? 2 : 0;
                expected.put("mean", made.get(mean));
                expected.put("logVariance", made.get(mean + 1));
            }
            NDArray entries = made.get("indices");
            if (entries != null && outputs().size() > 1) {
                expected.put("entries", entries);
            }
            return expected;
        }

        private Task task() {
            return switch (export) {
                case ENCODER -> Task.ENCODE;
                case DECODER -> Task.DECODE;
                case SCORE -> Task.SCORE;
                default -> Task.RECONSTRUCT;
            };
        }

        private List<String> outputs() {
            return switch (export) {
                case ENCODER -> List.of("code", "rest");
                case DECODER -> List.of("sample");
                case SCORE -> List.of("score");
                case RECONSTRUCTION -> List.of("reconstruction");
                case WHOLE -> List.of("reconstruction", "rest");
                case STEP -> List.of("logits");
            };
        }

        @Override
        public void close() {
            manager.close();
        }
    }

    private static OnnxTensor tensor(NDArray array) throws OrtException {
        long[] shape = array.getShape().getShape();
        return array.getDataType() == DataType.FLOAT64
                ? OnnxTensor.createTensor(RUNTIME, DoubleBuffer.wrap(array.toDoubleArray()), shape)
                : OnnxTensor.createTensor(RUNTIME, FloatBuffer.wrap(array.toFloatArray()), shape);
    }

    private static double[] values(OnnxTensor tensor) {
        return switch (tensor.getInfo().type) {
            case FLOAT -> {
                float[] all = new float[(int) tensor.getInfo().getNumElements()];
                tensor.getFloatBuffer().get(all);
                yield Digits.widened(all);
            }
            case INT64 -> {
                long[] all = new long[(int) tensor.getInfo().getNumElements()];
                tensor.getLongBuffer().get(all);
                yield Arrays.stream(all).mapToDouble(value -> value).toArray();
            }
            default -> {
                double[] all = new double[(int) tensor.getInfo().getNumElements()];
                tensor.getDoubleBuffer().get(all);
                yield all;
            }
        };
    }

    private static void assertClose(String what, NDArray expected, OnnxTensor actual) {
        assertEquals(expected.getShape(), new Shape(actual.getInfo().getShape()), what);
        double[] own = ArrayAssertions.doubles(expected);
        double[] others = values(actual);
        double scale = Math.max(1, Arrays.stream(own).map(Math::abs).max().orElse(0));
        for (int i = 0; i < own.length; i++) {
            double relative = Math.abs(own[i] - others[i]) / scale;
            assertTrue(relative <= 1e-5, () -> what + " differs by " + relative);
        }
    }
}
