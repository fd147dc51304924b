package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code recipe.json}, {@code history.csv}, {@code history.json},
 * {@code model/} with the best parameters so far, {@code checkpoint/} with all that is needed to go
 * on, and {@code pictures/}. Files and folders appear whole or not at all.
 *
 * @param path of the folder
 * @param ownClasses of the user's own that its model may be made of
 */
public record RunFolder(Path path, OwnClasses ownClasses) {

    private static final String RECIPE = "recipe.json";

    /** Names a folder whose model is made of the library's own classes. */
    public RunFolder(Path path) {
        this(path, OwnClasses.NONE);
    }

    /**
     * Begins a run in a new or empty folder, or opens that of a run which goes on by a recipe.
     *
     * @throws IOException if it cannot be written, or holds other files
     * @throws IllegalArgumentException if the recipe differs in more than its epochs, or asks for
     *     fewer than are done
     */
    static RunFolder begin(Path path, TrainingRecipe recipe) throws IOException {
        OwnClasses ownClasses = OwnClasses.usedBy(recipe);
        if (Files.exists(path.resolve(RECIPE))) {
            RunFolder run = open(path, ownClasses);
            run.requireGoesOn(recipe);
            return run;
        }
        AtomicWrite.requireNewOrEmpty(path);
        RunFolder run = new RunFolder(path, ownClasses);
        run.writeRecipe(recipe);
        return run;
    }

    private void requireGoesOn(TrainingRecipe recipe) throws IOException {
        String begun = Files.readString(recipeFile());
        List<String> others = new ArrayList<>(Json.differences(begun, json(recipe)));
        others.removeAll(List.of("epochs", "data.source")); // the samples are compared themselves
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "recipe must be that of the run in %s but for its epochs, but differs in %s"
                            .formatted(path, String.join(", ", others)));
        }
        if (recipe.epochs() < epochsDone()) {
            throw new IllegalArgumentException(
                    "epochs must be at least %s, the epochs that the run in %s has done, but is %s"
                            .formatted(epochsDone(), path, recipe.epochs()));
        }
    }

    private static String json(TrainingRecipe recipe) {
        return Json.write(recipe, TrainingRecipe.class);
    }

    /**
     * Opens the folder of a run that has begun, and whose recipe names none of the user's classes.
     *
     * @throws IOException if it is none
     */
    public static RunFolder open(Path path) throws IOException {
        return open(path, OwnClasses.NONE);
    }

    /**
     * Opens the folder of a run that has begun.
     *
     * @param ownClasses of the user's own that its model may be made of
     * @throws IOException if it is none
     */
    public static RunFolder open(Path path, OwnClasses ownClasses) throws IOException {
        RunFolder run = new RunFolder(path, ownClasses);
        if (!Files.isRegularFile(path.resolve(RECIPE))) {
            throw new IOException(path + " must be the folder of a run, but has no " + RECIPE);
        }
        AtomicWrite.recover(path.resolve("model"));
        AtomicWrite.recover(run.checkpoint());
        return run;
    }

    /** Returns those of a folder and the folders above it that are not there, the deepest first. */
    static List<Path> missing(Path folder) {
        return Stream.iterate(folder.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .takeWhile(Files::notExists)
                .toList();
    }

    /**
     * Removes what a run wrote that finished no epoch: failing at once, it leaves nothing.
     *
     * @param made the folders that it made, the deepest first
     */
    void removeIfUntrained(List<Path> made) throws IOException {
        if (Files.exists(path.resolve("history.json"))) {
            return;
        }
        for (String begun : List.of("model", "checkpoint", RECIPE, "history.csv")) {
            AtomicWrite.delete(path.resolve(begun));
        }
        for (Path folder : made) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException e) {
                return; // it serves others by now
            }
        }
    }

    /** What keeps other programs from training in the folder until it is closed. */
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /**
     * Keeps other programs from training in this folder.
     *
     * @throws IOException if one does already
     */
    Lock lock() throws IOException {
        Path file = path.resolve(".lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return () -> {
                    channel.close();
                    Files.deleteIfExists(file);
                };
            }
        } catch (OverlappingFileLockException e) { // this program holds it
            channel.close();
            throw new IOException(taken(), e);
        }
        channel.close();
        throw new IOException(taken());
    }

    private String taken() {
        return "out must be a folder of no other training, but one is under way in " + path;
    }

    /** Returns the recipe of the run, complete. */
    public TrainingRecipe recipe() throws IOException {
        return Recipes.read(recipeFile().toString(), Map.of());
    }

    /** Returns the file of the run's recipe. */
    public Path recipeFile() {
        return path.resolve(RECIPE);
    }

    /** Returns the best model so far. */
    public SavedModel model() throws IOException {
        return SavedModel.open(path.resolve("model"), ownClasses);
    }

    /** Returns the history of the run. */
    public TrainingHistory history() throws IOException {
        return TrainingHistory.ofJson(Files.readString(path.resolve("history.json")));
    }

    /** Returns the number of epochs that need not be trained again; 0 where there is no run. */
    public int epochsDone() throws IOException {
        return Files.isDirectory(checkpoint())
                ? Checkpoint.read(this).history().epochs().size()
                : 0;
    }

    /** Returns the folder of the pictures. */
    public Path pictures() {
        return path.resolve("pictures");
    }

    Path checkpoint() {
        return path.resolve("checkpoint");
    }

    /** Replaces the recipe, as when a run goes on for more epochs. */
    void writeRecipe(TrainingRecipe recipe) throws IOException {
        AtomicWrite.text(recipeFile(), json(recipe));
    }

    void writeHistory(TrainingHistory history) throws IOException {
        AtomicWrite.text(path.resolve("history.csv"), history.toCsv());
        AtomicWrite.text(path.resolve("history.json"), history.toJson());
    }

    /** Replaces a folder by a new one. At each moment the old or the new one can be recovered. */
    void replace(String name, AtomicWrite.Writing filling) throws IOException {
        AtomicWrite.replaceFolder(path.resolve(name), filling);
    }
}
