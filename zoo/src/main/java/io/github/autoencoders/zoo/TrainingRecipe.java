package io.github.autoencoders.zoo;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Augmentation;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.ScalingKind;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that determines a training run, but for the engine and the machine. What a run writes
 * down states all of it; {@link #of} says what is not said.
 *
 * <pre>{@code
 * TrainingRecipe recipe =
 *         TrainingRecipe.of(
 *                         new Architecture.Dense(List.of(64, 32), Activation.RELU),
 *                         new Bottleneck.Gaussian(2),
 *                         new Likelihood.Gaussian(0.5))
 *                 .withEpochs(50)
 *                 .withOptimizer(UpdateRule.Adam.of(3e-4));
 * }</pre>
 *
 * @param data what to learn from
 * @param corruption of the samples that go in, but not of those to be reconstructed
 * @param augmentation how images and sequences are moved before they are learnt from
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
        Augmentation augmentation,
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
        Require.atLeast(1, "epochs", epochs);
        Require.notNegative("patience", patience);
        Require.atLeast(1, "batchSize", batchSize);
    }

    /**
     * Returns a recipe of these networks, with defaults for all else: clean samples of no stated
     * source; the evidence lower bound for a code with a distribution, the {@linkplain
     * Regularizer.Commitment commitment loss} at a quarter for a codebook, and no penalty for a
     * plain code; Adam at 0.001; 10 epochs of batches of 64; seed 42.
     */
    public static TrainingRecipe of(
            Architecture architecture, Bottleneck bottleneck, Likelihood likelihood) {
        Regularizer regularizer = new Regularizer.None();
        double weight = 0;
        if (bottleneck.isStochastic()) {
            regularizer = new Regularizer.KlDivergence();
            weight = 1;
        } else if (bottleneck instanceof Bottleneck.VectorQuantized) {
            regularizer = new Regularizer.Commitment();
            weight = 0.25;
        }
        return new TrainingRecipe(
                Data.UNNAMED,
                new Corruption.None(),
                Augmentation.NONE,
                architecture,
                bottleneck,
                likelihood,
                new Reduction.Sum(),
                regularizer,
                new Schedule.Constant(weight),
                Start.NEW,
                UpdateRule.Adam.of(0.001),
                10,
                0,
                64,
                42);
    }

    /** Returns a new loss, which counts its steps unless it is told where the training is. */
    public AutoencoderLoss newLoss() {
        return new AutoencoderLoss(likelihood, regularizer, reduction, penaltyWeight);
    }

    /** Returns whether the labels of the samples go into the model, or choose its decoder. */
    public boolean isConditional() {
        return data.conditional() || architecture.isShared();
    }

    /** Returns what the loss of a sample is measured in, in words: "nats" of an evidence bound. */
    public String lossUnit() {
        String reconstruction = reduction.unit(likelihood.unit());
        boolean plain = reconstruction.equals("nats") || regularizer.equals(new Regularizer.None());
        return plain ? reconstruction : reconstruction + " plus penalty";
    }

    /** Returns the recipe with other data. */
    public TrainingRecipe withData(Data newData) {
        return RecordCopy.with(this, "data", newData);
    }

    /** Returns the recipe with another corruption of the samples. */
    public TrainingRecipe withCorruption(Corruption newCorruption) {
        return RecordCopy.with(this, "corruption", newCorruption);
    }

    /** Returns the recipe with images that are moved in another way. */
    public TrainingRecipe withAugmentation(Augmentation newAugmentation) {
        return RecordCopy.with(this, "augmentation", newAugmentation);
    }

    /** Returns the recipe with other networks. */
    public TrainingRecipe withArchitecture(Architecture newArchitecture) {
        return RecordCopy.with(this, "architecture", newArchitecture);
    }

    /** Returns the recipe with another code, its penalty as it is. */
    public TrainingRecipe withBottleneck(Bottleneck newBottleneck) {
        return RecordCopy.with(this, "bottleneck", newBottleneck);
    }

    /** Returns the recipe with another likelihood. */
    public TrainingRecipe withLikelihood(Likelihood newLikelihood) {
        return RecordCopy.with(this, "likelihood", newLikelihood);
    }

    /** Returns the recipe with another reduction of the reconstruction. */
    public TrainingRecipe withReduction(Reduction newReduction) {
        return RecordCopy.with(this, "reduction", newReduction);
    }

    /** Returns the recipe with another start. */
    public TrainingRecipe withStart(Start newStart) {
        return RecordCopy.with(this, "start", newStart);
    }

    /** Returns the recipe with another optimizer. */
    public TrainingRecipe withOptimizer(UpdateRule newOptimizer) {
        return RecordCopy.with(this, "optimizer", newOptimizer);
    }

    /** Returns the recipe with another number of epochs. */
    public TrainingRecipe withEpochs(int newEpochs) {
        return RecordCopy.with(this, "epochs", newEpochs);
    }

    /** Returns the recipe with another patience. */
    public TrainingRecipe withPatience(int newPatience) {
        return RecordCopy.with(this, "patience", newPatience);
    }

    /** Returns the recipe with other batches. */
    public TrainingRecipe withBatchSize(int newBatchSize) {
        return RecordCopy.with(this, "batchSize", newBatchSize);
    }

    /** Returns the recipe with another seed. */
    public TrainingRecipe withSeed(long newSeed) {
        return RecordCopy.with(this, "seed", newSeed);
    }

    /** Returns the recipe with another weight of the penalty. */
    public TrainingRecipe withPenaltyWeight(Schedule newPenaltyWeight) {
        return RecordCopy.with(this, "penaltyWeight", newPenaltyWeight);
    }

    /** Returns the recipe with another penalty of the code, and its weight. */
    public TrainingRecipe withRegularizer(Regularizer newRegularizer, Schedule weight) {
        return RecordCopy.with(
                this, Map.of("regularizer", newRegularizer, "penaltyWeight", weight));
    }

    /**
     * What to learn from.
     *
     * @param source a known data set's name, or the path of a file or folder; or empty for values
     *     in memory
     * @param padding zeros put on each side of an image or sequence
     * @param imageSize width that a folder's images are scaled to, or 0 for the first's
     * @param imageHeight height that they are scaled to, or 0 for that of the width
     * @param window the length of the windows that a series is cut into, or 0 if it is none
     * @param windowStep how many rows of the series a window begins behind the one before it; or 0,
     *     where each row is a window already, or there are none
     * @param onlyLabel the label of the samples to learn from and to validate with, as when an
     *     anomaly detector learns what is normal; or empty for all
     * @param conditional whether the labels go into both networks: a conditional autoencoder
     * @param heldOut the share kept for validation where the data have no validation set of their
     *     own, in (0, 1)
     * @param limit how many of the first training samples are used, or 0 for all
     * @param scaling by which numbers rows and series are brought to one scale
     * @param columns what is said of the columns of a table or series
     * @param text what is said of how a file of text is written
     * @param rate samples per second that sounds are brought to, or 0 for the first file's
     * @param hop how many samples a window of a sound begins behind the one before it where windows
     *     are joined to a sound again, at most the window; or 0 for half a window
     */
    public record Data(
            String source,
            int padding,
            int imageSize,
            int imageHeight,
            int window,
            int windowStep,
            String onlyLabel,
            boolean conditional,
            double heldOut,
            int limit,
            ScalingKind scaling,
            Columns columns,
            TextForm text,
            int rate,
            int hop) {

        /** Samples in memory, as they are, a tenth of them held out. */
        public static final Data UNNAMED =
                new Data(
                        "",
                        0,
                        0,
                        0,
                        0,
                        0,
                        "",
                        false,
                        0.1,
                        0,
                        ScalingKind.STANDARD,
                        Columns.NONE,
                        TextForm.RECOGNIZED,
                        0,
                        0);

        public Data {
            if (source.isBlank() && !source.isEmpty()) {
                throw new IllegalArgumentException(
                        "source must not be blank, but is \"" + source + '"');
            }
            Require.notNegative("padding", padding);
            Require.notNegative("imageSize", imageSize);
            Require.notNegative("imageHeight", imageHeight);
            Require.notNegative("window", window);
            Require.notNegative("windowStep", windowStep);
            Require.notNegative("limit", limit);
            Require.notNegative("rate", rate);
            Require.notNegative("hop", hop);
            if (imageSize == 0 && imageHeight != 0) {
                throw new IllegalArgumentException(
                        "imageHeight must be 0 where imageSize is 0, but is " + imageHeight);
            }
            if (window == 0 && windowStep != 0) {
                throw new IllegalArgumentException(
                        "windowStep must be 0 where window is 0, but is " + windowStep);
            }
            if (hop > window) {
                throw new IllegalArgumentException(
                        "hop must be at most window, which is %s, but is %s"
                                .formatted(window, hop));
            }
            if (!(heldOut > 0 && heldOut < 1)) {
                throw new IllegalArgumentException(
                        "heldOut must be between 0 and 1, but is " + heldOut);
            }
        }

        /** Returns the height that images are scaled to, or 0 for the first's. */
        public int height() {
            return imageHeight == 0 ? imageSize : imageHeight;
        }

        /** Returns the data with another source. */
        public Data withSource(String newSource) {
            return RecordCopy.with(this, "source", newSource);
        }

        /** Returns the data with another padding. */
        public Data withPadding(int newPadding) {
            return RecordCopy.with(this, "padding", newPadding);
        }

        /** Returns the data with another size of images, as wide as high. */
        public Data withImageSize(int newImageSize) {
            return withImageSize(newImageSize, 0);
        }

        /**
         * Returns the data with another size of images.
         *
         * @param width or 0 for that of the first image
         * @param height or 0 for that of the width
         */
        public Data withImageSize(int width, int height) {
            return RecordCopy.with(this, Map.of("imageSize", width, "imageHeight", height));
        }

        /** Returns the data with the samples of one label only, or of all if it is empty. */
        public Data withOnlyLabel(String newOnlyLabel) {
            return RecordCopy.with(this, "onlyLabel", newOnlyLabel);
        }

        /** Returns the data with or without their labels as conditions. */
        public Data withConditional(boolean newConditional) {
            return RecordCopy.with(this, "conditional", newConditional);
        }

        /** Returns the data with another share held out. */
        public Data withHeldOut(double newHeldOut) {
            return RecordCopy.with(this, "heldOut", newHeldOut);
        }

        /** Returns the data with another limit of the training samples. */
        public Data withLimit(int newLimit) {
            return RecordCopy.with(this, "limit", newLimit);
        }

        /**
         * Returns the data with other windows of a series: their length, and the step between them.
         */
        public Data withWindows(int length, int step) {
            return RecordCopy.with(this, Map.of("window", length, "windowStep", step));
        }

        /** Returns the data with another scaling of rows and of series. */
        public Data withScaling(ScalingKind newScaling) {
            return RecordCopy.with(this, "scaling", newScaling);
        }

        /** Returns the data with something else said of the columns. */
        public Data withColumns(Columns newColumns) {
            return RecordCopy.with(this, "columns", newColumns);
        }

        /** Returns the data with sounds of another rate, in samples per second. */
        public Data withRate(int newRate) {
            return RecordCopy.with(this, "rate", newRate);
        }

        /** Returns the data with windows of sounds that are joined so many samples apart. */
        public Data withHop(int newHop) {
            return RecordCopy.with(this, "hop", newHop);
        }

        /** Returns the data with something else said of how a file of text is written. */
        public Data withText(TextForm newText) {
            return RecordCopy.with(this, "text", newText);
        }
    }

    /** Returns the seed of the noise and the corruption in validation, the same in each epoch. */
    public long validationSeed() {
        return RandomStreams.seed(seed, 0);
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
}
