package io.github.autoencoders.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundPlan;
import io.github.autoencoders.round.RoundResult;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One of the workers of a training in rounds. What it does in a round depends on the round, its
 * number and its samples alone, on the same engine: again, in another process, it does the same.
 *
 * <p>An engine takes the gradients of one training at a time: the workers of a process, of any
 * number of threads, wait for each other.
 */
public final class RoundWorker {

    private static final ReentrantLock TURN = new ReentrantLock();

    private final int number;
    private final TrainingRecipe recipe;
    private final AutoencoderConfig config;
    private final Samples samples;
    private final Placement place;

    /**
     * Makes a worker.
     *
     * @param plan of the training
     * @param number from 0
     * @param samples that it learns from, in the model's format
     * @param place where it computes
     */
    public RoundWorker(RoundPlan plan, int number, Samples samples, Placement place) {
        OwnClasses own = own(plan);
        this.number = number;
        this.samples = samples;
        this.place = place;
        recipe = Json.read(plan.recipe(), TrainingRecipe.class, own);
        config = Json.read(plan.config(), AutoencoderConfig.class, own);
    }

    private static OwnClasses own(RoundPlan plan) {
        return OwnClasses.named(plan.ownClasses().toArray(String[]::new));
    }

    /** Returns the format of the samples that a worker learns from. */
    public static SampleFormat format(RoundPlan plan) {
        return Json.read(plan.config(), AutoencoderConfig.class, own(plan)).format();
    }

    /** Returns what all workers are told of a plan. */
    static RoundPlan plan(TrainingPlan plan, StepForm form) {
        return new RoundPlan(
                Json.write(plan.recipe(), TrainingRecipe.class),
                Json.write(plan.config(), AutoencoderConfig.class),
                OwnClasses.usedBy(plan.recipe(), plan.config()).classes().stream()
                        .map(Class::getName)
                        .toList(),
                plan.learnt().samples(),
                form == StepForm.PROGRAM);
    }

    /**
     * Runs a round. With a loss that is no number it ends early, and says so in its losses.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public RoundResult run(Round round) {
        try {
            TURN.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(round);
        }
        FitState state = FitState.of(recipe, place, FitState.Beside.NONE);
        try {
            AutoencoderBlock block = config.newBlock(recipe.regularizer().monteCarlo());
            block.setInitializer(Initializer.ZEROS, parameter -> true);
            block.initialize(state.model().getNDManager(), DataType.FLOAT32, block.inputShapes());
            recipe.start().frozen().freeze(block);
            state.model().setBlock(block);
            state.restore(round.begin());
            return run(round, state);
        } finally {
            state.model().close();
            TURN.unlock();
        }
    }

    private RoundResult run(Round round, FitState state) {
        SplitLossListener losses = new SplitLossListener();
        TrainingProgress progress = new TrainingProgress(round.steps(), round.plan().samples());
        AutoencoderLoss loss = recipe.newLoss().withState(progress);
        List<TrainingListener> listeners = List.of(losses, new CodebookListener());
        BatchThread batches = BatchThread.of(place);
        try (Trainer trainer = state.newTrainer(loss, place, listeners, batches);
                batches; // closed before it
                TrainingStep step = step(round.plan(), trainer, state.optimizer())) {
            Engine.getEngine(place.engine())
                    .setRandomSeed(TrainingPlan.engineSeed(seed(round.number())));
            return new Learning(round, state, trainer, step, progress, losses).result();
        }
    }

    // In the form that all have: in another, a round that is run again would be rounded otherwise.
    private TrainingStep step(RoundPlan plan, Trainer trainer, ResumableOptimizer optimizer) {
        StepForm form = plan.program() ? StepForm.PROGRAM : StepForm.PORTABLE;
        TrainingStep.Subject subject =
                new TrainingStep.Subject(recipe, config, plan.samples(), samples.size());
        TrainingStep step = TrainingStep.of(form, subject, trainer, optimizer, place);
        if (step.form() != form) {
            throw new IllegalStateException(
                    "worker %s must compute as all others do, as a program, but can by blocks only"
                                    .formatted(number)
                            + step.words().replace("by blocks", ""));
        }
        return step;
    }

    // The first worker's are those of a training without rounds.
    private long seed(int epoch) {
        long seed = TrainingPlan.seed(recipe, epoch);
        return number == 0 ? seed : RandomStreams.seed(seed, number);
    }

    private ReconstructionDataset pass(int pass) {
        return TrainingPlan.training(recipe, config, samples, seed(pass));
    }

    private CancellationException interrupted(Round round) {
        return new CancellationException(
                "training was interrupted in round %s of worker %s"
                        .formatted(round.number(), number));
    }

    /** The steps of a round. */
    private final class Learning {

        private final Round round;
        private final FitState state;
        private final Trainer trainer;
        private final TrainingStep step;
        private final TrainingProgress progress;
        private final SplitLossListener losses;
        private double weight; // of the penalty in the last step
        private double first = Double.NaN; // the loss of the first step
        private long steps;

        Learning(
                Round round,
                FitState state,
                Trainer trainer,
                TrainingStep step,
                TrainingProgress progress,
                SplitLossListener losses) {
            this.round = round;
            this.state = state;
            this.trainer = trainer;
            this.step = step;
            this.progress = progress;
            this.losses = losses;
        }

        RoundResult result() {
            int batches = pass(1).batches();
            long at = round.stepsBefore(batches);
            long end = at + round.stepsOf(batches);
            boolean learns = true;
            while (at < end && learns) {
                int pass = Math.toIntExact(at / batches) + 1;
                int from = (int) (at % batches);
                int to = (int) Math.min(batches, from + (end - at));
                progress.beginEpoch(pass);
                state.optimizer().setLearningRate(recipe.optimizer().learningRate(pass));
                learns = learn(pass(pass).batches(from, to));
                at += to - from;
            }
            double[] totals = losses.runningSums().totals();
            long learnt = losses.runningSums().samples();
            return new RoundResult(
                    state.snapshot(),
                    new RoundResult.Losses(
                            totals[0], totals[1], totals[2], first * learnt, weight, learnt),
                    steps);
        }

        // Returns whether the loss is a number.
        private boolean learn(ReconstructionDataset some) {
            for (Batch batch : TrainingLoop.batches(trainer, some)) {
                weight = recipe.penaltyWeight().weight(progress.get());
                try (batch) {
                    step.learn(trainer, batch, weight);
                }
                steps++;
                progress.countSteps(round.workers());
                if (steps == 1) {
                    first = losses.running().orElseThrow().total();
                }
                if (steps % TrainingLoop.STEPS_BETWEEN_CHECKS == 0
                        && !losses.running().orElseThrow().isFinite()) {
                    return false;
                }
                if (Thread.interrupted()) { // set again when all is closed, which it would disturb
                    throw interrupted(round);
                }
            }
            return true;
        }
    }
}
