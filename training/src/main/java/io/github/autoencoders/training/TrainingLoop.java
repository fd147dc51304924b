package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The epochs of a fit. The random numbers of an epoch depend on the recipe's seed and the epoch
 * alone: the same recipe gives the same model on the same engine, interrupted or not.
 */
final class TrainingLoop implements AutoCloseable {

    // A loss that is no number is found after at most so many steps; looking waits for the device.
    private static final int STEPS_BETWEEN_CHECKS = 50;

    // A validation loss that is so many times what the training began with is none of a model that
    // learns, though it be a number: a million steps would not bring it back.
    private static final double MOST_GROWTH = 1000;

    private final TrainingPlan plan;
    private final TrainingRecipe recipe;
    private final Placement place;
    private final BestModel best;
    private final FitListener listener;
    private final Engine engine;
    private final Model model;
    private final ResumableOptimizer optimizer;
    private final SplitLossListener losses = new SplitLossListener();
    private final CodebookListener codebook = new CodebookListener();
    private final HeldOutError heldOutError;
    private TrainingHistory history = TrainingHistory.EMPTY;
    private double begunWith = Double.NaN; // the loss of the first step, before it changed anything

    /**
     * Makes a loop, and draws nothing yet.
     *
     * @param plan what to train
     * @param place where it is computed
     * @param best where the model is kept
     * @param listener told of each epoch
     */
    TrainingLoop(TrainingPlan plan, Placement place, BestModel best, FitListener listener) {
        this.plan = plan;
        this.place = place;
        this.best = best;
        this.listener = listener;
        recipe = plan.recipe();
        engine = Engine.getEngine(place.engine());
        heldOutError = new HeldOutError(plan.config());
        model = Model.newInstance("autoencoder", place.device(), place.engine());
        optimizer = recipe.optimizer().newOptimizer(model.getNDManager());
    }

    /** Trains to the recipe's last epoch, or to the end of its patience. */
    void run(List<TrainingListener> listeners) throws IOException {
        engine.setRandomSeed(plan.engineSeed(0));
        AutoencoderBlock block = plan.config().newBlock(recipe.regularizer().monteCarlo());
        plan.start().frozen().freeze(block);
        model.setBlock(block);
        Checkpoint begun = begin();
        TrainingProgress progress =
                new TrainingProgress(begun.steps(), plan.data().training().size());
        BatchThread batches = leavesProcessor() ? BatchThread.newThread() : BatchThread.none();
        try (Trainer trainer = model.newTrainer(config(progress, listeners, batches));
                batches) { // closed first
            trainer.initialize(block.inputShapes());
            history = begun.history();
            epochs(trainer, progress);
        }
    }

    private Checkpoint begin() throws IOException {
        var kept = best.resume(model, optimizer);
        if (kept.isEmpty()) {
            plan.start().restore(model);
        }
        return kept.orElse(Checkpoint.none(plan.data().training()));
    }

    private DefaultTrainingConfig config(
            TrainingProgress progress, List<TrainingListener> listeners, BatchThread batches) {
        List<TrainingListener> all = new ArrayList<>(List.of(losses, codebook));
        if (plan.config().format().allowsMissing()) {
            all.add(heldOutError);
        }
        all.addAll(listeners);
        return new DefaultTrainingConfig(recipe.newLoss().withState(progress))
                .optOptimizer(optimizer)
                .optDevices(new Device[] {place.device()})
                .optInitializer(AutoencoderTrainer.initializer(), Parameter.Type.WEIGHT)
                .addTrainingListeners(all.toArray(TrainingListener[]::new))
                .optExecutorService(batches.executor());
    }

    // Then the next batch is made meanwhile, by a thread that has as many threads of the engine's
    // as this one. With more threads than processors all would wait for each other; and some
    // engines must not be called by two threads.
    private boolean leavesProcessor() {
        int processors = Runtime.getRuntime().availableProcessors();
        return !EngineChoice.takesOneCaller(place.engine())
                && (place.device().isGpu() || 2 * EngineChoice.computingThreads() <= processors);
    }

    private void epochs(Trainer trainer, TrainingProgress progress) throws IOException {
        listener.begun(progress(Map.of()));
        while (!isAtItsEnd()) {
            int epoch = history.epochs().size() + 1;
            requireWanted(epoch, progress.get().step());
            engine.setRandomSeed(plan.engineSeed(epoch));
            optimizer.setLearningRate(recipe.optimizer().learningRate(epoch));
            long start = System.nanoTime();
            double weight = learn(trainer, progress, epoch);
            double seconds = (System.nanoTime() - start) / 1e9;
            progress.beginValidation();
            judge(trainer, epoch, progress.get().step());
            history = history.with(losses(epoch, weight, seconds));
            keep(progress.get().step());
        }
    }

    private boolean isAtItsEnd() {
        return history.epochs().size() >= recipe.epochs()
                || (recipe.patience() > 0 && history.epochsSinceBest() >= recipe.patience());
    }

    // Returns the weight of the penalty in the last step.
    private double learn(Trainer trainer, TrainingProgress progress, int epoch) {
        double weight = 0;
        progress.beginEpoch(epoch);
        for (Batch batch : batches(trainer, plan.training(epoch))) {
            weight = recipe.penaltyWeight().weight(progress.get());
            try (batch) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
            }
            long step = progress.countStep();
            if (step == 1) {
                begunWith = losses.running().orElseThrow().total();
            }
            if (step % STEPS_BETWEEN_CHECKS == 0) {
                requireFinite(losses.running().orElseThrow(), epoch);
            }
            requireWanted(epoch, step);
        }
        requireFinite(losses.running().orElseThrow(), epoch);
        return weight;
    }

    private void judge(Trainer trainer, int epoch, long step) {
        for (Batch batch : batches(trainer, plan.validation())) {
            try (batch) {
                EasyTrain.validateBatch(trainer, batch);
            }
            requireWanted(epoch, step);
        }
        trainer.notifyListeners(each -> each.onEpoch(trainer));
    }

    private static Iterable<Batch> batches(Trainer trainer, ReconstructionDataset dataset) {
        return dataset.getData(trainer.getManager(), trainer.getExecutorService().orElse(null));
    }

    private TrainingHistory.Epoch losses(int epoch, double weight, double seconds) {
        SplitLossListener.Epoch last = losses.epochs().get(losses.epochs().size() - 1);
        LossSummary validation = last.validation().orElseThrow();
        requireFinite(validation, epoch); // the last step may have diverged
        requireNear(last.training().total(), validation.total(), epoch);
        double samples = plan.data().training().size();
        return new TrainingHistory.Epoch(
                epoch, last.training(), validation, weight, seconds, samples / seconds);
    }

    private void requireFinite(LossSummary mean, int epoch) {
        if (!mean.isFinite()) {
            throw diverged("loss must be finite, but is " + mean.total() + " in epoch " + epoch);
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
                                plan.data().training().name(),
                                kept));
    }

    private static void requireWanted(int epoch, long step) {
        if (Thread.interrupted()) { // set again when all is closed, which it would disturb
            throw new CancellationException(
                    "training was interrupted in epoch %s, after %s steps".formatted(epoch, step));
        }
    }

    private void keep(long steps) throws IOException {
        TrainingHistory.Epoch last = history.epochs().get(history.epochs().size() - 1);
        Map<String, Double> metrics = metrics(last);
        if (history.best().equals(last)) {
            best.keep(model, card(last.epoch(), metrics));
        }
        String sha256 = plan.data().training().sha256();
        best.epochDone(model, optimizer, new Checkpoint(steps, history, sha256));
        listener.epochDone(progress(metrics));
    }

    private FitListener.Progress progress(Map<String, Double> metrics) {
        return new FitListener.Progress(
                plan.data(), history, metrics, model, () -> copy(history.epochs().size(), metrics));
    }

    private TrainedAutoencoder copy(int epoch, Map<String, Double> metrics) throws IOException {
        try (BestModel.InMemory copy = new BestModel.InMemory(plan.config())) {
            copy.keep(model, card(epoch, metrics));
            return copy.open(place);
        }
    }

    private ModelCard card(int epoch, Map<String, Double> metrics) {
        return ModelCard.of(
                recipe,
                plan.data().training(),
                plan.data().validation(),
                DataSource.license(recipe.data().source()),
                place,
                epoch,
                metrics);
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

    @Override
    public void close() {
        model.close();
    }
}
