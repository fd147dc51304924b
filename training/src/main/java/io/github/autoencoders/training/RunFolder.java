package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The folder of a training run: {@code recipe.json}, {@code history.csv}, {@code history.json},
 * {@code model/} with the best parameters so far, {@code checkpoint/} with all that is needed to go
 * on, and {@code pictures/}. Files and folders appear whole or not at all, and are {@linkplain Seal
 * sealed}; whoever reads them while a training goes on sees those of before or after an epoch.
 *
 * <pre>{@code
 * RunFolder run = RunFolder.open(Path.of("runs/vae-sprites"));
 * double loss = run.history().best().validation().total();
 * try (TrainedAutoencoder best = TrainedAutoencoder.of(run.model(), place)) {
 *     float[][] codes = best.encode(images); // [N][D]
 * }
 * }</pre>
 *
 * @param path of the folder
 * @param ownClasses of the user's own that its model may be made of
 */
public record RunFolder(Path path, OwnClasses ownClasses) {

    private static final String RECIPE = "recipe.json";
    private static final String CSV = "history.csv";
    private static final String HISTORY = "history.json";
    private static final List<String> SEALED = List.of(RECIPE, CSV, HISTORY);
    private static final String MODEL = "model";
    private static final String CHECKPOINT = "checkpoint";

    /** Names a folder whose model is made of the library's own classes. */
    public RunFolder(Path path) {
        this(path, OwnClasses.NONE);
    }

    /**
     * Checks, before any work is done, that a run can begin in a folder: that it is not there, or
     * holds nothing but what is left of a training that was ended before it began its run.
     *
     * @throws IOException if it cannot
     */
    public static void requireNew(Path path) throws IOException {
        AtomicWrite.requireNewOrEmpty(path, RunFolder::isLeftover);
    }

    // What is there where a training was ended before it wrote its recipe.
    private static boolean isLeftover(Path file) {
        return file.endsWith(RunLock.FILE) || AtomicWrite.isPartial(Path.of(RECIPE), file);
    }

    /** Returns whether a run has begun in a folder. */
    static boolean hasBegun(Path path) {
        return Files.exists(path.resolve(RECIPE));
    }

    /**
     * Begins a run in a new or empty folder, or opens that of a run which goes on by a recipe. For
     * whoever holds the folder's {@link RunLock}: what an interrupted training left is put in
     * order.
     *
     * @throws IOException if it cannot be written, holds other files, or lacks what its run had
     * @throws IllegalArgumentException if the recipe differs in more than its epochs, or asks for
     *     fewer than are done
     */
    static RunFolder begin(Path path, TrainingRecipe recipe) throws IOException {
        RunFolder run = new RunFolder(path, OwnClasses.usedBy(recipe));
        if (!hasBegun(path)) {
            requireNew(path);
            AtomicWrite.clean(run.recipeFile());
            try {
                run.write(recipe, TrainingHistory.EMPTY);
            } catch (IOException e) {
                AtomicWrite.delete(run.recipeFile()); // its seal may not have fit
                throw e;
            }
            return run;
        }
        for (String name : List.of(RECIPE, CSV, HISTORY, Seal.FILE, MODEL, CHECKPOINT)) {
            AtomicWrite.clean(path.resolve(name));
        }
        Seal.require(path, SEALED);
        run.requireGoesOn(recipe);
        run.requireWhole();
        return run;
    }

    void requireGoesOn(TrainingRecipe recipe) throws IOException {
        String wanted = json(recipe);
        // What the version that began it did not write yet does not differ.
        String begun = Json.merged(wanted, Files.readString(recipeFile()));
        List<String> others = new ArrayList<>(Json.differences(begun, wanted));
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

    // A run that finished an epoch is not begun anew: it would replace a better model. Each epoch
    // writes its model, then the checkpoint, then the history: what is ended in its first epoch may
    // leave that epoch's model alone, which the same epoch then writes again.
    private void requireWhole() throws IOException {
        boolean model = Files.exists(path.resolve(MODEL));
        if (epochsDone() == 0) {
            if (Files.exists(path.resolve(HISTORY)) || (model && model().card().epoch() > 1)) {
                throw new IOException(
                        path
                                + " must hold the checkpoint of its run, which has done epochs, but"
                                + " does not; its model can be trained on in another folder");
            }
        } else if (!model) {
            throw new IOException(path + " must hold the best model of its run, but does not");
        } else {
            Checkpoint.requireSealed(this);
            model().requireSealed();
            model().card();
        }
    }

    private static String json(TrainingRecipe recipe) {
        return Json.write(recipe, TrainingRecipe.class);
    }

    /**
     * Opens the folder of a run that has begun, and whose recipe names none of the user's classes.
     *
     * @throws IOException if it is none, or is damaged
     */
    public static RunFolder open(Path path) throws IOException {
        return open(path, OwnClasses.NONE);
    }

    /**
     * Opens the folder of a run that has begun.
     *
     * @param ownClasses of the user's own that its model may be made of
     * @throws IOException if it is none, or is damaged
     */
    public static RunFolder open(Path path, OwnClasses ownClasses) throws IOException {
        if (!Files.isRegularFile(path.resolve(RECIPE))) {
            throw new IOException(path + " must be the folder of a run, but has no " + RECIPE);
        }
        Seal.require(path, SEALED);
        return new RunFolder(path, ownClasses);
    }

    /**
     * Removes what a run wrote that finished no epoch: failing at once, it leaves nothing.
     *
     * @return whether it was removed
     */
    boolean removeIfUntrained() throws IOException {
        if (Files.exists(checkpoint())) {
            return false;
        }
        for (String begun : List.of(MODEL, CSV, HISTORY, Seal.FILE, RECIPE)) {
            AtomicWrite.delete(path.resolve(begun));
        }
        return true;
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
        return SavedModel.open(current(MODEL), ownClasses);
    }

    /** Returns the history of the run. */
    public TrainingHistory history() throws IOException {
        return TrainingHistory.ofJson(Files.readString(path.resolve(HISTORY)));
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
        return current(CHECKPOINT);
    }

    // Where it stands while it is replaced, or where that was interrupted.
    private Path current(String name) {
        Path there = path.resolve(name);
        Path old = path.resolve(name + ".old");
        return Files.exists(there) || !Files.exists(old) ? there : old;
    }

    /** Replaces recipe and history; the latter is not written before there is an epoch. */
    void write(TrainingRecipe recipe, TrainingHistory history) throws IOException {
        Seal.around(
                path,
                SEALED,
                () -> {
                    AtomicWrite.text(recipeFile(), json(recipe));
                    if (!history.epochs().isEmpty()) {
                        AtomicWrite.text(path.resolve(CSV), history.toCsv());
                        AtomicWrite.text(path.resolve(HISTORY), history.toJson());
                    }
                });
    }

    /** Replaces a folder by a new one. At each moment the old or the new one can be recovered. */
    void replace(String name, AtomicWrite.Writing filling) throws IOException {
        AtomicWrite.replaceFolder(path.resolve(name), filling);
    }
}
