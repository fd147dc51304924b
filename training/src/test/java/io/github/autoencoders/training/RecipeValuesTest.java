package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a recipe stands for never changes without notice: a model that was trained by it is
 * published, and the documents quote its figures. The digests are those of the recipes when each
 * file stated everything.
 */
@Tag("no-engine")
class RecipeValuesTest {

    private static final Path DIGESTS = Path.of("src/test/resources/recipes.sha256");

    @Test
    void everyRecipeStandsForWhatItAlwaysDid() throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (String name : Recipes.names()) {
            digests.put(name, digest(name));
        }
        StringBuilder lines = new StringBuilder("# sha256 of each recipe, complete, as JSON\n");
        digests.forEach((name, digest) -> lines.append(digest + "  " + name + "\n"));
        if (Boolean.getBoolean("golden.accept")) {
            Files.writeString(DIGESTS, lines);
        }
        assertEquals(Files.readString(DIGESTS), lines.toString());
    }

    private static String digest(String name) throws Exception {
        String complete = Json.write(Recipes.read(name, Map.of()), TrainingRecipe.class);
        byte[] bytes = complete.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
