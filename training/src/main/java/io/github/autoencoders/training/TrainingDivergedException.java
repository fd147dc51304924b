package io.github.autoencoders.training;

/**
 * Thrown when the loss is NaN, infinite, or a thousand times what it was at first. The best model
 * and the checkpoint are those of the epochs before.
 */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainingDivergedException(String message) {
        super(message);
    }
}
