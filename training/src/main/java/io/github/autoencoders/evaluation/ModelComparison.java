package io.github.autoencoders.evaluation;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * The samples that two models draw from the prior, measured by the same data: how many of them are
 * nothing, and how much of the data they cover.
 *
 * <pre>{@code
 * ModelComparison both = ModelComparison.of(model, other, split);
 * double covered = both.first().covered() - both.second().covered();
 * BufferedImage picture = both.draw("vae-mnist", "ae-mnist");
 * }</pre>
 *
 * @param first of the first model
 * @param second of the second model
 * @param real the same of the validation samples, and what as many training samples cover of them
 * @param validation samples whose range of values the picture has
 */
public record ModelComparison(Drawn first, Drawn second, Drawn real, Samples validation) {

    private static final int COLUMNS = 8;
    private static final int SHOWN = 64;

    /**
     * Samples, and what they are worth.
     *
     * @param kind of model that drew them
     * @param samples from codes of N(0, I), or real
     * @param nothing the share that is no sample
     * @param covered the share of the validation samples that they cover
     */
    public record Drawn(String kind, Samples samples, PriorCoverage.Share nothing, double covered) {

        /** Returns the shares in words. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.3f (%.3f far, %.3f blank), %.3f covered  %s",
                    nothing.nothing(),
                    nothing.far(),
                    nothing.blank(),
                    covered,
                    kind);
        }
    }

    /**
     * How much is compared.
     *
     * @param count codes that each model decodes, at least 1
     * @param limit training samples to be near to, and a tenth as many validation samples; 0 for
     *     all
     * @param seed of the first code; each next one has the next seed, the same for both models
     * @param labels that conditional models are told, in turn; none for all that a model knows
     */
    public record Settings(int count, int limit, long seed, List<String> labels) {

        /** 1,000 codes of all labels, by 10,000 training and 1,000 validation samples. */
        public static final Settings DEFAULT = new Settings(1_000, 10_000, 0, List.of());

        public Settings {
            Require.atLeast(1, "count", count);
            Require.notNegative("limit", limit);
            labels = List.copyOf(labels);
        }
    }

    /** Compares two models with {@link Settings#DEFAULT}. */
    public static ModelComparison of(
            TrainedAutoencoder first, TrainedAutoencoder second, DataSplit split) {
        return of(first, second, split, Settings.DEFAULT);
    }

    /**
     * Compares two models, of which at least the decoders are there.
     *
     * @param second with samples of the first one's shape
     * @param split what samples should look like, in the models' shape, none of their values
     *     missing; more than 5 validation samples
     * @throws IllegalArgumentException if the models' shapes differ, a value is missing, samples
     *     are too few, or there are labels that no model knows
     */
    public static ModelComparison of(
            TrainedAutoencoder first,
            TrainedAutoencoder second,
            DataSplit split,
            Settings settings) {
        return of(first, second, split, settings, Progress.NONE);
    }

    /**
     * Compares two models likewise.
     *
     * @param progress told of each sample whose nearest was found
     */
    public static ModelComparison of(
            TrainedAutoencoder first,
            TrainedAutoencoder second,
            DataSplit split,
            Settings settings,
            Progress progress) {
        requireSame(first.format().shape(), second.format().shape());
        split.requireWhole();
        List<String> labels = settings.labels;
        if (!labels.isEmpty() && !isConditional(first) && !isConditional(second)) {
            throw new IllegalArgumentException(
                    "labels must be given for a conditional model, but neither model is one");
        }
        Samples known = split.training();
        Samples real = split.validation();
        if (settings.limit > 0) {
            known = known.first(settings.limit);
            real = real.first((settings.limit + 9) / 10);
        }
        if (real.size() <= Coverage.NEIGHBOURS) {
            throw new IllegalArgumentException(
                    "the validation samples to be covered, a tenth of the limit, must be more than"
                            + " %s, but are %s".formatted(Coverage.NEIGHBOURS, real.size()));
        }
        Samples ofFirst = drawn(first, settings);
        Samples ofSecond = drawn(second, settings);
        Steps step = new Steps(progress, 2L * (real.size() + settings.count));
        Coverage coverage = Coverage.of(real.samples());
        PriorCoverage prior = PriorCoverage.of(known.samples(), real.samples(), step);
        List<float[]> others = List.of(split.training().first(settings.count).toArrays());
        return new ModelComparison(
                measured(kind(first), ofFirst, prior, coverage, step),
                measured(kind(second), ofSecond, prior, coverage, step),
                new Drawn(
                        "real samples", real, prior.of(real.samples(), step), coverage.by(others)),
                split.validation());
    }

    private static Drawn measured(
            String kind, Samples samples, PriorCoverage prior, Coverage coverage, Runnable step) {
        List<float[]> each = List.of(samples.toArrays());
        return new Drawn(kind, samples, prior.of(each, step), coverage.by(each));
    }

    private static Samples drawn(TrainedAutoencoder model, Settings settings) {
        List<String> labels =
                settings.labels.isEmpty() || !isConditional(model)
                        ? model.config().conditions()
                        : settings.labels;
        return model.sample(settings.count, settings.seed, labels);
    }

    private static boolean isConditional(TrainedAutoencoder model) {
        return !model.config().conditions().isEmpty();
    }

    private static String kind(TrainedAutoencoder model) {
        return model.config().bottleneck().isStochastic()
                ? "variational autoencoder"
                : "plain autoencoder";
    }

    private static void requireSame(Shape first, Shape second) {
        if (!first.equals(second)) {
            throw new IllegalArgumentException(
                    "the first model has samples of shape %s but the second has shape %s"
                            .formatted(first, second));
        }
    }

    /** Returns how many samples of each model the picture shows. */
    public int shown() {
        return Math.min(SHOWN, first.samples.size());
    }

    /**
     * Returns the picture of the first samples of both, beside each other.
     *
     * @param name of the first model
     * @param otherName of the second
     */
    public BufferedImage draw(String name, String otherName) {
        SampleDrawing drawing = SampleDrawing.of(first.samples.format(), validation.samples());
        return Sheet.sideBySide(
                List.of(draw(name, first, drawing), draw(otherName, second, drawing)));
    }

    private BufferedImage draw(String name, Drawn drawn, SampleDrawing drawing) {
        List<float[]> samples = drawn.samples.samples().subList(0, shown());
        return Sheet.ofSamples(drawing, samples, COLUMNS).draw("Samples of " + name);
    }
}
