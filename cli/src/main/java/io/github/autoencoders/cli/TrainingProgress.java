package io.github.autoencoders.cli;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.training.TrainingLines;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import org.jspecify.annotations.Nullable;

/** How far an epoch is, its validation too, and a line after each epoch. */
final class TrainingProgress extends TrainingListenerAdapter implements FitListener, AutoCloseable {

    private final TrainingLines lines;
    private final Output output;
    private TrainingHistory history = TrainingHistory.EMPTY;
    private long training; // samples
    private long validation;
    private String at = ""; // the part of the epoch
    private long done; // samples of it
    private @Nullable StepsProgress steps;

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
        training = progress.data().training().size();
        validation = progress.data().validation().size();
        if (!progress.form().isEmpty()) {
            output.say("steps are computed " + progress.form());
        }
        output.say(lines.heading());
    }

    /** Writes what became of the model. */
    void done(ModelCard card) {
        output.say(lines.best(history, card.metrics()).toList());
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        advance("", training, batch);
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batch) {
        advance(", validation", validation, batch);
    }

    private void advance(String part, long all, BatchData batch) {
        if (!part.equals(at)) {
            close();
        }
        if (steps == null) {
            at = part;
            done = 0;
            int epoch = history.epochs().size() + 1;
            String task = "epoch %s/%s%s".formatted(epoch, lines.recipe().epochs(), part);
            steps = new StepsProgress(task, "samples", output.errors());
        }
        done += batch.getBatch().getSize();
        steps.at(done, all);
    }

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
        if (steps != null) {
            steps.close();
            steps = null;
        }
    }
}
