package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How raw values become the values that a likelihood wants, and back. */
public sealed interface Scaling
        permits Scaling.WithMissing,
                Scaling.Identity,
                Scaling.Unfitted,
                Scaling.UnitInterval,
                Scaling.Binarized,
                Scaling.Standardized,
                Scaling.Robust,
                Quantiles,
                Dated,
                OneHot,
                Mixed,
                Classes,
                Spectrogram {

    /** How many times as large as its spread the mean of numbers in 32-bit floats may be. */
    double MOST_FLOAT_OFFSET = 1 << 12;

    /**
     * Returns the values in model units.
     *
     * @param raw raw values, shape [B, ...], float32 or float64
     * @return of the same type
     */
    default NDArray scale(NDArray raw) {
        return raw;
    }

    /**
     * Returns the values in raw units; where {@link #scale} loses information, its closest inverse.
     *
     * @param scaled values in model units, shape [B, ...], float32
     */
    default NDArray unscale(NDArray scaled) {
        return scaled;
    }

    /**
     * Returns what belongs to each raw value, of what belongs to each value in model units: sums
     * where one raw value becomes several.
     *
     * @param terms shape [B, ...], that of values in model units
     * @return shape [B, ...], that of raw values
     */
    default NDArray perRawValue(NDArray terms) {
        return terms;
    }

    /**
     * Cuts values in model units to those nearest to them that samples can have, in place; all, if
     * there are no bounds.
     */
    default void clip(float[] scaled) {}

    /**
     * Checks, before any work, that samples of a format can be scaled.
     *
     * @throws IllegalArgumentException if they cannot
     */
    default void requireFits(SampleFormat format) {}

    /** Returns whether raw values may be NaN, which says that they are missing. */
    default boolean allowsMissing() {
        return false;
    }

    /** Returns the scaling of the values that are not missing. */
    default Scaling known() {
        return this;
    }

    /**
     * Returns whether 32-bit floats cannot tell raw values apart well enough: where they lie so far
     * from 0 that 12 of the 24 bits would be gone before the mean, or the minimum, is subtracted.
     */
    default boolean needsDoubles() {
        return false;
    }

    /**
     * Returns whether raw values that come back are near those that went in; else they only stand
     * for the same, as the waves of a sound whose phases were not kept.
     */
    default boolean keepsValues() {
        return true;
    }

    /** Returns whether values in model units lie in [0, 1]. */
    default boolean isUnitInterval() {
        return false;
    }

    /** Returns whether each entry of a sample's first axis is scaled by numbers of its own. */
    default boolean isPerFeature() {
        return false;
    }

    /**
     * Returns the raw values that become [0, 1], if others become values outside it: those that a
     * likelihood of [0, 1] can mean.
     */
    default Optional<UnitInterval> range() {
        return Optional.empty();
    }

    /**
     * Returns between which raw values most are, if that is known.
     *
     * @param entry of the sample's first axis: a feature, or a channel
     */
    default Optional<UnitInterval> usual(int entry) {
        return range();
    }

    /** Returns the least and the greatest raw value, if they are known. */
    default Optional<UnitInterval> bounds() {
        return Optional.empty();
    }

    /** Returns the symbols whose indices are the raw values, if they are such. */
    default Optional<OneHot> symbolSet() {
        return Optional.empty();
    }

    /** Returns the classes that the raw values are of, if they are masks. */
    default Optional<Classes> pixelClasses() {
        return Optional.empty();
    }

    /**
     * Checks that a model may be made for samples so scaled.
     *
     * @throws IllegalArgumentException if the scaling is {@link Unfitted}
     */
    default void requireFitted() {}

    /**
     * Returns which values are known: 1, or 0 where a raw value is NaN; shape and type of the raw
     * values, but float32 of float64.
     *
     * @param raw raw values, shape [B, ...]
     */
    static NDArray mask(NDArray raw) {
        DataType type =
                raw.getDataType() == DataType.FLOAT64 ? DataType.FLOAT32 : raw.getDataType();
        return raw.eq(raw).toType(type, false); // NaN alone is not equal to itself
    }

    /** Returns whether values so far from 0 differ by so little that floats are too coarse. */
    static boolean isFar(double from, double spread) {
        return Math.abs(from) > MOST_FLOAT_OFFSET * spread;
    }

    /**
     * Returns which values in model units are of raw values that are known: 1, or 0; the shape of
     * what {@link #scale} returns.
     *
     * @param raw raw values, shape [B, ...], float32, NaN where they are missing
     */
    default NDArray modelMask(NDArray raw) {
        return mask(raw);
    }

    /**
     * Values of which some are missing: raw NaN, and 0 in model units, which for {@link
     * Standardized} values is the mean, as in section 2 of <a
     * href="https://doi.org/10.1145/2740908.2742726">Sedhain et al. (2015)</a>.
     *
     * @param known how the others are scaled
     */
    record WithMissing(Scaling known) implements Scaling {

        public WithMissing {
            if (known.allowsMissing()) {
                throw new IllegalArgumentException(
                        "known must be a scaling of values that are all there, but is " + known);
            }
        }

        @Override
        public NDArray perRawValue(NDArray terms) {
            return known.perRawValue(terms);
        }

        @Override
        public NDArray scale(NDArray raw) {
            NDArray filled = NDArrays.where(raw.eq(raw), raw, raw.zerosLike());
            NDArray mask = modelMask(raw);
            return known.scale(filled).mul(mask.toType(raw.getDataType(), false));
        }

        @Override
        public NDArray modelMask(NDArray raw) {
            return known.modelMask(raw);
        }

        @Override
        public Shape modelShape(Shape padded) {
            return known.modelShape(padded);
        }

        @Override
        public void requireRaw(float[] values) {
            known.requireRaw(values);
        }

        @Override
        public boolean needsDoubles() {
            return known.needsDoubles();
        }

        @Override
        public boolean keepsValues() {
            return known.keepsValues();
        }

        @Override
        public Optional<UnitInterval> range() {
            return known.range();
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            return known.usual(entry);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return known.unscale(scaled);
        }

        @Override
        public void clip(float[] scaled) {
            known.clip(scaled);
        }

        @Override
        public boolean allowsMissing() {
            return true;
        }

        @Override
        public boolean isUnitInterval() {
            return known.isUnitInterval();
        }

        @Override
        public boolean isPerFeature() {
            return known.isPerFeature();
        }

        @Override
        public void requireFitted() {
            known.requireFitted();
        }

        @Override
        public void requireFits(SampleFormat format) {
            known.requireFits(format);
            if (format.padding() != 0) {
                throw new IllegalArgumentException(
                        "padding must be 0 where values may be missing, but is "
                                + format.padding());
            }
        }
    }

    /**
     * Checks values that come from outside, where there are values that {@link #scale} cannot take.
     *
     * @param values of a raw sample, flattened
     * @throws IllegalArgumentException if there is one
     */
    default void requireRaw(float[] values) {}

    /**
     * Returns the shape of one sample in model units.
     *
     * @param padded the raw sample's shape, padding included
     */
    default Shape modelShape(Shape padded) {
        return padded;
    }

    /** Leaves values as they are: codes, which are in no unit. */
    record Identity() implements Scaling {}

    /**
     * Of samples as they were read: raw values stay as they are until a scaling is found from them
     * by {@link Samples#fittedFormat}. No model is made for such samples.
     *
     * @param together whether all values are of one unit, as ratings, and so are to have one
     *     scaling; otherwise each feature or channel has its own
     */
    record Unfitted(boolean together) implements Scaling {

        /** Each feature or channel is in a unit of its own. */
        public static final Unfitted EACH = new Unfitted(false);

        /** All values are in one unit. */
        public static final Unfitted TOGETHER = new Unfitted(true);

        @Override
        public boolean isPerFeature() {
            return !together;
        }

        @Override
        public void requireFitted() {
            throw new IllegalArgumentException(
                    "scaling must be fitted to the samples before a model is made for them, but is"
                            + " Unfitted");
        }
    }

    /**
     * Maps [minimum, maximum] linearly onto [0, 1]: 0 and 255 for images of eight bits.
     *
     * @param minimum the raw value that becomes 0
     * @param maximum the raw value that becomes 1
     */
    record UnitInterval(double minimum, double maximum) implements Scaling {

        /** Eight-bit images. */
        public static final UnitInterval BYTES = new UnitInterval(0, 255);

        public UnitInterval {
            requireBelow("minimum", minimum, maximum);
        }

        @Override
        public NDArray scale(NDArray raw) {
            NDArray shifted = minimum == 0 ? raw : raw.sub(minimum);
            return shifted.div(maximum - minimum);
        }

        @Override
        public boolean needsDoubles() {
            return isFar(minimum, maximum - minimum);
        }

        @Override
        public Optional<UnitInterval> range() {
            return Optional.of(this);
        }

        /** Returns the least interval that has both. */
        public UnitInterval with(UnitInterval other) {
            return new UnitInterval(
                    Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
        }

        /**
         * Returns whether a raw value is in the interval, or so near that it counts as its end, as
         * may be where the ends are those of other samples; or missing.
         */
        public boolean includes(double raw) {
            double margin = 0.01 * (maximum - minimum);
            return Double.isNaN(raw) || (raw >= minimum - margin && raw <= maximum + margin);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(maximum - minimum).add(minimum);
        }

        @Override
        public boolean isUnitInterval() {
            return true;
        }

        @Override
        public Optional<UnitInterval> bounds() {
            return Optional.of(this);
        }

        @Override
        public void clip(float[] scaled) {
            clipToUnitInterval(scaled);
        }
    }

    /**
     * Maps values at or below the threshold to 0 and all others to 1.
     *
     * @param threshold in raw units
     * @param maximum the raw value that 1 becomes on the way back, 0 being 0
     */
    record Binarized(double threshold, double maximum) implements Scaling {

        public Binarized {
            requireBelow("threshold", threshold, maximum);
        }

        @Override
        public NDArray scale(NDArray raw) {
            return raw.gt(threshold).toType(raw.getDataType(), false);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(maximum);
        }

        @Override
        public boolean isUnitInterval() {
            return true;
        }

        @Override
        public Optional<UnitInterval> bounds() {
            return maximum > 0 ? Optional.of(new UnitInterval(0, maximum)) : Optional.empty();
        }

        @Override
        public void clip(float[] scaled) {
            clipToUnitInterval(scaled);
        }
    }

    /**
     * Subtracts a mean and divides by a standard deviation: one pair for all values, or one for
     * each entry of a sample's first axis: each feature of a row, each channel of a sequence or an
     * image.
     *
     * @param means in raw units, one, or one for each feature or channel
     * @param standardDeviations in raw units, as many, all positive
     */
    record Standardized(List<Double> means, List<Double> standardDeviations) implements Scaling {

        public Standardized {
            means = List.copyOf(means);
            standardDeviations = List.copyOf(standardDeviations);
            if (means.isEmpty() || means.size() != standardDeviations.size()) {
                throw new IllegalArgumentException(
                        "means and standardDeviations must be as many and at least one, but are %s and %s"
                                .formatted(means.size(), standardDeviations.size()));
            }
            for (double mean : means) {
                if (!Double.isFinite(mean)) {
                    throw new IllegalArgumentException("means must be finite, but hold " + mean);
                }
            }
            for (double deviation : standardDeviations) {
                if (!(deviation > 0) || Double.isInfinite(deviation)) {
                    throw new IllegalArgumentException(
                            "standardDeviations must be positive and finite, but hold "
                                    + deviation);
                }
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            return raw.sub(array(means, raw)).div(array(standardDeviations, raw));
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.mul(array(standardDeviations, scaled)).add(array(means, scaled));
        }

        @Override
        public boolean isPerFeature() {
            return means.size() > 1;
        }

        @Override
        public void requireFits(SampleFormat format) {
            FirstAxis.requireOneEach("means", means.size(), format);
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            int at = Math.min(entry, means.size() - 1);
            double spread = 3 * standardDeviations.get(at);
            return Optional.of(new UnitInterval(means.get(at) - spread, means.get(at) + spread));
        }

        @Override
        public boolean needsDoubles() {
            return IntStream.range(0, means.size())
                    .anyMatch(i -> isFar(means.get(i), standardDeviations.get(i)));
        }

        private static NDArray array(List<Double> values, NDArray like) {
            return FirstAxis.array(values.stream().mapToDouble(value -> value), like);
        }
    }

    /**
     * Of values of which a few are far off: standardized by their median and their quartiles, which
     * these do not change. What is more than {@value #LIMIT} such deviations u from the median
     * grows by its logarithm alone, \(\operatorname{sign}(u) (l + \log(1 + |u| - l))\), so that a
     * value a million times the usual becomes 22 and not the only one that is learnt.
     *
     * @param linear by median and by deviation: the range between the quartiles, divided by 1.349,
     *     which for a normal distribution is its standard deviation
     */
    record Robust(Standardized linear) implements Scaling {

        private static final double LIMIT = 8;
        static final double MOST = 80; // e to that power is a 32-bit float

        @Override
        public NDArray scale(NDArray raw) {
            NDArray u = linear.scale(raw);
            NDArray size = u.abs();
            NDArray beyond = size.sub(LIMIT).maximum(0);
            return u.sign().mul(size.minimum(LIMIT).add(beyond.add(1).log()));
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            NDArray size = scaled.abs();
            NDArray beyond = size.sub(LIMIT).maximum(0).minimum(MOST);
            NDArray u = size.minimum(LIMIT).add(beyond.exp().sub(1));
            return linear.unscale(scaled.sign().mul(u));
        }

        @Override
        public boolean needsDoubles() {
            return linear.needsDoubles();
        }

        @Override
        public boolean isPerFeature() {
            return linear.isPerFeature();
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            return linear.usual(entry);
        }

        @Override
        public void requireFits(SampleFormat format) {
            linear.requireFits(format);
        }
    }

    private static void requireBelow(String name, double value, double maximum) {
        if (!(value < maximum) || Double.isInfinite(maximum - value)) {
            throw new IllegalArgumentException(
                    "%s must be finite and below maximum, but they are %s and %s"
                            .formatted(name, value, maximum));
        }
    }

    private static void clipToUnitInterval(float[] scaled) {
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.max(0, Math.min(1, scaled[i]));
        }
    }
}
