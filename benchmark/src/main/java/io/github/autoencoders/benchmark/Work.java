package io.github.autoencoders.benchmark;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What one process of a comparison does. */
public sealed interface Work {

    /**
     * Does it.
     *
     * @param place where it is computed
     * @param result the file to write
     * @param text where lines go that are read while it runs
     */
    void run(Placement place, Path result, PrintWriter text) throws IOException, TranslateException;

    /**
     * Trains and uses a model as the program's commands do, and leaves {@link Comparison.Figures},
     * of which {@code firstBatchSeconds} counts from 1970: only who started the process knows when.
     *
     * @param recipe what to train
     * @param run the folder of the run, which is emptied first and removed at the end
     */
    record Measure(TrainingRecipe recipe, String run) implements Work {
        @Override
        public void run(Placement place, Path result, PrintWriter text)
                throws IOException, TranslateException {
            Path folder = Path.of(run);
            AtomicWrite.delete(folder);
            Comparison.Figures figures = Measurement.of(recipe, folder, place);
            AtomicWrite.delete(folder);
            AtomicWrite.text(result, Json.write(figures, Comparison.Figures.class));
        }
    }

    /**
     * Leaves what each step of a training computes.
     *
     * @param recipe what to train
     * @param steps how many
     * @param trajectory the folder of the steps
     */
    record Lead(TrainingRecipe recipe, int steps, String trajectory) implements Work {
        @Override
        public void run(Placement place, Path result, PrintWriter text)
                throws IOException, TranslateException {
            try (SteppedTraining training = begin(recipe, Map.of(), place)) {
                new Trajectory(Path.of(trajectory)).lead(training, steps);
            }
            Differences none = new Differences(List.of(), List.of());
            AtomicWrite.text(result, Json.write(none, Differences.class));
        }
    }

    /**
     * Trains as {@link Lead} did in another process, and leaves the {@link Differences}.
     *
     * @param recipe what to train
     * @param steps how many
     * @param trajectory the folder of the other's steps
     */
    record Follow(TrainingRecipe recipe, int steps, String trajectory) implements Work {
        @Override
        public void run(Placement place, Path result, PrintWriter text)
                throws IOException, TranslateException {
            Trajectory first = new Trajectory(Path.of(trajectory));
            List<Differences.Step> sameParameters;
            try (SteppedTraining training = begin(recipe, first.first(), place)) {
                sameParameters = first.followPinned(training, steps);
            }
            try (SteppedTraining training = begin(recipe, first.first(), place)) {
                List<Differences.Step> freeRunning = first.followFree(training, steps);
                Differences differences = new Differences(sameParameters, freeRunning);
                AtomicWrite.text(result, Json.write(differences, Differences.class));
            }
        }
    }

    /**
     * Says how fast it is, for who looks from outside; leaves nothing.
     *
     * @param recipe what is done
     * @param mode with each batch
     * @param folder in which a training puts its run
     */
    record Timed(TrainingRecipe recipe, TimedRun.Mode mode, String folder) implements Work {
        @Override
        public void run(Placement place, Path result, PrintWriter text)
                throws IOException, TranslateException {
            new TimedRun(recipe, place, text).run(mode, Path.of(folder));
        }
    }

    /**
     * Says how fast a new model is once it was exported for ONNX Runtime, for who looks from
     * outside; leaves nothing.
     *
     * @param recipe of the model and what goes in
     * @param mode of inference, what is done with each batch
     */
    record TimedExport(TrainingRecipe recipe, TimedRun.Mode mode) implements Work {
        @Override
        public void run(Placement place, Path result, PrintWriter text)
                throws IOException, TranslateException {
            new TimedRun(recipe, place, text).runExported(mode);
        }
    }

    private static SteppedTraining begin(
            TrainingRecipe recipe, Map<String, float[]> first, Placement place) throws IOException {
        return new SteppedTraining(recipe, DataSource.of(recipe).split(), first, place);
    }

    /** Makes the process that calls {@link Assignment#run} with a file. */
    @FunctionalInterface
    interface Launch {
        /** Returns a process that does what a file says. */
        ChildProcess of(Path assignment);
    }

    /**
     * What a process is told to do, in a file.
     *
     * @param setup with what
     * @param work what
     * @param result the file to write
     */
    record Assignment(Setup setup, Work work, String result) {

        /**
         * Does what a file says; to be called before anything else of DJL.
         *
         * @param text where lines go that are read while it runs
         * @throws IllegalArgumentException if the engine or the device is not there, or the engine
         *     cannot train
         */
        public static void run(Path file, PrintWriter text) throws IOException, TranslateException {
            Assignment given = Json.read(Files.readString(file), Assignment.class);
            Setup setup = given.setup;
            Placement place =
                    new EngineChoice(setup.engine(), setup.device(), setup.threads()).start();
            requireTraining(Engine.getEngine(place.engine()));
            given.work.run(place, Path.of(given.result), text);
        }
    }

    /** Throws unless an engine computes gradients. */
    static void requireTraining(Engine engine) {
        try {
            GradientCollector collector = engine.newGradientCollector();
            collector.close();
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "%s cannot train: it only runs models that were made elsewhere"
                            .formatted(engine.getEngineName()),
                    e);
        }
    }
}
