package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.optimizer.UpdateRule;
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
        RunFolder run = RunFolder.begin(folder.resolve("a/b"), recipe);
        assertEquals(recipe, Recipes.read(run.recipeFile().toString(), Map.of()));
        assertEquals(run, RunFolder.open(folder.resolve("a/b")));
    }

    @Test
    void emptyFolderBecomesARun() throws Exception {
        RunFolder.begin(folder, recipe);
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
                "output must be where files can be written, but "
                        + file.resolve("run/recipe.json")
                        + " is not: "
                        + file
                        + " is no folder",
                file.resolve("run"));
        assertRefused("output must be a new or empty folder, but is the file " + file, file);
    }

    @Test
    void runGoesOnByItsOwnRecipeButForTheEpochs() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 2);
        TrainingRecipe two = recipe.withEpochs(2);
        assertEquals(run, RunFolder.begin(folder, two));
        assertEquals(run, RunFolder.begin(folder, two.withData(two.data().withSource("moved"))));
        Exception other =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                RunFolder.begin(
                                        folder,
                                        two.withSeed(5).withOptimizer(UpdateRule.Adam.of(0.5))));
        assertEquals(
                "recipe must be that of the run in "
                        + folder
                        + " but for its epochs, but differs in optimizer.learningRate, seed",
                other.getMessage());
        Exception few =
                assertThrows(IllegalArgumentException.class, () -> RunFolder.begin(folder, recipe));
        assertEquals(
                "epochs must be at least 2, the epochs that the run in "
                        + folder
                        + " has done, but is 1",
                few.getMessage());
    }

    private static void writeCheckpoint(RunFolder run, int epochs) throws Exception {
        LossSummary loss = new LossSummary(1, 1, 0);
        TrainingHistory history = TrainingHistory.EMPTY;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            history = history.with(new TrainingHistory.Epoch(epoch, loss, loss, 0, 1, 1));
        }
        String state = Json.write(new Checkpoint(3, history, "00"), Checkpoint.class);
        run.replace("checkpoint", fresh -> Files.writeString(fresh.resolve("state.json"), state));
    }

    private void assertRefused(String message, Path path) {
        Exception e = assertThrows(IOException.class, () -> RunFolder.begin(path, recipe));
        assertEquals(message, e.getMessage());
    }

    @Test
    void folderWithoutARecipeIsNoRun() {
        Exception e = assertThrows(IOException.class, () -> RunFolder.open(folder));
        assertEquals(
                folder + " must be the folder of a run, but has no recipe.json", e.getMessage());
    }

    @Test
    void folderIsReplacedAsAWhole() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        run.replace("model", fresh -> Files.writeString(fresh.resolve("old"), "1"));
        run.replace("model", fresh -> Files.writeString(fresh.resolve("new"), "2"));
        assertEquals(List.of("new"), names(folder.resolve("model")));
        assertEquals(List.of("model", "recipe.json"), names(folder));
    }

    @Test
    void failedReplacementLeavesTheFolderAsItWas() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        run.replace("model", fresh -> Files.writeString(fresh.resolve("whole"), "1"));
        assertThrows(
                IOException.class,
                () ->
                        run.replace(
                                "model",
                                fresh -> {
                                    Files.writeString(fresh.resolve("half"), "2");
                                    throw new IOException("disk full");
                                }));
        assertEquals(List.of("whole"), names(folder.resolve("model")));
    }

    @Test
    void replacementPassesOverWhatAnInterruptionLeft() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        for (String rest : List.of(".model.partial", "model.old", "model")) {
            Files.createDirectories(folder.resolve(rest).resolve("sub"));
            Files.writeString(folder.resolve(rest).resolve("sub/file"), rest);
        }
        run.replace("model", fresh -> Files.writeString(fresh.resolve("whole"), "1"));
        assertEquals(List.of("whole"), names(folder.resolve("model")));
        assertEquals(List.of("model", "recipe.json"), names(folder));
    }

    @Test
    void openingBringsBackWhatWasMovedAsideAndNothingElse() throws Exception {
        RunFolder.begin(folder, recipe);
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
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 1);
        assertEquals(1, run.epochsDone());
        assertEquals(0, new RunFolder(folder.resolve("none")).epochsDone());
    }

    @Test
    void untrainedRunIsRemovedWithAllThatItBegan() throws Exception {
        Path deep = folder.resolve("new/run");
        List<Path> made = RunFolder.missing(deep);
        assertEquals(List.of(deep, deep.getParent()), made);
        RunFolder run = RunFolder.begin(deep, recipe);
        for (String begun : List.of("model", "checkpoint")) {
            Files.writeString(Files.createDirectory(deep.resolve(begun)).resolve("file"), "1");
        }
        Files.createFile(deep.resolve("history.csv"));
        run.removeIfUntrained(made);
        assertEquals(List.of(), names(folder));
    }

    @Test
    void foldersThatWereThereOrServeOthersStay() throws Exception {
        RunFolder.begin(folder, recipe).removeIfUntrained(RunFolder.missing(folder));
        assertEquals(List.of(), names(folder));
        List<Path> made = RunFolder.missing(folder.resolve("new/run"));
        RunFolder run = RunFolder.begin(folder.resolve("new/run"), recipe);
        Files.createFile(folder.resolve("new/mine"));
        run.removeIfUntrained(made);
        assertEquals(List.of("mine"), names(folder.resolve("new")));
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
