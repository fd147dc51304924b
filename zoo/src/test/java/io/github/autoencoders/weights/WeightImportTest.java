package io.github.autoencoders.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.ActivationBlock;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.network.Layer;
import io.github.autoencoders.network.Padding;
import io.github.autoencoders.network.ReshapeBlock;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small networks with random weights, which {@code docs/import/models.py --tiny} made in Keras and
 * PyTorch, give here what they gave there.
 */
class WeightImportTest {

    private static final Likelihood BERNOULLI = new Likelihood.Bernoulli();

    @TempDir private Path folder;

    /** Weights, what they give, and the networks that they are of. */
    private record Foreign(String weights, String golden, TrainingRecipe recipe) {

        ImportedModel read() throws IOException {
            return importing().read(List.of(file()), values());
        }

        WeightImport importing() {
            return WeightImport.of(recipe);
        }

        Path file() {
            return WeightFileTest.resource(weights);
        }

        Golden values() throws IOException {
            return Golden.read(WeightFileTest.resource(golden + "-golden.npz"));
        }
    }

    private static final Foreign TORCH =
            new Foreign(
                    "torch-vae.pt",
                    "torch-vae",
                    TrainingRecipe.of(
                            new Architecture.Convolutional(
                                    List.of(
                                            new ConvolutionalLayer(4, 3, 2),
                                            new ConvolutionalLayer(8, 3, 2),
                                            new ConvolutionalLayer(16, 3, 2)),
                                    Activation.RELU,
                                    List.of(),
                                    Activation.IDENTITY,
                                    3),
                            new Bottleneck.Gaussian(2),
                            BERNOULLI));

    private static final Foreign KERAS =
            new Foreign(
                    "keras-vae.weights.h5",
                    "keras-vae",
                    TrainingRecipe.of(kerasVae(), new Bottleneck.Gaussian(2), BERNOULLI));

    /** Networks with a normalization, which the library's own have not. */
    record Normalized(boolean sequence) implements Architecture.Custom {

        @Override
        public Block encoder(Shape sample) {
            SequentialBlock network = new SequentialBlock();
            if (sequence) {
                new Layer.Convolution(4, 3, 2, Padding.SAME, Activation.IDENTITY)
                        .addTo(network, sample);
            } else {
                network.add(Linear.builder().setUnits(4).build());
            }
            network.add(BatchNorm.builder().build()).add(new ActivationBlock(Activation.RELU));
            return sequence ? network.add(new ReshapeBlock(new Shape(12))) : network;
        }

        @Override
        public Block decoder(Shape sample, int parametersPerValue) {
            SequentialBlock network = new SequentialBlock();
            if (!sequence) {
                return network.add(Linear.builder().setUnits(6).build());
            }
            new Layer.Dense(12, Activation.IDENTITY).addTo(network, new Shape(2));
            Shape map = new Layer.Reshaped(new Shape(4, 3)).addTo(network, new Shape(12));
            new Layer.Transposed(3, 3, 2, Padding.SAME, Activation.IDENTITY).addTo(network, map);
            return network;
        }
    }

    private static TrainingRecipe normalized(boolean sequence) {
        return TrainingRecipe.of(
                new Normalized(sequence),
                new Bottleneck.Deterministic(2, Activation.IDENTITY),
                new Likelihood.Gaussian(1));
    }

    static List<Foreign> models() {
        TrainingRecipe dense =
                TrainingRecipe.of(
                        new Architecture.Dense(List.of(), Activation.RELU),
                        new Bottleneck.Deterministic(4, Activation.RELU),
                        BERNOULLI);
        return List.of(
                TORCH,
                new Foreign("torch-vae.safetensors", "torch-vae", TORCH.recipe()),
                KERAS,
                new Foreign("keras-dense.keras", "keras-dense", dense),
                new Foreign("keras-dense.npz", "keras-dense", dense),
                new Foreign(
                        "keras-blog.npz",
                        "keras-blog",
                        TrainingRecipe.of(kerasBlog(), new Bottleneck.FeatureMap(2), BERNOULLI)),
                new Foreign("torch-norm.pt", "torch-norm", normalized(false)),
                new Foreign("keras-norm.npz", "keras-norm", normalized(true)),
                new Foreign("keras-gru.npz", "keras-gru", recurrent(Cell.GRU)),
                new Foreign("keras-lstm.npz", "keras-lstm", recurrent(Cell.LSTM)));
    }

    private static TrainingRecipe recurrent(Cell cell) {
        return TrainingRecipe.of(
                new Architecture.Recurrent(cell, List.of(5), Activation.TANH),
                new Bottleneck.Deterministic(2, Activation.IDENTITY),
                new Likelihood.Gaussian(1));
    }

    private static Layer same(int filters, int stride) {
        return new Layer.Convolution(filters, 3, stride, Padding.SAME, Activation.RELU);
    }

    private static Architecture kerasVae() {
        return new Architecture.Layered(
                List.of(same(4, 2), same(8, 2), new Layer.Dense(2, Activation.RELU)),
                List.of(
                        new Layer.Dense(32, Activation.RELU),
                        new Layer.Reshaped(new Shape(8, 2, 2)),
                        new Layer.Transposed(8, 3, 2, Padding.SAME, Activation.RELU),
                        new Layer.Transposed(4, 3, 2, Padding.SAME, Activation.RELU),
                        new Layer.Convolution(1, 3, 1, Padding.SAME, Activation.IDENTITY)));
    }

    private static Architecture kerasBlog() {
        Layer pooled = new Layer.MaxPooling(2);
        Layer repeated = new Layer.Repetition(2);
        return new Architecture.Layered(
                List.of(same(4, 1), pooled, same(2, 1), pooled, same(2, 1), pooled),
                List.of(
                        new Layer.Reshaped(new Shape(2, 1, 1)),
                        same(2, 1),
                        repeated,
                        same(2, 1),
                        repeated,
                        same(4, 1),
                        repeated,
                        new Layer.Convolution(1, 3, 1, Padding.SAME, Activation.IDENTITY)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void foreignModelsGiveWhatTheyGave(Foreign foreign) throws IOException {
        try (ImportedModel imported = foreign.read()) {
            assertEquals(List.of(), imported.mapping().missing());
            assertEquals(List.of(), imported.mapping().unused());
            boolean variational = foreign.recipe().bottleneck().isStochastic();
            assertEquals(variational ? 3 : 2, imported.differences().size());
            imported.differences()
                    .forEach((what, off) -> assertTrue(off < 1e-5, what + " is off by " + off));
            imported.model().save(folder.resolve("model"));
        }
        assertSavedModelIsEqual(foreign);
    }

    // Images of 8 bits come in as 255 times the values.
    private void assertSavedModelIsEqual(Foreign foreign) throws IOException {
        Golden golden = foreign.values();
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open(
                        folder.resolve("model").toString(),
                        Placement.ofDefault(),
                        OwnClasses.of(Normalized.class))) {
            Tensor x = golden.tensor("x");
            boolean image = x.shape().dimension() == 4;
            int size = model.format().size();
            float[] raw = sequencesTurned(x).values();
            float[][] rows = new float[raw.length / size][size];
            for (int i = 0; i < raw.length; i++) {
                rows[i / size][i % size] = image ? 255 * raw[i] : raw[i];
            }
            assertExportedIsEqual(model, rows, golden);
            float[][] codes = model.encode(rows);
            float[] expected = golden.tensor("code").values();
            for (int i = 0; i < codes.length; i++) {
                for (int d = 0; d < codes[i].length; d++) {
                    assertEquals(expected[i * codes[i].length + d], codes[i][d], 1e-5);
                }
            }
        }
    }

    // The same in ONNX Runtime, through the translators of the model's tasks.
    private static void assertExportedIsEqual(
            TrainedAutoencoder model, float[][] rows, Golden golden) throws IOException {
        List<Task> tasks = List.of(Task.ENCODE, Task.RECONSTRUCT);
        boolean image = model.format().shape().dimension() == 3;
        float[] codes = golden.tensor("code").values();
        float[] samples = sequencesTurned(golden.tensor("reconstruction")).values();
        Class<float[]> type = float[].class;
        try (ExportedModel exported = ExportedModel.of(model, tasks, 1);
                Predictor<float[], float[]> encoder =
                        exported.newPredictor(Task.ENCODE, type, type);
                Predictor<float[], float[]> whole =
                        exported.newPredictor(Task.RECONSTRUCT, type, type)) {
            for (int i = 0; i < rows.length; i++) {
                assertEach(codes, i, encoder.predict(rows[i]), 1);
                assertEach(samples, i, whole.predict(rows[i]), image ? 255 : 1);
            }
        } catch (TranslateException e) {
            throw new IOException(e);
        }
    }

    private static void assertEach(float[] expected, int row, float[] actual, float unit) {
        for (int i = 0; i < actual.length; i++) {
            float value = expected[row * actual.length + i];
            assertEquals(value, actual[i] / unit, 1e-5 * Math.max(1, Math.abs(value)));
        }
    }

    // [N, L, C] to [N, C, L]; images here have one channel.
    private static Tensor sequencesTurned(Tensor x) {
        return x.shape().dimension() == 3 ? x.transposed(0, 2, 1) : x;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsExportedGivesTheSameModelAgain(Foreign foreign) throws IOException {
        for (String end : List.of(".npz", ".safetensors")) {
            Path file = folder.resolve("exported" + end);
            try (ImportedModel imported = foreign.read()) {
                WeightFile.write(file, WeightExport.of(imported.model(), Part.WHOLE));
            }
            Layout layout = foreign.weights().startsWith("torch") ? Layout.PYTORCH : Layout.KERAS;
            List<String> names = WeightFile.read(file).stream().map(Tensor::name).sorted().toList();
            try (ImportedModel again =
                    foreign.importing()
                            .withLayout(Layout.PYTORCH)
                            .read(List.of(file), inPyTorch(foreign.values(), layout))) {
                assertEquals(
                        names,
                        again.mapping().rows().stream()
                                .map(WeightMapping.Row::tensor)
                                .sorted()
                                .toList());
                again.mapping().rows().forEach(row -> assertEquals(row.parameter(), row.tensor()));
                List<String> lines = again.lines();
                assertTrue(lines.get(0).matches("parameter +shape +takes"), lines.get(0));
                assertEquals(1 + names.size() + again.differences().size(), lines.size());
                assertTrue(again.isSound(), again.differences().toString());
            }
        }
    }

    // Channels first, as PyTorch's users write golden values.
    private static Golden inPyTorch(Golden golden, Layout layout) {
        return layout == Layout.PYTORCH
                ? golden
                : new Golden(
                        golden.tensors().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                each -> channelsFirst(each.getValue()))));
    }

    private static Tensor channelsFirst(Tensor tensor) {
        return switch (tensor.shape().dimension()) {
            case 3 -> tensor.transposed(0, 2, 1);
            case 4 -> tensor.transposed(0, 3, 1, 2);
            default -> tensor;
        };
    }

    private static void assertRefused(String message, Executable refused) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }

    @Test
    void valuesThatDifferAreRefused() throws IOException {
        Golden golden = TORCH.values();
        for (String name : List.of("code", "log_variance", "reconstruction")) {
            float[] values = golden.tensor(name).values();
            values[values.length - 1] += 3e-5f;
            Golden other = changed(golden, name, values);
            try (ImportedModel imported = TORCH.importing().read(List.of(TORCH.file()), other)) {
                assertRefused(
                        "weights must give the golden values to 1e-5, but differ by 3.0e-05 in "
                                + name,
                        imported::model);
            }
        }
    }

    private static Golden changed(Golden golden, String name, float[] values) {
        Map<String, Tensor> all = new HashMap<>(golden.tensors());
        all.put(name, Tensor.of(name, golden.tensor(name).shape(), values));
        return new Golden(all);
    }

    /** What the model would take for others: its own samples are brought to [0, 1]. */
    @Test
    void pixelsAndProbabilitiesMustBeOfTheUnitInterval() throws IOException {
        Golden golden = TORCH.values();
        float[] pixels = golden.tensor("x").values();
        float[] logits = golden.tensor("reconstruction").values();
        float[] bytes = pixels.clone();
        bytes[0] = 255;
        float[] centred = pixels.clone();
        Arrays.fill(centred, -1);
        logits[0] = -2.5f;
        logits[1] = 3;
        assertRefused(
                "x of the golden file must be of [0, 1], as samples are brought to it, but is of"
                        + " 0.0 to 255.0",
                () -> TORCH.importing().read(List.of(TORCH.file()), changed(golden, "x", bytes)));
        assertRefused(
                "x of the golden file must be of [0, 1], as samples are brought to it, but is of"
                        + " -1.0 to -1.0",
                () -> TORCH.importing().read(List.of(TORCH.file()), changed(golden, "x", centred)));
        assertRefused(
                "reconstruction of the golden file must be of [0, 1], behind the sigmoid, but is of"
                        + " -2.5 to 3.0",
                () ->
                        TORCH.importing()
                                .read(
                                        List.of(TORCH.file()),
                                        changed(golden, "reconstruction", logits)));
    }

    /** Of two layouts that both fail, the one that fits the networks is told of. */
    @Test
    void arraysOfNumPyThatDifferAreToldInTheLayoutThatFits() throws IOException {
        Foreign dense =
                models().stream()
                        .filter(each -> each.weights().equals("keras-dense.npz"))
                        .findFirst()
                        .orElseThrow();
        float[] values = dense.values().tensor("code").values();
        values[0] += 1e-3f;
        try (ImportedModel imported =
                dense.importing()
                        .read(List.of(dense.file()), changed(dense.values(), "code", values))) {
            assertRefused(
                    "weights must give the golden values to 1e-5, but differ by 1.0e-03 in code",
                    imported::model);
        }
    }

    @Test
    void weightsMustHaveNames() throws IOException {
        Path none = folder.resolve("none.npz");
        WeightFile.write(none, List.of());
        assertRefused(
                "weights must be tensors with names, but there are none in none.npz",
                () -> TORCH.importing().read(List.of(none), TORCH.values()));
    }

    /** The two heads are of one shape: exchanged, they are noticed, and can be put right. */
    @Test
    void mappingsChangeWhatIsGuessed() throws IOException {
        Map<String, String> exchanged =
                Map.of(
                        "encoder.mean.weight", "log_variance.weight",
                        "encoder.mean.bias", "log_variance.bias",
                        "encoder.logVariance.weight", "mean.weight",
                        "encoder.logVariance.bias", "mean.bias");
        try (ImportedModel imported =
                TORCH.importing()
                        .withMapping(exchanged)
                        .read(List.of(TORCH.file()), TORCH.values())) {
            assertThrows(IllegalArgumentException.class, imported::model);
        }
        List<Tensor> unnamed = new ArrayList<>();
        for (Tensor tensor : WeightFile.read(TORCH.file())) {
            String other = tensor.name().startsWith("mean") ? "head.second" : "head.first";
            boolean head = !tensor.name().contains("coder");
            unnamed.add(head ? tensor.named(tensor.name().replaceAll("^\\w+", other)) : tensor);
        }
        Path file = folder.resolve("unnamed.safetensors"); // in which the variance comes first
        WeightFile.write(file, unnamed);
        try (ImportedModel imported = TORCH.importing().read(List.of(file), TORCH.values())) {
            assertThrows(IllegalArgumentException.class, imported::model);
        }
        Path json = folder.resolve("mapping.json");
        Files.writeString(json, "{\"encoder.mean.weight\": \"head.second.weight\"}");
        try (ImportedModel imported =
                TORCH.importing()
                        .withMapping(WeightMapping.read(json))
                        .read(List.of(file), TORCH.values())) {
            assertTrue(imported.isSound(), imported.differences().toString());
        }
    }

    @Test
    void mappingsMustNameWhatThereIs() throws IOException {
        WeightImport importing = TORCH.importing();
        assertRefused(
                "encoder.mean.bias must take a tensor of shape (2), but decoder.0.bias has (16)",
                () ->
                        importing
                                .withMapping(Map.of("encoder.mean.bias", "decoder.0.bias"))
                                .read(List.of(TORCH.file()), TORCH.values()));
        IllegalArgumentException unknown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                importing
                                        .withMapping(Map.of("encoder.mean.bias", "mu.bias"))
                                        .read(List.of(TORCH.file()), TORCH.values()));
        String message = String.valueOf(unknown.getMessage());
        assertTrue(message.endsWith(", but is mu.bias"), message);
    }

    @Test
    void parametersWithoutTensorsAreNamed() throws IOException {
        List<Tensor> few = new ArrayList<>(WeightFile.read(TORCH.file()));
        few.removeIf(tensor -> tensor.name().startsWith("mean."));
        few.add(Tensor.of("norm.weight", new Shape(16), new float[16]));
        Path file = folder.resolve("few.npz");
        WeightFile.write(file, few);
        try (ImportedModel imported =
                TORCH.importing().withLayout(Layout.PYTORCH).read(List.of(file), TORCH.values())) {
            assertEquals(Map.of(), imported.differences());
            assertEquals(List.of("norm.weight of shape (16)"), imported.mapping().unused());
            assertFalse(imported.lines().toString().contains("not used"));
            assertRefused(
                    "weights must have a tensor for each parameter, but have none for"
                            + " encoder.logVariance.weight of shape (2, 16),"
                            + " encoder.logVariance.bias of shape (2); not used are norm.weight of"
                            + " shape (16)",
                    imported::model);
        }
    }

    @Test
    void withoutGoldenValuesAllWeightsMustBeUsed() throws IOException {
        SampleFormat images = new SampleFormat(new Shape(1, 8, 8), 0, Scaling.UnitInterval.BYTES);
        assertRefused(
                "format must be given where there are no golden values, but is not",
                () -> TORCH.importing().readUnchecked(List.of(TORCH.file())));
        try (ImportedModel imported =
                TORCH.importing().withFormat(images).readUnchecked(List.of(TORCH.file()))) {
            assertEquals(Part.WHOLE, imported.model().part());
        }
        List<Tensor> more = new ArrayList<>(WeightFile.read(TORCH.file()));
        more.add(Tensor.of("norm.weight", new Shape(16), new float[16]));
        Path file = folder.resolve("more.safetensors");
        WeightFile.write(file, more);
        try (ImportedModel imported =
                TORCH.importing().withFormat(images).readUnchecked(List.of(file))) {
            assertRefused(
                    "weights that are compared with no golden values must all be used, but are not:"
                            + " norm.weight of shape (16)",
                    imported::model);
        }
        try (ImportedModel imported = TORCH.importing().read(List.of(file), TORCH.values())) {
            List<String> lines = imported.lines();
            assertEquals("not used: norm.weight of shape (16)", lines.get(lines.size() - 1));
            assertEquals(Part.WHOLE, imported.model().part());
        }
        Path arrays = folder.resolve("more.npz");
        WeightFile.write(arrays, more);
        assertRefused(
                "layout must be given for NumPy's arrays without golden values, but is not",
                () -> TORCH.importing().withFormat(images).readUnchecked(List.of(arrays)));
    }

    /** A bit of an exponent, where a file has no sum of its own, and a sample needs the weight. */
    @Test
    void changedWeightsAreNoticed() throws IOException {
        List<Tensor> sound = WeightFile.read(TORCH.file());
        for (String name :
                List.of("encoder.4.bias", "mean.bias", "decoder.0.bias", "decoder.8.bias")) {
            List<Tensor> changed =
                    sound.stream()
                            .map(tensor -> tensor.name().equals(name) ? scaled(tensor) : tensor)
                            .toList();
            Path file = folder.resolve("changed.safetensors");
            WeightFile.write(file, changed);
            try (ImportedModel imported = TORCH.importing().read(List.of(file), TORCH.values())) {
                assertThrows(IllegalArgumentException.class, imported::model, name);
            }
        }
    }

    private static Tensor scaled(Tensor tensor) {
        float[] values = tensor.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0x1p16f;
        }
        return Tensor.of(tensor.name(), tensor.shape(), values);
    }

    @Test
    void goldenFilesMustHoldWhatIsCompared() throws IOException {
        Golden golden = TORCH.values();
        Tensor x = golden.tensor("x");
        assertRefused(
                "golden file must hold code, of one row a sample, but holds x",
                () -> new Golden(Map.of("x", x)));
        Golden plain =
                new Golden(
                        Map.of(
                                "x", x,
                                "code", golden.tensor("code"),
                                "reconstruction", golden.tensor("reconstruction")));
        assertRefused(
                "golden file must hold log_variance, of one row a sample, but holds code,"
                        + " reconstruction, x",
                () -> TORCH.importing().read(List.of(TORCH.file()), plain));
    }
}
