package io.github.autoencoders.cli;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A progress bar while an epoch runs, where there is a terminal, and a line after each epoch. */
final class TrainingProgress extends TrainingListenerAdapter implements FitListener, AutoCloseable {

    private final TrainingRecipe recipe;
    private final int epochs;
    private final boolean penalized;
    private final PrintWriter text;
    private TrainingHistory history = TrainingHistory.EMPTY;
    private long samples;
    private @Nullable ProgressBar bar;

    /**
     * Makes a progress.
     *
     * @param recipe what is trained
     * @param text where the lines go
     */
    TrainingProgress(TrainingRecipe recipe, PrintWriter text) {
        this.recipe = recipe;
        epochs = recipe.epochs();
        penalized = !recipe.regularizer().term().isEmpty();
        this.text = text;
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

    /** Writes what became of the model. */
    void done(ModelCard card) {
        TrainingHistory.Epoch best = history.best();
        text.printf(
                Locale.ROOT,
                "best: epoch %d, validation loss %.2f %s per sample%n",
                best.epoch(),
                best.validation().total(),
                recipe.lossUnit());
        say(
                card,
                "corrupted validation samples: PSNR %.2f dB, restored %.2f dB%n",
                "psnr_before",
                "psnr_after");
        say(
                card,
                "                              SSIM %.4f, restored %.4f%n",
                "ssim_before",
                "ssim_after");
        say(
                card,
                "values held out: RMSE %.4f in the units of the data%n",
                AutoencoderTrainer.HELD_OUT_RMSE);
        say(
                card,
                "values held out: RMSE %.4f in standard deviations of the columns%n",
                AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED);
    }

    private void say(ModelCard card, String line, String... metrics) {
        Object[] values = Stream.of(metrics).map(card.metrics()::get).toArray();
        if (Stream.of(values).allMatch(Objects::nonNull)) {
            text.printf(Locale.ROOT, line, values);
        }
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (!CommandLine.Help.Ansi.AUTO.enabled()) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("epoch " + (history.epochs().size() + 1) + "/" + epochs)
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
                error(progress.metrics()),
                last.samplesPerSecond(),
                last.seconds(),
                history.best().equals(last) ? "  best" : "");
        text.flush();
    }

    private static String error(Map<String, Double> metrics) {
        return Stream.of(
                        AutoencoderTrainer.HELD_OUT_RMSE,
                        AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED)
                .filter(metrics::containsKey)
                .map(name -> String.format(Locale.ROOT, "  RMSE %.4f", metrics.get(name)))
                .findFirst()
                .orElse("");
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
