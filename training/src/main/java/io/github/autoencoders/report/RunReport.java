package io.github.autoencoders.report;

import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report tells of one run. No engine is needed but for what is {@linkplain RunMeasures
 * measured}.
 *
 * @param name what the run is called
 * @param recipe it was trained by
 * @param config of its model
 * @param card of its model
 * @param history of its epochs; none of a model without a run
 * @param pictures files of pictures and strings, which the run drew
 * @param measures of its model, if its data are there
 * @param notes what is to be said of the run beside
 * @param command that repeats it; or empty
 */
public record RunReport(
        String name,
        TrainingRecipe recipe,
        AutoencoderConfig config,
        ModelCard card,
        TrainingHistory history,
        List<Path> pictures,
        Optional<RunMeasures> measures,
        List<String> notes,
        String command) {

    public RunReport {
        pictures = List.copyOf(pictures);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the folder of a run that has done an epoch.
     *
     * @throws IOException if it is none, is damaged, or its run has done no epoch
     */
    public static RunReport of(Path run) throws IOException {
        return of(run, OwnClasses.NONE);
    }

    /**
     * Reads the folder of a run that has done an epoch.
     *
     * @param ownClasses of the user's own that its model may be made of
     * @throws IOException if it is none, is damaged, or its run has done no epoch
     */
    public static RunReport of(Path run, OwnClasses ownClasses) throws IOException {
        RunFolder folder = RunFolder.open(run, ownClasses);
        if (folder.epochsDone() == 0) {
            throw new IOException(
                    run + " must be a run that has done an epoch, but it has done none");
        }
        SavedModel model = folder.model();
        TrainingRecipe recipe = folder.recipe();
        TrainingHistory history = folder.history();
        List<Path> pictures = files(folder.pictures());
        List<String> notes = new ArrayList<>();
        ended(recipe, history).ifPresent(notes::add);
        if (pictures.isEmpty()) {
            notes.add("no pictures: a run draws them at its end, and " + run + " has none");
        }
        return new RunReport(
                String.valueOf(run.toAbsolutePath().normalize().getFileName()),
                recipe,
                model.config(),
                model.card(),
                history,
                pictures,
                Optional.empty(),
                notes,
                "");
    }

    /**
     * Returns what is to be told of a model of which there is no run: its card.
     *
     * @throws IOException if it is damaged
     */
    public static RunReport of(String name, SavedModel model) throws IOException {
        ModelCard card = model.card();
        return new RunReport(
                name,
                card.recipe(),
                model.config(),
                card,
                TrainingHistory.EMPTY,
                List.of(),
                Optional.empty(),
                List.of("no curves and no pictures: they are in the folder of a run"),
                "");
    }

    private static Optional<String> ended(TrainingRecipe recipe, TrainingHistory history) {
        int done = history.epochs().size();
        if (done >= recipe.epochs()) {
            return Optional.empty();
        }
        boolean patient = recipe.patience() > 0 && history.epochsSinceBest() >= recipe.patience();
        return Optional.of(
                patient
                        ? "ended after epoch %s of %s: none of the last %s had a lower validation loss"
                                .formatted(done, recipe.epochs(), recipe.patience())
                        : "interrupted after epoch %s of %s; the run can go on"
                                .formatted(done, recipe.epochs()));
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(png|txt)"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the report with what was measured. */
    public RunReport withMeasures(RunMeasures measured) {
        return RecordCopy.with(this, "measures", Optional.of(measured));
    }

    /** Returns the report with one more note. */
    public RunReport withNote(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return RecordCopy.with(this, "notes", all);
    }

    /** Returns the report with the command that repeats the run. */
    public RunReport withCommand(String newCommand) {
        return RecordCopy.with(this, "command", newCommand);
    }
}
