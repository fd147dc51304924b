package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.weights.Tensor;
import io.github.autoencoders.weights.WeightFile;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published model goes out as weights, and comes in again as if they were another's. */
class ImportCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final String MODEL = "ae-mnist-32";

    private static Path folder;
    private static Path recipe;
    private static Path golden;
    private static Path weights;
    private static float[][] rows;
    private static float[][] codes;

    private static Answer call(Object... arguments) {
        return Answer.of(
                Stream.concat(Stream.of(arguments), Stream.of("--engine", ENGINE)).toArray());
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = call(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    @BeforeAll
    static void exportWeights(@TempDir Path shared) throws IOException {
        folder = shared;
        recipe = folder.resolve("recipe.json");
        golden = folder.resolve("golden.npz");
        weights = folder.resolve("weights.safetensors");
        try (TrainedAutoencoder model = TrainedAutoencoder.open(MODEL, Placement.of(ENGINE))) {
            Files.writeString(recipe, Json.write(model.card().recipe(), TrainingRecipe.class));
            Random random = new Random(1);
            rows = new float[3][784];
            for (float[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextInt(256);
                }
            }
            codes = model.encode(rows);
            WeightFile.write(
                    golden,
                    List.of(
                            tensor("x", new Shape(3, 1, 28, 28), rows, 255),
                            tensor("code", new Shape(3, 32), codes, 1),
                            tensor(
                                    "reconstruction",
                                    new Shape(3, 1, 28, 28),
                                    model.reconstruct(rows),
                                    255)));
        }
        Answer answer = call("export", MODEL, "--part", "whole", "--format", "npz", "--out", npz());
        assertEquals("", answer.err());
        answer =
                call(
                        "export",
                        MODEL,
                        "--part",
                        "whole",
                        "--format",
                        "safetensors",
                        "--out",
                        weights);
        assertEquals(
                """
                encoder.network.1.weight (128, 784)
                encoder.network.1.bias (128)
                encoder.code.weight (32, 128)
                encoder.code.bias (32)
                decoder.network.0.weight (128, 32)
                decoder.network.0.bias (128)
                decoder.network.2.weight (784, 128)
                decoder.network.2.bias (784)
                In Python, of a module whose layers have these names:
                    from safetensors.torch import load_file
                    module.load_state_dict(load_file("%s"))
                whole of %s in %s
                """
                        .formatted(weights, MODEL, weights),
                answer.out().replace("\r", ""));
    }

    private static Path npz() {
        return folder.resolve("weights.npz");
    }

    private static Tensor tensor(String name, Shape shape, float[][] values, float unit) {
        float[] all = new float[(int) shape.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i / values[0].length][i % values[0].length] / unit;
        }
        return Tensor.of(name, shape, all);
    }

    @Test
    void weightsComeInAsTheyWentOut() throws IOException {
        for (Path file : List.of(weights, npz())) {
            Path out = folder.resolve("imported-" + file.getFileName());
            Answer answer =
                    call("import", file, "--recipe", recipe, "--golden", golden, "--out", out);
            assertEquals("", answer.err());
            List<String> lines = answer.out().lines().toList();
            assertEquals("parameter                 shape       takes", lines.get(0));
            assertEquals(
                    "encoder.network.1.weight  (128, 784)  encoder.network.1.weight", lines.get(1));
            assertTrue(lines.get(9).startsWith("code             differs by at most "));
            assertEquals("model in " + out, lines.get(lines.size() - 1));
            try (TrainedAutoencoder model =
                    TrainedAutoencoder.open(out.toString(), Placement.of(ENGINE))) {
                assertArrayEquals(codes[1], model.encode(rows)[1], 1e-5f);
                assertEquals("imported from " + file.getFileName(), model.card().training().name());
            }
        }
    }

    @Test
    void mistakesAreSaidBeforeAnythingIsWritten() throws IOException {
        Path out = folder.resolve("none");
        assertRefused(
                "either --golden or --unchecked must be given, but none is given",
                "import",
                weights,
                "--recipe",
                recipe,
                "--out",
                out);
        assertRefused(
                "--data must be given with --unchecked, but is not",
                "import",
                weights,
                "--recipe",
                recipe,
                "--unchecked",
                "--out",
                out);
        Answer other =
                call(
                        "import",
                        weights,
                        "--recipe",
                        recipe,
                        "--golden",
                        golden,
                        "--layout",
                        "keras",
                        "--out",
                        out);
        assertEquals(1, other.exitCode());
        Path mapping = Files.writeString(folder.resolve("mapping.json"), "[1]");
        assertRefused(
                mapping
                        + " must hold tensors' names by those of parameters, but does not:"
                        + " $.parameters must be an object, but is [1]",
                "import",
                weights,
                "--recipe",
                recipe,
                "--golden",
                golden,
                "--mapping",
                mapping,
                "--out",
                out);
        Path text = Files.writeString(folder.resolve("text.pt"), "no zip");
        assertRefused(
                text
                        + " must hold weights, but cannot be read: it must begin as files of"
                        + " torch.save do, but does not",
                "import",
                text,
                "--recipe",
                recipe,
                "--golden",
                golden,
                "--out",
                out);
        assertRefused(
                "--out must end in .safetensors, but is " + golden,
                "export",
                MODEL,
                "--part",
                "whole",
                "--format",
                "safetensors",
                "--out",
                golden);
        assertFalse(Files.exists(out));
    }
}
