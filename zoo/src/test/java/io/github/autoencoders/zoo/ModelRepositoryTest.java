package io.github.autoencoders.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user may mean by the name of a model. */
class ModelRepositoryTest {

    @TempDir private Path folder;

    private Path model(String... place) throws IOException {
        Path path = Files.createDirectories(Path.of(folder.toString(), place));
        return TinyModels.write(path, TinyModels.rows()).folder();
    }

    private Path run() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.writeString(run.resolve("recipe.json"), "{}");
        return run;
    }

    private void assertNone(String message, Path given) {
        Exception e = assertThrows(IOException.class, () -> ModelRepository.open("--model", given));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aFolderIsThatOfASavedModelOrOfARun() throws Exception {
        Path saved = model("saved");
        assertEquals(saved, ModelRepository.open("--model", saved).folder());
        Path run = run();
        assertNone(run.resolve("model") + " must hold a saved model, but has no model.json", run);
        Path inRun = model("run", "model");
        assertEquals(inRun, ModelRepository.open("--model", run).folder());
        // As a saved model that someone kept the recipe beside.
        Files.writeString(saved.resolve("recipe.json"), "{}");
        model("saved", "model");
        assertEquals(saved, ModelRepository.open("--model", saved).folder());
    }

    @Test
    void aRunThatWasInterruptedWhileItReplacedItsModelHasTheOldOne() throws Exception {
        Path run = run();
        Path old = model("run", "model.old");
        assertEquals(old, ModelRepository.open("--model", run).folder());
        Path fresh = model("run", "model");
        assertEquals(fresh, ModelRepository.open("--model", run).folder());
    }

    @Test
    void whatIsNoFolderIsTheNameOfAPublishedModel() throws Exception {
        SavedModel published = ModelRepository.open("--model", Path.of("vae-sprites-2"));
        assertEquals(2, published.config().bottleneck().codeSize());
        Path none = folder.resolve("vae-sprites-2");
        assertNone(
                "--model must be the folder of a run, or the name of a published model,"
                        + " but there is no "
                        + none,
                none);
    }

    @Test
    void aFolderComesBeforeAPublishedModelAndHoldsOne() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("vae-sprites-2"));
        assertNone(empty + " must hold a saved model, but has no model.json", empty);
        model("vae-sprites-2", "model"); // without the recipe of a run
        assertNone(empty + " must hold a saved model, but has no model.json", empty);
    }
}
