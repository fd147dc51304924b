package io.github.autoencoders.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.likelihood.Likelihood;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The loss of an autoencoder, \(\frac{1}{B} \sum_b (r \cdot -\log p(x_b \mid z_b) + w \cdot
 * \mathrm{penalty}_b)\), in nats, for DJL's Trainer. The label of a sample is the sample itself, in
 * model units.
 *
 * <p>The terms of the last batch are kept, so that a listener that wants them apart does not have
 * them computed again; so are DJL's own evaluator listeners served.
 */
public final class AutoencoderLoss extends Loss {

    private final Likelihood likelihood;
    private final Regularizer regularizer;
    private final Reduction reduction;
    private final Map<Device, Evaluation> latest = new ConcurrentHashMap<>();
    private volatile double penaltyWeight;
    private volatile long trainingSamples = 1;
    private volatile long step;

    /**
     * Makes a loss.
     *
     * @param likelihood what the decoder's output means
     * @param regularizer the penalty of the code
     * @param reduction how the reconstruction enters the loss
     * @param penaltyWeight w, at first; see {@link #setPenaltyWeight}
     */
    public AutoencoderLoss(
            Likelihood likelihood,
            Regularizer regularizer,
            Reduction reduction,
            double penaltyWeight) {
        super("AutoencoderLoss");
        this.likelihood = likelihood;
        this.regularizer = regularizer;
        this.reduction = reduction;
        this.penaltyWeight = checked(penaltyWeight);
    }

    /** Returns the negative evidence lower bound: sum, KL divergence, weight 1. */
    public static AutoencoderLoss negativeElbo(Likelihood likelihood) {
        return new AutoencoderLoss(
                likelihood, new Regularizer.KlDivergence(), new Reduction.Sum(), 1);
    }

    /** Returns w, the weight of the penalty from now on. */
    public double penaltyWeight() {
        return penaltyWeight;
    }

    /** Sets w, as an annealing schedule does after each step. */
    public void setPenaltyWeight(double penaltyWeight) {
        this.penaltyWeight = checked(penaltyWeight);
    }

    /**
     * Sets the number of samples that the model learns from, on which some penalties depend; at
     * first it is 1.
     */
    public void setTrainingSamples(long trainingSamples) {
        if (trainingSamples < 1) {
            throw new IllegalArgumentException(
                    "trainingSamples must be at least 1, but is " + trainingSamples);
        }
        this.trainingSamples = trainingSamples;
    }

    /** Sets the number of parameter updates so far, on which some penalties depend. */
    public void setStep(long step) {
        this.step = step;
    }

    private static double checked(double penaltyWeight) {
        if (!(penaltyWeight >= 0) || Double.isInfinite(penaltyWeight)) {
            throw new IllegalArgumentException(
                    "penaltyWeight must be finite and not negative, but is " + penaltyWeight);
        }
        return penaltyWeight;
    }

    /**
     * Returns the loss of a batch, shape []. A second call about the same lists returns what the
     * first did, also if the weight has changed in between.
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

    private Evaluation evaluation(NDList labels, NDList predictions) {
        NDArray x = labels.head();
        @Nullable Evaluation last = latest.get(x.getDevice());
        if (last != null && last.isOf(labels, predictions)) {
            return last;
        }
        LossTerms terms =
                LossTerms.of(likelihood, regularizer, trainingSamples, step, labels, predictions);
        long values = x.getShape().size() / x.getShape().get(0);
        NDArray total = terms.total(reduction.weight(values), penaltyWeight);
        Evaluation evaluation =
                new Evaluation(
                        new WeakReference<>(labels),
                        new WeakReference<>(predictions),
                        terms,
                        total);
        latest.put(x.getDevice(), evaluation);
        return evaluation;
    }

    private record Evaluation(
            WeakReference<NDList> labels,
            WeakReference<NDList> predictions,
            LossTerms terms,
            NDArray total) {

        boolean isOf(NDList otherLabels, NDList otherPredictions) {
            return labels.refersTo(otherLabels) && predictions.refersTo(otherPredictions);
        }
    }
}
