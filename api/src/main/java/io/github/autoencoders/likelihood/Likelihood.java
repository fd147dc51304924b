package io.github.autoencoders.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distribution \(p(x \mid z)\) of a sample whose parameters a decoder computes, all values
 * independent; or, in its place, an error between a sample and what the decoder makes of it, which
 * is no density but trains an autoencoder as well. {@link #unit} says which.
 */
public sealed interface Likelihood {

    /**
     * A likelihood of one's own: a record, whose components are written into what is saved, beside
     * the name of the class. A saved model of it is opened with {@link
     * io.github.autoencoders.config.OwnClasses}. The terms of each value and the mean are all that
     * it must say:
     *
     * <pre>{@code
     * public record Poisson() implements Likelihood.Custom {
     *     // Parameters are log-rates: e^l - x l, but for log x!, which no parameter changes.
     *     public NDArray terms(NDArray parameters, NDArray x) {
     *         return parameters.exp().sub(x.mul(parameters));
     *     }
     *
     *     public NDArray mean(NDArray parameters) {
     *         return parameters.exp();
     *     }
     * }
     * }</pre>
     *
     * <p>On PyTorch no gradient may be taken of {@code array.mul(number)}: use {@link Scaled}.
     */
    non-sealed interface Custom extends Likelihood {

        // As engines broadcast without a word.
        @Override
        default NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireParameters(parametersPerValue(), parameters, x);
            return Likelihood.super.negativeLogDensity(parameters, x);
        }

        @Override
        default NDArray negativeLogDensity(NDArray parameters, NDArray x, NDArray mask) {
            requireParameters(parametersPerValue(), parameters, x);
            return Likelihood.super.negativeLogDensity(parameters, x, mask);
        }

        @Override
        default Likelihood ofClasses() {
            return this;
        }
    }

    /**
     * Returns \(-\log p(x \mid z)\) of each sample, or its error, in {@link #unit}: shape [B].
     *
     * @param parameters the decoder's output, shape [B, ...], with P times the channels of x
     * @param x the samples in model units, shape [B, ...]
     * @throws IllegalArgumentException if the shapes do not fit, as when a label is not the sample
     */
    default NDArray negativeLogDensity(NDArray parameters, NDArray x) {
        return sumOverSample(terms(parameters, x));
    }

    /**
     * Returns \(-\log p(x_\text{known} \mid z)\) of each sample, or the error of its known values:
     * shape [B].
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @param x the samples in model units, shape [B, ...]; any finite number where one is missing
     * @param mask 1 for known and 0 for missing values, of the shape and type of x
     * @throws IllegalArgumentException if the shapes do not fit, or if this is not a sum over
     *     values
     */
    default NDArray negativeLogDensity(NDArray parameters, NDArray x, NDArray mask) {
        requireShape("mask", x.getShape(), mask);
        return sumOverSample(terms(parameters, x).mul(mask));
    }

    /**
     * Returns what each value adds to {@link #negativeLogDensity(NDArray, NDArray)}: the shape of
     * x.
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @param x the samples in model units, shape [B, ...]
     * @throws IllegalArgumentException if the shapes do not fit, or if this is not a sum over
     *     values
     */
    NDArray terms(NDArray parameters, NDArray x);

    /**
     * Returns the mean of x, in model units; of an error, the x that has none.
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @return shape [B, ...], that of x
     */
    NDArray mean(NDArray parameters);

    /**
     * Returns how far x may be from its mean, in model units: the standard deviation that the
     * decoder computes, or 1 everywhere where it computes none.
     *
     * @param parameters the decoder's output, shape [B, ...]
     * @return shape [B, ...], that of x
     */
    default NDArray spread(NDArray parameters) {
        return mean(parameters).onesLike();
    }

    /** Returns what {@link #negativeLogDensity(NDArray, NDArray)} is measured in, in words. */
    default String unit() {
        return "nats";
    }

    /**
     * Returns P, the number of parameters for each value: with P above 1 the decoder's output has P
     * times the channels of a sample.
     */
    default int parametersPerValue() {
        return 1;
    }

    /** Returns whether it is the sum of its {@link #terms}, one for each value. */
    default boolean isSumOverValues() {
        return true;
    }

    /** Returns whether x must lie in [0, 1]. */
    default boolean needsUnitInterval() {
        return false;
    }

    /**
     * Returns the likelihood of rows that have words beside numbers, whose likelihood this is.
     *
     * @param classes how many each column of words has, in their order; none where all are numbers
     */
    default Likelihood withWords(List<Integer> classes) {
        return classes.isEmpty() ? this : new Mixed(this, classes);
    }

    /**
     * Returns the likelihood of masks in the place of this: that of classes, unless it is one's
     * own.
     */
    default Likelihood ofClasses() {
        return new Categorical();
    }

    /**
     * Checks, before any work, that there is such a likelihood of samples of a shape.
     *
     * @param sample the shape of one sample in model units
     * @throws IllegalArgumentException if there is not
     */
    default void requireFits(Shape sample) {}

    /**
     * Values in {0, 1}; parameters are logits \(l = \log \frac{p}{1 - p}\). For values in between,
     * the negative log density is the binary cross-entropy, which is no longer normalized but is
     * what is trained on grey images: Appendix C.1 of <a
     * href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>.
     */
    record Bernoulli() implements Likelihood {

        // -x log p - (1 - x) log(1 - p) = log(1 + e^l) - x l, which overflows nowhere.
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            NDArray softPlus = ai.djl.nn.Activation.softPlus(parameters);
            return softPlus.sub(x.mul(parameters));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return Activation.SIGMOID.of(parameters);
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }
    }

    /**
     * Normal distributions of one fixed scale; parameters are their means. With the constant, so
     * that the density integrates to one.
     *
     * @param standardDeviation \(\sigma\), in model units
     */
    record Gaussian(double standardDeviation) implements Likelihood {

        public Gaussian {
            Require.positive("standardDeviation", standardDeviation);
        }

        // (x - mean)^2 / (2 sigma^2) + log(2 pi sigma^2) / 2
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            double variance = standardDeviation * standardDeviation;
            NDArray squaredError = x.sub(parameters).square();
            return Scaled.by(0.5 / variance, squaredError)
                    .add(0.5 * Math.log(2 * Math.PI * variance));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }
    }

    /**
     * Normal distributions whose scales the decoder computes too: parameters are all means and
     * then, along axis 1, all log-variances \(l\), of which \(\log \sigma^2 = m + \log(1 + e^{l -
     * m})\) is made, so that it never falls below \(m = 2 \log \sigma_{\min}\). Without a floor the
     * density of a value that never changes, as that of the edge of a digit, grows without bound:
     * <a href="https://arxiv.org/abs/2006.13202">Rybkin et al. (2021)</a>, whose program has the
     * floor \(e^{-6}\). With the constant, so that the density integrates to one.
     *
     * @param minStandardDeviation \(\sigma_{\min}\), in model units
     */
    record GaussianWithLearnedVariance(double minStandardDeviation) implements Likelihood {

        public GaussianWithLearnedVariance {
            Require.positive("minStandardDeviation", minStandardDeviation);
        }

        // ((x - mean)^2 / sigma^2 + log sigma^2 + log(2 pi)) / 2
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            NDList halves = halves(parameters);
            requireShape("mean", x.getShape(), halves.head());
            NDArray logVariance = logVariance(halves.get(1));
            // As a product: the quotient by a small variance has a gradient of its square.
            NDArray precision = Scaled.by(-1, logVariance).exp();
            NDArray squaredError = x.sub(halves.head()).square().mul(precision);
            return Scaled.by(0.5, squaredError.add(logVariance).add(Math.log(2 * Math.PI)));
        }

        private NDArray logVariance(NDArray unbounded) {
            return aboveFloor(2 * Math.log(minStandardDeviation), unbounded);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return halves(parameters).head();
        }

        @Override
        public NDArray spread(NDArray parameters) {
            return logVariance(halves(parameters).get(1)).exp().sqrt();
        }

        @Override
        public int parametersPerValue() {
            return 2;
        }
    }

    // The first and the second parameter of each value, each of the shape of x.
    private static NDList halves(NDArray parameters) {
        long channels = parameters.getShape().get(1);
        if (channels % 2 != 0) {
            throw new IllegalArgumentException(
                    "parameters must have twice the channels of x, but has shape "
                            + parameters.getShape());
        }
        return parameters.split(2, 1);
    }

    /**
     * Laplace distributions of one fixed scale, \(\frac{1}{2 b} e^{-|x - \mu| / b}\); parameters
     * are their means \(\mu\). A value far off costs less than with a {@link Gaussian}.
     *
     * @param scale b, in model units
     */
    record Laplace(double scale) implements Likelihood {

        public Laplace {
            Require.positive("scale", scale);
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            return Scaled.by(1 / scale, x.sub(parameters).abs()).add(Math.log(2 * scale));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }
    }

    /**
     * Laplace distributions whose scales the decoder computes too: parameters are all means and
     * then, along axis 1, all log-scales \(l\), of which \(\log b = m + \log(1 + e^{l - m})\) is
     * made, so that it never falls below \(m = \log b_{\min}\), as for {@link
     * GaussianWithLearnedVariance}. Days unlike all others change a model less with it.
     *
     * @param minScale \(b_{\min}\), in model units
     */
    record LaplaceWithLearnedScale(double minScale) implements Likelihood {

        public LaplaceWithLearnedScale {
            Require.positive("minScale", minScale);
        }

        // |x - mean| / b + log b + log 2
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            NDList halves = halves(parameters);
            requireShape("mean", x.getShape(), halves.head());
            NDArray logScale = logScale(halves.get(1));
            NDArray precision = Scaled.by(-1, logScale).exp();
            return x.sub(halves.head()).abs().mul(precision).add(logScale).add(Math.log(2));
        }

        private NDArray logScale(NDArray unbounded) {
            return aboveFloor(Math.log(minScale), unbounded);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return halves(parameters).head();
        }

        // The variance is 2 b^2.
        @Override
        public NDArray spread(NDArray parameters) {
            return Scaled.by(Math.sqrt(2), logScale(halves(parameters).get(1)).exp());
        }

        @Override
        public int parametersPerValue() {
            return 2;
        }
    }

    /**
     * One of as many values, evenly spaced over [0, 1], as a channel of an image has levels: the
     * logistic distribution of mean \(\mu\) and scale s, with all its mass between two levels given
     * to the nearer one, and what lies beyond the ends to the ends, \(p(x) = \sigma((x + \delta -
     * \mu) / s) - \sigma((x - \delta - \mu) / s)\) with half a step \(\delta\): Eq. 2 of <a
     * href="https://arxiv.org/abs/1701.05517">Salimans et al. (2017)</a> with one component,
     * Appendix A of <a href="https://arxiv.org/abs/1606.04934">Kingma et al. (2016)</a>. So a loss
     * in nats is the length of a code, which no sharper picture makes negative.
     *
     * <p>Parameters are all m and then, along axis 1, all log-scales l, of which \(\mu = (m + 1) /
     * 2\), as the papers have values from -1 to 1, and \(\log s = f + \log(1 + e^{l - f})\) is
     * made, so that it never falls below \(f = \log s_{\min}\), as for {@link
     * GaussianWithLearnedVariance}.
     *
     * @param levels how many values there are, 256 for images of 8 bits
     * @param minScale \(s_{\min}\), in model units
     */
    record DiscretizedLogistic(int levels, double minScale) implements Likelihood {

        private static final double GREATEST_LOG_SCALE = 10;

        public DiscretizedLogistic {
            Require.atLeast(2, "levels", levels);
            Require.positive("minScale", minScale);
        }

        // With a = (x + d - mean) / s and b = (x - d - mean) / s, sigma(a) - sigma(b) is
        // sigma(a) sigma(-b) (1 - e^(b - a)), whose factors' logarithms overflow nowhere.
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            NDList halves = halves(parameters);
            requireShape("mean", x.getShape(), halves.head());
            NDArray precision = Scaled.by(-1, logScale(halves.get(1))).exp(); // 1 / s
            NDArray distance = x.sub(location(halves.head()));
            double half = 0.5 / (levels - 1);
            NDArray above = Scaled.by(-1, distance.add(half).mul(precision));
            NDArray below = distance.sub(half).mul(precision);
            NDArray aboveLeast = x.gt(half).toType(x.getDataType(), false);
            NDArray belowGreatest = x.lt(1 - half).toType(x.getDataType(), false);
            return softPlus(above)
                    .mul(belowGreatest)
                    .add(softPlus(below).mul(aboveLeast))
                    .sub(logShare(precision).mul(aboveLeast).mul(belowGreatest));
        }

        // log(1 - e^-t), t = 1 / ((levels - 1) s), as log(2 tanh(t / 2)) - log(1 + tanh(t / 2)):
        // exact also where e^-t is nearly 1.
        private NDArray logShare(NDArray precision) {
            NDArray tanh = Scaled.by(0.5 / (levels - 1), precision).tanh();
            return tanh.log().add(Math.log(2)).sub(tanh.add(1).log());
        }

        private static NDArray softPlus(NDArray array) {
            return ai.djl.nn.Activation.softPlus(array);
        }

        private static NDArray location(NDArray m) {
            return Scaled.by(0.5, m).add(0.5);
        }

        // Bounded so that 1 / s is not 0; the gradient passes the bound.
        private NDArray logScale(NDArray unbounded) {
            NDArray scale = aboveFloor(Math.log(minScale), unbounded);
            NDArray value = scale.stopGradient();
            return value.minimum(GREATEST_LOG_SCALE).add(scale.sub(value));
        }

        // The sum of p(X >= x) over all levels but the least, as an integral over [0, 1], of
        // sigma((mean - t) / s): with a step h they differ by at most h^2 / (96 s) and about
        // e^(-2 pi^2 s / h).
        @Override
        public NDArray mean(NDArray parameters) {
            NDList halves = halves(parameters);
            NDArray scale = logScale(halves.get(1)).exp();
            NDArray location = location(halves.head());
            NDArray fromZero = softPlus(location.div(scale));
            NDArray fromOne = softPlus(location.sub(1).div(scale));
            return fromZero.sub(fromOne).mul(scale);
        }

        /** Returns the standard deviation of the logistic distribution, \(\pi s / \sqrt{3}\). */
        @Override
        public NDArray spread(NDArray parameters) {
            NDArray scale = logScale(halves(parameters).get(1)).exp();
            return Scaled.by(Math.PI / Math.sqrt(3), scale);
        }

        @Override
        public int parametersPerValue() {
            return 2;
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }
    }

    /**
     * One of V symbols at each of L places: samples are one-hot, [V, L]; or one of V classes at
     * each pixel, [V, H, W]. Parameters are logits, and \(-\log p(x \mid z) = -\sum_{v,l} x_{vl}
     * \log \operatorname{softmax}_v(\text{logits})_{vl}\). A place whose symbols are all 0 costs
     * nothing. The mean is the probability of each symbol.
     */
    record Categorical() implements Likelihood {

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            return Scaled.by(-1, x.mul(parameters.logSoftmax(1)));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters.softmax(1);
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }

        @Override
        public void requireFits(Shape sample) {
            boolean planes = sample.dimension() == 3 && sample.get(0) > 1;
            if (sample.dimension() != 2 && !planes) {
                throw new IllegalArgumentException(
                        "sample must be one-hot symbols [V, L], or classes of pixels [V, H, W], for"
                                + " Categorical, but is "
                                + sample);
            }
        }
    }

    /**
     * Numbers and words, all independent given the code: a composite likelihood, as that of Eq. 2
     * to 7 of <a href="https://arxiv.org/abs/1807.03653">Nazabal et al. (2020)</a>. A sample is [N
     * + V], the numbers first and then each column of words, one-hot as for {@link Categorical};
     * \(-\log p(x \mid z) = -\log p(x_\text{numbers} \mid z) - \sum_k \log
     * \operatorname{softmax}(\text{logits}_k)_{x_k}\), each in nats. A column of zeros, as of a
     * word that is missing, costs nothing. The mean is that of the numbers, and the probability of
     * each word.
     *
     * @param numbers of the N first values; its parameters stand as if V words were numbers too
     * @param classes how many each column of words has, in their order
     */
    record Mixed(Likelihood numbers, List<Integer> classes) implements Likelihood {

        private static final Categorical WORD = new Categorical();

        public Mixed {
            classes = List.copyOf(classes);
            if (classes.isEmpty() || classes.stream().anyMatch(count -> count < 2)) {
                throw new IllegalArgumentException(
                        "classes must be at least 2 for at least one column of words, but are "
                                + classes);
            }
            if (numbers instanceof Mixed) {
                throw new IllegalArgumentException(
                        "numbers must have a likelihood of numbers alone, but have " + numbers);
            }
            if (!numbers.isSumOverValues()) {
                throw new IllegalArgumentException(
                        "numbers must have a likelihood that is a sum over values, but have "
                                + numbers);
            }
        }

        @Override
        public Likelihood withWords(List<Integer> others) {
            return numbers.withWords(others);
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireParameters(parametersPerValue(), parameters, x);
            NDList values = columns(x);
            List<NDList> parts = parts(parameters);
            NDList terms = new NDList();
            for (int i = 0; i < values.size(); i++) {
                terms.add(
                        isNumbers(i, values)
                                ? numbers.terms(ofNumbers(parts), values.get(i))
                                : WORD.terms(parts.get(0).get(i), values.get(i)));
            }
            return NDArrays.concat(terms, 1);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            List<NDList> parts = parts(parameters);
            NDList columns = parts.get(0);
            NDList means = new NDList();
            for (int i = 0; i < columns.size(); i++) {
                means.add(
                        isNumbers(i, columns)
                                ? numbers.mean(ofNumbers(parts))
                                : WORD.mean(columns.get(i)));
            }
            return NDArrays.concat(means, 1);
        }

        private boolean isNumbers(int index, NDList columns) {
            return index == 0 && columns.size() > classes.size();
        }

        // The first, second... parameter of each value.
        private List<NDList> parts(NDArray parameters) {
            int count = parametersPerValue();
            NDList parts = count == 1 ? new NDList(parameters) : parameters.split(count, 1);
            return parts.stream().map(this::columns).toList();
        }

        private static NDArray ofNumbers(List<NDList> parts) {
            NDList first = new NDList();
            parts.forEach(part -> first.add(part.head()));
            return first.size() == 1 ? first.head() : NDArrays.concat(first, 1);
        }

        // The numbers, if there are any, and each column of words.
        private NDList columns(NDArray array) {
            long from = array.getShape().get(1) - words();
            List<Long> starts = new ArrayList<>();
            for (int count : classes) {
                starts.add(from);
                from += count;
            }
            long[] inside = starts.stream().filter(at -> at > 0).mapToLong(at -> at).toArray();
            return inside.length == 0 ? new NDList(array) : array.split(inside, 1);
        }

        private int words() {
            return classes.stream().mapToInt(count -> count).sum();
        }

        @Override
        public String unit() {
            String unit = numbers.unit();
            return unit.equals("nats") ? unit : unit + " plus nats";
        }

        @Override
        public int parametersPerValue() {
            return numbers.parametersPerValue();
        }

        @Override
        public boolean needsUnitInterval() {
            return numbers.needsUnitInterval();
        }

        @Override
        public void requireFits(Shape sample) {
            if (sample.dimension() != 1 || sample.size() < words()) {
                throw new IllegalArgumentException(
                        "sample must be a row of at least the %s classes of its words for Mixed, but is %s"
                                .formatted(words(), sample));
            }
            if (sample.size() > words()) {
                numbers.requireFits(new Shape(sample.size() - words()));
            }
        }
    }

    /**
     * \(\sum_i (x_i - y_i)^2\), with the decoder's output y: divided by the number of values, the
     * mean squared error (MSE). An error and no density, but, but for a constant, the negative log
     * density of a {@link Gaussian} with a standard deviation of \(\sqrt{1/2}\). Through a sigmoid
     * its gradient vanishes where y is 0 or 1: a network that has once made all of mostly black
     * images black can stay there, which it cannot with {@link Bernoulli}.
     *
     * @param output {@code SIGMOID} if parameters are logits of y, as for images; {@code IDENTITY}
     *     if they are y itself
     */
    record SquaredError(Activation output) implements Likelihood {

        public SquaredError {
            requireOutput(output);
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            return x.sub(mean(parameters)).square();
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return output.of(parameters);
        }

        @Override
        public String unit() {
            return "summed squared error";
        }

        @Override
        public boolean needsUnitInterval() {
            return output == Activation.SIGMOID;
        }
    }

    /**
     * \(\sum_i |x_i - y_i|\), with the decoder's output y: divided by the number of values, the
     * mean absolute error (MAE). An error and no density, but, but for a constant, the negative log
     * density of a {@link Laplace} with a scale of 1.
     *
     * @param output {@code SIGMOID} if parameters are logits of y, as for images; {@code IDENTITY}
     *     if they are y itself
     */
    record AbsoluteError(Activation output) implements Likelihood {

        public AbsoluteError {
            requireOutput(output);
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            return x.sub(mean(parameters)).abs();
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return output.of(parameters);
        }

        @Override
        public String unit() {
            return "summed absolute error";
        }

        @Override
        public boolean needsUnitInterval() {
            return output == Activation.SIGMOID;
        }
    }

    /**
     * \(10 \log_{10} \bigl(1 + \frac{1}{n f^2} \sum_i (x_i - y_i)^2\bigr)\), with the decoder's
     * output y of n values: how loud that is which y gets wrong, in decibels above a floor f. Far
     * above it an error of half the size is 6 dB less, whether the sample is loud or quiet, so that
     * one counts as much as the other; a sum of squares is almost that of the loud samples alone.
     * But for the floor, and for the sample's own power, which no parameter changes, it is the
     * signal-to-noise ratio with its sign turned, by which networks learn to separate sounds: <a
     * href="https://arxiv.org/abs/2006.12701">Wisdom et al. (2020)</a>, whose floor is relative to
     * the sample.
     *
     * @param floor f, in model units, at least 1e-15; errors below it hardly count
     */
    record LogSquaredError(double floor) implements Likelihood {

        private static final double LEAST_FLOOR = 1e-15; // its square is far from float32's least

        public LogSquaredError {
            Require.positive("floor", floor);
            if (floor < LEAST_FLOOR) {
                throw new IllegalArgumentException(
                        "floor must be at least %s, but is %s".formatted(LEAST_FLOOR, floor));
            }
        }

        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            double values = x.getShape().slice(1).size();
            NDArray squaredError = sumOverSample(x.sub(parameters).square()); // [B]
            NDArray ratio = Scaled.by(1 / (values * floor * floor), squaredError);
            return Scaled.by(10 / Math.log(10), ratio.add(1).log());
        }

        @Override
        public boolean isSumOverValues() {
            return false;
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            throw noSumOverValues(this);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }

        @Override
        public String unit() {
            return "decibels";
        }
    }

    /**
     * \(n (1 - \operatorname{SSIM}(x, y))\) of images of n values: as if each value had its image's
     * error, summed, which puts it on the scale of the other errors. SSIM is the structural
     * similarity, Eq. 13 and 17 of <a href="https://doi.org/10.1109/TIP.2003.819861">Wang et al.
     * (2004)</a>: of values in [0, 1], with a Gaussian window of 11 x 11 and \(\sigma = 1.5\),
     * \(K_1 = 0.01\) and \(K_2 = 0.03\), averaged over the channels and the places where the whole
     * window is inside the image. Parameters are logits of y.
     */
    record StructuralSimilarity() implements Likelihood {

        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            requireFits(x.getShape().slice(1));
            return dissimilarity(Similarity.single(x, mean(parameters)), x);
        }

        @Override
        public boolean isSumOverValues() {
            return false;
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            throw noSumOverValues(this);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return Activation.SIGMOID.of(parameters);
        }

        @Override
        public String unit() {
            return "summed 1 - SSIM";
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }

        @Override
        public void requireFits(Shape sample) {
            Similarity.requireFits(sample, 1);
        }
    }

    /**
     * \(n (1 - \operatorname{MS-SSIM}(x, y))\) of images of n values. MS-SSIM is the multi-scale
     * structural similarity, Eq. 7 of <a href="https://doi.org/10.1109/ACSSC.2003.1292216">Wang et
     * al. (2003)</a>: the product of the contrast and structure of each scale and the luminance of
     * the coarsest, each to the power of the scale's exponent, for each channel, averaged over the
     * channels. From one scale to the next blocks of 2 x 2 are averaged, and an odd last row or
     * column is left out. A term of a scale below 0.0001, which may be negative and have no power,
     * counts as 0.0001; its gradient passes that bound, so that training can leave it. Parameters
     * are logits of y.
     *
     * @param scales from 1 to the paper's 5; an image of 28 x 28 has room for 2, one of 32 x 32 as
     *     well, of 64 x 64 for 3, and 5 need 176 x 176. The exponents are the first ones of the
     *     paper's 0.0448, 0.2856, 0.3001, 0.2363, 0.1333, divided by their sum
     */
    record MultiScaleStructuralSimilarity(int scales) implements Likelihood {

        public MultiScaleStructuralSimilarity {
            requireScales(scales);
        }

        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            requireFits(x.getShape().slice(1));
            return dissimilarity(Similarity.multiScale(x, mean(parameters), scales), x);
        }

        @Override
        public boolean isSumOverValues() {
            return false;
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            throw noSumOverValues(this);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return Activation.SIGMOID.of(parameters);
        }

        @Override
        public String unit() {
            return "summed 1 - MS-SSIM";
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }

        @Override
        public void requireFits(Shape sample) {
            Similarity.requireFits(sample, scales);
        }
    }

    /**
     * \(n (\alpha (1 - \operatorname{MS-SSIM}(x, y)) + (1 - \alpha) \overline{|x - y|})\) of images
     * of n values: the similarity keeps edges and texture, the absolute error colours and
     * brightness, which the former is nearly blind to. Section III-D of <a
     * href="https://arxiv.org/abs/1511.08861">Zhao et al. (2017)</a>, with the similarity of {@link
     * MultiScaleStructuralSimilarity} in the place of theirs, which keeps one resolution, and
     * without the Gaussian window over the absolute error, which no mean over a whole image tells
     * but at its edges. Parameters are logits of y.
     *
     * @param scales as there
     * @param similarity \(\alpha\), from 0 to 1; 0.84 in the paper
     */
    record SimilarityAndAbsoluteError(int scales, double similarity) implements Likelihood {

        public SimilarityAndAbsoluteError {
            requireScales(scales);
            if (!(similarity >= 0 && similarity <= 1)) {
                throw new IllegalArgumentException(
                        "similarity must be in [0, 1], but is " + similarity);
            }
        }

        @Override
        public NDArray negativeLogDensity(NDArray parameters, NDArray x) {
            requireShape("parameters", x.getShape(), parameters);
            requireFits(x.getShape().slice(1));
            NDArray y = mean(parameters);
            NDArray unlike = dissimilarity(Similarity.multiScale(x, y, scales), x);
            NDArray apart = sumOverSample(x.sub(y).abs());
            return Scaled.by(similarity, unlike).add(Scaled.by(1 - similarity, apart));
        }

        @Override
        public boolean isSumOverValues() {
            return false;
        }

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            throw noSumOverValues(this);
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return Activation.SIGMOID.of(parameters);
        }

        @Override
        public String unit() {
            return "summed 1 - MS-SSIM and absolute error";
        }

        @Override
        public boolean needsUnitInterval() {
            return true;
        }

        @Override
        public void requireFits(Shape sample) {
            Similarity.requireFits(sample, scales);
        }
    }

    // m + log(1 + e^(l - m)), which never falls below m.
    private static NDArray aboveFloor(double floor, NDArray unbounded) {
        return ai.djl.nn.Activation.softPlus(unbounded.sub(floor)).add(floor);
    }

    private static void requireScales(int scales) {
        Require.within(1, Similarity.MAX_SCALES, "scales", scales);
    }

    private static IllegalArgumentException noSumOverValues(Likelihood likelihood) {
        return new IllegalArgumentException(
                "likelihood must be a sum over values, but is " + likelihood);
    }

    // An engine would broadcast [B, 1], the usual shape of labels of classes, without a word.
    private static void requireShape(String name, Shape x, NDArray array) {
        if (!array.getShape().equals(x)) {
            throw new IllegalArgumentException(
                    name + " has shape " + array.getShape() + " but x has shape " + x);
        }
    }

    private static void requireParameters(int perValue, NDArray parameters, NDArray x) {
        Shape wanted = Architecture.timesChannels(x.getShape().slice(1), perValue);
        if (!parameters.getShape().slice(1).equals(wanted)) {
            requireShape("parameters", x.getShape(), parameters);
        }
    }

    private static void requireOutput(Activation output) {
        if (output != Activation.IDENTITY && output != Activation.SIGMOID) {
            throw new IllegalArgumentException(
                    "output must be IDENTITY or SIGMOID, but is " + output);
        }
    }

    private static NDArray sumOverSample(NDArray values) {
        return values.sum(IntStream.range(1, values.getShape().dimension()).toArray());
    }

    private static NDArray dissimilarity(NDArray similarity, NDArray x) {
        double values = (double) x.getShape().size() / x.getShape().get(0);
        return Scaled.by(-values, similarity).add(values); // [B]
    }
}
