package io.github.autoencoders.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.zoo.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run needs to go on as if it had not been interrupted, beside the parameters and the
 * moments of the optimizer. Random numbers need no state: each epoch seeds them anew.
 *
 * @param steps parameter updates so far
 * @param history of the epochs so far
 * @param dataSha256 of the training samples
 * @param form of its steps, which are rounded otherwise in another
 */
record Checkpoint(long steps, TrainingHistory history, String dataSha256, StepForm form) {

    private static final String STATE = "state.json";
    private static final String MOMENTS = "moments.ndlist";
    private static final String PARAMETERS = "parameters";
    // Before there were programs, steps were by blocks.
    private static final Map<String, ?> ADDED_LATER = Map.of("form", "PORTABLE");
    private static final List<String> FILES = List.of(STATE, MOMENTS, PARAMETERS + "-0000.params");

    /** Writes it, with the state of the fit, into a folder that exists. */
    void save(Path folder, FitState state) throws IOException {
        Model model = state.model();
        model.setProperty("Epoch", "0");
        model.save(folder, PARAMETERS);
        state.optimizer().save(model.getBlock(), folder.resolve(MOMENTS));
        state.beside().save(folder);
        Files.writeString(folder.resolve(STATE), Json.write(this, Checkpoint.class));
        List<String> files = new ArrayList<>(FILES);
        files.addAll(state.beside().files());
        Seal.write(folder, files);
    }

    /** Returns the run's checkpoint, if any, after giving its state to a fit. */
    static Optional<Checkpoint> load(RunFolder run, FitState state, ModelCard.Data training)
            throws IOException {
        Path folder = run.checkpoint();
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = read(run);
        try {
            if (!checkpoint.dataSha256.equals(training.sha256())) {
                throw new IOException(
                        "data must be those that the run in %s began with, but %s differ from them"
                                .formatted(run.path(), training.name()));
            }
            state.beside().load(run);
            Model model = state.model();
            model.load(folder, PARAMETERS);
            model.setBlock(model.getBlock()); // else DJL thaws what is frozen of it
            state.optimizer().load(model.getBlock(), folder.resolve(MOMENTS));
            return Optional.of(checkpoint);
        } catch (IllegalArgumentException | MalformedModelException e) {
            throw new IOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Checks all that a run goes on from.
     *
     * @throws IOException if a file is not as it was written
     */
    static void requireSealed(RunFolder run) throws IOException {
        Seal.require(run.checkpoint(), FILES);
    }

    /** Returns the run's checkpoint, which must be there. */
    static Checkpoint read(RunFolder run) throws IOException {
        Path file = run.checkpoint().resolve(STATE);
        Seal.require(run.checkpoint(), List.of(STATE));
        try {
            String state = Json.withDefaults(Files.readString(file), ADDED_LATER);
            return Json.read(state, Checkpoint.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
