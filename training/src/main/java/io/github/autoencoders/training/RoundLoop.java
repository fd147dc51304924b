package io.github.autoencoders.training;

import ai.djl.engine.Engine;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundPlan;
import io.github.autoencoders.round.RoundResult;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.round.RoundSum;
import io.github.autoencoders.round.Snapshot;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.zoo.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The epochs of a fit in rounds: the workers learn, and here it is judged and kept. */
final class RoundLoop implements Loop {

    private final TrainingPlan plan;
    private final RoundSettings settings;
    private final Placement place;
    private final Workers workers;
    private final FitRecord record;
    private final OuterState outer;
    private final FitState state;
    private final StepForm form;
    private long steps; // of all workers so far
    private RoundResult.Losses losses = RoundResult.Losses.NONE; // of the epoch so far

    /**
     * Makes a loop, and draws nothing yet.
     *
     * @param plan what to train
     * @param settings of the rounds
     * @param workers who learn
     * @param place where it is judged
     * @param best where the model is kept
     * @param listener told of each epoch
     * @param form of each step, unless a run goes on in its own
     */
    RoundLoop(
            TrainingPlan plan,
            RoundSettings settings,
            Workers workers,
            Placement place,
            BestModel best,
            FitListener listener,
            StepForm form) {
        this.plan = plan;
        this.form = form;
        this.settings = settings;
        this.workers = workers;
        this.place = place;
        record = new FitRecord(plan, place, best, listener);
        outer = OuterState.of(settings, place.engine());
        state = FitState.of(plan.recipe(), place, outer);
    }

    /**
     * Returns what workers have together.
     *
     * @throws IllegalArgumentException if there are others than the settings say, or if one has
     *     nothing
     */
    static ModelCard.Data learnt(String name, RoundSettings settings, List<Workers.Part> parts) {
        if (parts.size() != settings.workers()) {
            throw new IllegalArgumentException(
                    "workers must be %s, as many as %s is divided into, but is %s"
                            .formatted(parts.size(), name, settings.workers()));
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).samples() == 0) {
                throw new IllegalArgumentException(
                        "each of %s workers must have samples of %s, but worker %s has none of %s"
                                .formatted(parts.size(), name, i, samples(parts)));
            }
        }
        String all = parts.stream().map(Workers.Part::sha256).collect(Collectors.joining("\n"));
        String sha256 =
                parts.size() == 1
                        ? all
                        : Digest.SHA_256.of(all.getBytes(StandardCharsets.US_ASCII));
        return new ModelCard.Data(name, sha256, samples(parts));
    }

    private static long samples(List<Workers.Part> parts) {
        return parts.stream().mapToLong(Workers.Part::samples).sum();
    }

    @Override
    public void run() throws IOException {
        AutoencoderBlock block = state.begin(plan, Engine.getEngine(place.engine()));
        steps = record.begin(state);
        RoundPlan told = begin();
        List<Boolean> learnt =
                block.getParameters().values().stream().map(Parameter::requiresGradient).toList();
        Snapshot at = state.snapshot();
        while (!record.isAtItsEnd()) {
            TrainingLoop.requireWanted(record.epoch(), steps);
            losses = RoundResult.Losses.NONE;
            long start = System.nanoTime();
            for (int i = 1; i <= settings.roundsPerEpoch(); i++) {
                int number = (record.epoch() - 1) * settings.roundsPerEpoch() + i;
                at = outer.step().take(learnt, at, run(told, number, at));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            state.restore(at);
            SplitLossListener.Epoch epoch =
                    new SplitLossListener.Epoch(mean(losses), Optional.of(judge()));
            record.epochDone(
                    state, epoch, losses.weight(), seconds, (double) losses.samples(), steps);
        }
    }

    // Draws the parameters, and looks whether there is a program, for all workers alike.
    private RoundPlan begin() throws IOException {
        StepForm wanted = record.formOr(form);
        try (Trainer trainer = newTrainer(List.of(), BatchThread.none());
                TrainingStep step =
                        TrainingStep.of(
                                wanted,
                                TrainingStep.Subject.of(plan),
                                trainer,
                                state.optimizer(),
                                place)) {
            record.begun(state.model(), step);
            return RoundWorker.plan(plan, step.form());
        }
    }

    private RoundSum run(RoundPlan told, int number, Snapshot begin) throws IOException {
        Round round =
                new Round(told, number, settings.workers(), settings.localSteps(), steps, begin);
        RoundSum sum = workers.run(round);
        if (number == 1) {
            record.firstStep(sum.losses().first() / sum.losses().samples());
        }
        record.requireFinite(mean(sum.losses()));
        steps += sum.steps();
        losses = losses.plus(sum.losses());
        return sum;
    }

    private static LossSummary mean(RoundResult.Losses sums) {
        double samples = sums.samples();
        return new LossSummary(
                sums.total() / samples, sums.reconstruction() / samples, sums.penalty() / samples);
    }

    private LossSummary judge() {
        SplitLossListener judged = new SplitLossListener();
        List<TrainingListener> listeners = new ArrayList<>(List.of(judged));
        listeners.addAll(record.listeners());
        BatchThread batches = BatchThread.of(place);
        try (Trainer trainer = newTrainer(listeners, batches);
                batches) { // closed first
            TrainingLoop.judge(trainer, plan.validation(), record.epoch(), steps);
            record.listeners().forEach(each -> each.onEpoch(trainer));
            return judged.runningValidation().orElseThrow();
        }
    }

    private Trainer newTrainer(List<TrainingListener> listeners, BatchThread batches) {
        TrainingState judged = TrainingState.validation(plan.learnt().samples());
        AutoencoderLoss loss = plan.recipe().newLoss().withState(() -> judged);
        return state.newTrainer(loss, place, listeners, batches);
    }

    @Override
    public void close() {
        state.model().close();
    }
}
