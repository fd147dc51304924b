package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** What fills a folder that is to appear whole. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /**
     * Makes the folder of a new run.
     *
     * @throws IOException if it cannot be written, or holds files already
     */
    public static RunFolder create(Path path, TrainingRecipe recipe) throws IOException {
        requireEmpty(path);
        try {
            Files.createDirectories(path);
            RunFolder run = new RunFolder(path, OwnClasses.usedBy(recipe));
            run.write(RECIPE, Json.write(recipe, TrainingRecipe.class));
            return run;
        } catch (IOException e) {
            throw new IOException(
                    "out must be a folder that can be written, but "
                            + path
                            + " is not: "
                            + reason(path, e),
                    e);
        }
    }

    private static String reason(Path path, IOException e) {
        for (Path parent = path.toAbsolutePath(); parent != null; parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return parent + " is no folder";
            }
        }
        return e instanceof AccessDeniedException
                ? "no permission"
                : "it cannot be made (" + e.getClass().getSimpleName() + ")";
    }

    private static void requireEmpty(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(
                            "out must be a new or empty folder, but "
                                    + path
                                    + " holds files; go on with its run by --resume, or choose"
                                    + " another");
                }
            }
        }
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
        run.recover("model");
        run.recover("checkpoint");
        return run;
    }

    /** Removes a new run's folder if no epoch was finished: failing at once, it leaves nothing. */
    public void removeIfUntrained() throws IOException {
        if (Files.exists(path.resolve("history.json"))) {
            return;
        }
        for (String rest : List.of("model.new", "model", "checkpoint.new")) {
            delete(path.resolve(rest));
        }
        for (String rest : List.of(RECIPE, "history.csv")) {
            Files.deleteIfExists(path.resolve(rest));
            Files.deleteIfExists(path.resolve(rest + ".new"));
        }
        Files.deleteIfExists(path.resolve("history.json.new"));
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
        return SavedModel.open(path.resolve("model"), ownClasses);
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
        write(RECIPE, Json.write(recipe, TrainingRecipe.class));
    }

    void writeHistory(TrainingHistory history) throws IOException {
        write("history.csv", history.toCsv());
        write("history.json", history.toJson());
    }

    private void write(String name, String text) throws IOException {
        write(path.resolve(name), text);
    }

    /** Writes or replaces a file so that at each moment it is the old or the new one. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces a folder by a new one. At each moment the old or the new one can be recovered. */
    void replace(String name, Filling filling) throws IOException {
        Path fresh = path.resolve(name + ".new");
        Path old = path.resolve(name + ".old");
        Path folder = path.resolve(name);
        delete(fresh);
        Files.createDirectory(fresh);
        filling.fill(fresh);
        delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    // An interruption between the two moves leaves only the old folder.
    private void recover(String name) throws IOException {
        Path old = path.resolve(name + ".old");
        if (Files.exists(old) && !Files.exists(path.resolve(name))) {
            Files.move(old, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes a folder and all that is in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
