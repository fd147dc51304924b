package io.github.autoencoders.loss;

import io.github.autoencoders.argument.Require;

/**
 * How far a training is: what a penalty and its weight may depend on beside the batch. What is said
 * in validation should depend on the phase and the samples alone, so that epochs can be compared
 * and a model can be judged again; {@link Schedule#weight(TrainingState)} does.
 *
 * @param phase whether parameters are learnt from the batch, or judged by it
 * @param step the number of parameter updates so far, from 0
 * @param epoch the number of the pass through the samples, from 1; 0 where it is not known
 * @param samples N, the number of samples that are learnt from; 0 where it is not known
 */
public record TrainingState(Phase phase, long step, int epoch, long samples) {

    /** What a batch is used for. */
    public enum Phase {
        /** Parameters are learnt from it. */
        TRAINING,
        /** Parameters are judged by it: every {@link Schedule} is taken at its target. */
        VALIDATION
    }

    public TrainingState {
        Require.notNegative("step", step);
        Require.notNegative("epoch", epoch);
        Require.notNegative("samples", samples);
    }

    /** Returns the state at the beginning of an epoch. */
    public static TrainingState training(long step, int epoch, long samples) {
        return new TrainingState(Phase.TRAINING, step, epoch, samples);
    }

    /** Returns the state in which a model is judged, however it was trained. */
    public static TrainingState validation(long samples) {
        return new TrainingState(Phase.VALIDATION, 0, 0, samples);
    }

    /** Returns the state after one more parameter update. */
    public TrainingState withNextStep() {
        return new TrainingState(phase, step + 1, epoch, samples);
    }

    /** Returns the same point of the training in another phase. */
    public TrainingState withPhase(Phase newPhase) {
        return new TrainingState(newPhase, step, epoch, samples);
    }
}
