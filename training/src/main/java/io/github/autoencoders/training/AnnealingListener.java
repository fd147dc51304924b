package io.github.autoencoders.training;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Schedule;

/**
 * Gives the loss the weight of its penalty: the schedule's for each training step, and the
 * schedule's target in validation, so that validation losses can be compared between epochs. Place
 * it before listeners that ask for the loss.
 */
public final class AnnealingListener extends TrainingListenerAdapter {

    private final Schedule schedule;
    private final AutoencoderLoss loss;
    private long step;

    /**
     * Makes a listener, and gives the loss its first weight.
     *
     * @param firstStep the number of parameter updates already made, 0 for a new training
     */
    public AnnealingListener(Schedule schedule, AutoencoderLoss loss, long firstStep) {
        this.schedule = schedule;
        this.loss = loss;
        step = firstStep;
        prepareStep();
    }

    /** Returns the number of training steps so far. */
    public long step() {
        return step;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        step++;
        prepareStep();
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        loss.setPenaltyWeight(schedule.target());
        loss.setStep(Long.MAX_VALUE);
    }

    @Override
    public void onEpoch(Trainer trainer) {
        prepareStep();
    }

    private void prepareStep() {
        loss.setPenaltyWeight(schedule.weight(step));
        loss.setStep(step);
    }
}
