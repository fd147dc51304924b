package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The epochs of a fit as they are judged: their history, whether the model learns at all, the best
 * model and the checkpoint, and who is told.
 */
final class FitRecord {

    // A validation loss that is so many times what the training began with is none of a model that
    // learns, though it be a number: a million steps would not bring it back.
    private static final double MOST_GROWTH = 1000;

    private final TrainingPlan plan;
    private final TrainingRecipe recipe;
    private final Placement place;
    private final BestModel best;
    private final FitListener listener;
    private final CodebookListener codebook = new CodebookListener();
    private final HeldOutError heldOutError;
    private Optional<StepForm> begunIn = Optional.empty(); // where the fit goes on
    private TrainingHistory history = TrainingHistory.EMPTY;
    private StepForm form = StepForm.PORTABLE;
    private String words = ""; // for the form
    private double begunWith = Double.NaN; // the loss of the first step, before it changed anything

    /**
     * Makes a record of no epoch.
     *
     * @param plan what is trained
     * @param place where it is computed
     * @param best where the model is kept
     * @param listener told of each epoch
     */
    FitRecord(TrainingPlan plan, Placement place, BestModel best, FitListener listener) {
        this.plan = plan;
        this.place = place;
        this.best = best;
        this.listener = listener;
        recipe = plan.recipe();
        heldOutError = new HeldOutError(plan.config());
    }

    /** Gives a fit what it begins with, or goes on from; returns the number of steps so far. */
    long begin(FitState state) throws IOException {
        var kept = best.resume(state);
        if (kept.isEmpty()) {
            plan.start().restore(state.model());
            return 0;
        }
        history = kept.get().history();
        begunIn = Optional.of(kept.get().form());
        return kept.get().steps();
    }

    /** Returns the form of the steps: that of the run that goes on, else another. */
    StepForm formOr(StepForm other) {
        return begunIn.orElse(other);
    }

    /** Returns those who listen to the batches for what is kept of the model. */
    List<TrainingListener> listeners() {
        List<TrainingListener> all = new ArrayList<>(List.of(codebook));
        if (plan.config().format().allowsMissing()) {
            all.add(heldOutError);
        }
        return all;
    }

    /**
     * Tells that the fit begins.
     *
     * @param step in whose form steps are computed
     */
    void begun(Model model, TrainingStep step) throws IOException {
        form = step.form();
        words = step.words();
        listener.begun(progress(model, Map.of()));
    }

    /** Takes the loss of the first step of all, before it changed anything. */
    void firstStep(double loss) {
        begunWith = loss;
    }

    /** Returns the number of the epoch at hand, from 1. */
    int epoch() {
        return history.epochs().size() + 1;
    }

    boolean isAtItsEnd() {
        return history.epochs().size() >= recipe.epochs()
                || (recipe.patience() > 0 && history.epochsSinceBest() >= recipe.patience());
    }

    /**
     * Ends the epoch at hand: keeps its model, and tells of it.
     *
     * @param losses of the epoch, judged
     * @param weight of the penalty in its last step
     * @param seconds of its training
     * @param samples that it learnt from
     * @param steps so far
     */
    void epochDone(
            FitState state,
            SplitLossListener.Epoch losses,
            double weight,
            double seconds,
            double samples,
            long steps)
            throws IOException {
        LossSummary validation = losses.validation().orElseThrow();
        requireFinite(validation); // the last step may have diverged
        requireNear(losses.training().total(), validation.total(), epoch());
        TrainingHistory.Epoch last =
                new TrainingHistory.Epoch(
                        epoch(), losses.training(), validation, weight, seconds, samples / seconds);
        history = history.with(last);
        Map<String, Double> metrics = metrics(last);
        if (history.best().equals(last)) {
            best.keep(state.model(), card(last.epoch(), metrics));
        }
        best.epochDone(state, new Checkpoint(steps, history, plan.learnt().sha256(), form));
        listener.epochDone(progress(state.model(), metrics));
    }

    /** Throws if a loss is no number, or none of a model that learns. */
    void requireFinite(LossSummary mean) {
        if (!mean.isFinite()) {
            throw diverged("loss must be finite, but is " + mean.total() + " in epoch " + epoch());
        }
    }

    // Each loss with one of the same samples: those of validation may have greater values by far.
    private void requireNear(double training, double validation, int epoch) {
        if (history.epochs().isEmpty()) {
            requireNear(training, begunWith, "at first", epoch);
            return;
        }
        TrainingHistory.Epoch first = history.epochs().get(0);
        requireNear(training, first.training().total(), "in the first", epoch);
        requireNear(validation, first.validation().total(), "after the first", epoch);
    }

    private void requireNear(double loss, double before, String when, int epoch) {
        if (!(loss <= MOST_GROWTH * Math.max(1, Math.abs(before)))) {
            throw diverged(
                    String.format(
                            Locale.ROOT,
                            "loss must fall, but is %.6g after epoch %d, where it was %.6g %s",
                            loss,
                            epoch,
                            before,
                            when));
        }
    }

    private TrainingDivergedException diverged(String problem) {
        String kept =
                history.epochs().isEmpty()
                        ? ""
                        : "; the model of epoch " + history.best().epoch() + " is kept";
        return new TrainingDivergedException(
                "%s: lower the learning rate of %s, or look for extreme values in %s%s"
                        .formatted(
                                problem,
                                recipe.optimizer().learningRate(),
                                plan.learnt().name(),
                                kept));
    }

    private FitListener.Progress progress(Model model, Map<String, Double> metrics) {
        return new FitListener.Progress(
                plan.data(),
                history,
                metrics,
                model,
                words,
                () -> copy(model, history.epochs().size(), metrics));
    }

    private TrainedAutoencoder copy(Model model, int epoch, Map<String, Double> metrics)
            throws IOException {
        try (BestModel.InMemory copy = new BestModel.InMemory(plan.config())) {
            copy.keep(model, card(epoch, metrics));
            return copy.open(place);
        }
    }

    private ModelCard card(int epoch, Map<String, Double> metrics) {
        Samples training = plan.data().training();
        ModelCard card =
                ModelCard.of(
                        recipe,
                        training,
                        plan.data().validation(),
                        DataSource.license(recipe.data().source()),
                        place,
                        epoch,
                        metrics);
        return plan.elsewhere().map(card::withTraining).orElse(card);
    }

    private Map<String, Double> metrics(TrainingHistory.Epoch epoch) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("validation_total", epoch.validation().total());
        metrics.put("validation_reconstruction", epoch.validation().reconstruction());
        metrics.put("validation_penalty", epoch.validation().penalty());
        metrics.put("training_total", epoch.training().total());
        codebook.perplexity()
                .ifPresent(value -> metrics.put("validation_codebook_perplexity", value));
        if (!Double.isNaN(heldOutError.last())) {
            metrics.put(heldOutError.metric(), heldOutError.last());
        }
        return metrics;
    }
}
