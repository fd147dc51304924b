package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.listener.TrainingListener;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.RestorationQuality;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.LibraryVersion;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Trains by a recipe. Owns the loop, the seeds and what is written: after each epoch the history
 * and a checkpoint, and the model if its validation loss is the best so far.
 *
 * <p>The random numbers of an epoch depend on the recipe's seed and the epoch alone. The same
 * recipe gives the same model on the same engine, interrupted or not.
 */
public final class AutoencoderTrainer {

    // A loss that is no number is found after at most so many steps; looking waits for the device.
    private static final int STEPS_BETWEEN_CHECKS = 50;

    /** The metric of a model of ratings, in raw units. */
    public static final String HELD_OUT_RMSE = "validation_rmse_raw";

    /** The metric of a model of a table with missing cells, in standard deviations. */
    public static final String HELD_OUT_RMSE_STANDARDIZED = "validation_rmse_standardized";

    private final TrainingRecipe recipe;
    private final DataSplit data;
    private final AutoencoderConfig config;
    private final StartingPoint start;
    private final Placement place;
    private final Engine engine;
    private final HeldOutError heldOutError;

    private AutoencoderTrainer(
            TrainingRecipe recipe,
            DataSplit data,
            AutoencoderConfig config,
            StartingPoint start,
            Placement place) {
        this.recipe = recipe;
        this.data = data;
        this.config = config;
        this.start = start;
        this.place = place;
        engine = Engine.getEngine(place.engine());
        heldOutError = new HeldOutError(config);
    }

    /**
     * Returns a trainer.
     *
     * @param recipe what to train; its networks must fit the data
     * @param data in the recipe's padding
     * @param place where it is computed
     * @throws IllegalArgumentException if recipe, data and the model started from do not fit
     * @throws IOException if that model cannot be read
     */
    public static AutoencoderTrainer of(TrainingRecipe recipe, DataSplit data, Placement place)
            throws IOException {
        StartingPoint start = StartingPoint.of(recipe.start());
        DataSplit samples = start.inFormat(data);
        AutoencoderConfig config =
                new AutoencoderConfig(
                        samples.training().format(),
                        conditions(recipe, samples),
                        recipe.architecture(),
                        recipe.bottleneck(),
                        recipe.likelihood());
        start.requireFits(config);
        recipe.corruption().requireFits(config.format());
        AutoencoderBlock trial = config.newBlock(recipe.regularizer().forwarding());
        trial.getOutputShapes(trial.inputShapes());
        return new AutoencoderTrainer(recipe, samples, config, start, place);
    }

    private static List<String> conditions(TrainingRecipe recipe, DataSplit data) {
        if (!recipe.data().conditional()) {
            return List.of();
        }
        List<String> names = data.training().labelNames();
        data.training().labelsAmong(names); // refuses samples without labels
        data.validation().labelsAmong(names);
        return names;
    }

    /** Returns what is needed to build the model's block. */
    public AutoencoderConfig config() {
        return config;
    }

    /**
     * Returns the root mean squared error of the values held out after the last epoch, as the
     * metrics of the model have it; empty before the first, and where no values are missing.
     */
    public OptionalDouble heldOutError() {
        double last = heldOutError.last();
        return Double.isNaN(last) ? OptionalDouble.empty() : OptionalDouble.of(last);
    }

    /**
     * Trains up to the recipe's last epoch as {@link #train(RunFolder, List, Report)} does, with no
     * report.
     *
     * @param run a new one, or one to go on with
     */
    public TrainingHistory train(RunFolder run) throws IOException, TranslateException {
        return train(run, List.of(), (history, model) -> {});
    }

    /**
     * Trains from the beginning, or from the run's checkpoint if there is one, to the recipe's last
     * epoch or to the end of its patience.
     *
     * @param run where everything is written
     * @param listeners of the training, such as a progress bar; epochs are told to {@code report}
     * @param report told of each epoch after it was written
     * @return the history of all epochs
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    @SuppressWarnings("try") // the lock is held, not used
    public TrainingHistory train(RunFolder run, List<TrainingListener> listeners, Report report)
            throws IOException, TranslateException {
        engine.setRandomSeed(randomSeed(0));
        try (RunFolder.Lock lock = run.lock();
                Model model = Model.newInstance("autoencoder", place.device(), place.engine())) {
            AutoencoderBlock block = config.newBlock(recipe.regularizer().forwarding());
            start.frozen().freeze(block);
            model.setBlock(block);
            ResumableOptimizer optimizer = recipe.optimizer().newOptimizer(model.getNDManager());
            Optional<Checkpoint> checkpoint =
                    Checkpoint.load(run, model, optimizer, data.training());
            if (checkpoint.isEmpty()) {
                start.restore(model);
            }
            Checkpoint begun = checkpoint.orElse(Checkpoint.none(data.training()));
            run.writeRecipe(recipe); // not before the checkpoint was found to fit
            AutoencoderLoss loss =
                    new AutoencoderLoss(
                            recipe.likelihood(), recipe.regularizer(), recipe.reduction(), 0);
            loss.setTrainingSamples(data.training().size());
            AnnealingListener annealing =
                    new AnnealingListener(recipe.penaltyWeight(), loss, begun.steps());
            SplitLossListener losses = new SplitLossListener();
            CodebookListener codebook = new CodebookListener();
            List<TrainingListener> all = new ArrayList<>(List.of(annealing, losses, codebook));
            if (config.format().scaling().allowsMissing()) {
                all.add(heldOutError);
            }
            all.addAll(listeners);
            BatchThread batches = leavesProcessor() ? BatchThread.newThread() : BatchThread.none();
            DefaultTrainingConfig training =
                    training(loss, optimizer, all).optExecutorService(batches.executor());
            try (Trainer trainer = model.newTrainer(training);
                    batches) { // closed first
                start.frozen().freeze(block); // again: DJL unfreezes what was loaded
                trainer.initialize(block.inputShapes());
                TrainingHistory history = begun.history();
                while (!isAtItsEnd(history)) {
                    int epoch = history.epochs().size() + 1;
                    optimizer.setLearningRate(recipe.optimizer().learningRate(epoch));
                    history = history.with(trainEpoch(trainer, losses, annealing, epoch));
                    write(run, model, optimizer, history, annealing.step(), codebook);
                    report.epochDone(history, model);
                }
                measure(run);
                return history;
            }
        }
    }

    private boolean isAtItsEnd(TrainingHistory history) {
        return history.epochs().size() >= recipe.epochs()
                || (recipe.patience() > 0 && history.epochsSinceBest() >= recipe.patience());
    }

    private void measure(RunFolder run) throws IOException {
        if (recipe.corruption().corrupts()) {
            SavedModel best = run.model();
            try (TrainedAutoencoder trained = TrainedAutoencoder.of(best, place)) {
                best.addMetrics(RestorationQuality.of(trained, data.validation()).metrics());
            }
        }
    }

    /**
     * Returns what draws the weights at first: uniform within 1 / sqrt(inputs) of zero, as
     * PyTorch's layers do.
     */
    public static Initializer initializer() {
        return new XavierInitializer(RandomType.UNIFORM, FactorType.IN, 1);
    }

    private DefaultTrainingConfig training(
            AutoencoderLoss loss, ResumableOptimizer optimizer, List<TrainingListener> listeners) {
        return new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {place.device()})
                .optInitializer(initializer(), Parameter.Type.WEIGHT)
                .addTrainingListeners(listeners.toArray(TrainingListener[]::new));
    }

    // Then the next batch is made meanwhile, by a thread that has as many threads of the engine's
    // as this one. With more threads than processors all would wait for each other; and some
    // engines must not be called by two threads.
    private boolean leavesProcessor() {
        int processors = Runtime.getRuntime().availableProcessors();
        return !EngineChoice.takesOneCaller(place.engine())
                && (place.device().isGpu() || 2 * EngineChoice.computingThreads() <= processors);
    }

    /** Is told of each epoch. */
    @FunctionalInterface
    public interface Report {
        /**
         * Called after an epoch was written.
         *
         * @param history with this epoch as its last
         * @param model as it is now; it stays the trainer's
         */
        void epochDone(TrainingHistory history, Model model);
    }

    private TrainingHistory.Epoch trainEpoch(
            Trainer trainer, SplitLossListener losses, AnnealingListener annealing, int epoch)
            throws IOException, TranslateException {
        engine.setRandomSeed(randomSeed(epoch));
        Dataset training =
                ReconstructionDataset.of(data.training().drawn(mix(epoch)), recipe.batchSize())
                        .withConditions(config.conditions())
                        .withOrder(mix(epoch))
                        .withCorruption(recipe.corruption(), mix(epoch));
        long start = System.nanoTime();
        double weight = 0;
        for (Batch batch : trainer.iterateDataset(training)) {
            weight = ((AutoencoderLoss) trainer.getLoss()).penaltyWeight();
            try (batch) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
            }
            if (annealing.step() % STEPS_BETWEEN_CHECKS == 0) {
                requireFinite(losses, epoch);
            }
        }
        requireFinite(losses, epoch);
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Batch batch : trainer.iterateDataset(validationData())) {
            try (batch) {
                EasyTrain.validateBatch(trainer, batch);
            }
        }
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
        SplitLossListener.Epoch last = losses.epochs().get(losses.epochs().size() - 1);
        requireFinite(last.validation().orElseThrow(), epoch); // the last step may have diverged
        return new TrainingHistory.Epoch(
                epoch,
                last.training(),
                last.validation().orElseThrow(),
                weight,
                seconds,
                data.training().size() / seconds);
    }

    private Dataset validationData() {
        return validationData(recipe, config, data.validation());
    }

    // The same noise after each epoch and on each engine, in the code and in corrupted samples:
    // losses differ by the model alone.
    static Dataset validationData(
            TrainingRecipe recipe, AutoencoderConfig config, Samples validation) {
        ReconstructionDataset samples =
                ReconstructionDataset.of(validation, recipe.batchSize())
                        .withConditions(config.conditions())
                        .withCorruption(recipe.corruption(), recipe.validationSeed());
        int noise = config.noiseSize(recipe.regularizer().forwarding());
        return noise > 0 ? samples.withNoise(noise, recipe.validationSeed()) : samples;
    }

    private void requireFinite(SplitLossListener losses, int epoch) {
        requireFinite(losses.running().orElseThrow(), epoch);
    }

    private void requireFinite(LossSummary loss, int epoch) {
        if (!loss.isFinite()) {
            throw new TrainingDivergedException(
                    "loss must be finite, but is "
                            + loss.total()
                            + " in epoch "
                            + epoch
                            + ": lower the learning rate of "
                            + recipe.optimizer().learningRate()
                            + ", or look for extreme values in "
                            + data.training().name());
        }
    }

    private void write(
            RunFolder run,
            Model model,
            ResumableOptimizer optimizer,
            TrainingHistory history,
            long steps,
            CodebookListener codebook)
            throws IOException {
        TrainingHistory.Epoch last = history.epochs().get(history.epochs().size() - 1);
        if (history.best().equals(last)) {
            ModelCard card = card(last, codebook.perplexity());
            run.replace("model", folder -> SavedModel.write(folder, config, model, card));
        }
        run.writeHistory(history);
        Checkpoint.save(
                run, model, optimizer, new Checkpoint(steps, history, data.training().sha256()));
    }

    private ModelCard card(TrainingHistory.Epoch epoch, OptionalDouble perplexity) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("validation_total", epoch.validation().total());
        metrics.put("validation_reconstruction", epoch.validation().reconstruction());
        metrics.put("validation_penalty", epoch.validation().penalty());
        metrics.put("training_total", epoch.training().total());
        perplexity.ifPresent(value -> metrics.put("validation_codebook_perplexity", value));
        if (heldOutError().isPresent()) {
            metrics.put(heldOutError.metric(), heldOutError.last());
        }
        return new ModelCard(
                recipe,
                data(data.training()),
                data(data.validation()),
                DatasetCatalog.license(recipe.data().source()),
                ModelCard.Environment.of(place),
                LibraryVersion.current(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                epoch.epoch(),
                "",
                metrics);
    }

    private static ModelCard.Data data(Samples samples) {
        return new ModelCard.Data(samples.name(), samples.sha256(), samples.size());
    }

    private long mix(int epoch) {
        return mix(recipe.seed(), epoch);
    }

    // SplitMix64's finalizer: neighbouring seeds and epochs give unrelated streams.
    private static long mix(long seed, int epoch) {
        long z = seed + 0x9E3779B97F4A7C15L * (epoch + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private int randomSeed(int epoch) {
        return (int) (mix(epoch) & Integer.MAX_VALUE);
    }
}
