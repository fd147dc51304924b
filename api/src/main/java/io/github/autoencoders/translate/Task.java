package io.github.autoencoders.translate;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.util.Pair;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleKind;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a saved model is used for: the table that translators, batches, servers and descriptions
 * read. An entry says which part of a model runs, what goes in, what comes out, and how that is
 * made of the part's output.
 *
 * <pre>{@code
 * try (Predictor<float[], float[]> encoder = whole.newPredictor(Task.encoding(config))) {
 *     float[] code = encoder.predict(sample);                            // [D]
 * }
 * }</pre>
 *
 * <p>Each input of a conditional model has a label beside it: as {@link Labelled}, as a second
 * array of an NDList, or once for all inputs.
 */
public enum Task {
    /** A raw sample to its code; for a variational autoencoder, to the posterior's mean. */
    ENCODE(Part.ENCODER, Content.SAMPLE, Content.CODE, (config, raw, list) -> list.head()),
    /** A code to a raw sample. */
    DECODE(
            Part.DECODER,
            Content.CODE,
            Content.TARGET,
            (config, code, list) -> Computation.mean(config, list.head())),
    /** A raw sample to what the model makes of it. */
    RECONSTRUCT(
            Part.RECONSTRUCTION,
            Content.SAMPLE,
            Content.TARGET,
            (config, raw, list) -> Computation.mean(config, AutoencoderOutput.decoded(list))),
    /** A seed to the raw sample of a code drawn from N(0, I) with it. */
    SAMPLE(
            Part.DECODER,
            Content.SEED,
            Content.TARGET,
            (config, code, list) -> Computation.mean(config, list.head())),
    /**
     * A raw sample to its anomaly score, [1], in {@link #scoreUnit}: how unlikely the model finds
     * it. For a variational autoencoder it is the negative evidence lower bound \(-\log p(x \mid z)
     * + \mathrm{KL}(q(z \mid x) \,\|\, \mathcal{N}(0, I))\) with z at the posterior's mean instead
     * of drawn, so that a sample has one score; for a plain autoencoder, the reconstruction \(-\log
     * p(x \mid z)\). Where values are missing, x is what is known: the less, the smaller the score.
     *
     * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>, Eq. 3
     */
    SCORE(Part.WHOLE, Content.SAMPLE, Content.SCORE, Computation::negativeElbo);

    private final Computation computation;

    Task(Part part, Content input, Content output, Computation.Finish finish) {
        computation = new Computation(part, input, output, finish);
    }

    /** Returns what is computed of a batch. */
    public Computation computation() {
        return computation;
    }

    /** Returns the part of the model that the task runs. */
    public Part part() {
        return computation.part();
    }

    /** Returns what goes in. */
    public Content input() {
        return computation.input();
    }

    /** Returns what comes out. */
    public Content output() {
        return computation.output();
    }

    /** Returns the name in addresses and arguments, as {@code encode}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns all that a model can be used for.
     *
     * @param held the part of it whose parameters are there
     */
    public static List<Task> of(Part held, AutoencoderConfig config) {
        return Stream.of(values())
                .filter(task -> held.holds(task.part()) && task.computation.fits(config))
                .toList();
    }

    /**
     * Checks, before any work, that a model can be used for the task.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public void requireFits(AutoencoderConfig config) {
        computation.requireFits(config);
    }

    /**
     * Returns the Java types that may go in and come out, as a Criteria asks for them: numbers, or
     * images or strings in the place of samples; each likewise with {@link Labelled} going in; and
     * an NDList with one array of all inputs [B, ...], and for a conditional model one of their
     * labels.
     */
    public Set<Pair<Type, Type>> types() {
        Set<Pair<Type, Type>> types = new LinkedHashSet<>();
        for (Class<?> form : SampleKind.types()) {
            Type output = output().type(form);
            types.add(new Pair<>(input().type(form), output));
            types.add(new Pair<>(Labelled.class, output));
        }
        types.add(new Pair<>(NDList.class, NDList.class));
        return types;
    }

    /**
     * Returns a translator for a model without conditions, or of inputs with their labels.
     *
     * @param input one of {@link #types}
     * @param output that stands beside it there
     * @throws IllegalArgumentException if the model cannot be used for the task, or the types are
     *     others
     */
    public <I, O> Translator<I, O> translator(
            AutoencoderConfig config, Class<I> input, Class<O> output) {
        return translator(config, null, input, output);
    }

    /**
     * Returns a translator.
     *
     * @param label one of the config's conditions, which is that of every input, or null
     * @param input one of {@link #types}
     * @param output that stands beside it there
     */
    @SuppressWarnings("unchecked") // the types of an NDList are those that were asked for
    public <I, O> Translator<I, O> translator(
            AutoencoderConfig config, @Nullable String label, Class<I> input, Class<O> output) {
        requireTypes(input, output, true);
        if (input.equals(NDList.class)) {
            requireFits(config);
            float[] all = label == null ? null : computation.condition(config, label);
            return (Translator<I, O>) new BatchTranslator(config, computation, all);
        }
        return items(config, computation, List.of(), label, input, output);
    }

    void requireTypes(Class<?> input, Class<?> output, boolean lists) {
        Pair<Type, Type> types = new Pair<>(input, output);
        Set<Pair<Type, Type>> known = types();
        if (!lists) {
            known.remove(new Pair<Type, Type>(NDList.class, NDList.class));
        }
        if (!known.contains(types)) {
            throw new IllegalArgumentException(
                    "types to %s must be one of %s, but are %s"
                            .formatted(
                                    key(), known.stream().map(Task::names).toList(), names(types)));
        }
    }

    private static String names(Pair<Type, Type> types) {
        return types.getKey().getTypeName() + " to " + types.getValue().getTypeName();
    }

    // A part may take more arrays of each, which are zeros.
    static <I, O> Translator<I, O> items(
            AutoencoderConfig config,
            Computation computation,
            List<Shape> zeros,
            @Nullable String label,
            Class<I> input,
            Class<O> output) {
        computation.requireFits(config);
        if (label != null || !(config.conditions().isEmpty() || input.equals(Labelled.class))) {
            computation.condition(config, label); // or its refusal
        }
        SampleKind.requireType(config.format(), input);
        SampleKind.requireType(config.target(), output);
        return new ItemTranslator<>(
                config,
                computation,
                joined(computation.shapes(config), zeros),
                item ->
                        withZeros(
                                computation.isExact(config)
                                        ? computation.arrays(config, item, label)
                                        : computation.floats(config, item, label),
                                zeros),
                values -> output.cast(computation.output().of(config, values, output)));
    }

    private static <T> List<T> joined(List<T> first, List<T> others) {
        return Stream.concat(first.stream(), others.stream()).toList();
    }

    private static List<?> withZeros(List<?> arrays, List<Shape> zeros) {
        return zeros.isEmpty()
                ? arrays
                : Stream.concat(
                                arrays.stream(),
                                zeros.stream().map(shape -> new float[(int) shape.size()]))
                        .toList();
    }

    /**
     * Returns a translator from what {@link Computation#arrays} makes of inputs, as a server that
     * checks each by itself, to outputs, flattened.
     */
    public Translator<List<double[]>, double[]> ofArrays(AutoencoderConfig config) {
        return arrays(config, computation, List.of());
    }

    static Translator<List<double[]>, double[]> arrays(
            AutoencoderConfig config, Computation computation, List<Shape> zeros) {
        computation.requireFits(config);
        return new ItemTranslator<>(
                config,
                computation,
                joined(computation.shapes(config), zeros),
                arrays -> withZeros(arrays, zeros),
                Function.identity());
    }

    /** Returns a translator from raw samples, shape [...sample] flattened, to codes [D]. */
    public static Translator<float[], float[]> encoding(AutoencoderConfig config) {
        return ENCODE.translator(config, float[].class, float[].class);
    }

    /** Returns a translator from codes [D] to raw samples, flattened. */
    public static Translator<float[], float[]> decoding(AutoencoderConfig config) {
        return DECODE.translator(config, float[].class, float[].class);
    }

    /** Returns a translator from raw samples to their reconstructions, both flattened. */
    public static Translator<float[], float[]> reconstruction(AutoencoderConfig config) {
        return RECONSTRUCT.translator(config, float[].class, float[].class);
    }

    /** Returns a translator from raw samples, flattened, to their {@linkplain #SCORE scores}. */
    public static Translator<float[], Double> scoring(AutoencoderConfig config) {
        return SCORE.translator(config, float[].class, Double.class);
    }

    /**
     * Returns a translator from seeds to raw samples: a seed always gives the same code, on every
     * engine.
     */
    public static Translator<Long, float[]> sampling(AutoencoderConfig config) {
        return SAMPLE.translator(config, Long.class, float[].class);
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
        return sampling(config, temperature, null);
    }

    /**
     * Returns the same translator, given the label of all samples.
     *
     * @param label one of the config's conditions, or null for a model without any
     */
    public static Translator<Long, float[]> sampling(
            AutoencoderConfig config, double temperature, @Nullable String label) {
        requireTemperature(config, temperature);
        Translator<Long, float[]> codes = // or its refusal
                SAMPLE.translator(config, label, Long.class, float[].class);
        if (temperature == 0) {
            return codes;
        }
        Computation computation = SAMPLE.computation;
        List<Shape> shapes = new ArrayList<>(computation.shapes(config));
        shapes.add(new Shape(config.target().modelShape().size()));
        return new ItemTranslator<>(
                config,
                computation,
                shapes,
                seed -> {
                    List<double[]> arrays = computation.arrays(config, seed, label);
                    arrays.add(Digits.widened(noise(config, seed, temperature)));
                    return arrays;
                },
                Digits::narrowed);
    }

    /**
     * Checks that symbols can be drawn at a temperature.
     *
     * @throws IllegalArgumentException if it is negative or not finite, or is not 0 although the
     *     decoder is not autoregressive
     */
    public static void requireTemperature(AutoencoderConfig config, double temperature) {
        Require.notNegative("temperature", temperature);
        if (temperature > 0 && !config.isAutoregressive()) {
            throw new IllegalArgumentException(
                    "temperature must be 0 unless the decoder is autoregressive, but is "
                            + temperature);
        }
    }

    /**
     * Returns a translator from raw samples, flattened, to the absolute error of their
     * reconstruction, averaged over a sample's values, in model units: for standardized samples, in
     * standard deviations.
     *
     * @throws IllegalArgumentException if values may be missing
     */
    public static Translator<float[], Double> meanAbsoluteError(AutoencoderConfig config) {
        return items(
                config,
                Computation.MEAN_ABSOLUTE_ERROR,
                List.of(),
                null,
                float[].class,
                Double.class);
    }

    /**
     * Returns a translator from raw samples to the numbers of the codebook's entries that are their
     * codes, [P], for {@link Part#ENCODER}.
     *
     * @throws IllegalArgumentException if the model has no codebook
     */
    public static Translator<float[], int[]> entryEncoding(AutoencoderConfig config) {
        return items(config, Computation.ENTRIES, List.of(), null, float[].class, int[].class);
    }

    /**
     * Returns what scores are measured in, in words: nats, or where the likelihood is an error its
     * unit, to which nats of the divergence are added if there is one.
     */
    public static String scoreUnit(AutoencoderConfig config) {
        String unit = config.likelihood().unit();
        boolean mixed = config.bottleneck().isStochastic() && !unit.endsWith("nats");
        return mixed ? unit + " plus nats" : unit;
    }

    /** Returns the code that belongs to a seed, drawn from N(0, I): shape [D]. */
    public static float[] standardNormal(long seed, int codeSize) {
        return standardNormal(RandomStreams.of(seed), codeSize);
    }

    private static float[] standardNormal(Random random, int codeSize) {
        float[] code = new float[codeSize];
        for (int d = 0; d < codeSize; d++) {
            code[d] = (float) random.nextGaussian();
        }
        return code;
    }

    /**
     * Returns the noise that belongs to a seed, which makes an autoregressive decoder's choices
     * draws: with g from the standard Gumbel distribution for each symbol, the symbol of the
     * greatest \(\log p + T g\) is one drawn from \(p^{1 / T}\), normalized; that is, of the
     * greatest \(\log p / T + g\).
     *
     * @param temperature T
     * @return T g, shape [F], the values of a sample in model units
     */
    public static float[] noise(AutoencoderConfig config, long seed, double temperature) {
        Random random = RandomStreams.of(seed);
        standardNormal(random, config.bottleneck().codeSize()); // the code comes first
        float[] noise = new float[Math.toIntExact(config.target().modelShape().size())];
        for (int i = 0; i < noise.length; i++) {
            // -log(-log u) with u uniform in (0, 1): never infinite.
            double u = Math.max(random.nextDouble(), Double.MIN_NORMAL);
            noise[i] = (float) (temperature * -Math.log(-Math.log(u)));
        }
        return noise;
    }
}
