package io.github.autoencoders.training;

/**
 * In which form the steps of a training are computed. Both learn the same, but for rounding. Where
 * none is asked for, it is a program if an epoch, or in rounds a round, has {@value #FEWEST_STEPS}
 * whole batches or more, of each worker: fewer are over before a program is made. A run that goes
 * on keeps its form.
 */
public enum StepForm {
    /** As the engine's own program where there is one for the recipe, else by blocks. */
    PROGRAM,
    /** By blocks, operation by operation, as every engine can. */
    PORTABLE;

    /** How many steps of an epoch pay for making a program. */
    public static final int FEWEST_STEPS = 50;

    /** Returns the form where none is asked for. */
    static StepForm ofSteps(long perEpoch) {
        return perEpoch >= FEWEST_STEPS ? PROGRAM : PORTABLE;
    }
}
