package io.github.autoencoders.training;

/** In which form the steps of a training are computed. Both learn the same, but for rounding. */
public enum StepForm {
    /** As the engine's own program where there is one for the recipe, else by blocks. */
    PROGRAM,
    /** By blocks, operation by operation, as every engine can. */
    PORTABLE
}
