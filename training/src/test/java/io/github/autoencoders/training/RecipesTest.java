package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("no-engine")
class RecipesTest {

    private static final String NAMES = String.join(", ", Recipes.names());

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
        List<Shape> expected = new ArrayList<>(List.of(sample, code));
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
            case "sprites" -> images(1, 32, data.padding());
            case "colour-sprites" -> images(3, 32, data.padding());
            case "mnist", "mnist-all", "binarized-mnist", "binarized-mnist-anew", "fashion-mnist" ->
                    images(1, 28, data.padding());
            case "smiles-toy" ->
                    new SampleFormat(
                            new Shape(1, 24), 0, new Scaling.OneHot(List.of("", "C", "Cl")));
            default ->
                    new SampleFormat(
                            data.window() > 0 ? new Shape(1, data.window()) : new Shape(5),
                            data.padding(),
                            new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        };
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
    void unknownNameIsRefusedWithTheKnownOnes() {
        assertRefused(
                "recipe must be one of " + NAMES + ", or a JSON file, but is \"vae-minst\"",
                "vae-minst");
    }

    @Test
    void unknownKeyIsRefusedWithFileAndPath() throws Exception {
        Path file = file(json().replace("\"epochs\"", "\"epoch\""));
        assertRefused(
                file
                        + ": TrainingRecipe at $ must have the keys [data, corruption,"
                        + " architecture, bottleneck, likelihood, reduction, regularizer,"
                        + " penaltyWeight, start, optimizer, epochs, patience, batchSize, seed],"
                        + " but has \"epoch\"",
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
        try (var in = Recipes.class.getResourceAsStream("/recipes/vae-mnist.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
