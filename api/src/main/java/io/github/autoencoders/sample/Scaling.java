package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How raw values become the values that a likelihood wants, and back. */
public sealed interface Scaling {

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
            if (!(minimum < maximum) || Double.isInfinite(maximum - minimum)) {
                throw new IllegalArgumentException(
                        "minimum must be finite and below maximum, but they are "
                                + minimum
                                + " and "
                                + maximum);
            }
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
            if (!(threshold < maximum) || Double.isInfinite(maximum - threshold)) {
                throw new IllegalArgumentException(
                        "threshold must be finite and below maximum, but they are "
                                + threshold
                                + " and "
                                + maximum);
            }
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
                        "means and standardDeviations must be as many and at least one, but are "
                                + means.size()
                                + " and "
                                + standardDeviations.size());
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
            long features = format.shape().get(0);
            if (means.size() != 1 && means.size() != features) {
                throw new IllegalArgumentException(
                        "means must be one, or one for each of the "
                                + features
                                + " features or channels of "
                                + format.shape()
                                + ", but are "
                                + means.size());
            }
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
            double[] numbers = values.stream().mapToDouble(value -> value).toArray();
            long[] sizes = new long[Math.max(1, like.getShape().dimension() - 1)]; // as a sample's
            Arrays.fill(sizes, 1);
            sizes[0] = numbers.length;
            return like.getManager()
                    .create(numbers, new Shape(sizes))
                    .toType(like.getDataType(), false)
                    .toDevice(like.getDevice(), false);
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
        private static final double MOST = 80; // e to that power is a 32-bit float

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

    /**
     * Of values in a column of any distribution: by the share of the others that are below, which
     * {@link Curve} tells, so that each column has nearly the same one. As <a
     * href="https://scikit-learn.org/stable/modules/preprocessing.html">scikit-learn's</a>
     * QuantileTransformer, but values beyond those that were learnt from are told apart too.
     *
     * @param curves one, or one for each feature or channel
     */
    record Quantiles(List<Curve> curves) implements Scaling {

        public Quantiles {
            curves = List.copyOf(curves);
            if (curves.isEmpty()) {
                throw new IllegalArgumentException(
                        "curves must be one, or one for each feature or channel, but are none");
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            NDArray from = ends(Curve::least, raw);
            NDArray to = ends(Curve::greatest, raw);
            NDArray unit = ends(Curve::unit, raw);
            NDArray above = raw.sub(to).maximum(0).div(unit).add(1).log();
            NDArray below = from.sub(raw).maximum(0).div(unit).add(1).log();
            return between(raw, Curve::values, Curve::scores).add(above).sub(below);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            NDArray from = ends(curve -> curve.scores.get(0), scaled);
            NDArray to = ends(curve -> curve.scores.get(curve.scores.size() - 1), scaled);
            NDArray unit = ends(Curve::unit, scaled);
            NDArray above = grown(scaled.sub(to)).mul(unit);
            NDArray below = grown(from.sub(scaled)).mul(unit);
            return between(scaled, Curve::scores, Curve::values).add(above).sub(below);
        }

        private static NDArray grown(NDArray beyond) {
            return beyond.maximum(0).minimum(Robust.MOST).exp().sub(1);
        }

        // The sum of what each stretch between two knots adds.
        private NDArray between(
                NDArray x, Function<Curve, List<Double>> of, Function<Curve, List<Double>> to) {
            int stretches =
                    curves.stream().mapToInt(curve -> curve.values.size() - 1).max().orElseThrow();
            NDArray sum = ends(curve -> to.apply(curve).get(0), x);
            if (stretches == 0) {
                return x.mul(0).add(sum);
            }
            NDArray starts = knots(of, 0, stretches, x);
            NDArray widths = knots(of, 1, stretches, x).sub(starts);
            NDArray rises = knots(to, 1, stretches, x).sub(knots(to, 0, stretches, x));
            NDArray flat = widths.eq(0).toType(x.getDataType(), false); // behind the last knot
            int axis = x.getShape().dimension();
            NDArray parts = x.expandDims(axis).sub(starts).div(widths.add(flat));
            return parts.maximum(0).minimum(1).mul(rises).sum(new int[] {axis}).add(sum);
        }

        // Knots from the one of a place on, the last one again where there are no more: [F, 1, K].
        private NDArray knots(
                Function<Curve, List<Double>> of, int place, int count, NDArray like) {
            double[] numbers =
                    curves.stream()
                            .map(of)
                            .flatMapToDouble(
                                    knots ->
                                            IntStream.range(place, place + count)
                                                    .map(i -> Math.min(i, knots.size() - 1))
                                                    .mapToDouble(knots::get))
                            .toArray();
            long[] sizes = new long[like.getShape().dimension()];
            Arrays.fill(sizes, 1);
            sizes[0] = curves.size();
            sizes[sizes.length - 1] = count;
            return array(numbers, new Shape(sizes), like);
        }

        private NDArray ends(ToDoubleFunction<Curve> of, NDArray like) {
            long[] sizes = new long[Math.max(1, like.getShape().dimension() - 1)];
            Arrays.fill(sizes, 1);
            sizes[0] = curves.size();
            return array(curves.stream().mapToDouble(of).toArray(), new Shape(sizes), like);
        }

        private static NDArray array(double[] numbers, Shape shape, NDArray like) {
            return like.getManager()
                    .create(numbers, shape)
                    .toType(like.getDataType(), false)
                    .toDevice(like.getDevice(), false);
        }

        @Override
        public boolean needsDoubles() {
            return curves.stream().anyMatch(Curve::isFar);
        }

        @Override
        public boolean isPerFeature() {
            return curves.size() > 1;
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            return Optional.of(curves.get(Math.min(entry, curves.size() - 1)).usual());
        }

        @Override
        public void requireFits(SampleFormat format) {
            long features = format.shape().get(0);
            if (curves.size() != 1 && curves.size() != features) {
                throw new IllegalArgumentException(
                        "curves must be one, or one for each of the %s features or channels of %s, but are %s"
                                .formatted(features, format.shape(), curves.size()));
            }
        }
    }

    /**
     * What raw values become: straight between knots; beyond the outermost, at a distance of d
     * units, by \(\log(1 + d)\) more.
     *
     * @param values of the knots, rising
     * @param scores as many, rising: what the values become
     * @param unit in raw units: the usual spread
     */
    record Curve(List<Double> values, List<Double> scores, double unit) {

        public Curve {
            values = List.copyOf(values);
            scores = List.copyOf(scores);
            if (values.isEmpty() || values.size() != scores.size()) {
                throw new IllegalArgumentException(
                        "values and scores must be as many and at least one, but are %s and %s"
                                .formatted(values.size(), scores.size()));
            }
            requireRising("values", values);
            requireRising("scores", scores);
            if (!(unit > 0) || Double.isInfinite(unit)) {
                throw new IllegalArgumentException(
                        "unit must be positive and finite, but is " + unit);
            }
        }

        private static void requireRising(String name, List<Double> numbers) {
            double before = Double.NEGATIVE_INFINITY;
            for (double number : numbers) {
                if (!(number > before) || Double.isInfinite(number)) {
                    throw new IllegalArgumentException(
                            "%s must be finite and rise, but %s follows %s"
                                    .formatted(name, number, before));
                }
                before = number;
            }
        }

        double least() {
            return values.get(0);
        }

        double greatest() {
            return values.get(values.size() - 1);
        }

        private boolean isFar() {
            return Scaling.isFar((least() + greatest()) / 2, unit);
        }

        private UnitInterval usual() {
            return new UnitInterval(least() - 2 * unit, greatest() + 2 * unit);
        }
    }

    /**
     * Numbers of which some are dates, in seconds: in model units all of them, and then for each
     * cycle of a date's column the sine and the cosine of the place in it, so that what comes again
     * each day, week or year can be learnt.
     *
     * @param numbers how all are scaled, dates among them
     * @param cycles at least one
     */
    record Dated(Scaling numbers, List<Cycle> cycles) implements Scaling {

        public Dated {
            cycles = List.copyOf(cycles);
            if (cycles.isEmpty()) {
                throw new IllegalArgumentException("cycles must be at least one, but are none");
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            NDList all = new NDList(numbers.scale(raw));
            for (Cycle cycle : cycles) {
                NDArray turns = column(raw, cycle).div(cycle.seconds);
                NDArray part = turns.sub(turns.floor()).toType(DataType.FLOAT32, false);
                all.add(sine(part).toType(raw.getDataType(), false));
                all.add(sine(part.add(0.25)).toType(raw.getDataType(), false));
            }
            return NDArrays.concat(all, 1);
        }

        private static NDArray sine(NDArray turns) {
            return turns.mul(2 * Math.PI).sin();
        }

        private static NDArray column(NDArray raw, Cycle cycle) {
            return raw.get(":," + cycle.column + ":" + (cycle.column + 1)); // [B, 1]
        }

        @Override
        public NDArray modelMask(NDArray raw) {
            NDArray mask = numbers.modelMask(raw);
            NDList all = new NDList(mask);
            for (Cycle cycle : cycles) {
                NDArray known = column(mask, cycle);
                all.add(known);
                all.add(known);
            }
            return NDArrays.concat(all, 1);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return numbers.unscale(scaled.get(":,0:" + count(scaled)));
        }

        @Override
        public NDArray perRawValue(NDArray terms) {
            NDArray sums = terms.get(":,0:" + count(terms));
            NDList columns = new NDList();
            for (int column = 0; column < count(terms); column++) {
                NDArray sum = sums.get(":," + column + ":" + (column + 1));
                for (int i = 0; i < cycles.size(); i++) {
                    if (cycles.get(i).column == column) {
                        long from = count(terms) + 2L * i;
                        NDArray both = terms.get(":," + from + ":" + (from + 2));
                        sum = sum.add(both.sum(new int[] {1}, true));
                    }
                }
                columns.add(sum);
            }
            return NDArrays.concat(columns, 1);
        }

        private long count(NDArray scaled) {
            return scaled.getShape().get(1) - 2L * cycles.size();
        }

        @Override
        public Shape modelShape(Shape padded) {
            return new Shape(padded.get(0) + 2L * cycles.size());
        }

        @Override
        public boolean isPerFeature() {
            return true;
        }

        @Override
        public boolean needsDoubles() {
            return true; // 32-bit floats have seconds of these years by 128
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            return numbers.usual(entry);
        }

        @Override
        public void requireFitted() {
            numbers.requireFitted();
        }

        @Override
        public void requireFits(SampleFormat format) {
            numbers.requireFits(format);
            long size = format.shape().get(0);
            for (Cycle cycle : cycles) {
                if (format.shape().dimension() != 1 || cycle.column >= size) {
                    throw new IllegalArgumentException(
                            "cycles must be of columns of rows of numbers, but that of column %s is not one of %s"
                                    .formatted(cycle.column, format.shape()));
                }
            }
        }
    }

    /**
     * What comes again in a column of dates.
     *
     * @param column its place among the numbers
     * @param seconds after which it comes again
     */
    record Cycle(int column, double seconds) {

        /** The time of the day. */
        public static final double DAY = 24 * 60 * 60;

        /** The day of the week. */
        public static final double WEEK = 7 * DAY;

        /** The day of the year, on average. */
        public static final double YEAR = 365.2425 * DAY;

        public Cycle {
            if (column < 0 || !(seconds > 0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException(
                        "column must not be negative and seconds must be positive, but they are %s and %s"
                                .formatted(column, seconds));
            }
        }
    }

    /**
     * Maps indices of symbols, [B, 1, L], to vectors of zeros with a one at the index, [B, V, L];
     * on the way back, the symbol of the greatest value at each place. Strings are raw samples of
     * such indices: the first symbol is the empty one, which ends a string and fills the places
     * behind it.
     *
     * @param symbols V texts of one or more characters, all different, after a first empty one
     */
    record OneHot(List<String> symbols) implements Scaling {

        public OneHot {
            symbols = List.copyOf(symbols);
            if (symbols.size() < 2 || !symbols.get(0).isEmpty()) {
                throw new IllegalArgumentException(
                        "symbols must be an empty one and at least one other, but are " + symbols);
            }
            if (symbols.lastIndexOf("") > 0 || Set.copyOf(symbols).size() < symbols.size()) {
                throw new IllegalArgumentException("symbols must all differ, but are " + symbols);
            }
        }

        // Compared rather than by oneHot, which PyTorch's engine lacks in float32.
        @Override
        public NDArray scale(NDArray raw) {
            NDArray indices =
                    raw.getManager()
                            .arange(symbols.size())
                            .toType(raw.getDataType(), false)
                            .toDevice(raw.getDevice(), false)
                            .reshape(1, symbols.size(), 1);
            return raw.eq(indices).toType(raw.getDataType(), false); // [B, V, L]
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return scaled.argMax(1).toType(scaled.getDataType(), false).expandDims(1);
        }

        @Override
        public NDArray perRawValue(NDArray terms) {
            return terms.sum(new int[] {1}, true); // [B, 1, L]
        }

        @Override
        public boolean isUnitInterval() {
            return true;
        }

        @Override
        public Optional<OneHot> symbolSet() {
            return Optional.of(this);
        }

        @Override
        public Shape modelShape(Shape padded) {
            return new Shape(symbols.size(), padded.get(1));
        }

        @Override
        public void requireFits(SampleFormat format) {
            if (format.shape().dimension() != 2 || format.shape().get(0) != 1) {
                throw new IllegalArgumentException(
                        "shape must be [1, L] for symbols, but is " + format.shape());
            }
            if (format.padding() != 0) {
                throw new IllegalArgumentException(
                        "padding must be 0 for symbols, but is " + format.padding());
            }
        }

        @Override
        public void requireRaw(float[] values) {
            for (float value : values) {
                if (!(value >= 0 && value < symbols.size() && value == Math.rint(value))) {
                    throw new IllegalArgumentException(
                            "sample must hold whole numbers from 0 to "
                                    + (symbols.size() - 1)
                                    + ", the indices of symbols, but holds "
                                    + value);
                }
            }
        }

        /** Returns the string of a raw sample, up to the first symbol that ends it. */
        public String text(float[] raw) {
            requireRaw(raw);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < raw.length && raw[i] != 0; i++) {
                text.append(symbols.get((int) raw[i]));
            }
            return text.toString();
        }

        /**
         * Returns the raw sample of a string, at each place the longest symbol that fits. Letters
         * with accents are taken in either of Unicode's forms, composed or decomposed.
         *
         * @param string made of the symbols
         * @param length L, at least the number of the string's symbols
         * @throws IllegalArgumentException if the string has other symbols or too many
         */
        public float[] raw(String string, int length) {
            String text = inKnownForm(string);
            float[] raw = new float[length];
            int place = 0;
            for (int from = 0; from < text.length(); place++) {
                int index = longestAt(text, from);
                if (index == 0) {
                    throw new IllegalArgumentException(
                            "\"%s\" must be made of the symbols %s, but has \"%s\""
                                    .formatted(
                                            text,
                                            String.join(" ", symbols).strip(),
                                            Character.toString(text.codePointAt(from))));
                }
                if (place == length) {
                    throw new IllegalArgumentException(
                            "\"%s\" must have at most %s symbols, but has more"
                                    .formatted(text, length));
                }
                raw[place] = index;
                from += symbols.get(index).length();
            }
            return raw;
        }

        // As it is, where no form is made of the symbols.
        private String inKnownForm(String text) {
            if (isMadeOfSymbols(text)) {
                return text;
            }
            return Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                    .map(form -> Normalizer.normalize(text, form))
                    .filter(this::isMadeOfSymbols)
                    .findFirst()
                    .orElse(text);
        }

        private boolean isMadeOfSymbols(String text) {
            int from = 0;
            while (from < text.length()) {
                int index = longestAt(text, from);
                if (index == 0) {
                    return false;
                }
                from += symbols.get(index).length();
            }
            return true;
        }

        // 0, the empty symbol, if no other fits.
        private int longestAt(String text, int from) {
            int longest = 0;
            for (int i = 1; i < symbols.size(); i++) {
                boolean longer = symbols.get(i).length() > symbols.get(longest).length();
                if (longer && text.startsWith(symbols.get(i), from)) {
                    longest = i;
                }
            }
            return longest;
        }
    }

    /**
     * Rows of numbers and words: in model units first the numbers, and then for each column of
     * words a vector of zeros with a one at the index of the word, as {@link OneHot} has it for
     * symbols. On the way back, the word of the greatest value.
     *
     * @param numbers how the numbers are scaled, [B, N]
     * @param classes for each raw value, 0 for a number, or how many classes of words it may be one
     *     of: its raw value is the index, the last one of a word that is unknown
     */
    record Mixed(Scaling numbers, List<Integer> classes) implements Scaling {

        public Mixed {
            classes = List.copyOf(classes);
            if (classes.stream().allMatch(count -> count == 0)
                    || classes.stream().anyMatch(count -> count != 0 && count < 2)) {
                throw new IllegalArgumentException(
                        "classes must be 0, or at least 2 for some, but are " + classes);
            }
        }

        private int numberCount() {
            return (int) classes.stream().filter(count -> count == 0).count();
        }

        // In model units; as many in most cases.
        private int numberSize() {
            int count = numberCount();
            return count == 0 ? 0 : (int) numbers.modelShape(new Shape(count)).get(0);
        }

        @Override
        public NDArray scale(NDArray raw) {
            return arranged(raw, numbers::scale, Mixed::oneHot);
        }

        @Override
        public NDArray modelMask(NDArray raw) {
            return arranged(
                    raw,
                    numbers::modelMask,
                    (column, count) -> Scaling.mask(column).repeat(1, count)); // [B, K]
        }

        // Numbers that stand side by side stay so: columns are many.
        private NDArray arranged(
                NDArray rows,
                UnaryOperator<NDArray> ofNumbers,
                BiFunction<NDArray, Integer, NDArray> ofWords) {
            NDList numberRuns = new NDList();
            NDList all = new NDList();
            for (int from = 0; from < classes.size(); from = endOfRun(from)) {
                NDArray run = rows.get(":," + from + ":" + endOfRun(from));
                if (classes.get(from) == 0) {
                    numberRuns.add(run);
                } else {
                    all.add(ofWords.apply(run, classes.get(from)));
                }
            }
            if (!numberRuns.isEmpty()) {
                all.add(0, ofNumbers.apply(NDArrays.concat(numberRuns, 1)));
            }
            return NDArrays.concat(all, 1);
        }

        private int endOfRun(int from) {
            int to = from + 1;
            while (classes.get(from) == 0 && to < classes.size() && classes.get(to) == 0) {
                to++;
            }
            return to;
        }

        private static NDArray oneHot(NDArray column, int count) {
            NDArray indices =
                    column.getManager()
                            .arange(count)
                            .toType(column.getDataType(), false)
                            .toDevice(column.getDevice(), false)
                            .reshape(1, count);
            return column.eq(indices).toType(column.getDataType(), false); // [B, K]
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            return inColumns(scaled, numbers::unscale, Mixed::mostProbable);
        }

        // An unknown word, the last one, cannot be told.
        private static NDArray mostProbable(NDArray classes) {
            NDArray known = classes.get(":,0:" + (classes.getShape().get(1) - 1));
            return known.argMax(1).toType(classes.getDataType(), false).expandDims(1); // [B, 1]
        }

        @Override
        public NDArray perRawValue(NDArray terms) {
            return inColumns(terms, numbers::perRawValue, words -> words.sum(new int[] {1}, true));
        }

        // As the raw values stand.
        private NDArray inColumns(
                NDArray rows, UnaryOperator<NDArray> ofNumbers, UnaryOperator<NDArray> ofWords) {
            int count = numberSize();
            NDArray values = count == 0 ? rows : ofNumbers.apply(rows.get(":,0:" + count));
            NDList columns = new NDList();
            int number = 0;
            int word = count;
            for (int from = 0; from < classes.size(); from = endOfRun(from)) {
                if (classes.get(from) == 0) {
                    int end = number + endOfRun(from) - from;
                    columns.add(values.get(":," + number + ":" + end));
                    number = end;
                } else {
                    int end = word + classes.get(from);
                    NDArray words = ofWords.apply(rows.get(":," + word + ":" + end));
                    columns.add(words.toType(values.getDataType(), false));
                    word = end;
                }
            }
            return NDArrays.concat(columns, 1);
        }

        @Override
        public void clip(float[] scaled) {
            numbers.clip(scaled); // which leaves 0 and 1, if it has bounds, as they are
        }

        @Override
        public boolean isUnitInterval() {
            return numbers.isUnitInterval();
        }

        @Override
        public boolean isPerFeature() {
            return true;
        }

        @Override
        public boolean needsDoubles() {
            return numbers.needsDoubles();
        }

        @Override
        public Optional<UnitInterval> usual(int entry) {
            int before = (int) classes.stream().limit(entry).filter(count -> count == 0).count();
            return classes.get(entry) == 0 ? numbers.usual(before) : Optional.empty();
        }

        @Override
        public void requireFitted() {
            numbers.requireFitted();
        }

        @Override
        public Shape modelShape(Shape padded) {
            return new Shape(numberSize() + classes.stream().mapToInt(count -> count).sum());
        }

        @Override
        public void requireFits(SampleFormat format) {
            if (format.shape().dimension() != 1 || format.size() != classes.size()) {
                throw new IllegalArgumentException(
                        "shape must be ["
                                + classes.size()
                                + "] for as many columns of numbers and words, but is "
                                + format.shape());
            }
            if (numberCount() > 0) {
                numbers.requireFits(new SampleFormat(new Shape(numberCount()), 0, numbers));
            }
        }

        @Override
        public void requireRaw(float[] values) {
            for (int i = 0; i < values.length; i++) {
                int count = classes.get(i % classes.size());
                float value = values[i];
                boolean index = value >= 0 && value < count && value == Math.rint(value);
                if (count > 0 && !index && !Float.isNaN(value)) {
                    throw new IllegalArgumentException(
                            "value %s of a sample must be a whole number from 0 to %s, the index of a word, but is %s"
                                    .formatted(i % classes.size(), count - 1, value));
                }
            }
        }
    }

    /**
     * Maps masks, whose values say of which class each pixel is, [B, 1, H, W], to planes of zeros
     * with a one where the pixel is of the plane's class, [B, V, H, W]; on the way back, the value
     * of the greatest at each pixel.
     *
     * @param values V whole numbers from 0 to 255, rising: those that stand in masks
     * @param colours of each class as 0xRRGGBB, where masks have a palette; or none
     */
    record Classes(List<Integer> values, List<Integer> colours) implements Scaling {

        /** How many classes there may be. */
        public static final int MOST = 64;

        public Classes {
            values = List.copyOf(values);
            colours = List.copyOf(colours);
            if (values.size() < 2
                    || values.size() > MOST
                    || values.get(0) < 0
                    || values.get(values.size() - 1) > 255
                    || !values.stream().sorted().distinct().toList().equals(values)) {
                throw new IllegalArgumentException(
                        "values must be 2 to %s different whole numbers from 0 to 255, rising, but are %s"
                                .formatted(MOST, values));
            }
            if (!colours.isEmpty() && colours.size() != values.size()) {
                throw new IllegalArgumentException(
                        "colours must be none or one for each of the %s values, but are %s"
                                .formatted(values.size(), colours.size()));
            }
        }

        @Override
        public NDArray scale(NDArray raw) {
            return raw.eq(planes(values::get, raw))
                    .toType(raw.getDataType(), false); // [B, V, H, W]
        }

        // One number for each class, [1, V, 1, 1].
        private NDArray planes(IntToDoubleFunction each, NDArray like) {
            double[] numbers = IntStream.range(0, values.size()).mapToDouble(each).toArray();
            return like.getManager()
                    .create(Digits.narrowed(numbers), new Shape(1, numbers.length, 1, 1))
                    .toType(like.getDataType(), false)
                    .toDevice(like.getDevice(), false);
        }

        @Override
        public NDArray unscale(NDArray scaled) {
            NDArray greatest = scaled.argMax(1).toType(scaled.getDataType(), false).expandDims(1);
            NDArray chosen = greatest.eq(planes(i -> i, scaled)); // [B, V, H, W]
            return chosen.toType(scaled.getDataType(), false)
                    .mul(planes(values::get, scaled))
                    .sum(new int[] {1}, true); // [B, 1, H, W]
        }

        @Override
        public NDArray perRawValue(NDArray terms) {
            return terms.sum(new int[] {1}, true); // [B, 1, H, W]
        }

        @Override
        public boolean isUnitInterval() {
            return true;
        }

        @Override
        public Optional<Classes> pixelClasses() {
            return Optional.of(this);
        }

        @Override
        public Shape modelShape(Shape padded) {
            return new Shape(values.size(), padded.get(1), padded.get(2));
        }

        @Override
        public void requireFits(SampleFormat format) {
            if (format.shape().dimension() != 3 || format.shape().get(0) != 1) {
                throw new IllegalArgumentException(
                        "shape must be [1, H, W] for masks, but is " + format.shape());
            }
        }

        @Override
        public void requireRaw(float[] raw) {
            for (float value : raw) {
                if (place(value) < 0) {
                    throw new IllegalArgumentException(
                            "mask must hold values among %s, the classes, but holds %s"
                                    .formatted(values, Digits.of(value)));
                }
            }
        }

        /** Returns the place of a raw value among the classes, or -1 if it is none of them. */
        public int place(double raw) {
            return raw == Math.rint(raw) ? values.indexOf((int) raw) : -1;
        }

        @Override
        public String toString() {
            return String.join(", ", values.stream().map(String::valueOf).toList());
        }
    }

    private static void clipToUnitInterval(float[] scaled) {
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.max(0, Math.min(1, scaled[i]));
        }
    }
}
