package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class RunFolderTest {

    private final TrainingRecipe recipe = TinyTraining.plain(1, 0.01);

    private final Path folder;

    RunFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void newRunHoldsItsRecipe() throws Exception {
        RunFolder run = RunFolder.create(folder.resolve("a/b"), recipe);
        assertEquals(recipe, Recipes.read(run.recipeFile().toString(), Map.of()));
        assertEquals(run, RunFolder.open(folder.resolve("a/b")));
    }

    @Test
    void emptyFolderBecomesARun() throws Exception {
        RunFolder.create(folder, recipe);
        assertEquals(List.of("recipe.json"), names(folder));
    }

    @Test
    void folderWithFilesIsRefused() throws Exception {
        Files.createFile(folder.resolve("mine"));
        assertRefused(
                "output must be a new or empty folder, but " + folder + " holds files", folder);
        assertEquals(List.of("mine"), names(folder));
    }

    @Test
    void folderUnderAFileIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(
                "output must be where files can be written, but %s is not: %s is no folder"
                        .formatted(file.resolve("run"), file),
                file.resolve("run"));
        assertRefused("output must be a new or empty folder, but is the file " + file, file);
    }

    private void assertRefused(String message, Path path) {
        Exception e = assertThrows(IOException.class, () -> RunFolder.create(path, recipe));
        assertEquals(message, e.getMessage());
    }

    @Test
    void folderWithoutARecipeIsNoRun() {
        Exception e = assertThrows(IOException.class, () -> RunFolder.open(folder));
        assertEquals(
                folder + " must be the folder of a run, but has no recipe.json", e.getMessage());
    }

    @Test
    void folderOfARunIsRefused() throws Exception {
        RunFolder.create(folder, recipe);
        assertRefused(
                "output must be a new or empty folder, but "
                        + folder
                        + " holds a run; resume it, or choose another",
                folder);
    }

    @Test
    void openingBringsBackWhatWasMovedAsideAndNothingElse() throws Exception {
        RunFolder.create(folder, recipe);
        Files.createDirectory(folder.resolve("model.old"));
        Files.createDirectory(folder.resolve("checkpoint.old"));
        Files.createDirectory(folder.resolve("checkpoint"));
        RunFolder.open(folder);
        assertTrue(Files.exists(folder.resolve("model")));
        assertFalse(Files.exists(folder.resolve("model.old")));
        assertTrue(Files.exists(folder.resolve("checkpoint.old")));
    }

    @Test
    void epochsDoneAreThoseOfTheCheckpoint() throws Exception {
        RunFolder run = RunFolder.create(folder, recipe);
        LossSummary loss = new LossSummary(1, 1, 0);
        TrainingHistory one =
                TrainingHistory.EMPTY.with(new TrainingHistory.Epoch(1, loss, loss, 0, 1, 1));
        run.writeHistory(one.with(new TrainingHistory.Epoch(2, loss, loss, 0, 1, 1)));
        assertEquals(0, run.epochsDone());
        String state = Json.write(new Checkpoint(3, one, "00"), Checkpoint.class);
        run.replace("checkpoint", fresh -> Files.writeString(fresh.resolve("state.json"), state));
        assertEquals(1, run.epochsDone());
    }

    @Test
    void untrainedRunIsRemovedWithAllThatItBegan() throws Exception {
        RunFolder run = RunFolder.create(folder.resolve("new"), recipe);
        for (String begun : List.of("model", ".model.partial", ".checkpoint.partial")) {
            Files.writeString(
                    Files.createDirectory(run.path().resolve(begun)).resolve("file"), "1");
        }
        Files.createFile(run.path().resolve("history.csv"));
        Files.createFile(run.path().resolve(".history.json.partial"));
        run.removeIfUntrained();
        assertFalse(Files.exists(run.path()));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void twoTrainingsDoNotShareAFolder() throws IOException {
        RunFolder run = new RunFolder(folder);
        try (RunFolder.Lock held = run.lock()) {
            IOException thrown = assertThrows(IOException.class, run::lock);
            assertEquals(
                    "out must be a folder of no other training, but one is under way in " + folder,
                    thrown.getMessage());
            assertNotNull(held);
        }
        run.lock().close();
        assertFalse(Files.exists(folder.resolve(".lock")));
    }
}
