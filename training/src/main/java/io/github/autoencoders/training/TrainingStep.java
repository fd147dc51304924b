package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.zoo.DecoderProgram;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;

/** How the parameters learn from a batch; of one thread, as its trainer is. */
public sealed interface TrainingStep extends AutoCloseable
        permits TrainingStep.OfBlocks, ProgramStep {

    /**
     * Takes the gradients of a batch, changes the parameters, and tells the trainer's listeners of
     * the batch; by blocks the listeners are told first.
     *
     * @param trainer that the step was made for
     * @param batch of samples and what they are to become, which the caller closes
     * @param penaltyWeight of this step; by blocks, the trainer's loss has its own
     */
    void learn(Trainer trainer, Batch batch, double penaltyWeight);

    /** Returns the form that it has. */
    StepForm form();

    /** Returns the form in a few words, and why where a program was asked for; or nothing. */
    String words();

    @Override
    void close();

    /**
     * What is learnt.
     *
     * @param recipe of the training
     * @param config of the block
     * @param samples that are learnt from by all workers, as penalties of a whole data set count
     *     them
     * @param own that are learnt from here
     */
    record Subject(TrainingRecipe recipe, AutoencoderConfig config, long samples, long own) {

        static Subject of(TrainingPlan plan) {
            return new Subject(
                    plan.recipe(),
                    plan.config(),
                    plan.learnt().samples(),
                    plan.data().training().size());
        }

        /** Returns how many samples a batch has, but perhaps the last. */
        long batch() {
            return Math.min(recipe.batchSize(), own);
        }
    }

    /**
     * Returns a step in a form, or by blocks where the recipe has no program or none can be loaded
     * here; as a program, validation's decoder is one too. The caller closes it, before the
     * trainer.
     *
     * @param trainer of this optimizer, initialized
     * @param optimizer that changes the parameters
     */
    static TrainingStep of(
            StepForm form,
            Subject subject,
            Trainer trainer,
            ResumableOptimizer optimizer,
            Placement place) {
        if (form == StepForm.PORTABLE) {
            return new OfBlocks("");
        }
        try {
            Model model = trainer.getModel();
            TrainingStep step = ProgramStep.of(subject, trainer, optimizer, place);
            DecoderProgram.shorten(
                    model.getBlock(), place, model.getNDManager()); // judged likewise
            return step;
        } catch (IllegalArgumentException | IOException | EngineException e) {
            // The recipe has no program, or none can be loaded here.
            return new OfBlocks(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /**
     * Computed operation by operation.
     *
     * @param why there is no program, or empty where none was asked for
     */
    record OfBlocks(String why) implements TrainingStep {

        @Override
        public void learn(Trainer trainer, Batch batch, double penaltyWeight) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }

        @Override
        public StepForm form() {
            return StepForm.PORTABLE;
        }

        @Override
        public String words() {
            return why.isEmpty() ? "" : "by blocks: " + why;
        }

        @Override
        public void close() {}
    }
}
