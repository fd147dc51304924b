package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is computed of a batch: a part of a model runs, between two conversions. Every way to run a
 * model goes through one.
 *
 * @param part of the model that runs
 * @param input what goes in
 * @param output what comes out
 * @param finish makes it of what the part returns
 * @param raw whether the part takes raw units, as an exported one does
 */
public record Computation(Part part, Content input, Content output, Finish finish, boolean raw) {

    /** Makes the computation of a part that takes model units. */
    public Computation(Part part, Content input, Content output, Finish finish) {
        this(part, input, output, finish, false);
    }

    /** A raw sample to the absolute error of its reconstruction, averaged, in model units. */
    public static final Computation MEAN_ABSOLUTE_ERROR =
            new Computation(
                    Part.WHOLE, Content.SAMPLE, Content.ERROR, Computation::meanAbsoluteError);

    /**
     * A raw sample to its {@linkplain Task#SCORE score}, and then to what the score is the sum of,
     * of each of {@link #contributors}.
     */
    public static final Computation CONTRIBUTIONS =
            new Computation(
                    Part.WHOLE, Content.SAMPLE, Content.CONTRIBUTIONS, Computation::contributions);

    /** A raw sample to the numbers of the codebook's entries that are its code, [P]. */
    public static final Computation ENTRIES =
            new Computation(
                    Part.ENCODER,
                    Content.SAMPLE,
                    Content.ENTRIES,
                    (config, given, list) ->
                            Quantization.find(list)
                                    .orElseThrow()
                                    .indices()
                                    .toType(DataType.FLOAT32, false));

    /**
     * A raw sample to the absolute error of each of its values in model units, divided by the
     * {@linkplain io.github.autoencoders.likelihood.Likelihood#spread spread} that the decoder
     * says: shape [B, ...modelShape] of the target, of a spectrogram its bands and frames.
     */
    public static final Computation DEVIATIONS =
            new Computation(
                    Part.RECONSTRUCTION,
                    Content.SAMPLE,
                    Content.DEVIATIONS,
                    Computation::deviations);

    private static final int[] SUM = {1}; // over all but the batch

    /**
     * Returns what makes of a raw sample what the model makes, and intervals around it: [B, 3,
     * ...target], the middle, the lower and the upper ends, in raw units.
     *
     * @param width half of an interval's, in spreads
     */
    public static Computation intervals(double width) {
        return new Computation(
                Part.RECONSTRUCTION,
                Content.SAMPLE,
                Content.INTERVALS,
                (config, raw, list) -> intervals(config, list, width));
    }

    private static NDArray intervals(AutoencoderConfig config, NDList list, double width) {
        NDArray parameters = AutoencoderOutput.decoded(list);
        NDArray mean = config.likelihood().mean(parameters);
        NDArray half = config.likelihood().spread(parameters).mul(width);
        NDList ends = new NDList();
        for (NDArray end : List.of(mean, mean.sub(half), mean.add(half))) {
            ends.add(config.target().toRaw(end));
        }
        return NDArrays.stack(ends, 1);
    }

    private static NDArray deviations(AutoencoderConfig config, NDArray raw, NDList list) {
        NDArray parameters = AutoencoderOutput.decoded(list);
        NDArray errors =
                config.target().toModel(raw).sub(config.likelihood().mean(parameters)).abs();
        return errors.div(config.likelihood().spread(parameters));
    }

    /** What is made of a part's output. */
    @FunctionalInterface
    public interface Finish {
        /**
         * Returns the outputs of a batch.
         *
         * @param given the raw samples [B, ...sample] or codes [B, D] that went in
         * @param list what the part returned for them
         * @return shape [B, ...]
         */
        NDArray of(AutoencoderConfig config, NDArray given, NDList list);
    }

    /**
     * Returns the same, of a part that takes and gives raw units.
     *
     * @param place of what comes out, among the part's outputs
     */
    Computation inRawUnits(int place) {
        return new Computation(part, input, output, (config, given, list) -> list.get(place), true);
    }

    /**
     * Returns what the part takes.
     *
     * @param given raw samples [B, ...sample], NaN where a value is missing, or codes [B, D]
     */
    public NDArray input(AutoencoderConfig config, NDArray given) {
        return input == Content.SAMPLE && !raw ? config.format().toModel(given) : given;
    }

    /**
     * Returns the outputs of a batch.
     *
     * @param given as for {@link #input}
     * @param list what the part returned
     */
    public NDArray output(AutoencoderConfig config, NDArray given, NDList list) {
        return finish.of(config, given, list);
    }

    /** Returns what goes in as an array: a seed's place is taken by its code. */
    Content taken() {
        return input == Content.SEED ? Content.CODE : input;
    }

    /** Returns whether a model can be used so. */
    public boolean fits(AutoencoderConfig config) {
        return lacking(config).isEmpty();
    }

    /**
     * Checks, before any work, that a model can be used so.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public void requireFits(AutoencoderConfig config) {
        requireNone(lacking(config));
    }

    private static void requireNone(Optional<String> lacking) {
        if (lacking.isPresent()) {
            throw new IllegalArgumentException(lacking.get());
        }
    }

    /**
     * Checks likewise, of samples that may have beside them what is to come out.
     *
     * @param given of the model's formats, or codes
     */
    public void requireFits(AutoencoderConfig config, Samples given) {
        boolean judged = given.arePairs() && needsTarget(config);
        requireNone(judged ? lackingOfEnds(config) : lacking(config));
    }

    private Optional<String> lacking(AutoencoderConfig config) {
        return lackingOfEnds(config)
                .or(
                        () ->
                                needsTarget(config)
                                        ? Optional.of(
                                                "samples must have their targets beside them for"
                                                        + " the %s of a model of which others come"
                                                                .formatted(output.key())
                                                        + " out than go in, but have none")
                                        : Optional.empty());
    }

    private Optional<String> lackingOfEnds(AutoencoderConfig config) {
        return Stream.of(input, output).flatMap(end -> end.lacking(config).stream()).findFirst();
    }

    private boolean needsTarget(AutoencoderConfig config) {
        return output.judgesTarget() && config.otherTarget().isPresent();
    }

    /**
     * Returns what the part takes for one input, each flattened: its values, checked, and for a
     * conditional model its label, one-hot. No engine is touched.
     *
     * @param given a float[] or double[], an Image or a Long, as the input is; or one {@link
     *     Labelled}
     * @param label where it is not beside the input; none for a model without conditions
     * @throws IllegalArgumentException if it does not fit the model
     */
    public List<double[]> arrays(AutoencoderConfig config, Object given, @Nullable String label) {
        if (given instanceof Labelled labelled) {
            return arrays(config, labelled.input(), labelled.label());
        }
        double[] values = input.values(config, given);
        requireTaken(config, "sample", values);
        return withCondition(config, values, label, Digits::widened);
    }

    /** Returns the same, with as many digits as 32-bit floats have. */
    List<float[]> floats(AutoencoderConfig config, Object given, @Nullable String label) {
        if (given instanceof Labelled labelled) {
            return floats(config, labelled.input(), labelled.label());
        }
        float[] values = input.floats(config, given);
        if (judges(config)) {
            requireTaken(config, "sample", Digits.widened(values));
        }
        return withCondition(config, values, label, condition -> condition);
    }

    private <T> List<T> withCondition(
            AutoencoderConfig config,
            T values,
            @Nullable String label,
            Function<float[], T> asValues) {
        List<T> arrays = new ArrayList<>(List.of(values));
        if (label != null || !config.conditions().isEmpty()) {
            arrays.add(asValues.apply(condition(config, label)));
        }
        return arrays;
    }

    /**
     * Returns whether values that the likelihood cannot mean must be refused, as they would get a
     * low score.
     */
    private boolean judges(AutoencoderConfig config) {
        return output == Content.SCORE && config.range().isPresent();
    }

    /**
     * Checks, before any work, that samples can be computed with.
     *
     * @param given in the model's formats, or codes
     * @throws IllegalArgumentException if scores are wanted, and the likelihood cannot mean a value
     */
    public void requireTaken(AutoencoderConfig config, Samples given) {
        if (judges(config)) {
            config.requireWithinRange(given);
        }
    }

    /** Checks an array of raw samples likewise. */
    void requireTaken(AutoencoderConfig config, NDArray raw) {
        if (judges(config)) {
            requireTaken(config, "input", Digits.of(raw.toType(DataType.FLOAT64, false)));
        }
    }

    private void requireTaken(AutoencoderConfig config, String name, double[] values) {
        if (judges(config)) {
            int[] none = new int[0];
            requireTaken(config, Samples.ofDoubles(name, config.format(), values, none, List.of()));
        }
    }

    /** Returns whether what goes in must be given in float64. */
    boolean isExact(AutoencoderConfig config) {
        return input == Content.SAMPLE && config.format().scaling().needsDoubles();
    }

    /**
     * Returns a label as the part takes it, [K].
     *
     * @param label or null, which is zeros for a part that passes labels over
     * @throws IllegalArgumentException if the part must be told a label, or there is no such
     */
    float[] condition(AutoencoderConfig config, @Nullable String label) {
        return label == null && !config.needsLabels(part)
                ? new float[config.conditions().size()]
                : oneHot(config, label);
    }

    /** Returns a label as a part takes it, [K]. */
    private static float[] oneHot(AutoencoderConfig config, @Nullable String label) {
        if (label == null) {
            throw new IllegalArgumentException(
                    "label must be one of %s for a conditional model, but is not given"
                            .formatted(String.join(", ", config.conditions())));
        }
        int index = config.condition(label);
        float[] oneHot = new float[config.conditions().size()];
        oneHot[index] = 1;
        return oneHot;
    }

    /** Returns arrays of no meaning, as for one input. */
    public List<double[]> zeros(AutoencoderConfig config) {
        return shapes(config).stream().map(shape -> new double[(int) shape.size()]).toList();
    }

    /** Returns the shapes of {@link #arrays}. */
    List<Shape> shapes(AutoencoderConfig config) {
        List<Shape> shapes = new ArrayList<>(List.of(taken().shape(config)));
        if (!config.conditions().isEmpty()) {
            shapes.add(new Shape(config.conditions().size()));
        }
        return shapes;
    }

    static NDArray mean(AutoencoderConfig config, NDArray parameters) {
        return config.target().toRaw(config.likelihood().mean(parameters));
    }

    static NDArray negativeElbo(AutoencoderConfig config, NDArray raw, NDList list) {
        AutoencoderOutput output = AutoencoderOutput.of(list);
        NDArray x = config.target().toModel(raw);
        if (config.range().isPresent()) {
            x = x.clip(0, 1); // those near the ends of the range, which are let through
        }
        NDArray reconstruction = // [B]
                config.target().allowsMissing()
                        ? config.likelihood()
                                .negativeLogDensity(
                                        output.parameters(),
                                        x,
                                        config.target().scaling().modelMask(raw))
                        : config.likelihood().negativeLogDensity(output.parameters(), x);
        DiagonalGaussian posterior = output.posterior();
        return posterior == null
                ? reconstruction
                : reconstruction.add(posterior.divergenceFromStandardNormal());
    }

    /**
     * Returns what a score is the sum of: each value of a sample, by its name; the padding, if
     * there is some; and the KL divergence of the code, where the model has one.
     */
    public static List<String> contributors(AutoencoderConfig config) {
        List<String> names = new ArrayList<>(config.target().valueNames());
        if (config.target().padding() > 0) {
            names.add("padding");
        }
        if (config.bottleneck().isStochastic()) {
            names.add("KL divergence");
        }
        return names;
    }

    private static NDArray contributions(AutoencoderConfig config, NDArray raw, NDList list) {
        AutoencoderOutput output = AutoencoderOutput.of(list);
        SampleFormat format = config.target();
        NDArray terms = config.likelihood().terms(output.parameters(), format.toModel(raw));
        NDArray known = format.allowsMissing() ? terms.mul(format.scaling().modelMask(raw)) : terms;
        NDArray values = rows(format.perRawValue(known));
        NDList all = new NDList(rows(negativeElbo(config, raw, list)), values);
        if (format.padding() > 0) {
            NDArray rest = rows(known).sum(SUM).sub(values.sum(SUM));
            all.add(rows(rest));
        }
        DiagonalGaussian posterior = output.posterior();
        if (posterior != null) {
            all.add(rows(posterior.divergenceFromStandardNormal()));
        }
        return NDArrays.concat(all, 1); // [B, 1 + K]
    }

    private static NDArray rows(NDArray values) {
        return values.reshape(values.getShape().get(0), -1);
    }

    private static NDArray meanAbsoluteError(AutoencoderConfig config, NDArray raw, NDList list) {
        NDArray mean = config.likelihood().mean(AutoencoderOutput.decoded(list));
        NDArray errors = config.target().toModel(raw).sub(mean); // [B, ...]
        return errors.abs().reshape(errors.getShape().get(0), -1).mean(new int[] {1}); // [B]
    }
}
