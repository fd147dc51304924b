package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class SummaryCommandTest {

    private static void assertContains(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void theExampleOfKerasHasItsParameters() {
        assertContains(
                Answer.expect(0, "summary", "vae-mnist-keras"),
                "69,076     1,009,856\n",
                "65,089     5,651,072\n",
                "134,165 parameters, 536,660 bytes in float32; 134,165 of them are trained\n",
                "a step of 128 samples: 5.12 GFLOP\n",
                "loss, in nats: Bernoulli, Sum; penalty KlDivergence, weight"
                        + " Constant[target=1.0]\n");
    }

    @Test
    void optionsChangeTheRecipe() {
        assertContains(
                Answer.expect(
                        0, "summary", "ae-mnist", "--shape", "3x8x8", "--code", 5, "--batch", 7),
                "Autoencoder of [B, 3, 8, 8]\n",
                "code: 5 values\n",
                "a step of 7 samples: ");
        assertContains(
                Answer.expect(0, "summary", "--data", "smiles-toy"), "VariationalAutoencoder of ");
        assertContains(Answer.expect(0, "summary"), "VariationalAutoencoder of [B, 1, 32, 32]\n");
    }

    @Test
    void aTableIsReadForItsColumns(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("four.csv");
        Files.writeString(table, "a,b,c,d\n" + "1,2,3,4\n5,6,7,9\n2,2,2,1\n".repeat(9));
        assertContains(
                Answer.expect(0, "summary", "--data", table), "VariationalAutoencoder of [B, 4]\n");
    }

    @Test
    void aPublishedModelIsSummarizedToo() {
        assertContains(
                Answer.expect(0, "summary", "ae-mnist-32"),
                "Autoencoder of [B, 1, 28, 28]\n",
                "code: 32 values\n",
                "of 256 samples: 0.321 GFLOP\n");
    }

    @Test
    void whatIsNoShapeOrNoRecipeIsSaid() {
        assertEquals(
                "autoencoders: --shape must be sizes as in 1x28x28, but is \"28,28\"",
                Answer.expect(1, "summary", "ae-mnist", "--shape", "28,28").strip());
        assertEquals(
                "autoencoders: options must be given for a recipe only, but ae-mnist-32 is a model",
                Answer.expect(1, "summary", "ae-mnist-32", "--code", 3).strip());
        assertEquals(
                "autoencoders: RECIPE|RUN must be a recipe, the folder of a run or the name of a"
                        + " model, but there is no vae-minst; did you mean vae-mnist?",
                Answer.expect(1, "summary", "vae-minst").strip());
    }
}
