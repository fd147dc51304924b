package io.github.autoencoders.zoo;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Corruption;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Everything that determines a training run, but for the engine and the machine. There are no
 * defaults: a recipe states all.
 *
 * @param data what to learn from
 * @param corruption of the samples that go in, but not of those to be reconstructed
 * @param architecture the two networks
 * @param bottleneck the code between them
 * @param likelihood what the decoder's output means
 * @param reduction how the reconstruction enters the loss
 * @param regularizer the penalty of the code
 * @param penaltyWeight the weight of the penalty from step to step
 * @param start where the parameters come from, and which of them stay
 * @param optimizer how a step changes the parameters
 * @param epochs passes through the data, at least 1
 * @param patience after how many epochs in a row without a lower validation loss the training ends
 *     before its last epoch, or 0 for never
 * @param batchSize samples of one step, at least 1
 * @param seed of the parameters, the order of the samples and the noise
 */
public record TrainingRecipe(
        Data data,
        Corruption corruption,
        Architecture architecture,
        Bottleneck bottleneck,
        Likelihood likelihood,
        Reduction reduction,
        Regularizer regularizer,
        Schedule penaltyWeight,
        Start start,
        UpdateRule optimizer,
        int epochs,
        int patience,
        int batchSize,
        long seed) {

    public TrainingRecipe {
        regularizer.requireFits(bottleneck, reduction, penaltyWeight);
        if (architecture.isAutoregressive() && corruption.corrupts()) {
            throw new IllegalArgumentException(
                    "corruption must be None for an autoregressive decoder, which is shown the"
                            + " sample, but is "
                            + corruption);
        }
        requirePositive("epochs", epochs);
        requireNotNegative("patience", patience);
        requirePositive("batchSize", batchSize);
    }

    /** Returns what the loss of a sample is measured in, in words: "nats" of an evidence bound. */
    public String lossUnit() {
        String reconstruction = reduction.unit(likelihood.unit());
        boolean plain = reconstruction.equals("nats") || regularizer.equals(new Regularizer.None());
        return plain ? reconstruction : reconstruction + " plus penalty";
    }

    /**
     * What to learn from.
     *
     * @param source a known data set's name, or the path of a file or folder
     * @param padding zeros put on each side of an image or sequence
     * @param imageSize width and height that a folder's images are scaled to, or 0 for the first's
     * @param window the length of the windows that a series is cut into, or 0 if it is none
     * @param windowStep how many rows of the series a window begins behind the one before it; or 0,
     *     where each row is a window already, or there are none
     * @param onlyLabel the label of the samples to learn from and to validate with, as when an
     *     anomaly detector learns what is normal; or empty for all
     * @param conditional whether the labels go into both networks: a conditional autoencoder
     * @param heldOut the share kept for validation where the data have no validation set of their
     *     own, in (0, 1)
     * @param limit how many of the first training samples are used, or 0 for all
     */
    public record Data(
            String source,
            int padding,
            int imageSize,
            int window,
            int windowStep,
            String onlyLabel,
            boolean conditional,
            double heldOut,
            int limit) {

        public Data {
            if (source.isBlank()) {
                throw new IllegalArgumentException("source must not be empty");
            }
            requireNotNegative("padding", padding);
            requireNotNegative("imageSize", imageSize);
            requireNotNegative("window", window);
            requireNotNegative("windowStep", windowStep);
            requireNotNegative("limit", limit);
            if (window == 0 && windowStep != 0) {
                throw new IllegalArgumentException(
                        "windowStep must be 0 where window is 0, but is " + windowStep);
            }
            if (!(heldOut > 0 && heldOut < 1)) {
                throw new IllegalArgumentException(
                        "heldOut must be between 0 and 1, but is " + heldOut);
            }
        }
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }

    /** Returns the seed of the noise and the corruption in validation, the same in each epoch. */
    public long validationSeed() {
        return new SplittableRandom(seed).nextLong();
    }

    /**
     * Where the parameters come from: drawn anew, or those of a model that was trained before, one
     * half of which may be kept as it is while the other learns from other data.
     *
     * @param model the folder of a run or of a saved model with the same networks and format of
     *     samples; or empty for parameters drawn anew
     * @param frozen the half that is not trained
     */
    public record Start(String model, Frozen frozen) {

        /** Parameters drawn anew, all of them trained. */
        public static final Start NEW = new Start("", Frozen.NONE);

        public Start {
            if (model.isEmpty() && frozen != Frozen.NONE) {
                throw new IllegalArgumentException(
                        "frozen must be NONE where no model is started from, but is " + frozen);
            }
        }
    }

    /** The half of a model that is not trained. */
    public enum Frozen {
        /** All is trained. */
        NONE(block -> {}),
        /** Codes keep their meaning; the decoder is trained. */
        ENCODER(block -> block.encoder().freezeParameters(true)),
        /** Only the encoder is trained. */
        DECODER(block -> block.decoder().freezeParameters(true));

        private final Consumer<AutoencoderBlock> freezing;

        Frozen(Consumer<AutoencoderBlock> freezing) {
            this.freezing = freezing;
        }

        /** Freezes that half, whether or not it has its values yet. */
        public void freeze(AutoencoderBlock block) {
            freezing.accept(block);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
