package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
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
        assertEquals(List.of("SHA256SUMS", "recipe.json"), names(folder));
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
                        + file.resolve("run")
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
        run.requireGoesOn(two);
        run.requireGoesOn(two.withData(two.data().withSource("moved")));
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
        String state =
                Json.write(new Checkpoint(3, history, "00", StepForm.PORTABLE), Checkpoint.class);
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
        assertEquals(List.of("SHA256SUMS", "model", "recipe.json"), names(folder));
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
        assertEquals(List.of("SHA256SUMS", "model", "recipe.json"), names(folder));
    }

    @Test
    void whatWasMovedAsideIsReadAndNotMoved() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 1);
        Files.move(folder.resolve("checkpoint"), folder.resolve("checkpoint.old"));
        assertEquals(1, RunFolder.open(folder).epochsDone());
        assertTrue(Files.exists(folder.resolve("checkpoint.old")));
        Files.createDirectory(folder.resolve("checkpoint")); // a training wrote it meanwhile
        assertEquals(folder.resolve("checkpoint"), run.checkpoint());
    }

    @Test
    void leftoversOfATrainingBeforeItsRecipeDoNotCount() throws Exception {
        Files.createFile(folder.resolve(".lock"));
        Files.writeString(folder.resolve(".recipe.json.partial"), "{");
        RunFolder.requireNew(folder);
        RunFolder.begin(folder, recipe);
        assertEquals(List.of(".lock", "SHA256SUMS", "recipe.json"), names(folder));
    }

    @Test
    void whatAnInterruptionLeftIsPutInOrder() throws Exception {
        RunFolder.begin(folder, recipe);
        for (String rest : List.of(".model.partial", ".checkpoint.partial", "model.old")) {
            Files.createDirectories(folder.resolve(rest).resolve("sub"));
        }
        for (String rest : List.of(".recipe.json.partial", ".history.json.partial")) {
            Files.createFile(folder.resolve(rest));
        }
        assertThrows(IOException.class, () -> RunFolder.begin(folder, recipe)); // model is no model
        assertEquals(List.of("SHA256SUMS", "model", "recipe.json"), names(folder));
    }

    /** It would write its first epoch's model over that of a later one. */
    @Test
    void runWhoseCheckpointIsGoneIsNotBegunAnew() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 2);
        run.write(recipe, Checkpoint.read(run).history());
        AtomicWrite.delete(folder.resolve("checkpoint"));
        List<String> before = names(folder);
        assertRefused(
                folder
                        + " must hold the checkpoint of its run, which has done epochs, but does"
                        + " not; its model can be trained on in another folder",
                folder);
        assertEquals(before, names(folder));
    }

    @Test
    void runWhoseModelIsGoneDoesNotGoOn() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 1);
        assertRefused(folder + " must hold the best model of its run, but does not", folder);
    }

    @Test
    void changedRecipeAndHistoryAreRefused() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        Files.writeString(run.recipeFile(), Files.readString(run.recipeFile()) + " ");
        Exception e = assertThrows(IOException.class, () -> RunFolder.open(folder));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(run.recipeFile() + " must have the sha256 "),
                e.getMessage());
        assertThrows(IOException.class, () -> RunFolder.begin(folder, recipe));
        Files.delete(folder.resolve("SHA256SUMS")); // as the message says
        RunFolder.begin(folder, recipe);
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
        RunLock lock = RunLock.of(deep);
        RunFolder run = RunFolder.begin(deep, recipe);
        Files.writeString(Files.createDirectory(deep.resolve("model")).resolve("file"), "1");
        Files.createFile(deep.resolve("history.csv"));
        assertTrue(run.removeIfUntrained());
        assertEquals(List.of(deep, deep.getParent()), lock.made());
        assertEquals(List.of(".lock"), names(deep));
        lock.close();
        lock.removeMade();
        assertEquals(List.of(), names(folder));
    }

    @Test
    void runWithACheckpointIsNotRemoved() throws Exception {
        RunFolder run = RunFolder.begin(folder, recipe);
        writeCheckpoint(run, 1);
        assertFalse(run.removeIfUntrained());
        assertEquals(List.of("SHA256SUMS", "checkpoint", "recipe.json"), names(folder));
    }

    @Test
    void foldersThatWereThereOrServeOthersStay() throws Exception {
        Path deep = folder.resolve("new/run");
        RunLock lock = RunLock.of(deep);
        Files.createFile(folder.resolve("new/mine"));
        lock.close();
        lock.removeMade();
        assertEquals(List.of("mine"), names(folder.resolve("new")));
        RunLock there = RunLock.of(folder);
        there.close();
        there.removeMade();
        assertEquals(List.of("new"), names(folder));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void twoTrainingsDoNotShareAFolder() throws IOException {
        try (RunLock held = RunLock.of(folder)) {
            IOException thrown = assertThrows(IOException.class, () -> RunLock.of(folder));
            assertEquals(
                    "out must be a folder of no other training, but one is under way in " + folder,
                    thrown.getMessage());
            assertTrue(Files.exists(held.file()));
        }
        RunLock.of(folder).close();
        assertEquals(List.of(), names(folder));
    }
}
