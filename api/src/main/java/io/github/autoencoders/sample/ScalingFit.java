package io.github.autoencoders.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Scalings that suit raw values, found from those of training samples that are known. */
final class ScalingFit {

    private ScalingFit() {}

    /**
     * Returns [0, 255] to [0, 1] for 8-bit samples, [0, 1] as it is if they are all 0 and 1, and
     * the range of the values to [0, 1] for others.
     */
    static Scaling range(Samples training) {
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < training.format().size(); j++) {
                float value = training.value(i, j);
                if (!Float.isNaN(value)) {
                    minimum = Math.min(minimum, value);
                    maximum = Math.max(maximum, value);
                }
            }
        }
        if (training.holdsBytes()) {
            return maximum == 1 ? new Scaling.UnitInterval(0, 1) : Scaling.UnitInterval.BYTES;
        }
        return new Scaling.UnitInterval(minimum, maximum > minimum ? maximum : minimum + 1);
    }

    /**
     * Returns the mean and standard deviation of each channel of sequences, each point of a series
     * counted once, however many windows it is in.
     */
    static Scaling ofChannels(Samples training) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int channel = 0; channel < training.format().shape().get(0); channel++) {
            double[] values =
                    training.channel(channel).filter(value -> !Double.isNaN(value)).toArray();
            double mean = DoubleStream.of(values).average().orElse(0);
            double variance =
                    DoubleStream.of(values)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0);
            boolean constant = DoubleStream.of(values).allMatch(value -> value == values[0]);
            means.add(mean);
            deviations.add(constant ? 1 : Math.max(Math.sqrt(variance), Float.MIN_NORMAL));
        }
        return new Scaling.Standardized(means, deviations);
    }

    /** Returns one mean and one deviation, so that an error counts the same in each column. */
    static Scaling together(Samples training) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < training.format().size(); j++) {
                double value = training.value(i, j);
                if (!Double.isNaN(value)) {
                    count++;
                    double difference = value - sum / Math.max(1, count - 1);
                    sum += value;
                    squares += difference * (value - sum / count); // Welford
                }
            }
        }
        double deviation = Math.sqrt(squares / count);
        return new Scaling.Standardized(
                List.of(sum / count), List.of(deviation > 0 ? deviation : 1));
    }

    /**
     * Returns the mean and deviation of each feature, but of those of words; where nothing is
     * known, 0 and 1.
     */
    static Scaling ofFeatures(Samples training) {
        List<Integer> classes = training.format().schema().classes();
        int[] numbers =
                IntStream.range(0, training.format().size())
                        .filter(feature -> classes.isEmpty() || classes.get(feature) == 0)
                        .toArray();
        Scaling scaling =
                numbers.length == 0 ? new Scaling.Identity() : ofFeatures(training, numbers);
        return classes.isEmpty() ? scaling : new Scaling.Mixed(scaling, classes);
    }

    private static Scaling ofFeatures(Samples training, int[] features) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int feature : features) {
            double[] values = known(training, feature);
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double variance = 0;
            boolean constant = true;
            for (double value : values) {
                double difference = value - mean;
                variance += difference * difference / values.length;
                constant &= value == values[0];
            }
            means.add(mean);
            // The mean of equal values is rounded, so that their variance need not come out as 0.
            deviations.add(constant ? 1 : Math.max(Math.sqrt(variance), Float.MIN_NORMAL));
        }
        return new Scaling.Standardized(means, deviations);
    }

    private static double[] known(Samples training, int feature) {
        return IntStream.range(0, training.size())
                .mapToDouble(i -> training.value(i, feature))
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
