package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.summary.NetworkSummary;
import io.github.autoencoders.testing.JavaProgram;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeSummaryTest {

    private static final Path MAPS = Path.of("/proc/self/maps");

    static List<String> names() {
        return Recipes.names();
    }

    private static RecipeSummary summary(String name) throws IOException {
        return UntrainedModels.summary(Recipes.read(name, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void parametersAreThoseOfAnInitializedModel(String name) throws Exception {
        RecipeSummary summary = summary(name);
        AutoencoderBlock block = summary.config().newBlock();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            long parameters = 0;
            for (Parameter parameter : block.getParameters().values()) {
                parameters += parameter.getArray().size();
            }
            assertEquals(parameters, summary.network().parameters());
        }
        assertEquals(List.of(), summary.network().uncounted());
        for (String line : summary.table(80).split("\n", -1)) {
            assertTrue(line.length() <= 80, line);
        }
    }

    @Test
    @Tag("no-engine")
    void theExampleOfKerasHasItsParameters() throws Exception {
        List<NetworkSummary.Section> sections = summary("vae-mnist-keras").network().sections();
        assertEquals(
                List.of(69_076L, 65_089L),
                sections.stream().map(NetworkSummary.Section::parameters).toList());
    }

    @Test
    @Tag("no-engine")
    void aHalfThatIsKeptIsNotTrained() throws Exception {
        NetworkSummary tuned =
                RecipeSummary.of(
                                Recipes.read(
                                        "vae-mnist-keras",
                                        Map.of(
                                                "start.model",
                                                "elsewhere",
                                                "start.frozen",
                                                "ENCODER")),
                                new Shape(1, 28, 28))
                        .network();
        assertEquals(65_089, tuned.trained());
    }

    /** Fifty codes are drawn of each image. */
    @Test
    @Tag("no-engine")
    void drawsOfTheLossAreDecoded() throws Exception {
        TrainingRecipe recipe = Recipes.read("iwae-mnist-burda", Map.of());
        NetworkSummary network = RecipeSummary.of(recipe).network();
        int draws = recipe.regularizer().monteCarlo().draws();
        assertTrue(draws > 1);
        assertEquals(
                6
                        * (network.sections().get(0).multiplyAdds()
                                + draws * network.sections().get(1).multiplyAdds()),
                network.operations(1));
    }

    @Test
    @Tag("no-engine")
    void shapesCanBeGivenInsteadOfData() throws Exception {
        TrainingRecipe strings = Recipes.read("vae-smiles", Map.of());
        RecipeSummary summary = RecipeSummary.of(strings, new Shape(30, 60));
        assertEquals(List.of(new Shape(30, 60)), summary.network().inputs());
        TrainingRecipe conditional = Recipes.read("cvae-mnist", Map.of());
        NetworkSummary network = RecipeSummary.of(conditional, new Shape(3, 12, 12)).network();
        assertEquals(
                List.of(
                        new Shape(
                                3,
                                12 + 2L * conditional.data().padding(),
                                12 + 2L * conditional.data().padding()),
                        new Shape(10)),
                network.inputs());
    }

    /** Summarizes all recipes, and lists its native libraries. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            for (String name : Recipes.names()) {
                summary(name);
            }
            Files.write(Path.of(arguments[0]), Files.readAllLines(MAPS));
        }
    }

    /** In a process of its own, in which no engine is set as the default. */
    @Test
    @Tag("no-engine")
    void noEngineIsStarted(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(MAPS), "this system does not list a process's libraries");
        Path libraries = folder.resolve("libraries.txt");
        List<String> options = List.of("-DOPT_OUT_TRACKING=true");
        JavaProgram.said(JavaProgram.of(options, Program.class, libraries.toString()));
        String loaded = Files.readString(libraries);
        assertTrue(loaded.contains("libjvm"), loaded);
        assertFalse(loaded.contains("libtorch"), "PyTorch is not loaded");
        assertFalse(loaded.contains("libmxnet"), "MXNet is not loaded");
    }
}
