package io.github.autoencoders.training;

/** Thrown when the loss is NaN or infinite; the last checkpoint is from before. */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingDivergedException(String message) {
        super(message);
    }
}
