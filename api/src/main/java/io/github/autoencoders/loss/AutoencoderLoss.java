package io.github.autoencoders.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderOutput;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loss of an autoencoder, \(\frac{1}{B} \sum_b (r \cdot -\log p(x_b \mid z_b) + w \cdot
 * \mathrm{penalty}_b)\), for DJL's Trainer. The label of a sample is the sample itself, in model
 * units. It is in nats where the likelihood and the penalty are and the reduction is {@link
 * Reduction.Sum}; else it is a sum of their units, each times its weight.
 *
 * <p>Where the training is, of which w and some penalties depend, is asked of whoever owns the loop
 * ({@link #withState}). Without, as with DJL's own {@code EasyTrain.fit}, the loss tells training
 * from validation by what the block says of its output, and counts a step for each batch that it is
 * asked to train on:
 *
 * <pre>{@code
 * Loss loss = new AutoencoderLoss(
 *         new Likelihood.Bernoulli(),
 *         new Regularizer.KlDivergence(),
 *         new Reduction.Sum(),
 *         new Schedule.LinearWarmup(1, 500));
 * Dataset training = ReconstructionDataset.of(samples, 64).withOrder(1);
 * try (Model vae = Model.newInstance("vae")) {
 *     vae.setBlock(config.newBlock());
 *     Trainer trainer = vae.newTrainer(new DefaultTrainingConfig(loss));
 *     trainer.initialize(shape);
 *     EasyTrain.fit(trainer, 10, training, null);
 * }
 * }</pre>
 *
 * <p>The answer about each device's last batch is kept, so that a listener that wants the terms
 * apart, or the total again as DJL's own do, has nothing computed twice and sees what the gradient
 * was taken of.
 */
public final class AutoencoderLoss extends Loss {

    private final Likelihood likelihood;
    private final Regularizer regularizer;
    private final Reduction reduction;
    private final Schedule penaltyWeight;
    private final Progress progress;
    private final Map<Device, Evaluation> latest = new ConcurrentHashMap<>();
    private final Map<String, Mean> means = new ConcurrentHashMap<>();

    /** Says where the training is. */
    @FunctionalInterface
    private interface Progress {
        /**
         * Returns the state for a batch.
         *
         * @param predictions what the block made of it
         * @param steps how many batches of a training were evaluated before, on this device
         */
        TrainingState state(NDList predictions, long steps);
    }

    /**
     * Makes a loss that counts its steps itself.
     *
     * @param likelihood what the decoder's output means
     * @param regularizer the penalty of the code
     * @param reduction how the reconstruction enters the loss
     * @param penaltyWeight w from step to step; its target in validation
     */
    public AutoencoderLoss(
            Likelihood likelihood,
            Regularizer regularizer,
            Reduction reduction,
            Schedule penaltyWeight) {
        this(likelihood, regularizer, reduction, penaltyWeight, counted(0));
    }

    /** Makes a loss in which the penalty has the same weight at each step. */
    public AutoencoderLoss(
            Likelihood likelihood,
            Regularizer regularizer,
            Reduction reduction,
            double penaltyWeight) {
        this(likelihood, regularizer, reduction, new Schedule.Constant(penaltyWeight));
    }

    private AutoencoderLoss(
            Likelihood likelihood,
            Regularizer regularizer,
            Reduction reduction,
            Schedule penaltyWeight,
            Progress progress) {
        super("AutoencoderLoss");
        this.likelihood = likelihood;
        this.regularizer = regularizer;
        this.reduction = reduction;
        this.penaltyWeight = penaltyWeight;
        this.progress = progress;
    }

    /** Returns the negative evidence lower bound: sum, KL divergence, weight 1. */
    public static AutoencoderLoss negativeElbo(Likelihood likelihood) {
        return new AutoencoderLoss(
                likelihood, new Regularizer.KlDivergence(), new Reduction.Sum(), 1);
    }

    /**
     * Returns the same loss, which asks where the training is.
     *
     * @param state asked once for each batch, by the thread that evaluates it
     */
    public AutoencoderLoss withState(Supplier<TrainingState> state) {
        return with((predictions, steps) -> state.get());
    }

    /**
     * Returns the same loss, which counts its steps itself, for penalties that depend on the number
     * of samples, such as {@link Regularizer.TotalCorrelation}.
     *
     * @param samples that the model learns from
     */
    public AutoencoderLoss withSamples(long samples) {
        return with(counted(samples));
    }

    private AutoencoderLoss with(Progress other) {
        return new AutoencoderLoss(likelihood, regularizer, reduction, penaltyWeight, other);
    }

    private static Progress counted(long samples) {
        return (predictions, steps) ->
                AutoencoderOutput.isOfTraining(predictions)
                        ? TrainingState.training(steps, 0, samples)
                        : TrainingState.validation(samples);
    }

    /** Returns w, the weight of the penalty. */
    public Schedule penaltyWeight() {
        return penaltyWeight;
    }

    /**
     * Returns the loss of a batch, shape []. A second call about the same arrays returns what the
     * first did.
     *
     * @param labels the samples in model units, [B, ...sample], and if some of their values are
     *     missing a mask of the same shape: 1 for a value that is known, 0 for one that is not,
     *     which then adds nothing, Eq. 1 of <a
     *     href="https://doi.org/10.1145/2740908.2742726">Sedhain et al. (2015)</a>
     * @param predictions what an {@link io.github.autoencoders.model.AutoencoderBlock} returned
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return evaluation(labels, predictions).total;
    }

    /** Returns the terms of a batch, unweighted and for each sample. */
    public LossTerms terms(NDList labels, NDList predictions) {
        return evaluation(labels, predictions).terms;
    }

    /**
     * Takes what was computed of a batch elsewhere, as by an engine's own program: what is asked of
     * these arrays next is answered by it.
     *
     * @param labels as for {@link #evaluate}
     * @param predictions as for {@link #evaluate}
     * @param terms of each sample
     * @param total their weighted mean, shape []
     */
    public void take(NDList labels, NDList predictions, LossTerms terms, NDArray total) {
        latest.compute(
                labels.head().getDevice(),
                (device, last) ->
                        new Evaluation(
                                weak(labels),
                                weak(predictions),
                                terms,
                                total,
                                last == null ? 1 : last.steps + 1));
    }

    // DJL's own is the mean of the batches' losses, where a last one of few samples counts as much
    // as any other.
    private record Mean(double sum, long samples) {

        static final Mean NONE = new Mean(0, 0);

        Mean plus(Mean more) {
            return new Mean(sum + more.sum, samples + more.samples);
        }
    }

    @Override
    public void addAccumulator(String key) {
        means.put(key, Mean.NONE);
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
        updateAccumulators(new String[] {key}, labels, predictions);
    }

    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        long batch = labels.head().getShape().get(0);
        Mean more = new Mean((double) batch * evaluate(labels, predictions).getFloat(), batch);
        for (String key : keys) {
            means.merge(key, more, Mean::plus);
        }
    }

    @Override
    public void resetAccumulator(String key) {
        means.put(key, Mean.NONE);
    }

    /** Returns the loss averaged over the samples since the last reset; NaN if there were none. */
    @Override
    public float getAccumulator(String key) {
        Mean mean = means.getOrDefault(key, Mean.NONE);
        return (float) (mean.sum / mean.samples);
    }

    private Evaluation evaluation(NDList labels, NDList predictions) {
        Device device = labels.head().getDevice();
        @Nullable Evaluation last = latest.get(device);
        if (last != null && last.isOf(labels, predictions)) {
            return last;
        }
        long steps = last == null ? 0 : last.steps;
        Evaluation evaluation =
                evaluation(labels, predictions, progress.state(predictions, steps), steps);
        latest.put(device, evaluation);
        return evaluation;
    }

    private Evaluation evaluation(
            NDList labels, NDList predictions, TrainingState state, long steps) {
        Shape x = labels.head().getShape();
        LossTerms terms = LossTerms.of(likelihood, regularizer, state, labels, predictions);
        NDArray total =
                terms.total(reduction.weight(x.size() / x.get(0)), penaltyWeight.weight(state));
        boolean training = state.phase() == TrainingState.Phase.TRAINING;
        return new Evaluation(
                weak(labels), weak(predictions), terms, total, training ? steps + 1 : steps);
    }

    private static List<WeakReference<NDArray>> weak(NDList arrays) {
        return arrays.stream().map(array -> new WeakReference<>(array)).toList();
    }

    /**
     * What was said of a batch.
     *
     * @param labels and {@code predictions} that it was said of
     * @param steps how many batches of a training were evaluated, this one included
     */
    private record Evaluation(
            List<WeakReference<NDArray>> labels,
            List<WeakReference<NDArray>> predictions,
            LossTerms terms,
            NDArray total,
            long steps) {

        boolean isOf(NDList otherLabels, NDList otherPredictions) {
            return same(labels, otherLabels) && same(predictions, otherPredictions);
        }

        private static boolean same(List<WeakReference<NDArray>> known, NDList arrays) {
            return known.size() == arrays.size()
                    && IntStream.range(0, known.size())
                            .allMatch(i -> known.get(i).refersTo(arrays.get(i)));
        }
    }
}
