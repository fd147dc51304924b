package io.github.autoencoders.tensorboard;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.training.SplitLossListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Writes the losses of a DJL Trainer of one's own, after each epoch, for TensorBoard: total,
 * reconstruction and penalty, or the total alone of a loss of one's own.
 *
 * <pre>{@code
 * var how = new DefaultTrainingConfig(AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli()));
 * try (TensorBoardListener board = new TensorBoardListener(Path.of("logs/first"))) {
 *     how.addTrainingListeners(board.losses(), board);
 *     // newTrainer(how), EasyTrain.fit(...); then: tensorboard --logdir logs
 * }
 * }</pre>
 *
 * <p>Of a fit by a recipe, {@link TensorBoard} writes more. For one Trainer at a time.
 */
public final class TensorBoardListener extends TrainingListenerAdapter implements AutoCloseable {

    private final SplitLossListener losses = new SplitLossListener();
    private final LossEvents events;

    /**
     * Begins files in a folder, beside those that are there.
     *
     * @param folder of the run, in that which TensorBoard is given
     * @throws IOException if they cannot be written
     */
    public TensorBoardListener(Path folder) throws IOException {
        events = new LossEvents(folder, Clock.systemUTC());
    }

    /** Returns what hears the losses, to be added before this listener. */
    public SplitLossListener losses() {
        return losses;
    }

    /**
     * Writes the losses of the epoch.
     *
     * @throws UncheckedIOException if they cannot be written
     */
    @Override
    public void onEpoch(Trainer trainer) {
        List<SplitLossListener.Epoch> epochs = losses.epochs();
        if (epochs.isEmpty()) {
            throw new IllegalStateException(
                    "losses() must be among the trainer's listeners before this one, but is not");
        }
        SplitLossListener.Epoch last = epochs.get(epochs.size() - 1);
        try {
            LossEvents.write(events.training(), epochs.size(), last.training());
            if (last.validation().isPresent()) {
                LossEvents.write(events.validation(), epochs.size(), last.validation().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
