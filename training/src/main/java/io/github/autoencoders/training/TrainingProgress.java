package io.github.autoencoders.training;

import io.github.autoencoders.loss.TrainingState;
import java.util.function.Supplier;

/** Where a training is, as its loop says and its loss asks. */
final class TrainingProgress implements Supplier<TrainingState> {

    private volatile TrainingState state; // written by the loop's thread alone

    /** Begins, or goes on, behind so many steps. */
    TrainingProgress(long steps, long samples) {
        state = TrainingState.training(steps, 0, samples);
    }

    @Override
    public TrainingState get() {
        return state;
    }

    void beginEpoch(int epoch) {
        state = TrainingState.training(state.step(), epoch, state.samples());
    }

    /** Returns the number of steps so far, so many more than before. */
    long countSteps(int more) {
        state =
                new TrainingState(
                        state.phase(), state.step() + more, state.epoch(), state.samples());
        return state.step();
    }

    void beginValidation() {
        state = state.withPhase(TrainingState.Phase.VALIDATION);
    }
}
