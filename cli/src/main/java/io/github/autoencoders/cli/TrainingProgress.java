package io.github.autoencoders.cli;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.training.TrainingLines;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A progress bar while an epoch runs, where there is a terminal, and a line after each epoch. */
final class TrainingProgress extends TrainingListenerAdapter implements FitListener, AutoCloseable {

    private final TrainingLines lines;
    private final Output output;
    private TrainingHistory history = TrainingHistory.EMPTY;
    private long samples;
    private @Nullable ProgressBar bar;

    /**
     * Makes a progress.
     *
     * @param recipe what is trained
     * @param output where the lines go
     */
    TrainingProgress(TrainingRecipe recipe, Output output) {
        lines = new TrainingLines(recipe);
        this.output = output;
    }

    /** Returns a trainer that tells of its progress here. */
    AutoencoderTrainer follow(AutoencoderTrainer trainer) {
        return trainer.withListener(this).withBatchListener(this);
    }

    /** Returns the history so far. */
    TrainingHistory history() {
        return history;
    }

    @Override
    public void begun(Progress progress) {
        history = progress.history();
        samples = progress.data().training().size();
        output.say(lines.heading());
    }

    /** Writes what became of the model. */
    void done(ModelCard card) {
        output.say(lines.best(history, card.metrics()).toList());
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (!CommandLine.Help.Ansi.AUTO.enabled()) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(
                                    "epoch "
                                            + (history.epochs().size() + 1)
                                            + "/"
                                            + lines.recipe().epochs())
                            .setUnit(" samples", 1)
                            .setInitialMax(samples)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .showSpeed()
                            .clearDisplayOnFinish()
                            .build();
        }
        bar.stepBy(batchData.getBatch().getSize());
    }

    // Before the validation there is nothing to show for a while; the bar goes with the epoch.
    @Override
    public void onEpoch(Trainer trainer) {
        close();
    }

    @Override
    public void epochDone(Progress progress) {
        history = progress.history();
        output.say(lines.epoch(history, progress.metrics()));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
