package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.RateDecay;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.sample.Spectrogram;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("no-engine")
class RecipesTest {

    private final Path folder;

    RecipesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<String> names() {
        return Recipes.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void networksFitTheDataAndTheCode(String name) throws Exception {
        TrainingRecipe recipe = Recipes.read(name, Map.of());
        SampleFormat format = format(recipe.data());
        AutoencoderBlock block =
                new AutoencoderConfig(
                                format,
                                recipe.data().conditional() ? List.of("a", "b") : List.of(),
                                recipe.architecture(),
                                recipe.bottleneck(),
                                recipe.likelihood())
                        .newBlock();
        Shape sample = new Shape(7).addAll(format.modelShape());
        Shape code = new Shape(7, recipe.bottleneck().codeSize());
        Shape[] inputs =
                recipe.data().conditional()
                        ? new Shape[] {sample, new Shape(7, 2)}
                        : new Shape[] {sample};
        int perValue = recipe.likelihood().parametersPerValue();
        Shape parameters =
                new Shape(7).addAll(Architecture.timesChannels(format.modelShape(), perValue));
        List<Shape> expected = new ArrayList<>(List.of(parameters, code));
        if (recipe.bottleneck().isStochastic()) {
            expected.addAll(List.of(code, code));
        }
        if (recipe.bottleneck() instanceof Bottleneck.VectorQuantized codebook) {
            expected.addAll(List.of(code, new Shape(7, codebook.codes())));
        }
        assertEquals(expected, List.of(block.getOutputShapes(inputs)));
        recipe.corruption().requireFits(format);
    }

    private static SampleFormat format(TrainingRecipe.Data data) {
        return switch (data.source()) {
            case "sprites", "styled-sprites" -> images(1, 32, data.padding());
            case "colour-sprites", "photos" -> images(3, 32, data.padding());
            case "masked-sprites" ->
                    new SampleFormat(
                            new Shape(1, 32, 32), 0, new Classes(List.of(0, 9), List.of()));
            case "mnist", "mnist-all", "binarized-mnist", "binarized-mnist-anew", "fashion-mnist" ->
                    images(1, 28, data.padding());
            case "smiles-toy" ->
                    new SampleFormat(new Shape(1, 24), 0, new OneHot(List.of("", "C", "Cl")));
            case "sounds" -> ofSounds(data);
            default ->
                    new SampleFormat(
                            data.window() > 0 ? new Shape(1, data.window()) : new Shape(5),
                            data.padding(),
                            new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        };
    }

    private static SampleFormat ofSounds(TrainingRecipe.Data data) {
        Scaling scaling =
                data.scaling() == ScalingKind.SPECTROGRAM
                        ? Spectrogram.of(data.window(), data.rate())
                        : new Scaling.Standardized(List.of(0.0), List.of(1.0));
        return new SampleFormat(new Shape(1, data.window()), 0, scaling);
    }

    private static SampleFormat images(int channels, int size, int padding) {
        Shape shape = new Shape(channels, size, size);
        return new SampleFormat(shape, padding, Scaling.UnitInterval.BYTES);
    }

    @Test
    void firstRecipeNeedsNoNetwork() throws Exception {
        String first = Recipes.names().get(0);
        assertEquals("sprites", Recipes.read(first, Map.of()).data().source());
    }

    @Test
    void threeLossesDifferInNothingElse() throws Exception {
        TrainingRecipe squared = Recipes.read("ae-mnist-mse", Map.of());
        for (String name : List.of("ae-mnist-bce", "ae-mnist-ssim")) {
            TrainingRecipe other = Recipes.read(name, Map.of());
            assertNotEquals(squared, other);
            assertEquals(with(squared, other.likelihood(), squared.reduction()), other);
        }
    }

    @Test
    void lossesSayTheirUnit() throws Exception {
        TrainingRecipe plain = Recipes.read("ae-mnist-mse", Map.of());
        TrainingRecipe variational = Recipes.read("vae-mnist", Map.of());
        assertEquals("summed squared error", plain.lossUnit());
        assertEquals("nats", Recipes.read("ae-mnist-bce", Map.of()).lossUnit());
        assertEquals("summed 1 - SSIM", Recipes.read("ae-mnist-ssim", Map.of()).lossUnit());
        assertEquals("nats", variational.lossUnit());
        assertEquals(
                "summed squared error x 1.0 / values",
                with(plain, plain.likelihood(), new Reduction.Mean(1)).lossUnit());
        assertEquals(
                "summed squared error plus penalty",
                with(variational, plain.likelihood(), new Reduction.Sum()).lossUnit());
    }

    private static TrainingRecipe with(
            TrainingRecipe recipe, Likelihood likelihood, Reduction reduction) {
        return recipe.withLikelihood(likelihood).withReduction(reduction);
    }

    @Test
    void unknownNameIsRefusedWithTheOneThatWasMeant() {
        String must =
                "recipe must be a JSON file, or one that comes with the program, as vae-sprites,"
                        + " but is ";
        assertRefused(must + "\"vae-mnits\"; did you mean vae-mnist?", "vae-mnits");
        assertRefused(must + "\"photos\"", "photos");
        Exception e = assertThrows(IllegalArgumentException.class, () -> Recipes.named("vae-tble"));
        assertEquals(
                "recipe must be one that comes with the library, as vae-sprites, but is"
                        + " \"vae-tble\"; did you mean vae-table?",
                e.getMessage());
    }

    @Test
    void everyFileIsInTheListAndEachOfTheListIsThere() throws Exception {
        Path files = Path.of("src/main/resources/recipes");
        try (Stream<Path> all = Files.list(files)) {
            assertEquals(
                    Recipes.names().stream().sorted().toList(),
                    all.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.replace(".json", ""))
                            .sorted()
                            .toList());
        }
        for (String name : Recipes.names()) {
            assertEquals(Files.readString(files.resolve(name + ".json")), Recipes.text(name));
            assertFalse(Recipes.description(name).isBlank(), name);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenIsCompleteAndIsReadAsItWas(String name) throws Exception {
        TrainingRecipe recipe = Recipes.named(name);
        String written = Json.write(recipe, TrainingRecipe.class);
        assertEquals(recipe, Json.read(written, TrainingRecipe.class)); // which lets nothing lack
        assertEquals(recipe, Recipes.read(file(written).toString(), Map.of()));
    }

    @Test
    void statedAreOnlyDifferencesAndTheRestHasDefaults() throws Exception {
        Path file =
                file(
                        """
                        {
                          "architecture": {"type": "Dense", "units": [9], "activation": "TANH"},
                          "bottleneck": {"type": "VectorQuantized", "codes": 2, "dimension": 3,
                              "entries": 4, "decay": 0.9},
                          "likelihood": {"type": "Bernoulli"},
                          "epochs": 3
                        }
                        """);
        TrainingRecipe expected =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(9), Activation.TANH),
                                new Bottleneck.VectorQuantized(2, 3, 4, 0.9),
                                new Likelihood.Bernoulli())
                        .withEpochs(3);
        assertEquals(new Regularizer.Commitment(), expected.regularizer());
        assertEquals(expected, Recipes.read(file.toString(), Map.of()));
    }

    @Test
    void recipesExtendEachOtherAndTheLibrarys() throws Exception {
        Files.writeString(
                folder.resolve("mine.json"),
                "{\"extends\": \"vae-mnist\", \"bottleneck\": {\"codeSize\": 5}, \"epochs\": 7}");
        Path file =
                file(
                        "{\"extends\": \"mine.json\", \"epochs\": 8, \"penaltyWeight\":"
                                + " {\"type\": \"LinearWarmup\", \"target\": 2, \"steps\": 10}}");
        assertEquals(
                Recipes.named("vae-mnist")
                        .withBottleneck(new Bottleneck.Gaussian(5))
                        .withEpochs(8)
                        .withPenaltyWeight(new Schedule.LinearWarmup(2, 10)),
                Recipes.read(file.toString(), Map.of()));
    }

    @Test
    void wrongExtensionsAreRefusedWithFileAndPath() throws Exception {
        Path file = file("{\"extends\": \"vae-mnits\"}");
        assertRefused(
                file
                        + ": extends must be a recipe that comes with the library, or a file beside"
                        + " it, but is \"vae-mnits\"; did you mean vae-mnist?",
                file.toString());
        file("{\"extends\": 3}");
        assertRefused(file + ": extends must be a text, but is 3", file.toString());
        file("{\"extends\": \"vae-mnist\", \"bottleneck\": {\"size\": 3}}");
        assertRefused(
                file
                        + ": Gaussian at $.bottleneck must have the keys [codeSize], but has"
                        + " \"size\"",
                file.toString());
        Path other = folder.resolve("other.json");
        Files.writeString(other, "{\"extends\": \"recipe.json\"}");
        file("{\"extends\": \"other.json\"}");
        assertRefused(
                "%s: extends must not lead back to the same recipe, but does: %s extends %s extends %s"
                        .formatted(file, file, other, file),
                file.toString());
    }

    @Test
    void anyLineCanBeSetFromATextAndIsChecked() throws Exception {
        TrainingRecipe plain = Recipes.named("vae-table");
        assertEquals(
                plain.withOptimizer(UpdateRule.Adam.of(3e-4)),
                Recipes.read("vae-table", Map.of("optimizer.learningRate", "3e-4")));
        assertEquals(
                plain.withArchitecture(new Architecture.Dense(List.of(7, 5), Activation.RELU)),
                Recipes.read("vae-table", Map.of("architecture.units", "[7, 5]")));
        assertEquals(
                plain.withData(plain.data().withOnlyLabel("3").withConditional(true)),
                Recipes.read(
                        "vae-table", Map.of("data.onlyLabel", "3", "data.conditional", "true")));
        assertEquals(
                plain.withOptimizer(new UpdateRule.RmsProp(1, true, RateDecay.NONE)),
                Recipes.read(
                        "vae-table",
                        Map.of(
                                "optimizer",
                                "{\"type\": \"RmsProp\", \"learningRate\": 1, \"centred\": true,"
                                        + " \"decay\": {\"afterEpochs\": [], \"factor\": 1}}")));
        assertWrongChange(
                "optimizer.learningRate must be a number, but is \"fast\"",
                "optimizer.learningRate",
                "fast");
        assertWrongChange(
                "optimizer.learningRat must be there to be changed, but is not; did you mean"
                        + " optimizer.learningRate?",
                "optimizer.learningRat",
                "1");
        assertWrongChange(
                "architecture.activation must be one of [IDENTITY, RELU, LEAKY_RELU, ELU, TANH,"
                        + " SIGMOID], but is"
                        + " \"SOFT\"",
                "architecture.activation",
                "SOFT");
    }

    private static void assertWrongChange(String message, String path, String value) {
        Exception e =
                assertThrows(
                        IOException.class, () -> Recipes.read("vae-table", Map.of(path, value)));
        assertEquals("vae-table: " + message, e.getMessage());
    }

    private static String nameFor(String source, int window) {
        return Recipes.nameFor(source, DataOptions.ofSeed(0).withWindows(window, 0));
    }

    @Test
    void dataChooseARecipe() {
        assertEquals("vae-table", nameFor("some/Table.CSV.gz", 0));
        assertEquals("vae-series", nameFor("some/table.csv", 9));
        assertEquals("vae-series", nameFor("daily-series", 0));
        assertEquals("vae-smiles", nameFor("strings.smi", 0));
        assertEquals("vae-sprites", nameFor("photos", 0));
        assertEquals(
                Recipes.named("vae-table"), Recipes.forData(Samples.of(new float[][] {{1, 2}})));
        assertEquals(
                Recipes.named("vae-sprites"),
                Recipes.forData(
                        Samples.ofImages(
                                List.of(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY)))));
        assertEquals(Recipes.named("vae-photos"), Recipes.forData(photograph(40, 0xFF0000)));
        assertEquals(Recipes.named("vae-sprites"), Recipes.forData(photograph(32, 0xFF0000)));
        assertEquals(Recipes.named("vae-sprites"), Recipes.forData(photograph(40, 0x777777)));
    }

    @Test
    void whatSamplesAreToBecomeDecidesToo() {
        Samples words = Strings.of(List.of("ab", "cd"));
        assertEquals(Recipes.named("vae-smiles"), Recipes.forData(words));
        assertEquals(
                Recipes.named("translate-strings"),
                Recipes.forData(Strings.of(List.of("b", "dd")).withInputs(words)));
        Samples rows = Samples.of(new float[][] {{1, 2}, {3, 5}});
        assertEquals(Recipes.named("vae-table"), Recipes.forData(rows.withInputs(rows)));
        Samples others = Samples.of(new float[][] {{1}, {2}});
        assertEquals(Recipes.named("predict-table"), Recipes.forData(others.withInputs(rows)));
        Samples images = photograph(40, 0xFF0000);
        assertEquals(
                Recipes.named("ae-mnist-conv-128"), Recipes.forData(images.withInputs(images)));
    }

    // One image of one colour, twice as wide as high.
    private static Samples photograph(int width, int rgb) {
        BufferedImage image = new BufferedImage(width, width / 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * width / 2; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        return Samples.ofImages(List.of(image));
    }

    @Test
    void unknownKeyIsRefusedWithFileAndPath() throws Exception {
        Path file = file(json().replace("\"epochs\"", "\"epoch\""));
        assertRefused(
                file
                        + ": TrainingRecipe at $ must have the keys [data, corruption,"
                        + " augmentation, architecture, bottleneck, likelihood, reduction,"
                        + " regularizer, penaltyWeight, start, optimizer, epochs, patience,"
                        + " batchSize, seed], but has \"epoch\"; did you mean epochs?",
                file.toString());
        Path nested = file(json().replace("\"codeSize\"", "\"size\""));
        assertRefused(
                nested
                        + ": Gaussian at $.bottleneck must have the keys [codeSize], but has"
                        + " \"size\"",
                nested.toString());
    }

    @Test
    void fileThatIsNoTextIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("recipe.json"), new byte[] {(byte) 0x89, 'P', 'N'});
        assertRefused(file + " must be a JSON file, but is no text in UTF-8", file.toString());
    }

    @Test
    void changesReplaceSingleValues() throws Exception {
        TrainingRecipe changed =
                Recipes.read(
                        "vae-mnist",
                        Map.of("epochs", 3, "bottleneck.codeSize", 7, "data.source", "x.idx"));
        TrainingRecipe plain = Recipes.read("vae-mnist", Map.of());
        assertEquals(3, changed.epochs());
        assertEquals(7, changed.bottleneck().codeSize());
        assertEquals("x.idx", changed.data().source());
        assertEquals(plain.architecture(), changed.architecture());
        assertEquals(plain.batchSize(), changed.batchSize());
    }

    @Test
    void changesAreCheckedLikeAFile() {
        Exception e =
                assertThrows(
                        IOException.class, () -> Recipes.read("ae-mnist", Map.of("epochs", 0)));
        assertEquals("ae-mnist: epochs must be at least 1, but is 0", e.getMessage());
    }

    private static void assertRefused(String message, String recipe) {
        Exception e = assertThrows(IOException.class, () -> Recipes.read(recipe, Map.of()));
        assertEquals(message, e.getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("recipe.json"), text);
    }

    private static String json() throws IOException {
        return Json.write(Recipes.named("vae-mnist"), TrainingRecipe.class);
    }
}
