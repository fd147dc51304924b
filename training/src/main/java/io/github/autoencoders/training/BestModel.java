package io.github.autoencoders.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a fit keeps the best model so far: in memory, or in the folder of a run, together with what
 * it needs to go on after an interruption. Closed, it leaves nothing of a fit that finished no
 * epoch.
 */
sealed interface BestModel extends AutoCloseable {

    /** Gives model and optimizer what was kept of an interrupted fit, if anything was. */
    Optional<Checkpoint> resume(Model model, ResumableOptimizer optimizer) throws IOException;

    /** Keeps a model in place of the one before. */
    void keep(Model model, ModelCard card) throws IOException;

    /** Keeps what the fit needs to go on after an epoch. */
    void epochDone(Model model, ResumableOptimizer optimizer, Checkpoint checkpoint)
            throws IOException;

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
        public Optional<Checkpoint> resume(Model model, ResumableOptimizer optimizer) {
            return Optional.empty();
        }

        @Override
        public void keep(Model model, ModelCard newCard) throws IOException {
            parameters.reset();
            model.getBlock().saveParameters(new DataOutputStream(parameters));
            card = newCard;
        }

        @Override
        public void epochDone(Model model, ResumableOptimizer optimizer, Checkpoint checkpoint) {}

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
        private final RunFolder run;
        private final List<Path> made; // folders that were not there before, the deepest first
        private final RunFolder.Lock lock;

        /**
         * Takes a folder, new or of a run that is to go on; no other program trains in it until it
         * is closed.
         *
         * @throws IOException if it cannot be taken, or holds other things than a run
         * @throws IllegalArgumentException if its run cannot go on by the plan's recipe
         */
        InFolder(Path folder, TrainingPlan plan) throws IOException {
            this.plan = plan;
            made = RunFolder.missing(folder);
            run = RunFolder.begin(folder, plan.recipe());
            lock = run.lock();
        }

        @Override
        public Optional<Checkpoint> resume(Model model, ResumableOptimizer optimizer)
                throws IOException {
            Optional<Checkpoint> checkpoint =
                    Checkpoint.load(run, model, optimizer, plan.data().training());
            run.writeRecipe(plan.recipe()); // not before the checkpoint was found to fit
            return checkpoint;
        }

        @Override
        public void keep(Model model, ModelCard card) throws IOException {
            run.replace("model", folder -> SavedModel.write(folder, plan.config(), model, card));
        }

        @Override
        public void epochDone(Model model, ResumableOptimizer optimizer, Checkpoint checkpoint)
                throws IOException {
            run.writeHistory(checkpoint.history());
            run.replace("checkpoint", folder -> checkpoint.save(folder, model, optimizer));
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
            lock.close();
            run.removeIfUntrained(made);
        }
    }
}
