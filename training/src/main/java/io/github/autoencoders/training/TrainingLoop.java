package io.github.autoencoders.training;

import ai.djl.engine.Engine;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The epochs of a fit. The random numbers of an epoch depend on the recipe's seed and the epoch
 * alone: the same recipe gives the same model on the same engine, interrupted or not.
 */
final class TrainingLoop implements Loop {

    // A loss that is no number is found after at most so many steps; looking waits for the device.
    static final int STEPS_BETWEEN_CHECKS = 50;

    private final TrainingPlan plan;
    private final TrainingRecipe recipe;
    private final Placement place;
    private final Engine engine;
    private final FitState state;
    private final FitRecord record;
    private final List<TrainingListener> listeners;
    private final StepForm form;
    private final SplitLossListener losses = new SplitLossListener();

    /**
     * Makes a loop, and draws nothing yet.
     *
     * @param plan what to train
     * @param place where it is computed
     * @param best where the model is kept
     * @param listener told of each epoch
     * @param listeners told of each batch
     * @param form of each step, unless a run goes on in its own
     */
    TrainingLoop(
            TrainingPlan plan,
            Placement place,
            BestModel best,
            FitListener listener,
            List<TrainingListener> listeners,
            StepForm form) {
        this.plan = plan;
        this.place = place;
        this.form = form;
        recipe = plan.recipe();
        engine = Engine.getEngine(place.engine());
        state = FitState.of(recipe, place, FitState.Beside.NONE);
        record = new FitRecord(plan, place, best, listener);
        this.listeners = listeners;
    }

    @Override
    public void run() throws IOException {
        state.begin(plan, engine);
        TrainingProgress progress =
                new TrainingProgress(record.begin(state), plan.learnt().samples());
        List<TrainingListener> all = new ArrayList<>(List.of(losses));
        all.addAll(record.listeners());
        all.addAll(listeners);
        BatchThread batches = BatchThread.of(place);
        AutoencoderLoss loss = recipe.newLoss().withState(progress);
        try (Trainer trainer = state.newTrainer(loss, place, all, batches);
                batches) { // closed first
            StepForm wanted = record.formOr(form);
            try (TrainingStep step =
                    TrainingStep.of(
                            wanted,
                            TrainingStep.Subject.of(plan),
                            trainer,
                            state.optimizer(),
                            place)) {
                epochs(trainer, step, progress);
            }
        }
    }

    private void epochs(Trainer trainer, TrainingStep step, TrainingProgress progress)
            throws IOException {
        record.begun(state.model(), step);
        while (!record.isAtItsEnd()) {
            int epoch = record.epoch();
            requireWanted(epoch, progress.get().step());
            engine.setRandomSeed(plan.engineSeed(epoch));
            state.optimizer().setLearningRate(recipe.optimizer().learningRate(epoch));
            long start = System.nanoTime();
            double weight = learn(trainer, step, progress, epoch);
            double seconds = (System.nanoTime() - start) / 1e9;
            progress.beginValidation();
            judge(trainer, plan.validation(), epoch, progress.get().step());
            trainer.notifyListeners(each -> each.onEpoch(trainer));
            SplitLossListener.Epoch last = losses.epochs().get(losses.epochs().size() - 1);
            double samples = plan.data().training().size();
            record.epochDone(state, last, weight, seconds, samples, progress.get().step());
        }
    }

    // Returns the weight of the penalty in the last step.
    private double learn(Trainer trainer, TrainingStep how, TrainingProgress progress, int epoch) {
        double weight = 0;
        progress.beginEpoch(epoch);
        for (Batch batch : batches(trainer, plan.training(epoch))) {
            weight = recipe.penaltyWeight().weight(progress.get());
            try (batch) {
                how.learn(trainer, batch, weight);
            }
            long step = progress.countSteps(1);
            if (step == 1) {
                record.firstStep(losses.running().orElseThrow().total());
            }
            if (step % STEPS_BETWEEN_CHECKS == 0) {
                record.requireFinite(losses.running().orElseThrow());
            }
            requireWanted(epoch, step);
        }
        record.requireFinite(losses.running().orElseThrow());
        return weight;
    }

    /** Shows the trainer's listeners what the model makes of held-out samples, after an epoch. */
    static void judge(Trainer trainer, ReconstructionDataset held, int epoch, long step) {
        for (Batch batch : batches(trainer, held)) {
            try (batch) {
                EasyTrain.validateBatch(trainer, batch);
            }
            requireWanted(epoch, step);
        }
    }

    /** Returns the batches, made as the trainer has it. */
    static Iterable<Batch> batches(Trainer trainer, ReconstructionDataset dataset) {
        return dataset.getData(trainer.getManager(), trainer.getExecutorService().orElse(null));
    }

    /** Throws if the fit is to end. */
    static void requireWanted(int epoch, long step) {
        if (Thread.interrupted()) { // set again when all is closed, which it would disturb
            throw new CancellationException(
                    "training was interrupted in epoch %s, after %s steps".formatted(epoch, step));
        }
    }

    @Override
    public void close() {
        state.model().close();
    }
}
