package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.ExportedPart;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of ONNX by the model's own tasks, beside the engine that has the model. */
class ExportedPartTest {

    private static final int COUNT = 5;
    private static final int SEAL = 76; // bytes

    @TempDir private Path folder;

    private ExportedPart part(TrainedAutoencoder model, Export export) throws IOException {
        Path file = folder.resolve(export.key() + ".onnx");
        model.toOnnx(export).write(file);
        return ExportedPart.open(file);
    }

    private static TrainedAutoencoder conditional() throws IOException {
        Scaling scaling = new Scaling.Standardized(List.of(1.0, 2.0, 3.0), List.of(1.0, 4.0, 0.5));
        return UntrainedModels.ofRows(3, scaling, List.of("a", "b"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Export.class,
            names = {"STEP"},
            mode = EnumSource.Mode.EXCLUDE)
    void aPartDoesItsTasksAsTheModel(Export export) throws Exception {
        for (String kind : List.of("rows", "images", "vqvae-fashion-mnist", "ae-mnist")) {
            try (TrainedAutoencoder model = model(kind)) {
                ExportedPart part = part(model, export);
                try (ExportedModel exported = ExportedModel.open(part.file(), 1)) {
                    for (Task task : part.tasks()) {
                        assertSame(model, exported, task);
                    }
                }
            }
        }
    }

    @Test
    void paddingIsOneOperation() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofPaddedImages()) {
            Path file = part(model, Export.ENCODER).file();
            String written = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertTrue(written.contains("Pad"));
            assertFalse(written.contains("Concat"));
            assertFalse(written.contains("Expand"));
        }
    }

    /** But in the digest itself, where another key says nothing of the rest, which is as it was. */
    @Test
    void anyChangedByteIsRefusedWithItsFile() throws Exception {
        Path file = folder.resolve("decoder.onnx");
        try (TrainedAutoencoder model = conditional()) {
            model.toOnnx(Export.DECODER).write(file);
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < Integer.getInteger("flips", 200); i++) {
            int place = random.nextInt(whole.length - SEAL);
            byte[] changed = whole.clone();
            changed[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            IOException refused =
                    assertThrows(IOException.class, () -> ExportedPart.open(file), "" + place);
            String said = String.valueOf(refused.getMessage());
            assertTrue(said.startsWith(file + " must "), said);
            assertEquals(1, said.lines().count());
        }
        Files.write(file, whole);
        assertEquals(Export.DECODER, ExportedPart.open(file).export());
    }

    private static TrainedAutoencoder model(String kind) throws IOException {
        return switch (kind) {
            case "rows" -> conditional();
            case "images" -> UntrainedModels.ofPaddedImages();
            default -> UntrainedModels.ofRecipe(kind);
        };
    }

    private static void assertSame(TrainedAutoencoder model, ExportedModel exported, Task task)
            throws TranslateException {
        List<String> conditions = model.config().conditions();
        @Nullable String label = conditions.isEmpty() ? null : conditions.get(1);
        if (task == Task.SAMPLE) {
            List<String> labels = label == null ? List.of() : List.of(label);
            Samples drawn = model.sample(1, 7, labels);
            try (Predictor<Long, float[]> predictor =
                    exported.model(task)
                            .newPredictor(
                                    exported.part(task)
                                            .translator(task, label, Long.class, float[].class))) {
                assertClose(drawn.sample(0), predictor.predict(7L));
            }
            return;
        }
        Samples given = given(model, task);
        List<String> labels =
                label == null ? List.of() : List.of(label, label, label, label, label);
        float[][] expected = model.run(task, given.withLabels(labels));
        Class<?> output = task.output() == Content.SCORE ? Double.class : float[].class;
        try (Predictor<float[], ?> predictor =
                exported.model(task)
                        .newPredictor(
                                exported.part(task)
                                        .translator(task, label, float[].class, output))) {
            for (int i = 0; i < COUNT; i++) {
                Object made = predictor.predict(given.sample(i));
                assertClose(
                        expected[i],
                        made instanceof Double score
                                ? new float[] {score.floatValue()}
                                : (float[]) made);
            }
        }
    }

    private static Samples given(TrainedAutoencoder model, Task task) {
        Random random = new Random(3);
        int size =
                task.input() == Content.CODE
                        ? model.config().bottleneck().codeSize()
                        : (int) model.format().shape().size();
        float[][] rows = new float[COUNT][size];
        for (float[] row : rows) {
            for (int i = 0; i < size; i++) {
                row[i] = Math.abs((float) random.nextGaussian());
            }
        }
        return task.input() == Content.CODE
                ? Samples.ofCodes(rows)
                : Samples.of(rows, model.format());
    }

    private static void assertClose(float[] expected, float[] actual) {
        double greatest = 1;
        for (float value : expected) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        assertArrayEquals(Digits.widened(expected), Digits.widened(actual), 1e-5 * greatest);
    }

    @Test
    void metadataHaveTheSymbolsOfBothSidesOfPairs() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.of(ExportContract.pairs().get(0))) {
            Map<String, String> metadata = OnnxModel.metadata(part(model, Export.DECODER).file());
            assertEquals("\na\nb", metadata.get("symbols"));
            assertEquals("\n1\n2\n3", metadata.get("targetSymbols"));
        }
        try (TrainedAutoencoder model = UntrainedModels.ofStrings()) {
            Map<String, String> metadata = OnnxModel.metadata(part(model, Export.DECODER).file());
            assertEquals("\na\nb\nc", metadata.get("symbols"));
            assertFalse(metadata.containsKey("targetSymbols"));
        }
    }

    @Test
    void aFolderDoesWhatItsFilesDoAndNothingElse() throws Exception {
        try (TrainedAutoencoder model = conditional()) {
            part(model, Export.DECODER);
            part(model, Export.SCORE);
            part(model, Export.WHOLE);
            try (ExportedModel exported = ExportedModel.open(folder, 1)) {
                assertEquals(List.of(Task.values()), exported.tasks());
                assertEquals(Export.DECODER, exported.part(Task.DECODE).export());
                assertEquals(Export.WHOLE, exported.part(Task.ENCODE).export());
            }
        }
        Files.delete(folder.resolve("whole.onnx"));
        try (ExportedModel exported = ExportedModel.open(folder, 1)) {
            assertEquals(
                    "task must be one of [decode, sample, score], which the files are for, but is"
                            + " encode",
                    assertThrows(IllegalArgumentException.class, () -> exported.model(Task.ENCODE))
                            .getMessage());
        }
    }

    @Test
    void theFolderOfARunIsNoneOfFilesWhateverLiesInIt() throws IOException {
        Files.createFile(folder.resolve("score.onnx"));
        assertTrue(ExportedPart.isAt(folder));
        Files.createFile(folder.resolve("recipe.json"));
        assertFalse(ExportedPart.isAt(folder));
    }

    @Test
    void modelsAreExportedOnTheWay() throws Exception {
        try (TrainedAutoencoder model = conditional();
                ExportedModel exported = ExportedModel.of(model, List.of(Task.SCORE), 1)) {
            assertSame(model, exported, Task.SCORE);
        }
    }

    @Test
    void whatIsNoPartOfOneModelIsRefusedInOneLine() throws Exception {
        Path none = folder.resolve("none.onnx");
        Files.writeString(none, "no protobuf");
        assertEquals(
                none + " must be a file of ONNX, but type of a field must be known, but is 6",
                refusal(none));
        Files.write(none, new byte[0]);
        assertEquals(
                none
                        + " must be a file of ONNX that this version exported, but does not say"
                        + " which part of which model it is",
                refusal(none));
        Files.delete(none);
        assertEquals(folder + " must hold files of ONNX, but holds none", refusal(folder));
        try (TrainedAutoencoder strings = UntrainedModels.ofStrings();
                TrainedAutoencoder rows = conditional()) {
            ExportedPart step = part(strings, Export.STEP);
            assertEquals(
                    step.file() + " must be of a part with a task, but is of step",
                    refusal(step.file()));
            ExportedPart score = part(rows, Export.SCORE);
            assertEquals(
                    "files of a folder must be of one model, but %s is of another than %s"
                            .formatted(step.file(), score.file()),
                    refusal(folder));
        }
    }

    private static String refusal(Path place) {
        IOException e = assertThrows(IOException.class, () -> ExportedModel.open(place, 1).close());
        return Objects.requireNonNull(e.getMessage());
    }
}
