package io.github.autoencoders.model;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is needed to build a model's block again.
 *
 * <pre>{@code
 * AutoencoderConfig images =
 *         new AutoencoderConfig(
 *                 samples.fittedFormat(0),
 *                 List.of(), // no labels are given
 *                 new Architecture.Dense(List.of(128, 64), Activation.RELU),
 *                 new Bottleneck.Gaussian(2),
 *                 new Likelihood.Bernoulli());
 * Block block = images.newBlock(); // for a DJL Trainer
 * }</pre>
 *
 * @param format what a sample is that goes in, and mostly also what comes out
 * @param conditions the names of the labels that both networks are given, one for each sample, or
 *     that choose the decoder of a {@link Architecture.Shared}; none for a model without condition
 * @param architecture the two networks
 * @param bottleneck the code between them
 * @param likelihood what the decoder's output means
 * @param otherTarget what comes out, if it is of another format than what goes in
 */
public record AutoencoderConfig(
        SampleFormat format,
        List<String> conditions,
        Architecture architecture,
        Bottleneck bottleneck,
        Likelihood likelihood,
        Optional<SampleFormat> otherTarget) {

    private static final int VALUES_AT_ONCE = 1 << 21;

    public AutoencoderConfig {
        conditions = List.copyOf(conditions);
        requireNames(conditions);
        requireDecoders(architecture, conditions);
        format.scaling().requireFitted();
        format.scaling().requireFits(format);
        otherTarget = otherTarget.filter(other -> !other.equals(format));
        otherTarget.ifPresent(other -> requireTarget(format, other, architecture));
        SampleFormat target = otherTarget.orElse(format);
        likelihood.requireFits(target.modelShape());
        if (likelihood instanceof Likelihood.Categorical) {
            requireClasses(target);
        }
        if (target.allowsMissing() && !likelihood.isSumOverValues()) {
            throw new IllegalArgumentException(
                    "likelihood must be a sum over values where some are missing, but is "
                            + likelihood);
        }
        if (likelihood.needsUnitInterval() && !target.scaling().isUnitInterval()) {
            throw new IllegalArgumentException(
                    "likelihood must be one of unbounded values for %s samples, but is %s"
                            .formatted(
                                    target.scaling().known().getClass().getSimpleName(),
                                    likelihood));
        }
        if (architecture.isAutoregressive()) {
            requireSymbols(target, likelihood);
        }
    }

    /** Describes a model of which comes out what goes in. */
    public AutoencoderConfig(
            SampleFormat format,
            List<String> conditions,
            Architecture architecture,
            Bottleneck bottleneck,
            Likelihood likelihood) {
        this(format, conditions, architecture, bottleneck, likelihood, Optional.empty());
    }

    // An autoregressive decoder is shown what goes in as that of which it makes the next symbol.
    private static void requireTarget(
            SampleFormat format, SampleFormat other, Architecture architecture) {
        other.scaling().requireFitted();
        other.scaling().requireFits(other);
        if (format.allowsMissing() || other.allowsMissing()) {
            throw new IllegalArgumentException(
                    "samples must have all values where others than they come out, but may lack"
                            + " some");
        }
        if (architecture.isAutoregressive()) {
            throw new IllegalArgumentException(
                    "samples must be of one format for an autoregressive decoder, but %s become %s"
                            .formatted(format.samples(), other.samples()));
        }
    }

    /** Returns what a sample is that comes out. */
    public SampleFormat target() {
        return otherTarget.orElse(format);
    }

    /**
     * Returns samples in the model's format: of pairs, each side in its own; others as what goes
     * in.
     */
    public Samples fitting(Samples samples) {
        return samples.withFormats(format, target());
    }

    // Planes of colours have the shape of those of classes.
    private static void requireClasses(SampleFormat target) {
        if (target.kind() == SampleKind.IMAGE || target.kind() == SampleKind.PLANES) {
            throw new IllegalArgumentException(
                    "likelihood must be one of values for %s, but is Categorical, which is of classes"
                            .formatted(target.samples()));
        }
    }

    // What is chosen at one step is shown to the next as a symbol.
    private static void requireSymbols(SampleFormat format, Likelihood likelihood) {
        if (format.kind() != SampleKind.TEXT) {
            throw new IllegalArgumentException(
                    "samples must be strings of symbols for an autoregressive decoder, but are "
                            + format.scaling().getClass().getSimpleName());
        }
        if (!(likelihood instanceof Likelihood.Categorical)) {
            throw new IllegalArgumentException(
                    "likelihood must be Categorical for an autoregressive decoder, but is "
                            + likelihood);
        }
    }

    private static void requireNames(List<String> conditions) {
        for (String name : conditions) {
            if (name.isBlank() || conditions.indexOf(name) != conditions.lastIndexOf(name)) {
                throw new IllegalArgumentException(
                        "conditions must be names, each once, but are " + conditions);
            }
        }
    }

    /**
     * Checks that there are labels for the decoders of an architecture.
     *
     * @throws IllegalArgumentException if each label is to have a decoder, but there are not two
     */
    public static void requireDecoders(Architecture architecture, List<String> conditions) {
        if (architecture.isShared() && conditions.size() < 2) {
            throw new IllegalArgumentException(
                    "labels must be two or more for an architecture that has a decoder for each,"
                            + " but are "
                            + conditions);
        }
    }

    /**
     * Returns the raw values that the likelihood is of, if it is of [0, 1] alone: of others it
     * would say that they are likelier than any.
     */
    public Optional<Scaling.UnitInterval> range() {
        return likelihood.needsUnitInterval() ? target().scaling().range() : Optional.empty();
    }

    /**
     * Checks that the likelihood can mean the values of samples.
     *
     * @param samples that are to come out, in the model's format
     * @throws IllegalArgumentException if one is out of its {@link #range}
     */
    public void requireWithinRange(Samples samples) {
        range().ifPresent(range -> samples.requireWithin(range, likelihoodName()));
    }

    private String likelihoodName() {
        return likelihood.getClass().getSimpleName();
    }

    /** Returns whether the decoder sees the symbols before the one that it decodes. */
    public boolean isAutoregressive() {
        return architecture.isAutoregressive();
    }

    /**
     * Returns whether a part must be told labels. An encoder that all labels share passes them
     * over.
     */
    public boolean needsLabels(Part part) {
        return !conditions.isEmpty() && !(architecture.isShared() && part == Part.ENCODER);
    }

    /** Returns the same without conditions. */
    public AutoencoderConfig withoutConditions() {
        return new AutoencoderConfig(
                format, List.of(), architecture, bottleneck, likelihood, otherTarget);
    }

    /**
     * Returns the index of a label among the conditions.
     *
     * @throws IllegalArgumentException if it is none of them, or there are none
     */
    public int condition(String label) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "label must not be given for a model without conditions, but is \"%s\""
                            .formatted(label));
        }
        int index = conditions.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "label must be one of %s, but is \"%s\""
                            .formatted(String.join(", ", conditions), label));
        }
        return index;
    }

    /** Returns a new encoder that is not yet initialized. */
    public Encoder newEncoder() {
        return new Encoder(
                format.modelShape(),
                new Condition(conditions.size(), needsLabels(Part.ENCODER)),
                architecture.newEncoder(format.modelShape()),
                bottleneck);
    }

    /** Returns a new decoder that is not yet initialized. */
    public Decoder newDecoder() {
        Shape code = new Shape(bottleneck.codeSize());
        return new Decoder(
                code,
                new Condition(conditions.size()),
                architecture.isAutoregressive(),
                false,
                architecture.newDecoder(
                        target().modelShape(), likelihood.parametersPerValue(), conditions.size()));
    }

    /** Returns a new model that is not yet initialized. */
    public AutoencoderBlock newBlock() {
        return newBlock(MonteCarlo.ONE_DRAW);
    }

    /**
     * Returns a new model that is not yet initialized, and that is run for its loss as said. The
     * parameters do not depend on it.
     */
    public AutoencoderBlock newBlock(MonteCarlo monteCarlo) {
        return bottleneck.isStochastic()
                ? new VariationalAutoencoder(newEncoder(), newDecoder(), monteCarlo)
                : new Autoencoder(newEncoder(), newDecoder(), monteCarlo);
    }

    /**
     * Returns how many samples or codes are computed at once outside of training: so many, or fewer
     * of large samples, whose values together are at most 2^21, or one. (How many are read at once
     * is {@link io.github.autoencoders.sample.SampleStream#portion}.)
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public int atOnce(int most) {
        Require.atLeast(1, "most", most);
        long size = Math.max(format.modelShape().size(), target().modelShape().size());
        return (int) Math.max(1, Math.min(most, VALUES_AT_ONCE / size));
    }

    /**
     * Returns N, how many standard normal numbers determine what a block draws for one sample; 0 if
     * it draws nothing. They are its second input, shape [B, N].
     */
    public int noiseSize(MonteCarlo monteCarlo) {
        if (bottleneck.isStochastic()) {
            return monteCarlo.draws() * bottleneck.codeSize();
        }
        return monteCarlo.perturbation() > 0 ? (int) format.modelShape().size() : 0;
    }
}
