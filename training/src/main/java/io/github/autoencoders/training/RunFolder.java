package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code recipe.json}, {@code history.csv}, {@code history.json},
 * {@code model/} with the best parameters so far, {@code checkpoint/} with all that is needed to go
 * on, and {@code pictures/}. Files and folders appear whole or not at all.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {

    private static final String RECIPE = "recipe.json";

    /**
     * Makes the folder of a new run.
     *
     * @throws IOException if it cannot be written, or holds files already
     */
    public static RunFolder create(Path path, TrainingRecipe recipe) throws IOException {
        if (Files.exists(path.resolve(RECIPE))) {
            throw new IOException(
                    "output must be a new or empty folder, but "
                            + path
                            + " holds a run; resume it, or choose another");
        }
        AtomicWrite.requireNewOrEmpty(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw AtomicWrite.unwritable(path, e);
        }
        RunFolder run = new RunFolder(path);
        run.writeRecipe(recipe);
        return run;
    }

    /**
     * Opens the folder of a run that has begun.
     *
     * @throws IOException if it is none
     */
    public static RunFolder open(Path path) throws IOException {
        RunFolder run = new RunFolder(path);
        if (!Files.isRegularFile(path.resolve(RECIPE))) {
            throw new IOException(path + " must be the folder of a run, but has no " + RECIPE);
        }
        AtomicWrite.recover(path.resolve("model"));
        AtomicWrite.recover(run.checkpoint());
        return run;
    }

    /** Removes a new run's folder if no epoch was finished: failing at once, it leaves nothing. */
    public void removeIfUntrained() throws IOException {
        if (Files.exists(path.resolve("history.json"))) {
            return;
        }
        for (String begun : List.of("model", "checkpoint", RECIPE, "history.csv", "history.json")) {
            AtomicWrite.delete(path.resolve(begun));
            AtomicWrite.delete(path.resolve("." + begun + ".partial"));
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(path);
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

    /** Returns the file of the run's recipe. */
    public Path recipeFile() {
        return path.resolve(RECIPE);
    }

    /** Returns the best model so far. */
    public SavedModel model() throws IOException {
        return SavedModel.open(path.resolve("model"));
    }

    /** Returns the history of the run. */
    public TrainingHistory history() throws IOException {
        return TrainingHistory.ofJson(Files.readString(path.resolve("history.json")));
    }

    /** Returns the number of epochs that need not be trained again. */
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
        AtomicWrite.text(recipeFile(), Json.write(recipe, TrainingRecipe.class));
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
