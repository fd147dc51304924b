package io.github.autoencoders.benchmark;

import java.util.List;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/**
 * The middle of some measurements and their spread. Times have a long tail to one side, of whatever
 * else the machine did, which would draw a mean and a standard deviation along.
 *
 * @param lower the first quartile
 * @param median the second
 * @param upper the third; upper - lower is the interquartile range
 */
public record Quartiles(double lower, double median, double upper) {

    /**
     * Returns the quartiles, between two measurements interpolated as definition 7 of <a
     * href="https://doi.org/10.1080/00031305.1996.10473566">Hyndman and Fan (1996)</a> has it.
     *
     * @param values at least one
     */
    public static Quartiles of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values must be at least one, but are none");
        }
        Percentile percentile = percentile(values);
        return new Quartiles(
                percentile.evaluate(25), percentile.evaluate(50), percentile.evaluate(75));
    }

    /** Returns what evaluates percentiles of values, interpolated likewise. */
    static Percentile percentile(double... values) {
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(values);
        return percentile;
    }

    /** Returns the quartiles of as many values. */
    public static Quartiles of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns the quartiles of the values in another unit. */
    public Quartiles times(double factor) {
        return new Quartiles(factor * lower, factor * median, factor * upper);
    }

    /** Returns the interquartile range as a share of the median. */
    public double spread() {
        return (upper - lower) / median;
    }
}
