package io.github.autoencoders.training;

import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;

/** How the parameters learn from a batch. */
sealed interface TrainingStep extends AutoCloseable permits TrainingStep.OfBlocks, ProgramStep {

    /**
     * Takes the gradients of a batch, tells the trainer's listeners of it, and changes the
     * parameters.
     *
     * @param penaltyWeight of this step
     */
    void learn(Trainer trainer, Batch batch, double penaltyWeight);

    /** Returns the form that it has, in a few words, and why where a program was asked for. */
    String form();

    @Override
    void close();

    /** Returns the step of a plan in a form, if it can be had; the trainer is initialized. */
    static TrainingStep of(StepForm form, TrainingPlan plan, Trainer trainer, Placement place)
            throws IOException {
        if (form == StepForm.PORTABLE) {
            return new OfBlocks("");
        }
        try {
            return ProgramStep.of(plan, trainer, place);
        } catch (IllegalArgumentException e) { // there is no program of this recipe
            return new OfBlocks(String.valueOf(e.getMessage()));
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
        public String form() {
            return why.isEmpty() ? "" : "by blocks: " + why;
        }

        @Override
        public void close() {}
    }
}
