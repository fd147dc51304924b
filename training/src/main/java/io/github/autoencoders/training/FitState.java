package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.round.Snapshot;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fit changes, and needs to go on.
 *
 * @param model whose parameters it learns
 * @param optimizer with its moments
 * @param beside what else there is
 */
record FitState(Model model, ResumableOptimizer optimizer, Beside beside) {

    /** Returns the state of a fit that has no block yet. */
    static FitState of(TrainingRecipe recipe, Placement place, Beside beside) {
        Model model = Model.newInstance("autoencoder", place.device(), place.engine());
        return new FitState(model, recipe.optimizer().newOptimizer(model.getNDManager()), beside);
    }

    /** Gives the model a new block, whose parameters an engine is to draw; returns it. */
    AutoencoderBlock begin(TrainingPlan plan, Engine engine) {
        engine.setRandomSeed(plan.engineSeed(0));
        AutoencoderBlock block = plan.config().newBlock(plan.recipe().regularizer().monteCarlo());
        plan.start().frozen().freeze(block);
        model.setBlock(block);
        return block;
    }

    /**
     * Returns a trainer of the model's block, whose parameters are drawn if they are not there.
     *
     * @param batches the thread that makes batches, to be closed before the trainer; if there is no
     *     trainer, it is closed
     */
    Trainer newTrainer(
            AutoencoderLoss loss,
            Placement place,
            List<TrainingListener> listeners,
            BatchThread batches) {
        Trainer trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss)
                                .optOptimizer(optimizer)
                                .optDevices(new Device[] {place.device()})
                                .optInitializer(
                                        AutoencoderTrainer.initializer(), Parameter.Type.WEIGHT)
                                .addTrainingListeners(listeners.toArray(TrainingListener[]::new))
                                .optExecutorService(batches.executor()));
        try {
            trainer.initialize(((AutoencoderBlock) model.getBlock()).inputShapes());
            return trainer;
        } catch (RuntimeException | Error e) {
            batches.close();
            trainer.close();
            throw e;
        }
    }

    /** Returns copies of parameters and moments. */
    Snapshot snapshot() {
        List<float[]> parameters = new ArrayList<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            parameters.add(parameter.getArray().toFloatArray());
        }
        List<float[]> moments = new ArrayList<>();
        int updates = 0;
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList each = optimizer.state(model.getBlock(), scope);
            for (int i = 0; i < each.size(); i += 3) {
                moments.add(each.get(i).toFloatArray());
                moments.add(each.get(i + 1).toFloatArray());
                updates = Math.max(updates, each.get(i + 2).toIntArray()[0]);
            }
        }
        return new Snapshot(parameters, moments, updates);
    }

    /** Sets parameters and moments; before a trainer is made, which may have its own. */
    void restore(Snapshot snapshot) {
        int i = 0;
        try (NDManager scope = model.getNDManager().newSubManager()) {
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                NDArray array = parameter.getArray();
                NDArray values =
                        Numbers.of(scope, snapshot.parameters().get(i++), array.getShape());
                boolean differentiated = array.hasGradient();
                // A thread that has taken no gradient yet would take one of what is set.
                array.setRequiresGradient(false);
                array.set(new NDIndex(":"), values.toDevice(array.getDevice(), false));
                array.setRequiresGradient(differentiated);
            }
        }
        if (!snapshot.moments().isEmpty()) {
            optimizer.load(model.getBlock(), snapshot.moments(), snapshot.updates());
        }
    }

    /** What a fit needs beside parameters and moments, in files of a checkpoint. */
    interface Beside {

        /** Nothing. */
        Beside NONE = new Nothing();

        /** Returns the names of the files. */
        List<String> files();

        /** Writes them. */
        void save(Path folder) throws IOException;

        /**
         * Reads them.
         *
         * @throws IOException if they are not there, or others are
         */
        void load(RunFolder run) throws IOException;
    }

    private record Nothing() implements Beside {

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public void save(Path folder) {}

        @Override
        public void load(RunFolder run) throws IOException {
            OuterState.requireNone(run);
        }
    }
}
