package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class BaseRecipeTest {

    @Test
    void theRecipeOfDataIsChangedByPath() throws Exception {
        BaseRecipe base = BaseRecipe.Named.forData("some/table.csv", DataOptions.ofSeed(0));
        assertEquals(new BaseRecipe.Named("vae-table"), base);
        assertEquals(Recipes.named("vae-table").withEpochs(7), base.changed(Map.of("epochs", 7)));
    }

    @Test
    void runsAreCalledAfterTheirRecipeOrModel() {
        assertEquals("vae-mnist", new BaseRecipe.Named("vae-mnist").runName());
        assertEquals("my-vae", new BaseRecipe.Named("a/b/my-vae.json").runName());
        assertEquals("run", new BaseRecipe.Named("/").runName());
        assertEquals("photos-tuned", new BaseRecipe.OfModel(Path.of("runs/photos")).runName());
        assertEquals("photos-tuned", new BaseRecipe.OfModel(Path.of("runs/photos/x/..")).runName());
    }

    @Test
    void modelsThatAreNotThereAreRefused(@TempDir Path folder) {
        Path none = folder.resolve("none");
        IOException error =
                assertThrows(
                        IOException.class, () -> new BaseRecipe.OfModel(none).changed(Map.of()));
        String message = String.valueOf(error.getMessage());
        assertTrue(
                message.startsWith(
                        "from must be the folder of a run, or the name of a published model, but"
                                + " there is no "
                                + none),
                message);
    }
}
