package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Samples to learn from and others to judge by, of one format.
 *
 * @param training the samples to learn from
 * @param validation the samples held out
 * @param far what is so far from all else that it spoils their scaling, the farthest first
 */
public record DataSplit(Samples training, Samples validation, List<FarValue> far) {

    public DataSplit {
        far = List.copyOf(far);
        if (!training.format().equals(validation.format())) {
            throw new IllegalArgumentException(
                    "training samples have format %s but validation samples have format %s"
                            .formatted(training.format(), validation.format()));
        }
    }

    /** Holds samples of which nothing is known to be far from all else. */
    public DataSplit(Samples training, Samples validation) {
        this(training, validation, List.of());
    }

    /** Returns other samples of the same data. */
    DataSplit with(Samples newTraining, Samples newValidation) {
        return new DataSplit(newTraining, newValidation, far);
    }

    /**
     * Returns the samples of the label that options say, divided as they say: at random, but
     * windows in time. Where values are missing, some are kept from the model in validation.
     */
    static DataSplit of(Samples all, DataOptions options) {
        Samples kept = options.ofLabel(all);
        double share = options.data().heldOut();
        DataSplit split =
                options.data().windowStep() > 0
                        ? inTime(kept, share)
                        : of(kept, share, options.seed());
        boolean missing = kept.format().allowsMissing();
        DataSplit hidden = missing ? split.withHidden(share, options.seed()) : split;
        return new DataSplit(hidden.training, hidden.validation, FarValue.of(all));
    }

    /** Returns the training samples of the label that is kept, drawn, and then the others. */
    Samples whole(DataOptions options) {
        return options.ofLabel(training)
                .drawn(options.seed())
                .followedBy(options.ofLabel(validation));
    }

    /** Returns the same in a format whose scaling was found from the training samples. */
    DataSplit scaled(TrainingRecipe.Data data) {
        Samples fitted = training.fitted(data.padding(), data.scaling());
        return withFormats(fitted.inputs().format(), fitted.format());
    }

    /** Returns the same samples in another format of as many values. */
    public DataSplit withFormat(SampleFormat format) {
        return with(training.withFormat(format), validation.withFormat(format));
    }

    /** Returns the same samples in the formats of a model, of what goes in and what comes out. */
    public DataSplit withFormats(SampleFormat input, SampleFormat target) {
        return with(training.withFormats(input, target), validation.withFormats(input, target));
    }

    /**
     * Returns the same, where values are scaled by their range by that of the validation samples
     * too: for likelihoods that can mean no other values.
     */
    public DataSplit withRangeOfAll() {
        Scaling scaling = training.format().scaling();
        if (scaling.range().map(validation::areWithin).orElse(true)) {
            return this;
        }
        Optional<Scaling.UnitInterval> held = validation.fittedFormat(0).scaling().range();
        return held.map(scaling.range().orElseThrow()::with)
                .map(all -> withFormat(training.format().withRange(all)))
                .orElse(this);
    }

    /**
     * Returns this, of whose samples all values are known, as they must be to be compared.
     *
     * @throws IllegalArgumentException if one is missing
     */
    public DataSplit requireWhole() {
        training.requireWhole();
        validation.requireWhole();
        return this;
    }

    /** Returns the first samples of both, at most so many of each. */
    public DataSplit first(int count) {
        return with(training.first(count), validation.first(count));
    }

    /**
     * Returns a set of windows divided in time: the last are held out. Of the others, those that
     * have points in common with a window held out are left out, so that nothing held out is
     * learnt.
     *
     * @param all windows of one series, in order
     * @param share of the windows to hold out, between 0 and 1; rounded, but at least one window
     */
    static DataSplit inTime(Samples all, double share) {
        return inTime(all, List.of(all.size()), share);
    }

    /**
     * Returns windows of several series, each divided in time; all windows of one that is too short
     * to be divided are learnt from.
     *
     * @param ends of each series the window behind its last
     */
    static DataSplit inTime(Samples all, List<Integer> ends, double share) {
        IntStream.Builder training = IntStream.builder();
        IntStream.Builder validation = IntStream.builder();
        int from = 0;
        for (int end : ends) {
            int first = end - (int) Math.max(1, Math.round(share * (end - from)));
            int[] before =
                    IntStream.range(from, first).filter(i -> !all.overlap(i, first)).toArray();
            boolean divided = before.length > 0;
            IntStream.of(before).forEach(training::add);
            IntStream.range(first, end).forEach(divided ? validation::add : training::add);
            from = end;
        }
        return new DataSplit(part(all, training, share), part(all, validation, share));
    }

    private static Samples part(Samples all, IntStream.Builder windows, double share) {
        int[] indices = windows.build().toArray();
        if (indices.length == 0) {
            throw new IllegalArgumentException(
                    "%s must have windows that share no row with the last %s of its %s windows, which are held out, but has none; it must be longer, or the windows shorter"
                            .formatted(
                                    all.name(),
                                    Math.max(1, Math.round(share * all.size())),
                                    all.size()));
        }
        return all.subset(indices);
    }

    /**
     * Returns the same, but of each validation sample a share of the known values, rounded, at
     * least one and never all, does not go in. The loss is of all known values; the error of these
     * alone is said apart.
     *
     * @param share to keep from the model, between 0 and 1
     * @param seed decides which
     */
    DataSplit withHidden(double share, long seed) {
        int size = validation.format().size();
        double[] in = new double[Math.multiplyExact(validation.size(), size)];
        for (int i = 0; i < validation.size(); i++) {
            double[] sample = validation.numbers(i);
            System.arraycopy(sample, 0, in, i * size, size);
            int[] known = Permutation.ofKnown(sample, RandomStreams.of(seed, i));
            long hidden = Math.max(1, Math.round(share * known.length));
            for (int k = 0; k < Math.min(hidden, known.length - 1); k++) {
                in[i * size + known[k]] = Double.NaN;
            }
        }
        return with(training, validation.withInputs(validation.withValues(in)));
    }

    /**
     * Returns a set divided at random, each part in the set's order.
     *
     * @param all at least two samples
     * @param share of the samples to hold out, between 0 and 1; rounded, but at least one sample
     *     and never all
     * @param seed decides which
     */
    static DataSplit of(Samples all, double share, long seed) {
        if (all.size() < 2) {
            throw new IllegalArgumentException(
                    all.name() + " must hold at least 2 samples to hold some out, but holds 1");
        }
        int[] validation = heldOut(all.size(), share, seed);
        int[] training =
                IntStream.range(0, all.size())
                        .filter(i -> Arrays.binarySearch(validation, i) < 0)
                        .toArray();
        return new DataSplit(all.subset(training), all.subset(validation));
    }

    /**
     * Returns which samples of a set that is divided at random are held out, in their order.
     *
     * @param size of the set, at least 2
     * @param share to hold out, between 0 and 1; rounded, but at least one and never all
     * @param seed decides which
     */
    public static int[] heldOut(int size, double share, long seed) {
        long wanted = Math.round(share * size);
        int heldOut = (int) Math.max(1, Math.min(size - 1, wanted));
        int[] chosen = Arrays.copyOf(Permutation.of(size, RandomStreams.ofJava(seed)), heldOut);
        Arrays.sort(chosen);
        return chosen;
    }
}
