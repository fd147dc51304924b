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
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.Dated;
import io.github.autoencoders.sample.Mixed;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.Quantiles;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.training.RecipeSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a runtime makes of every part of every recipe's model, against its blocks. */
abstract class ExportContract {

    private static final List<Export> PARTS =
            Stream.of(Export.values()).filter(export -> export != Export.STEP).toList();

    /** An array outside of any engine. */
    @SuppressWarnings("ArrayRecordComponent") // compared value by value
    record Values(Shape shape, DataType type, double[] numbers) {

        static Values of(NDArray array) {
            return new Values(
                    array.getShape(), array.getDataType(), ArrayAssertions.doubles(array));
        }

        static Values ofRow(int rows, double... row) {
            double[] all = new double[rows * row.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = row[i % row.length];
            }
            return new Values(new Shape(rows, row.length), DataType.FLOAT32, all);
        }
    }

    /** An exported part in the memory of a runtime. */
    interface Runner extends AutoCloseable {
        /** Returns the names of what goes in, in their order. */
        List<String> inputs();

        /** Returns what comes out, by its names, in their order. */
        Map<String, Values> run(Map<String, Values> inputs) throws Exception;

        @Override
        void close();
    }

    /** Exports a part, and loads it. */
    abstract Runner open(TrainedAutoencoder model, Export export) throws Exception;

    static List<String> names() throws IOException {
        return UntrainedModels.recipes(RecipeSummary::config);
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
            boolean mixed = format.scaling().known() instanceof Mixed;
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
        Scaling mixed = new Mixed(two, List.of(0, 3, 0, 2));
        return List.of(
                Row.of(near, List.of("a", "b", "c")),
                Row.of(far, List.of()),
                Row.of(new Scaling.Robust(near), List.of()),
                Row.of(new Quantiles(List.of(two(), two(), three(), two())), List.of()),
                Row.of(new Dated(near, List.of(new Dated.Cycle(2, 7))), List.of()),
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

    private static Quantiles.Curve two() {
        return new Quantiles.Curve(List.of(-1.0, 2.0), List.of(-1.5, 1.5), 0.5);
    }

    private static Quantiles.Curve three() {
        return new Quantiles.Curve(List.of(-1.0, 0.0, 1.0), List.of(-1.0, 0.5, 1.0), 0.5);
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

    /** Models of which others come out than go in: strings, and columns with words among them. */
    static List<AutoencoderConfig> pairs() {
        Scaling.Standardized two = new Scaling.Standardized(List.of(1.0, 2.0), List.of(1.0, 2.0));
        Scaling given = new Mixed(two, List.of(0, 3, 0, 2));
        Scaling wanted = new Mixed(near(1), List.of(3, 0));
        return List.of(
                pair(
                        ofSymbols(5, List.of("", "a", "b")),
                        ofSymbols(7, List.of("", "1", "2", "3")),
                        new Likelihood.Categorical()),
                pair(
                        new SampleFormat(new Shape(4), 0, given),
                        new SampleFormat(new Shape(2), 0, wanted),
                        new Likelihood.GaussianWithLearnedVariance(0.1).withWords(List.of(3))));
    }

    private static SampleFormat ofSymbols(int length, List<String> symbols) {
        return new SampleFormat(new Shape(1, length), 0, new OneHot(symbols));
    }

    private static AutoencoderConfig pair(
            SampleFormat given, SampleFormat wanted, Likelihood likelihood) {
        return new AutoencoderConfig(
                given,
                List.of(),
                new Architecture.Dense(List.of(8), Activation.RELU),
                new Bottleneck.Deterministic(4, Activation.IDENTITY),
                likelihood,
                Optional.of(wanted));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyPartOfAModelOfPairsIsThatOfItsBlocks(AutoencoderConfig config) throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.of(config)) {
            assertParts(model);
        }
    }

    private void assertParts(TrainedAutoencoder model) throws Exception {
        for (Export export : PARTS) {
            try (Runner runner = open(model, export)) {
                for (int batch : new int[] {1, 3}) {
                    try (Trial trial = Trial.of(model, export, batch)) {
                        trial.assertEqual(runner);
                    }
                }
            }
        }
    }

    @Test
    void singleStepsGiveTheStringsOfTheDecoder() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofStrings();
                Runner runner = open(model, Export.STEP)) {
            float[][] codes = {{0.5f, -1}, {2, 1}};
            Samples expected = model.decode(codes); // numbers of symbols
            Map<String, Values> given = new HashMap<>();
            Shape two = new Shape(2, 2);
            given.put("code", new Values(two, DataType.FLOAT32, new double[] {0.5, -1, 2, 1}));
            given.put("before", Values.ofRow(2, new double[4]));
            given.put("memory1", Values.ofRow(2, new double[memory(model)]));
            for (int step = 0; step < 5; step++) {
                Map<String, Values> result = runner.run(given);
                double[] logits = Objects.requireNonNull(result.get("logits")).numbers;
                double[] before = new double[8];
                for (int i = 0; i < 2; i++) {
                    int symbol = greatest(Arrays.copyOfRange(logits, 4 * i, 4 * i + 4));
                    assertEquals(expected.sample(i)[step], symbol);
                    before[4 * i + symbol] = 1;
                }
                given.put("before", new Values(new Shape(2, 4), DataType.FLOAT32, before));
                given.put("memory1", Objects.requireNonNull(result.get("nextMemory1")));
            }
        }
    }

    private static int memory(TrainedAutoencoder model) {
        return (int)
                model.toOnnx(Export.STEP).graph().inputs().stream()
                        .filter(input -> input.value().name().equals("memory1"))
                        .findFirst()
                        .orElseThrow()
                        .value()
                        .sizes()
                        .in(1)
                        .get(1);
    }

    private static int greatest(double[] values) {
        int greatest = 0;
        for (int i = 1; i < values.length; i++) {
            greatest = values[i] > values[greatest] ? i : greatest;
        }
        return greatest;
    }

    @Test
    void stepsOfADecoderOfOneStepAreRefused() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofPaddedImages()) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> open(model, Export.STEP).close());
            assertEquals(
                    "decoder must be autoregressive for single steps, but is not", e.getMessage());
        }
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
            if (export == Export.SCORE && config.otherTarget().isPresent()) {
                given.add(raw(manager, config.target(), batch));
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

        void assertEqual(Runner runner) throws Exception {
            Map<String, NDArray> expected = expected();
            Map<String, Values> inputs = new HashMap<>();
            List<String> names = runner.inputs();
            assertEquals(given.size(), names.size());
            for (int i = 0; i < given.size(); i++) {
                inputs.put(names.get(i), Values.of(given.get(i)));
            }
            Map<String, Values> result = runner.run(inputs);
            assertEquals(expected.keySet(), result.keySet());
            expected.forEach(
                    (name, array) ->
                            assertClose(
                                    export + " " + name,
                                    Values.of(array),
                                    Objects.requireNonNull(result.get(name)),
                                    tolerance(name)));
        }

        // Phases of sounds are found in rounds, each of which hangs on the one before: on MXNet
        // differences of 1.1e-3 were measured.
        private double tolerance(String output) {
            boolean found =
                    !model.target().scaling().keepsValues()
                            && List.of("sample", "reconstruction").contains(output);
            return found ? 3e-3 : 1e-5;
        }

        private Map<String, NDArray> expected() {
            Computation computation = task().computation();
            NDList inputs = new NDList(computation.input(model.config(), given.head()));
            boolean judged = export == Export.SCORE && model.config().otherTarget().isPresent();
            int last = given.size() - 1;
            inputs.addAll(given.subNDList(1, judged ? last : last + 1));
            NDList made =
                    model.block(export.part())
                            .forward(new ParameterStore(manager, false), inputs, false);
            NDArray raw = judged ? given.get(last) : given.head();
            NDArray head = computation.output(model.config(), raw, made);
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

    private static void assertClose(String what, Values expected, Values actual, double tolerance) {
        assertEquals(expected.shape, actual.shape, what);
        double scale = Math.max(1, Arrays.stream(expected.numbers).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.numbers.length; i++) {
            double relative = Math.abs(expected.numbers[i] - actual.numbers[i]) / scale;
            assertTrue(relative <= tolerance, () -> what + " differs by " + relative);
        }
    }
}
