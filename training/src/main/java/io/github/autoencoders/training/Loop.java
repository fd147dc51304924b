package io.github.autoencoders.training;

import java.io.IOException;

/** The epochs of a fit. */
sealed interface Loop extends AutoCloseable permits TrainingLoop, RoundLoop {

    /** Trains to the recipe's last epoch, or to the end of its patience. */
    void run() throws IOException;

    @Override
    void close();
}
