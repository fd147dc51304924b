package io.github.autoencoders.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a fit keeps the best model so far: in memory, or in the folder of a run, together with what
 * it needs to go on after an interruption. Closed, it leaves nothing of a fit that finished no
 * epoch.
 */
sealed interface BestModel extends AutoCloseable {

    /** Gives a fit what was kept of it when it was interrupted, if anything was. */
    Optional<Checkpoint> resume(FitState state) throws IOException;

    /** Keeps a model in place of the one before. */
    void keep(Model model, ModelCard card) throws IOException;

    /** Keeps what the fit needs to go on after an epoch. */
    void epochDone(FitState state, Checkpoint checkpoint) throws IOException;

    /** Adds to what is known of the model. */
    void addMetrics(Map<String, Double> metrics) throws IOException;

    /** Returns the model that was kept last, to be used. */
    TrainedAutoencoder open(Placement place) throws IOException;

    @Override
    void close() throws IOException;

    /** Keeps its parameters, as DJL writes them. */
    final class InMemory implements BestModel {

        private final AutoencoderConfig config;
        private final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        private @Nullable ModelCard card;

        InMemory(AutoencoderConfig config) {
            this.config = config;
        }

        @Override
        public Optional<Checkpoint> resume(FitState state) {
            return Optional.empty();
        }

        @Override
        public void keep(Model model, ModelCard newCard) throws IOException {
            parameters.reset();
            model.getBlock().saveParameters(new DataOutputStream(parameters));
            card = newCard;
        }

        @Override
        public void epochDone(FitState state, Checkpoint checkpoint) {}

        @Override
        public void addMetrics(Map<String, Double> metrics) {
            card = card().withMetrics(metrics);
        }

        private ModelCard card() {
            if (card == null) {
                throw new IllegalStateException("an epoch must be done before its model is used");
            }
            return card;
        }

        @Override
        public TrainedAutoencoder open(Placement place) throws IOException {
            Model model = Model.newInstance(SavedModel.NAME, place.device(), place.engine());
            try {
                AutoencoderBlock block = config.newBlock();
                block.loadParameters(
                        model.getNDManager(),
                        new DataInputStream(new ByteArrayInputStream(parameters.toByteArray())));
                // DJL does not save a block that was never given the names of its inputs.
                block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
                model.setBlock(block);
                return TrainedAutoencoder.ofModel(config, card(), place, model);
            } catch (MalformedModelException e) {
                model.close();
                throw new IllegalStateException("what was written must be readable", e);
            }
        }

        @Override
        public void close() {}
    }

    /** Keeps it in a run's folder, with its checkpoint and its history. */
    final class InFolder implements BestModel {

        private final TrainingPlan plan;
        private final RunLock lock;
        private final boolean begun; // by an earlier fit, which may have left what is of worth
        private final RunFolder run;

        /**
         * Takes a folder, new or of a run that is to go on; no other program trains in it until it
         * is closed.
         *
         * @throws IOException if it cannot be taken, or holds other things than a run
         * @throws IllegalArgumentException if its run cannot go on by the plan's recipe
         */
        InFolder(Path folder, TrainingPlan plan) throws IOException {
            this.plan = plan;
            lock = RunLock.of(folder);
            begun = RunFolder.hasBegun(folder);
            try {
                run = RunFolder.begin(folder, plan.recipe());
            } catch (IOException | RuntimeException e) {
                lock.close();
                lock.removeMade();
                throw e;
            }
        }

        @Override
        public Optional<Checkpoint> resume(FitState state) throws IOException {
            Optional<Checkpoint> checkpoint = Checkpoint.load(run, state, plan.learnt());
            // Not before the checkpoint was found to fit. The history may be of one epoch less.
            run.write(
                    plan.recipe(),
                    checkpoint.map(Checkpoint::history).orElse(TrainingHistory.EMPTY));
            return checkpoint;
        }

        @Override
        public void keep(Model model, ModelCard card) throws IOException {
            write(
                    () ->
                            run.replace(
                                    "model",
                                    folder ->
                                            SavedModel.write(folder, plan.config(), model, card)));
        }

        @Override
        public void epochDone(FitState state, Checkpoint checkpoint) throws IOException {
            write(
                    () -> {
                        run.replace("checkpoint", folder -> checkpoint.save(folder, state));
                        run.write(plan.recipe(), checkpoint.history());
                    });
        }

        // An interrupt closes the file that is being written. What was learnt is kept nevertheless:
        // it is written again, and the fit ends after it.
        private static void write(Seal.Change change) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                change.make();
            } catch (ClosedByInterruptException e) {
                interrupted |= Thread.interrupted();
                change.make();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void addMetrics(Map<String, Double> metrics) throws IOException {
            run.model().addMetrics(metrics);
        }

        @Override
        public TrainedAutoencoder open(Placement place) throws IOException {
            return TrainedAutoencoder.of(run.model(), place);
        }

        @Override
        public void close() throws IOException {
            boolean removed;
            try (lock) {
                removed = !begun && run.removeIfUntrained();
            }
            if (removed) {
                lock.removeMade();
            }
        }
    }
}
