package io.github.autoencoders.tensorboard;

import io.github.autoencoders.training.LossSummary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The files of events of a fit: those of training and of validation in folders of their own, as
 * TensorBoard lays curves of the same name over each other that are in several folders.
 */
final class LossEvents implements Closeable {

    private final Path validationFolder;
    private final EventFile training;
    private final EventFile validation;

    LossEvents(Path folder, Clock clock) throws IOException {
        validationFolder = folder.resolve("validation");
        training = new EventFile(folder.resolve("training"), clock);
        try {
            validation = new EventFile(validationFolder, clock);
        } catch (IOException e) {
            training.close();
            throw e;
        }
    }

    EventFile training() {
        return training;
    }

    EventFile validation() {
        return validation;
    }

    // Where the Projector looks: it knows the folders that have events.
    Path validationFolder() {
        return validationFolder;
    }

    /** Writes the terms of a loss that are known. */
    static void write(EventFile file, long epoch, LossSummary losses) throws IOException {
        file.scalar("loss/total", epoch, losses.total());
        if (!Double.isNaN(losses.reconstruction())) {
            file.scalar("loss/reconstruction", epoch, losses.reconstruction());
            file.scalar("loss/penalty", epoch, losses.penalty());
        }
    }

    @Override
    public void close() throws IOException {
        try (training) {
            validation.close();
        }
    }
}
