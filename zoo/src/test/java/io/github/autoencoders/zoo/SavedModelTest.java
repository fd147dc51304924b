package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.images;
import static io.github.autoencoders.zoo.TinyModels.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.testing.FlippedBytes;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedModelTest {

    private final Path folder;

    SavedModelTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void folderHoldsFourFilesAndTheirSeal() throws Exception {
        TinyModels.write(folder, images());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of(
                            "model.json",
                            "card.json",
                            "serving.properties",
                            "autoencoder-0000.params",
                            "SHA256SUMS"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void configAndCardAreReadAsTheyWereWritten() throws Exception {
        TinyModels.write(folder, images());
        SavedModel saved = SavedModel.open(folder);
        assertEquals(images(), saved.config());
        assertEquals(TinyModels.card(), saved.card());
    }

    @Test
    void metricsAreAddedToTheCard() throws Exception {
        TinyModels.write(folder, images());
        SavedModel saved = SavedModel.open(folder);
        saved.addMetrics(Map.of("psnr_after", 20.5));
        saved.addMetrics(Map.of("psnr_after", 21.5));
        ModelCard card = saved.card();
        assertEquals(Map.of("validation_total", 1 / 3.0, "psnr_after", 21.5), card.metrics());
        assertEquals(TinyModels.card().recipe(), card.recipe());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(5, files.count());
        }
    }

    @Test
    void everyPartLoadsFromTheOneFile() throws Exception {
        SavedModel saved = TinyModels.write(folder, images());
        Shape x = new Shape(2, 1, 4, 4);
        Shape code = new Shape(2, 3);
        try (Model whole = saved.load(Part.WHOLE, Placement.of(engine()));
                Model encoder = saved.load(Part.ENCODER, Placement.of(engine()));
                Model decoder = saved.load(Part.DECODER, Placement.of(engine()))) {
            assertArrayEquals(new Shape[] {x, code, code, code}, outputs(whole, x));
            assertArrayEquals(new Shape[] {code, code}, outputs(encoder, x));
            assertArrayEquals(new Shape[] {x}, outputs(decoder, code));
            assertEquals(values(whole, "ncoder"), values(encoder, ""));
            assertEquals(values(whole, "ecoder"), values(decoder, ""));
        }
    }

    /** The encoder's codes, decoded, are what the whole reconstructs. */
    @Test
    void partsGiveTogetherWhatTheWholeGives() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        float[][] samples = {{0, 50, 100, 150, 200, 255}, new float[6]};
        try (var model = TrainedAutoencoder.of(saved, Placement.ofDefault());
                var encoder = model.half(Part.ENCODER);
                var decoder = model.half(Part.DECODER)) {
            Samples decoded = decoder.decode(encoder.encode(samples));
            float[][] reconstructed = model.reconstruct(samples);
            for (int i = 0; i < samples.length; i++) {
                assertArrayEquals(reconstructed[i], decoded.sample(i), 1e-4f); // of 255
            }
        }
    }

    @Test
    void manyInputsAreAnsweredInOrderAndInParts() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        float[][] codes = new float[600][];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = new float[] {i / 100f, -1, 1};
        }
        try (var model = TrainedAutoencoder.of(saved, Placement.ofDefault())) {
            Samples all = model.decode(codes);
            assertEquals(600, all.size());
            for (int i : new int[] {0, 255, 256, 511, 512, 599}) {
                float[] alone = model.decode(new float[][] {codes[i]}).sample(0);
                assertArrayEquals(alone, all.sample(i), 1e-3f); // of 255; a batch sums otherwise
            }
        }
    }

    static Stream<AutoencoderConfig> families() {
        return Stream.of(
                images(), TinyModels.plain(), TinyModels.conditional(), TinyModels.quantized());
    }

    /** Bit for bit: the same numbers go through the same operations. */
    @ParameterizedTest
    @MethodSource("families")
    void exportedPartsDoWhatTheWholeDoes(AutoencoderConfig config) throws Exception {
        SavedModel whole = TinyModels.write(folder, config);
        List<String> labels = config.conditions();
        float[][] rows = {new float[16], ramp(16)};
        Samples samples = Samples.of(rows, config.format()).withLabels(labels);
        int codeSize = config.bottleneck().codeSize();
        Samples codes =
                Samples.ofCodes(new float[][] {new float[codeSize], ramp(codeSize)})
                        .withLabels(labels);
        SavedModel encoder = export(whole, Part.ENCODER);
        SavedModel decoder = export(whole, Part.DECODER);
        SavedModel copy = export(whole, Part.WHOLE);
        for (SavedModel each : List.of(encoder, copy, export(encoder, Part.ENCODER))) {
            assertSame(predict(whole, Task.ENCODE, samples), predict(each, Task.ENCODE, samples));
        }
        for (SavedModel each : List.of(decoder, copy, export(decoder, Part.DECODER))) {
            assertSame(predict(whole, Task.DECODE, codes), predict(each, Task.DECODE, codes));
        }
        assertSame(
                predict(whole, Task.RECONSTRUCT, samples),
                predict(copy, Task.RECONSTRUCT, samples));
    }

    private static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) i / (size - 1);
        }
        return values;
    }

    private SavedModel export(SavedModel saved, Part part) throws IOException {
        Path into = Files.createTempDirectory(folder, part.name());
        assertEquals(
                new SavedModel(into, part, saved.config(), saved.ownClasses()),
                TinyModels.export(saved, part, into));
        return SavedModel.open(into);
    }

    private static float[][] predict(SavedModel saved, Task task, Samples inputs) throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.run(task, inputs);
        }
    }

    private static void assertSame(float[][] expected, float[][] actual) {
        assertArrayEquals(expected, actual);
    }

    @Test
    void exportedFoldersHoldTheParametersOfTheirPartAlone() throws Exception {
        SavedModel whole = TinyModels.write(folder, images());
        SavedModel encoder = export(whole, Part.ENCODER);
        SavedModel decoder = export(whole, Part.DECODER);
        for (SavedModel part : List.of(encoder, decoder)) {
            assertEquals(whole.card(), part.card());
            assertEquals(whole.config(), part.config());
            try (Stream<Path> files = Files.list(part.folder())) {
                assertEquals(5, files.count());
            }
        }
        try (Model all = whole.load(Part.WHOLE, Placement.of(engine()));
                Model encoding = encoder.load(Part.ENCODER, Placement.of(engine()));
                Model decoding = decoder.load(Part.DECODER, Placement.of(engine()))) {
            assertEquals(values(all, "ncoder"), values(encoding, ""));
            assertEquals(values(all, "ecoder"), values(decoding, ""));
        }
        long apart = Files.size(parameters(encoder)) + Files.size(parameters(decoder));
        assertTrue(apart < Files.size(parameters(whole)) + 400, apart + " bytes"); // of headers
    }

    /** Before the parameters are read: there are none. */
    @Test
    void partsThatAreNotThereAreRefused() throws Exception {
        SavedModel whole = TinyModels.write(folder, rows());
        SavedModel encoder = export(whole, Part.ENCODER);
        SavedModel decoder = export(whole, Part.DECODER);
        Files.delete(parameters(encoder));
        Files.delete(parameters(decoder));
        assertHasNot("DECODER or WHOLE", encoder, Part.DECODER);
        assertHasNot("ENCODER or WHOLE", decoder, Part.ENCODER);
        assertHasNot("WHOLE", encoder, Part.WHOLE);
        assertHasNot("WHOLE", decoder, Part.WHOLE);
        try (Model model = Model.newInstance("tiny", engine())) {
            Exception e = assertThrows(IOException.class, () -> encoder.restore(model));
            assertEquals(
                    "part must be WHOLE in " + encoder.folder() + ", but is ENCODER",
                    e.getMessage());
        }
    }

    private void assertHasNot(String rule, SavedModel saved, Part part) throws IOException {
        for (Executable use :
                List.<Executable>of(
                        () -> saved.require(part),
                        () -> saved.load(part, Placement.of(engine())))) {
            Exception e = assertThrows(IOException.class, use);
            assertEquals(
                    "part must be %s in %s, but is %s"
                            .formatted(rule, saved.folder(), saved.part()),
                    e.getMessage());
        }
    }

    @Test
    void damagedParametersOfAPartAreRefused() throws Exception {
        SavedModel whole = TinyModels.write(folder, rows());
        SavedModel encoder = export(whole, Part.ENCODER);
        SavedModel decoder = export(whole, Part.DECODER);
        byte[] bytes = Files.readAllBytes(parameters(encoder));
        Files.write(parameters(decoder), bytes);
        seal(decoder.folder());
        assertDamaged(decoder, Part.DECODER);
        Files.write(parameters(encoder), Arrays.copyOf(bytes, bytes.length - 1));
        seal(encoder.folder());
        assertDamaged(encoder, Part.ENCODER);
        Files.write(parameters(encoder), bytes);
        seal(encoder.folder());
        String fewer = Files.readString(encoder.folder().resolve("model.json"));
        Files.writeString(
                encoder.folder().resolve("model.json"),
                fewer.replace("\"codeSize\": 3", "\"codeSize\": 2"));
        assertDamaged(SavedModel.open(encoder.folder()), Part.ENCODER);
    }

    private static void assertDamaged(SavedModel saved, Part part) {
        Exception e =
                assertThrows(IOException.class, () -> saved.load(part, Placement.of(engine())));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(parameters(saved) + " must hold the model's parameters, but "),
                e.getMessage());
    }

    @Test
    void unknownPartsAreRefused() throws Exception {
        TinyModels.write(folder, rows());
        replace("model.json", "\"WHOLE\"", "\"HALF\"");
        assertRefusedToOpen(
                folder.resolve("model.json")
                        + ": $.part must be one of [WHOLE, RECONSTRUCTION, ENCODER, DECODER], but"
                        + " is \"HALF\"");
        replace("model.json", "\"HALF\"", "\"RECONSTRUCTION\"");
        assertRefusedToOpen(
                folder.resolve("model.json")
                        + ": $: part must be one of WHOLE, ENCODER, DECODER, which have parameters,"
                        + " but is RECONSTRUCTION");
    }

    @Test
    void folderWithoutAModelIsRefused() {
        assertRefusedToOpen(folder + " must hold a saved model, but has no model.json");
    }

    @Test
    void newerFormatIsRefusedEvenWithKeysThatAreUnknown() throws Exception {
        TinyModels.write(folder, rows());
        replace("model.json", "\"formatVersion\": 4", "\"formatVersion\": 5, \"colour\": \"red\"");
        assertRefusedToOpen(
                folder.resolve("model.json")
                        + ": formatVersion must be at most 4 for this version of the library, but"
                        + " is 5; a newer version wrote it");
    }

    @Test
    void unknownBottleneckIsRefusedWithFileAndPath() throws Exception {
        TinyModels.write(folder, rows());
        replace("model.json", "\"type\": \"Gaussian\"", "\"type\": \"Gausian\"");
        assertRefusedToOpen(
                folder.resolve("model.json")
                        + ": Bottleneck at $.config.bottleneck must have a type among"
                        + " [Deterministic, Gaussian, FeatureMap, VectorQuantized], but has"
                        + " \"Gausian\"; did you mean Gaussian?");
    }

    /** Without the digest, and with the card of those days. */
    @Test
    void foldersOfTheFirstFormatAreRead() throws Exception {
        TinyModels.write(folder, rows());
        String sha256 = Digest.SHA_256.of(parameters());
        replace("model.json", "\"formatVersion\": 4", "\"formatVersion\": 1");
        replace("model.json", "\"parametersSha256\": \"" + sha256 + "\",", "");
        Path card = folder.resolve("card.json");
        String text = Files.readString(card);
        String rest = text.substring(0, text.indexOf("  \"training\": {"));
        Files.writeString(
                card,
                rest
                        + """
                          "dataName": "tiny",
                          "dataSha256": "0123456789abcdef",
                          "samples": 1000,
                          "engine": "PyTorch 2.7.1",
                          "version": "0.1.0",
                          "trained": "2025-01-02T03:04:05Z",
                          "epoch": 2,
                          "metrics": {"validation_total": 0.5}
                        }
                        """);
        SavedModel saved = SavedModel.open(folder);
        assertEquals(rows(), saved.config());
        ModelCard read = saved.card();
        assertEquals(TinyModels.card().recipe(), read.recipe());
        assertEquals(TinyModels.card().training(), read.training());
        assertEquals(new ModelCard.Data("", "", 0), read.validation());
        assertEquals(
                new ModelCard.Environment("PyTorch 2.7.1", "", "", "", "", 0), read.environment());
        assertEquals(Map.of("validation_total", 0.5), read.metrics());
        saved.load(Part.WHOLE, Placement.of(engine())).close();
    }

    @Test
    void formatsBeforeTheFirstAreRefused() throws Exception {
        TinyModels.write(folder, rows());
        replace("model.json", "\"formatVersion\": 4", "\"formatVersion\": 0");
        assertRefusedToOpen(
                folder.resolve("model.json") + ": $: formatVersion must be at least 1, but is 0");
    }

    @Test
    void descriptionsThatAreNoTextAreRefused() throws Exception {
        Files.write(folder.resolve("model.json"), new byte[] {(byte) 0xC3, 0x28});
        Files.deleteIfExists(folder.resolve("SHA256SUMS"));
        assertRefusedToOpen(folder.resolve("model.json") + " must be text in UTF-8, but is not");
    }

    private void assertRefusedToOpen(String message) {
        Exception e = assertThrows(IOException.class, () -> SavedModel.open(folder));
        assertEquals(message, e.getMessage());
    }

    @Test
    void damagedCardIsRefusedWithFileAndPath() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        replace("card.json", "\"epoch\": 2", "\"epoch\": \"two\"");
        Exception e = assertThrows(IOException.class, saved::card);
        assertEquals(
                folder.resolve("card.json") + ": $.epoch must be a number, but is \"two\"",
                e.getMessage());
    }

    /** One bit of a weight, which no other check would find. */
    @Test
    void changedParametersAreRefused() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        String sha256 = Digest.SHA_256.of(parameters());
        byte[] bytes = Files.readAllBytes(parameters());
        bytes[bytes.length - 1] ^= 1;
        Files.write(parameters(), bytes);
        assertRefusedToLoad(
                saved,
                parameters()
                        + " must have the sha256 "
                        + sha256
                        + " as model.json says, but has "
                        + Digest.SHA_256.of(parameters())
                        + ": it is damaged, or was replaced");
        replace("model.json", sha256, "0123");
        assertRefusedToOpen(
                folder.resolve("model.json")
                        + ": $: parametersSha256 must be 64 hexadecimal digits, but is \"0123\"");
    }

    @Test
    void anyChangedByteIsRefusedWithItsFile() throws Exception {
        TinyModels.write(folder, images());
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.toList();
        }
        assertEquals(5, all.size());
        for (Path file : all) {
            FlippedBytes.assertRefused(
                    file,
                    () -> {
                        SavedModel saved = SavedModel.open(folder);
                        saved.card();
                        saved.requireSealed();
                    });
        }
        SavedModel.open(folder).load(Part.WHOLE, Placement.of(engine())).close();
    }

    @Test
    void cardThatIsChangedOnPurposeIsTakenWithoutTheSeal() throws Exception {
        TinyModels.write(folder, images());
        Path card = folder.resolve("card.json");
        Path seal = folder.resolve("SHA256SUMS");
        String sum = Digest.SHA_256.of(card);
        Files.writeString(card, Files.readString(card).replace("Apache-2.0", "MIT"));
        SavedModel saved = SavedModel.open(folder);
        Exception e = assertThrows(IOException.class, saved::card);
        assertEquals(
                card
                        + " must have the sha256 "
                        + sum
                        + " as SHA256SUMS says, but has "
                        + Digest.SHA_256.of(card)
                        + ": it is damaged, or was replaced; if it was changed on purpose, delete "
                        + seal,
                e.getMessage());
        Files.delete(seal);
        assertEquals("MIT", saved.card().license());
        saved.addMetrics(Map.of("psnr_after", 1.0)); // seals it again
        assertTrue(Files.exists(seal));
    }

    @Test
    void truncatedParametersAreRefused() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        byte[] bytes = Files.readAllBytes(parameters());
        for (int length : new int[] {0, 3, 20, bytes.length / 2, bytes.length - 1}) {
            Files.write(parameters(), Arrays.copyOf(bytes, length));
            seal(folder);
            assertRefusedToLoad(
                    saved, parameters() + " must hold the model's parameters, but ends early");
        }
    }

    @Test
    void foreignParametersAreRefused() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        Files.writeString(parameters(), "PK".repeat(500));
        seal(folder);
        assertRefusedToLoad(
                saved,
                parameters()
                        + " must hold the model's parameters, but cannot be read: it is not in"
                        + " DJL's format");
    }

    @Test
    void parametersOfAnotherModelAreRefused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        TinyModels.write(other, images());
        Files.delete(other.resolve("model.json"));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        TinyModels.write(mine, rows());
        Files.copy(mine.resolve("model.json"), other.resolve("model.json"));
        seal(other);
        assertRefusedToLoad(
                SavedModel.open(other),
                other.resolve("autoencoder-0000.params") + " must hold the model's parameters");
    }

    /** 2 147 483 647 codes would take 86 GB. */
    @Test
    void absurdSizesAreRefusedBeforeTheyAreAllocated() throws Exception {
        TinyModels.write(folder, rows());
        replace("model.json", "\"codeSize\": 3", "\"codeSize\": 2147483647");
        assertRefusedToLoad(
                SavedModel.open(folder),
                parameters() + " must hold the model's parameters, but cannot be read: ");
    }

    /** DJL by itself takes the parameters of the highest number. */
    @Test
    void otherParametersInTheFolderAreLeftAlone() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        Files.writeString(folder.resolve("autoencoder-0001.params"), "PK".repeat(500));
        saved.load(Part.WHOLE, Placement.of(engine())).close();
    }

    @Test
    void missingCardIsRefused() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        Files.delete(folder.resolve("card.json"));
        Exception e = assertThrows(IOException.class, saved::card);
        assertEquals(
                folder.resolve("card.json") + " must be a file, but is not there", e.getMessage());
    }

    @Test
    void missingParametersAreRefused() throws Exception {
        SavedModel saved = TinyModels.write(folder, rows());
        Files.delete(parameters());
        assertRefusedToLoad(saved, folder + " must hold autoencoder-0000.params, but does not");
    }

    private static void assertRefusedToLoad(SavedModel saved, String start) {
        for (Part part : Part.values()) {
            Exception e =
                    assertThrows(
                            IOException.class,
                            () -> saved.load(part, Placement.of(engine())).close());
            assertTrue(String.valueOf(e.getMessage()).startsWith(start), e.getMessage());
            assertEquals(1, String.valueOf(e.getMessage()).lines().count());
        }
    }

    // As one who replaces the parameters, and knows of the digest.
    private static void seal(Path folder) throws IOException {
        Path path = folder.resolve("model.json");
        String sha256 = Digest.SHA_256.of(folder.resolve("autoencoder-0000.params"));
        String text = Files.readString(path);
        Files.writeString(path, text.replaceFirst("(?<=\")[0-9a-f]{64}(?=\")", sha256));
        Files.deleteIfExists(folder.resolve("SHA256SUMS"));
    }

    private static Path parameters(SavedModel saved) {
        return saved.folder().resolve("autoencoder-0000.params");
    }

    private Path parameters() {
        return folder.resolve("autoencoder-0000.params");
    }

    private void replace(String file, String old, String fresh) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(old), text);
        Files.writeString(path, text.replace(old, fresh));
        Files.deleteIfExists(folder.resolve("SHA256SUMS")); // as one who does so on purpose
    }

    private static Shape[] outputs(Model model, Shape input) {
        return model.getBlock().getOutputShapes(new Shape[] {input});
    }

    // The values of the parameters whose name has a part in it, in order.
    private static List<List<Float>> values(Model model, String namePart) {
        Block block = model.getBlock();
        Stream<Pair<String, Parameter>> parameters = block.getParameters().stream();
        return parameters
                .filter(parameter -> parameter.getKey().contains(namePart))
                .map(parameter -> floats(parameter.getValue().getArray().toFloatArray()))
                .toList();
    }

    private static List<Float> floats(float[] values) {
        java.util.ArrayList<Float> list = new java.util.ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
