package io.github.autoencoders.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a saved model is used for: which part of it runs, and how samples and codes, both as
 * float[], go in and come out. {@link ImageAdapter} puts images in their place.
 *
 * <p>A sample or code that goes into a conditional model has one more value at its end: the index
 * of its label among the config's conditions. Where the input is no list of numbers, and wherever
 * all inputs have the same label, {@link #given} takes it once.
 */
public enum Task {
    /** A raw sample to its code; for a variational autoencoder, to the posterior's mean. */
    ENCODE(Part.ENCODER),
    /** A code to a raw sample. */
    DECODE(Part.DECODER),
    /** A raw sample to what the model makes of it. */
    RECONSTRUCT(Part.RECONSTRUCTION),
    /** A seed to the raw sample of a code drawn from N(0, I) with it. */
    SAMPLE(Part.DECODER),
    /** A raw sample to its anomaly score, the negative evidence lower bound. */
    SCORE(Part.WHOLE);

    private final Part part;

    Task(Part part) {
        this.part = part;
    }

    /** Returns whether codes go in, and not samples. */
    public boolean takesCodes() {
        return part == Part.DECODER;
    }

    /** Returns the part of the model that the task runs. */
    public Part part() {
        return part;
    }

    /**
     * Checks an input as the task's translator of arrays would, without an engine: so one of many
     * can be refused before they are put into one batch.
     *
     * @param input a raw sample or a code, flattened; to sample, a code
     * @throws IllegalArgumentException if it does not fit the model
     */
    public void requireInput(AutoencoderConfig config, float[] input) {
        boolean code = takesCodes();
        String name = code ? "code" : "sample";
        int size = code ? config.bottleneck().codeSize() : config.format().size();
        float[] values = input;
        if (!config.conditions().isEmpty()) {
            ConditionalTranslator.requireSize(input, name, size);
            ConditionalTranslator.index(input[size], config.conditions().size());
            values = Arrays.copyOf(input, size);
        }
        Scaling scaling = config.format().scaling();
        boolean missing = !code && this != SCORE && scaling.allowsMissing();
        ArrayTranslator.requireValid(name, missing, values, size);
        if (!code) {
            scaling.requireRaw(values);
        }
    }

    /**
     * Returns a translator for a conditional model that gives each input the same label; the inputs
     * are then those of a model without conditions.
     *
     * @param label one of the config's conditions
     * @param task makes a translator, as {@code Task::sampling}
     * @throws IllegalArgumentException if the config has no such condition
     */
    public static <I, O> Translator<I, O> given(
            AutoencoderConfig config,
            String label,
            Function<AutoencoderConfig, Translator<I, O>> task) {
        int index = config.condition(label);
        Translator<I, O> unconditional = task.apply(config.withoutConditions());
        return ConditionalTranslator.ofOne(unconditional, index, config.conditions().size());
    }

    // The last value is the label, if there are conditions.
    private static <O> Translator<float[], O> labelled(
            AutoencoderConfig config, String name, int size, Translator<float[], O> plain) {
        int conditions = config.conditions().size();
        return conditions == 0
                ? plain
                : ConditionalTranslator.ofLast(plain, name, size, conditions);
    }

    private static void requireUnconditional(AutoencoderConfig config) {
        if (!config.conditions().isEmpty()) {
            throw new IllegalArgumentException(
                    "label must be one of %s for a conditional model, but is not given"
                            .formatted(String.join(", ", config.conditions())));
        }
    }

    /** Returns a translator from raw samples, shape [...sample] flattened, to codes [D]. */
    public static Translator<float[], float[]> encoding(AutoencoderConfig config) {
        ArrayTranslator plain =
                new ArrayTranslator(
                        "sample",
                        config.format().shape(),
                        config.format().scaling().allowsMissing(),
                        raw -> toModel(config, raw),
                        list -> list.head());
        return labelled(config, "sample", config.format().size(), plain);
    }

    private static NDArray toModel(AutoencoderConfig config, NDArray raw) {
        config.format().scaling().requireRaw(raw.toFloatArray());
        return config.format().toModel(raw);
    }

    /** Returns a translator from codes [D] to raw samples, flattened. */
    public static Translator<float[], float[]> decoding(AutoencoderConfig config) {
        ArrayTranslator plain =
                new ArrayTranslator(
                        "code",
                        new Shape(config.bottleneck().codeSize()),
                        code -> code,
                        list -> config.format().toRaw(config.likelihood().mean(list.head())));
        return labelled(config, "code", config.bottleneck().codeSize(), plain);
    }

    /** Returns a translator from raw samples to their reconstructions, both flattened. */
    public static Translator<float[], float[]> reconstruction(AutoencoderConfig config) {
        ArrayTranslator plain =
                new ArrayTranslator(
                        "sample",
                        config.format().shape(),
                        config.format().scaling().allowsMissing(),
                        raw -> toModel(config, raw),
                        list ->
                                config.format()
                                        .toRaw(
                                                config.likelihood()
                                                        .mean(AutoencoderOutput.decoded(list))));
        return labelled(config, "sample", config.format().size(), plain);
    }

    /**
     * Returns a translator from seeds to raw samples: a seed always gives the same code, on every
     * engine.
     */
    public static Translator<Long, float[]> sampling(AutoencoderConfig config) {
        requireUnconditional(config);
        return new AdaptedTranslator<>(decoding(config), seedToCode(config), sample -> sample);
    }

    /**
     * Returns a translator from seeds to raw samples whose symbols are drawn, not only their code:
     * at each step one from \(p(x_t \mid x_{&lt;t}, z)^{1 / T}\), normalized. A seed always gives
     * the same code, that of {@link #sampling(AutoencoderConfig)}, and the same noise, on every
     * engine.
     *
     * @param temperature T: at 1 the model's own probabilities, below it the more probable symbols
     *     more often; at 0, as for a model without an autoregressive decoder, the most probable
     */
    public static Translator<Long, float[]> sampling(AutoencoderConfig config, double temperature) {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature must be finite and not negative, but is " + temperature);
        }
        if (temperature == 0) {
            return sampling(config);
        }
        if (!config.isAutoregressive()) {
            throw new IllegalArgumentException(
                    "temperature must be 0 unless the decoder is autoregressive, but is "
                            + temperature);
        }
        requireUnconditional(config);
        seedToCode(config); // refuses a model that cannot be sampled
        return new DrawingTranslator(config, temperature, decoding(config));
    }

    /**
     * Returns a translator from raw samples, flattened, to their anomaly scores, [1], in {@link
     * #scoreUnit}: how unlikely the model finds them. For a variational autoencoder it is the
     * negative evidence lower bound \(-\log p(x \mid z) + \mathrm{KL}(q(z \mid x) \,\|\,
     * \mathcal{N}(0, I))\) with z at the posterior's mean instead of drawn, so that a sample has
     * one score; for a plain autoencoder, the reconstruction \(-\log p(x \mid z)\). Where values
     * are missing, x is what is known: the less, the smaller the score.
     *
     * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>, Eq. 3
     */
    public static Translator<float[], float[]> scores(AutoencoderConfig config) {
        ComparingTranslator plain =
                new ComparingTranslator(
                        config.format(),
                        (raw, list) -> negativeElbo(config, raw, AutoencoderOutput.of(list)));
        return labelled(config, "sample", config.format().size(), plain);
    }

    /**
     * Returns what {@link #scores} are measured in, in words: nats, or where the likelihood is an
     * error its unit, to which nats of the divergence are added if there is one.
     */
    public static String scoreUnit(AutoencoderConfig config) {
        String unit = config.likelihood().unit();
        boolean mixed = config.bottleneck().isStochastic() && !unit.equals("nats");
        return mixed ? unit + " plus nats" : unit;
    }

    /**
     * Returns what the task's part of a model takes.
     *
     * @param given raw samples [B, ...sample], or codes [B, D]
     */
    public NDArray input(AutoencoderConfig config, NDArray given) {
        return takesCodes() ? given : config.format().toModel(given);
    }

    /**
     * Returns what the task makes of a part's output.
     *
     * @param given the raw samples or codes that went in
     * @param list what the task's part of the model returned
     * @return codes [B, D], raw samples [B, ...sample], or scores [B]
     */
    public NDArray output(AutoencoderConfig config, NDArray given, NDList list) {
        return switch (this) {
            case ENCODE -> list.head();
            case DECODE, SAMPLE -> config.format().toRaw(config.likelihood().mean(list.head()));
            case RECONSTRUCT ->
                    config.format()
                            .toRaw(config.likelihood().mean(AutoencoderOutput.decoded(list)));
            case SCORE -> negativeElbo(config, given, AutoencoderOutput.of(list));
        };
    }

    private static NDArray negativeElbo(
            AutoencoderConfig config, NDArray raw, AutoencoderOutput output) {
        NDArray x = config.format().toModel(raw);
        NDArray reconstruction = // [B]
                config.format().scaling().allowsMissing()
                        ? config.likelihood()
                                .negativeLogDensity(output.parameters(), x, Scaling.mask(raw))
                        : config.likelihood().negativeLogDensity(output.parameters(), x);
        DiagonalGaussian posterior = output.posterior();
        return posterior == null
                ? reconstruction
                : reconstruction.add(posterior.divergenceFromStandardNormal());
    }

    /** Returns a translator from raw samples, flattened, to their {@link #scores}. */
    public static Translator<float[], Double> scoring(AutoencoderConfig config) {
        return new AdaptedTranslator<>(
                scores(config), sample -> sample, score -> (double) score[0]);
    }

    /** Returns a translator from images to their {@link #scores}. */
    public static Translator<Image, Double> imageScoring(AutoencoderConfig config) {
        requireUnconditional(config);
        ImageAdapter images = new ImageAdapter(config.format().shape());
        return new AdaptedTranslator<>(scores(config), images::pixels, score -> (double) score[0]);
    }

    /**
     * Returns a translator from raw samples, flattened, to the absolute error of their
     * reconstruction, averaged over a sample's values, in model units: for standardized samples, in
     * standard deviations.
     *
     * @throws IllegalArgumentException if values may be missing
     */
    public static Translator<float[], Double> meanAbsoluteError(AutoencoderConfig config) {
        if (config.format().scaling().allowsMissing()) {
            throw new IllegalArgumentException(
                    "scaling must be one of values that are all there for a mean of errors, but is "
                            + config.format().scaling());
        }
        ComparingTranslator plain =
                new ComparingTranslator(
                        config.format(),
                        (raw, list) ->
                                meanAbsolute(
                                        config.format()
                                                .toModel(raw)
                                                .sub(
                                                        config.likelihood()
                                                                .mean(
                                                                        AutoencoderOutput.decoded(
                                                                                list)))));
        Translator<float[], float[]> errors =
                labelled(config, "sample", config.format().size(), plain);
        return new AdaptedTranslator<>(errors, sample -> sample, error -> (double) error[0]);
    }

    private static NDArray meanAbsolute(NDArray errors) { // [B, ...]
        return errors.abs().reshape(errors.getShape().get(0), -1).mean(new int[] {1}); // [B]
    }

    /** Returns the code that belongs to a seed, drawn from N(0, I): shape [D]. */
    public static float[] standardNormal(long seed, int codeSize) {
        return standardNormal(source(seed), codeSize);
    }

    /** Returns the random numbers of a seed. */
    static Random source(long seed) {
        // Random alone would give seeds that follow each other nearly the same first number.
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /** Returns the next standard normal numbers: shape [D]. */
    static float[] standardNormal(Random random, int codeSize) {
        float[] code = new float[codeSize];
        for (int d = 0; d < codeSize; d++) {
            code[d] = (float) random.nextGaussian();
        }
        return code;
    }

    /** Returns a translator from images to codes. */
    public static Translator<Image, float[]> imageEncoding(AutoencoderConfig config) {
        requireUnconditional(config);
        ImageAdapter images = new ImageAdapter(config.format().shape());
        return new AdaptedTranslator<>(encoding(config), images::pixels, code -> code);
    }

    /** Returns a translator from codes to images. */
    public static Translator<float[], Image> imageDecoding(AutoencoderConfig config) {
        ImageAdapter images = new ImageAdapter(config.format().shape());
        return new AdaptedTranslator<>(decoding(config), code -> code, images::image);
    }

    /** Returns a translator from images to their reconstructions. */
    public static Translator<Image, Image> imageReconstruction(AutoencoderConfig config) {
        requireUnconditional(config);
        ImageAdapter images = new ImageAdapter(config.format().shape());
        return new AdaptedTranslator<>(reconstruction(config), images::pixels, images::image);
    }

    /** Returns a translator from seeds to images. */
    public static Translator<Long, Image> imageSampling(AutoencoderConfig config) {
        requireUnconditional(config);
        ImageAdapter images = new ImageAdapter(config.format().shape());
        return new AdaptedTranslator<>(decoding(config), seedToCode(config), images::image);
    }

    /**
     * Returns a translator from raw samples to the numbers of the codebook's entries that are their
     * codes, [P], for {@link Part#ENCODER}.
     *
     * @throws IllegalArgumentException if the model has no codebook
     */
    public static Translator<float[], int[]> entryEncoding(AutoencoderConfig config) {
        if (!(config.bottleneck() instanceof Bottleneck.VectorQuantized)) {
            throw new IllegalArgumentException(
                    "bottleneck must be VectorQuantized to have entries, but is "
                            + config.bottleneck().getClass().getSimpleName());
        }
        Translator<float[], float[]> numbers =
                new ArrayTranslator(
                        "sample",
                        config.format().shape(),
                        config.format()::toModel,
                        list ->
                                Quantization.find(list)
                                        .orElseThrow()
                                        .indices()
                                        .toType(DataType.FLOAT32, false));
        return new AdaptedTranslator<>(numbers, sample -> sample, Task::whole);
    }

    private static int[] whole(float[] numbers) {
        int[] whole = new int[numbers.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(numbers[i]);
        }
        return whole;
    }

    /** Returns a translator from one array of raw samples [B, ...sample] to one of codes [B, D]. */
    public static Translator<NDList, NDList> batchEncoding(AutoencoderConfig config) {
        requireUnconditional(config);
        return ofSamples(config, (raw, list) -> list.head());
    }

    /** Returns a translator from one array of codes [B, D] to one of raw samples [B, ...sample]. */
    public static Translator<NDList, NDList> batchDecoding(AutoencoderConfig config) {
        requireUnconditional(config);
        return new BatchTranslator(
                "code",
                new Shape(config.bottleneck().codeSize()),
                code -> code,
                (code, list) -> config.format().toRaw(config.likelihood().mean(list.head())));
    }

    /** Returns a translator from one array of raw samples to one of their reconstructions. */
    public static Translator<NDList, NDList> batchReconstruction(AutoencoderConfig config) {
        requireUnconditional(config);
        return ofSamples(
                config,
                (raw, list) ->
                        config.format()
                                .toRaw(config.likelihood().mean(AutoencoderOutput.decoded(list))));
    }

    /** Returns a translator from one array of raw samples to one of their {@link #scores} [B]. */
    public static Translator<NDList, NDList> batchScoring(AutoencoderConfig config) {
        requireUnconditional(config);
        return ofSamples(
                config, (raw, list) -> negativeElbo(config, raw, AutoencoderOutput.of(list)));
    }

    private static Translator<NDList, NDList> ofSamples(
            AutoencoderConfig config, BiFunction<NDArray, NDList, NDArray> output) {
        return new BatchTranslator(
                "sample", config.format().shape(), config.format()::toModel, output);
    }

    /** Returns whether a model can be used for the task. */
    public boolean fits(AutoencoderConfig config) {
        return this != SAMPLE || config.bottleneck().canBeSampled();
    }

    /**
     * Checks, before any work, that a model can be used for the task.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public void requireFits(AutoencoderConfig config) {
        if (this == SAMPLE) {
            requireSampled(config);
        }
    }

    private static void requireSampled(AutoencoderConfig config) {
        if (!config.bottleneck().canBeSampled()) {
            throw new IllegalArgumentException(
                    "bottleneck must have codes like those of N(0, I) to be sampled, but "
                            + config.bottleneck().getClass().getSimpleName()
                            + " has entries of a codebook, and no prior of them was learnt");
        }
    }

    private static Function<Long, float[]> seedToCode(AutoencoderConfig config) {
        requireSampled(config);
        int codeSize = config.bottleneck().codeSize();
        return seed -> standardNormal(seed, codeSize);
    }
}
