package io.github.autoencoders.training;

import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.listener.TrainingListener;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Fits a recipe to data.
 *
 * <pre>{@code
 * TrainingRecipe recipe = Recipes.named("vae-table").withEpochs(20);
 * try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(rows)) { // [N][F]
 *     double[] scores = model.score(rows);                                   // [N], in nats
 *     model.save(Path.of("detector"));                                       // or train into a run:
 * }
 * AutoencoderTrainer.of(recipe).into(Path.of("runs/detector")).fit(rows).close();
 * }</pre>
 *
 * <p>The model is that of the epoch with the least validation loss. The same recipe and data give
 * the same model again on the same engine, with a folder or without, interrupted or not.
 *
 * <p>A trainer is immutable and may be used by any number of threads, but an engine takes the
 * gradients of one fit at a time. A fit that fails or is interrupted leaves nothing behind, but in
 * the {@linkplain #into folder} of its run the epochs that were finished. To stop one, {@linkplain
 * Thread#interrupt() interrupt} its thread: it ends after the step at hand, and what it writes then
 * is written to its end, with a {@link CancellationException}, and the thread stays interrupted.
 */
public final class AutoencoderTrainer {

    /** The metric of a model of ratings, in raw units. */
    public static final String HELD_OUT_RMSE = "validation_rmse_raw";

    /** The metric of a model of a table with missing cells, in standard deviations. */
    public static final String HELD_OUT_RMSE_STANDARDIZED = "validation_rmse_standardized";

    private final TrainingRecipe recipe;
    private final @Nullable Placement place;
    private final @Nullable Path folder;
    private final List<FitListener> listeners;
    private final List<TrainingListener> batchListeners;
    private final @Nullable RoundSettings rounds; // or null for a training without
    private final @Nullable StepForm form; // or null for the one that suits

    private AutoencoderTrainer(
            TrainingRecipe recipe,
            @Nullable Placement place,
            @Nullable Path folder,
            List<FitListener> listeners,
            List<TrainingListener> batchListeners,
            @Nullable RoundSettings rounds,
            @Nullable StepForm form) {
        this.recipe = recipe;
        this.place = place;
        this.folder = folder;
        this.listeners = List.copyOf(listeners);
        this.batchListeners = List.copyOf(batchListeners);
        this.rounds = rounds;
        this.form = form;
    }

    /** Returns a trainer that fits on the default engine, tells nobody, and writes no file. */
    public static AutoencoderTrainer of(TrainingRecipe recipe) {
        return new AutoencoderTrainer(recipe, null, null, List.of(), List.of(), null, null);
    }

    /** Returns a trainer that computes on another engine or device. */
    public AutoencoderTrainer on(Placement newPlace) {
        return new AutoencoderTrainer(
                recipe, newPlace, folder, listeners, batchListeners, rounds, form);
    }

    /**
     * Returns a trainer that keeps recipe, losses, the best model and a checkpoint of each epoch in
     * a folder. If there is a run already, of the same recipe but for its epochs and of the same
     * data, it goes on after its last epoch.
     *
     * @param run new, empty, or a {@link RunFolder}
     */
    public AutoencoderTrainer into(Path run) {
        return new AutoencoderTrainer(recipe, place, run, listeners, batchListeners, rounds, form);
    }

    /** Returns a trainer that also tells this listener of each epoch. */
    public AutoencoderTrainer withListener(FitListener listener) {
        return new AutoencoderTrainer(
                recipe, place, folder, with(listeners, listener), batchListeners, rounds, form);
    }

    /**
     * Returns a trainer that also tells this listener of DJL's of each batch: by blocks before the
     * parameters change by it, as DJL does, and where steps are programs of the engine afterwards.
     */
    public AutoencoderTrainer withBatchListener(TrainingListener listener) {
        return new AutoencoderTrainer(
                recipe, place, folder, listeners, with(batchListeners, listener), rounds, form);
    }

    /**
     * Returns a trainer that learns in rounds, by workers in this process, one after the other, to
     * which the training samples are dealt out. There is no listener of batches then.
     */
    public AutoencoderTrainer inRounds(RoundSettings settings) {
        return new AutoencoderTrainer(
                recipe, place, folder, listeners, batchListeners, settings, form);
    }

    /**
     * Returns a trainer whose steps are computed in a form; without, it is the one that suits the
     * number of steps. A run that goes on keeps its own.
     */
    public AutoencoderTrainer withForm(StepForm newForm) {
        return new AutoencoderTrainer(
                recipe, place, folder, listeners, batchListeners, rounds, newForm);
    }

    private static <E> List<E> with(List<E> list, E last) {
        List<E> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    /**
     * Fits to the data that the recipe names.
     *
     * @return the model, which the caller closes
     * @throws IOException if data, folder or the model started from cannot be read or written
     * @throws IllegalArgumentException if recipe, data, folder and that model do not fit
     * @throws TrainingDivergedException if the loss becomes NaN, infinite or very large
     * @throws CancellationException if the thread is interrupted
     */
    public TrainedAutoencoder fit() throws IOException {
        return fit(DataSource.of(recipe));
    }

    /**
     * Fits to rows of numbers, as to those of a file: divided by the recipe's share and seed,
     * standardized as the training rows are, and cut into windows if the recipe says so.
     *
     * @param rows [N][F], NaN where a value is missing
     * @return the model, which the caller closes
     */
    public TrainedAutoencoder fit(float[][] rows) throws IOException {
        return fit(DataSource.of(rows));
    }

    /** Fits to rows of numbers, [N][F], as {@link #fit(float[][])}. */
    public TrainedAutoencoder fit(double[][] rows) throws IOException {
        return fit(DataSource.of(rows));
    }

    /** Fits to images of the first one's size, divided by the recipe's share and seed. */
    public TrainedAutoencoder fit(List<BufferedImage> images) throws IOException {
        return fit(Samples.ofImages(images));
    }

    /**
     * Fits to samples in memory, divided and scaled as those of a file are; their own scaling does
     * not count. The model's card has their name, and a recipe without a source.
     */
    public TrainedAutoencoder fit(Samples samples) throws IOException {
        return fit(DataSource.of(samples));
    }

    /**
     * Fits to data that are read and divided as the recipe says, but for the channels of images,
     * which the source's options say. The model's card names them in its recipe. A code that is a
     * map of convolutions has the size that they make of these samples.
     *
     * @param data of a name or a path, of an application's own kind, or in memory
     * @return the model, which the caller closes
     * @throws IOException if the data are missing or damaged, or as {@link #fit()}
     */
    public TrainedAutoencoder fit(DataSource data) throws IOException {
        TrainingRecipe named = recipe.withData(recipe.data().withSource(data.input()));
        DataSplit split = split(data);
        return withRecipe(MapCode.fitted(named, split.training())).fit(split);
    }

    private AutoencoderTrainer withRecipe(TrainingRecipe other) {
        return new AutoencoderTrainer(
                other, place, folder, listeners, batchListeners, rounds, form);
    }

    /** Returns a trainer of another number of epochs. */
    public AutoencoderTrainer withEpochs(int epochs) {
        return withRecipe(recipe.withEpochs(epochs));
    }

    /** Returns data read and divided as {@link #fit(DataSource)} does. */
    public DataSplit split(DataSource data) throws IOException {
        DataOptions options =
                DataOptions.of(recipe.withData(recipe.data().withSource(data.input())));
        return data.withOptions(
                        options.withImages(
                                recipe.data().imageSize(),
                                recipe.data().imageHeight(),
                                data.options().color()))
                .split();
    }

    /** Fits to data that are read, divided and scaled already; the recipe stays as it is. */
    public TrainedAutoencoder fit(DataSplit data) throws IOException {
        Placement at = place();
        Looping loop =
                rounds == null
                        ? (plan, best) ->
                                new TrainingLoop(
                                        plan,
                                        at,
                                        best,
                                        all(listeners),
                                        batchListeners,
                                        form(steps(plan)))
                        : rounds(rounds, LocalWorkers.of(data.training(), rounds.workers(), at));
        return fit(TrainingPlan.of(recipe, data), loop);
    }

    /**
     * Fits in rounds to what workers have.
     *
     * @param data in the model's format: what the fit is judged by, and of what it learns from as
     *     much as listeners want to see
     * @param workers who have the samples to learn from, in the same format
     * @throws IllegalArgumentException if a worker has no samples, or as {@link #fit()}
     */
    public TrainedAutoencoder fit(DataSplit data, Workers workers) throws IOException {
        List<Workers.Part> parts = workers.parts();
        RoundSettings settings = rounds == null ? RoundSettings.of(parts.size()) : rounds;
        ModelCard.Data all = RoundLoop.learnt(data.training().name(), settings, parts);
        TrainingPlan plan = TrainingPlan.of(recipe, data).withElsewhere(all);
        return fit(plan, rounds(settings, workers));
    }

    /** Makes the loop of a fit. */
    private interface Looping {
        Loop loop(TrainingPlan plan, BestModel best);
    }

    private Looping rounds(RoundSettings settings, Workers workers) {
        if (!batchListeners.isEmpty()) {
            throw new IllegalArgumentException(
                    "batch listeners must be none in rounds, but are " + batchListeners.size());
        }
        return (plan, best) ->
                new RoundLoop(
                        plan,
                        settings,
                        workers,
                        place(),
                        best,
                        all(listeners),
                        form(steps(plan, settings)));
    }

    private StepForm form(long steps) {
        return form == null ? StepForm.ofSteps(steps) : form;
    }

    private static long steps(TrainingPlan plan) {
        return plan.learnt().samples() / plan.recipe().batchSize();
    }

    private static long steps(TrainingPlan plan, RoundSettings settings) {
        return settings.localSteps() > 0 ? settings.localSteps() : steps(plan) / settings.workers();
    }

    private Placement place() {
        return place == null ? Placement.ofDefault() : place;
    }

    private TrainedAutoencoder fit(TrainingPlan plan, Looping looping) throws IOException {
        Placement at = place();
        Require.uninterrupted("training"); // before anything is written
        try (BestModel best =
                folder == null
                        ? new BestModel.InMemory(plan.config())
                        : new BestModel.InFolder(folder, plan)) {
            try (Loop loop = looping.loop(plan, best)) {
                loop.run();
            }
            return measured(best, plan, at);
        } catch (CancellationException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (ClosedByInterruptException e) { // while a file was written
            CancellationException cancelled =
                    new CancellationException("training was interrupted while it wrote " + folder);
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    private static TrainedAutoencoder measured(BestModel best, TrainingPlan plan, Placement place)
            throws IOException {
        TrainedAutoencoder model = best.open(place);
        try {
            Map<String, Double> metrics = Validation.ofOutputs(model, plan.data().validation());
            if (metrics.isEmpty()) {
                return model;
            }
            best.addMetrics(metrics);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
        model.close();
        return best.open(place);
    }

    private static FitListener all(List<FitListener> listeners) {
        return new FitListener() {
            @Override
            public void begun(Progress progress) throws IOException {
                for (FitListener each : listeners) {
                    each.begun(progress);
                }
            }

            @Override
            public void epochDone(Progress progress) throws IOException {
                for (FitListener each : listeners) {
                    each.epochDone(progress);
                }
            }
        };
    }

    /** Returns what is fit. */
    public TrainingRecipe recipe() {
        return recipe;
    }

    /**
     * Returns what is needed to build the model's block, without training it.
     *
     * @param data to be fit to
     * @throws IllegalArgumentException if recipe, data and the model started from do not fit
     * @throws IOException if that model cannot be read
     */
    public AutoencoderConfig config(DataSplit data) throws IOException {
        return TrainingPlan.of(recipe, data).config();
    }

    /**
     * Returns what draws the weights at first: uniform within 1 / sqrt(inputs) of zero, as
     * PyTorch's layers do.
     */
    public static Initializer initializer() {
        return new XavierInitializer(RandomType.UNIFORM, FactorType.IN, 1);
    }
}
