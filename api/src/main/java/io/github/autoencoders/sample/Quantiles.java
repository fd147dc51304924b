package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.array.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Of values in a column of any distribution: by the share of the others that are below, which
 * {@link Curve} tells, so that each column has nearly the same one. As <a
 * href="https://scikit-learn.org/stable/modules/preprocessing.html">scikit-learn's</a>
 * QuantileTransformer, but values beyond those that were learnt from are told apart too.
 *
 * @param curves one, or one for each feature or channel
 */
public record Quantiles(List<Curve> curves) implements Scaling {

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
        return beyond.maximum(0).minimum(Scaling.Robust.MOST).exp().sub(1);
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
    private NDArray knots(Function<Curve, List<Double>> of, int place, int count, NDArray like) {
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
        return Numbers.like(like, numbers, sizes);
    }

    private NDArray ends(ToDoubleFunction<Curve> of, NDArray like) {
        return FirstAxis.array(curves.stream().mapToDouble(of), like);
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
    public Optional<Scaling.UnitInterval> usual(int entry) {
        return Optional.of(curves.get(Math.min(entry, curves.size() - 1)).usual());
    }

    @Override
    public void requireFits(SampleFormat format) {
        FirstAxis.requireOneEach("curves", curves.size(), format);
    }

    /**
     * What raw values become: straight between knots; beyond the outermost, at a distance of d
     * units, by \(\log(1 + d)\) more.
     *
     * @param values of the knots, rising
     * @param scores as many, rising: what the values become
     * @param unit in raw units: the usual spread
     */
    public record Curve(List<Double> values, List<Double> scores, double unit) {

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

        private Scaling.UnitInterval usual() {
            return new Scaling.UnitInterval(least() - 2 * unit, greatest() + 2 * unit);
        }
    }
}
