package io.github.autoencoders.cli;

import ai.djl.Model;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A progress bar while an epoch runs, where there is a terminal, and a line after each epoch. */
final class TrainingProgress extends TrainingListenerAdapter
        implements AutoencoderTrainer.Report, AutoCloseable {

    private final long samples;
    private final int epochs;
    private final boolean penalized;
    private final Supplier<OptionalDouble> heldOutError;
    private final PrintWriter text;
    private @Nullable ProgressBar bar;
    private int epoch;

    /**
     * Makes a progress.
     *
     * @param samples of one epoch
     * @param firstEpoch from 1; a later one if the training is resumed
     * @param epochs in all
     * @param recipe what is trained
     * @param heldOutError after the last epoch, if values are held out
     * @param text where the lines go
     */
    TrainingProgress(
            long samples,
            int firstEpoch,
            int epochs,
            TrainingRecipe recipe,
            Supplier<OptionalDouble> heldOutError,
            PrintWriter text) {
        this.samples = samples;
        epoch = firstEpoch;
        this.epochs = epochs;
        penalized = !recipe.regularizer().term().isEmpty();
        this.heldOutError = heldOutError;
        this.text = text;
        text.println(heading(recipe));
        text.flush();
    }

    private static String heading(TrainingRecipe recipe) {
        String unit = recipe.likelihood().unit();
        if (recipe.regularizer().term().isEmpty()) {
            return recipe.lossUnit() + " per sample: the reconstruction";
        }
        return recipe.lossUnit().equals("nats")
                ? "nats per sample: total (reconstruction + " + penalty(recipe) + ")"
                : recipe.lossUnit()
                        + " per sample: total (reconstruction in "
                        + unit
                        + " + "
                        + penalty(recipe)
                        + ")";
    }

    // Weighted in the total, but shown as it is.
    private static String penalty(TrainingRecipe recipe) {
        double weight = recipe.penaltyWeight().target();
        String times =
                weight == 1
                        ? ""
                        : new BigDecimal(Double.toString(weight))
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " * ";
        String unit = recipe.regularizer().unit();
        String in = recipe.lossUnit().equals(unit) || unit.isEmpty() ? "" : " in " + unit;
        return times + recipe.regularizer().term() + in;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (!CommandLine.Help.Ansi.AUTO.enabled()) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("epoch " + epoch + "/" + epochs)
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
    public void epochDone(TrainingHistory history, Model model) {
        epoch++;
        TrainingHistory.Epoch last = history.epochs().get(history.epochs().size() - 1);
        text.printf(
                Locale.ROOT,
                "epoch %"
                        + String.valueOf(epochs).length()
                        + "d/%d  training %s  validation %s"
                        + "%s  %,.0f samples/s  %.1f s%s%n",
                last.epoch(),
                epochs,
                terms(last.training()),
                terms(last.validation()),
                error(),
                last.samplesPerSecond(),
                last.seconds(),
                history.best().equals(last) ? "  best" : "");
        text.flush();
    }

    private String error() {
        OptionalDouble error = heldOutError.get();
        return error.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "  RMSE %.4f", error.getAsDouble());
    }

    private String terms(LossSummary losses) {
        return penalized
                ? String.format(
                        Locale.ROOT,
                        "%.2f (%.2f + %.2f)",
                        losses.total(),
                        losses.reconstruction(),
                        losses.penalty())
                : String.format(Locale.ROOT, "%.2f", losses.total());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
